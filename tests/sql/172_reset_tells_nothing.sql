-- Asking for a reset tells nobody whether there is such a user: not by what is written, and not by the log's numbers.
.read setup/people.sql
SELECT usher_key('0123456789abcdef0123456789abcdef');
SELECT length(session_create('00000000-0000-4000-8000-000000000021', '{"token":"bert00000000000000000000000000000000000000A"}'));
SELECT usher_lockdown();
SELECT authenticate('bert00000000000000000000000000000000000000A') IS NOT NULL;
.print -- bert, who owns another account, reads its log: from which numbers are missing he would learn what happened elsewhere
UPDATE users SET about = 'before' WHERE id = actor();
SELECT password_reset_request('uma@example.org');
UPDATE users SET about = 'between' WHERE id = actor();
SELECT password_reset_request('ghost@example.org');
UPDATE users SET about = 'after' WHERE id = actor();
SELECT after ->> 'about', id - (SELECT max(id) FROM audit_log) FROM audit_log WHERE action = 'user.update' ORDER BY id DESC LIMIT 3;
SELECT changes(), usher_error();
.print -- asked in vain, it leaves nothing at whoever it was tried with instead
.shell ${SQLITE:-sqlite3} test.db "SELECT email, kind FROM usher_outbox; SELECT count(*) FROM usher_ticket; SELECT failures, count(*) FROM usher_attempt GROUP BY 1"
.print -- it cannot be taken back and asked again, until small differences of time add up
BEGIN;
SELECT password_reset_request('uma@example.org');
ROLLBACK;
SAVEPOINT s;
SELECT password_reset_request('ghost@example.org');
RELEASE s;
INSERT INTO usher VALUES ('password_reset_request', '["uma@example.org"]');
SELECT count(*) FROM (VALUES (1)) WHERE password_reset_request('olga@example.org') IS NULL;
.print -- notes of when it was asked for matter for a minute: whoever asks for many addresses does not fill the store
WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT count(password_reset_request('ghost' || i || '@example.org')) FROM n;
.shell ${SQLITE:-sqlite3} test.db "SELECT count(*) FROM usher_attempt; UPDATE usher_attempt SET last_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', iif(subject > x'80', '-60 seconds', '+60 seconds'))"
SELECT password_reset_request('ghost@example.org');
.shell ${SQLITE:-sqlite3} test.db "SELECT count(*) FROM usher_attempt"
