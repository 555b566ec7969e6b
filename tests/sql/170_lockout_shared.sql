-- An address may be that of users of several accounts: signing in as one forgives no guess at another.
.read setup/people.sql
.read setup/known_passwords.sql
INSERT INTO settings (scope, scope_id, key, value) SELECT 'account', id, 'login.attempts', '3' FROM accounts;
SELECT length(session_create('00000000-0000-4000-8000-000000000021', '{"token":"bert00000000000000000000000000000000000000A"}'));
SELECT usher_lockdown();
.print -- bert owns the second account, sees the tokens of his own invites, and so becomes uma's namesake there
SELECT authenticate('bert00000000000000000000000000000000000000A') IS NOT NULL;
SELECT length(invite_create('UMA@example.org', 'user', '{"token":"bert00000000000000000000000000000000000000E"}'));
SELECT authenticate(NULL);
SELECT length(invite_accept('bert00000000000000000000000000000000000000E', '{"password":"correct horse battery2"}'));
.print -- what is guessed at uma stays counted although he signs in with her address
SELECT login('uma@example.org', 'wrong');
SELECT login('uma@example.org', 'wrong', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}');
SELECT length(login('uma@example.org', 'correct horse battery2', '{"account_id":"00000000-0000-4000-8000-0000000000ab"}'));
SELECT login('uma@example.org', 'wrong', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}');
.shell ${SQLITE:-sqlite3} test.db "UPDATE usher_attempt SET last_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now');"
SELECT login('uma@example.org', 'wrong', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}');
.shell ${SQLITE:-sqlite3} test.db "SELECT failures FROM usher_attempt ORDER BY 1; UPDATE usher_attempt SET last_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-61 seconds');"
.print -- uma herself takes her own back, and what was guessed when nobody had the address; not those at her namesake
SELECT login('uma@example.org', 'wrong', '{"account_id":"00000000-0000-4000-8000-0000000000ac"}');
.shell ${SQLITE:-sqlite3} test.db "UPDATE usher_attempt SET last_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-121 seconds');"
SELECT login('uma@example.org', 'wrong', '{"account_id":"00000000-0000-4000-8000-0000000000ab"}');
.shell ${SQLITE:-sqlite3} test.db "UPDATE usher_attempt SET last_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-241 seconds');"
SELECT length(login('uma@example.org', 'correct horse battery', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}'));
.shell ${SQLITE:-sqlite3} test.db "SELECT failures FROM usher_attempt;"
