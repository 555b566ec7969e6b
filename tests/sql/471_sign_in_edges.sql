-- Signing in at the edges: which account's rules count, what an answer's options become, whose rows are touched, and what is as long as it may be.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO settings (scope, key, value) VALUES ('account', 'login.attempts', 1), ('account', 'passwords.memory', 19456), ('account', 'passwords.passes', 2);
.print -- the only account's rules count, unless another is named
SELECT login('nobody@example.org', 'wrong');
UPDATE usher_attempt SET last_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now');
SELECT login('nobody@example.org', 'wrong');
SELECT usher_error() ->> 'code';
SELECT login('ghost@example.org', 'wrong', '{"account_id":"00000000-0000-4000-8000-0000000000ff"}');
SELECT login('ghost@example.org', 'wrong', '{"account_id":"00000000-0000-4000-8000-0000000000ff"}');
SELECT failures FROM usher_attempt ORDER BY failures;

.print -- as long as they may be: 254 characters of an address, 4096 bytes of a password
SELECT login(replace(hex(zeroblob(32)), '00', 'aa') || '@' || replace(hex(zeroblob(30)), '00', 'aa') || '.' || replace(hex(zeroblob(30)), '00', 'aa') || '.' || replace(hex(zeroblob(30)), '00', 'aa') || '.aaaaaa', 'wrong');
SELECT login(replace(hex(zeroblob(32)), '00', 'aa') || '@' || replace(hex(zeroblob(30)), '00', 'aa') || '.' || replace(hex(zeroblob(30)), '00', 'aa') || '.' || replace(hex(zeroblob(30)), '00', 'aa') || '.aaaaaaa', 'wrong');
SELECT login('long@example.org', hex(zeroblob(2048)));
SELECT login('long@example.org', hex(zeroblob(2048)) || 'x');

.print -- a challenge keeps what was asked for, and lives as long as the user's own account says
.open test2.db
.load dist/usher
.read setup/second_factor.sql
.read setup/known_passwords.sql
INSERT INTO factor VALUES ('gina'), ('uma');
INSERT OR REPLACE INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000ab', 'mfa.challenge_life', 45), ('account', '00000000-0000-4000-8000-0000000000ab', 'sessions.life', 61), ('account', '00000000-0000-4000-8000-0000000000ab', 'passwords.passes', 3);
SELECT length(login('gina@example.org', 'correct horse battery', '{"account_id":"00000000-0000-4000-8000-0000000000aa","id":"00000000-0000-4000-8000-0000000000f1","device":"a phone","form":"opaque","token":"gina000000000000000000000000000000000000000"}'));
SELECT unixepoch(expires_at) - unixepoch(created_at), json_remove(data, '$.device') FROM usher_ticket;
SELECT hash LIKE '%,t=3,%' FROM usher_password WHERE user_id LIKE '%000023';
UPDATE usher_ticket SET token_hash = x'1305ad0422bc9af8b165301dbfc9884f85a572ef4298a4743d004d656e38e071';
SELECT length(login_mfa('mfa_mfa0000000000000000000000000000000000000000', 'abcd-efgh-ijkl-mnop'));
SELECT substr(actor(), -2);
SELECT act_as(NULL);
SELECT substr(id, -2), device, form, mfa, unixepoch(expires_at) - unixepoch(created_at) FROM usher_session;

.print -- a hash that is as the account wants it stays
CREATE TEMP TABLE hash AS SELECT hash FROM usher_password WHERE user_id LIKE '%000023';
SELECT length(login('gina@example.org', 'correct horse battery', '{"code":"2345-6723-4567-2345"}'));
SELECT substr(actor(), -2);
SELECT act_as(NULL);
SELECT p.hash = hash.hash FROM usher_password AS p, hash WHERE user_id LIKE '%000023';

.print -- one that is mangled is nobody's fault: it is not called a wrong password
UPDATE usher_password SET hash = replace(hash, '$m=', '$M=') WHERE user_id LIKE '%000023';
SELECT login('gina@example.org', 'correct horse battery');
UPDATE usher_password SET hash = replace(hash, '$M=', '$m=') WHERE user_id LIKE '%000023';

.print -- whoever had the address before, and is deleted, is in nobody's way
INSERT INTO users (id, account_id, email, name) VALUES ('00000000-0000-4000-8000-000000000028', '00000000-0000-4000-8000-0000000000aa', 'dan@example.org', 'dan again');
UPDATE usher_user SET activated_at = created_at WHERE name = 'dan again';
INSERT OR REPLACE INTO usher_password (user_id, hash, updated_at) SELECT id, (SELECT hash FROM usher_password WHERE user_id LIKE '%-000000000006'), created_at FROM usher_user WHERE email = 'dan@example.org' OR name = 'dan';
SELECT length(login('dan@example.org', 'correct horse battery')) > 43;
SELECT substr(actor(), -2);
SELECT act_as(NULL);
SELECT name, email, discarded_at IS NULL FROM usher_user WHERE name LIKE 'dan%';

.print -- a session that is used is the only one that is; those of others do not end with a user's
DELETE FROM usher_session;
CREATE TEMP TABLE s AS SELECT name, id, substr(token, 1, 42) || 'A' AS token, substr('new' || token, 1, 42) || 'A' AS new FROM p;
SELECT count(session_create(id, json_object('token', token))) FROM s WHERE name IN ('olga', 'carl', 'mia');
UPDATE usher_session SET last_used_at = '2022-01-01T00:00:00.000Z', idle_seconds = 31536000000;
SELECT authenticate(token) = id FROM s WHERE name = 'carl';
SELECT act_as(NULL);
SELECT u.name, s.last_used_at > '2022-01-02' FROM usher_session AS s JOIN usher_user AS u ON u.id = s.user_id ORDER BY 1;
SELECT length(session_refresh(token, json_object('token', new))) FROM s WHERE name IN ('mia', 'carl');
SELECT password_set(id, 'another horse') = id FROM s WHERE name = 'carl';
SELECT u.name FROM usher_session AS s JOIN usher_user AS u ON u.id = s.user_id ORDER BY 1;
SELECT s.user_id LIKE '%000004' FROM usher_session_past AS p LEFT JOIN usher_session AS s ON s.id = p.session_id;

.print -- what is dead goes with the next that begins, whatever it died of, and what is known of its tokens: one's own only
DELETE FROM usher_session_past;
DELETE FROM usher_session;
SELECT count(session_create(id, json_object('token', token))) FROM s WHERE name IN ('olga', 'mia');
SELECT count(session_create('00000000-0000-4000-8000-000000000005', json_object('token', token))) FROM s WHERE name IN ('carl', 'uma', 'adam', 'otto');
SELECT length(session_refresh(token, json_object('token', new))) FROM s WHERE name IN ('olga', 'mia', 'carl', 'uma', 'adam', 'otto');
CREATE TEMP VIEW held AS SELECT substr(s.user_id, -2) AS user, count(DISTINCT s.id) AS sessions, count(p.session_id) AS past FROM usher_session AS s LEFT JOIN usher_session_past AS p ON p.session_id = s.id GROUP BY 1;
SELECT * FROM held;
UPDATE usher_session SET revoked_at = '2022-01-01T00:00:00.000Z' WHERE user_id LIKE '%000001' OR user_id LIKE '%000004';
UPDATE usher_session SET revoked_at = '2022-01-01T00:00:00.000Z' WHERE number = (SELECT min(number) FROM usher_session WHERE user_id LIKE '%000005');
UPDATE usher_session SET expires_at = '2022-01-01T00:00:00.000Z' WHERE number = (SELECT min(number) + 1 FROM usher_session WHERE user_id LIKE '%000005');
UPDATE usher_session SET last_used_at = '2022-01-01T00:00:00.000Z', idle_seconds = 60 WHERE number = (SELECT min(number) + 2 FROM usher_session WHERE user_id LIKE '%000005');
SELECT length(session_create('00000000-0000-4000-8000-000000000005')) > 43;
SELECT * FROM held;
SELECT count(*) FROM usher_session_past;

.print -- of a user whose row is gone: it is nobody's, and may be ended
PRAGMA foreign_keys = 0;
DELETE FROM usher_user WHERE id LIKE '%-000000000004';
SELECT authenticate(new) IS NULL FROM s WHERE name = 'mia';
SELECT act_as(NULL);
SELECT session_refresh(new) FROM s WHERE name = 'mia';
DELETE FROM sessions WHERE user_id LIKE '%-000000000004';
SELECT count(*) FROM usher_session WHERE user_id LIKE '%-000000000004';

.print -- mail says what the user is called, and speaks their language, if that is known
UPDATE users SET locale = 'de' WHERE name = 'uma';
UPDATE users SET name = NULL, first_name = NULL, last_name = NULL WHERE name = 'carl';
SELECT length(password_reset_request('uma@example.org')), length(password_reset_request('carl@example.org'));
SELECT email, quote(name), quote(locale) FROM usher_outbox WHERE kind = 'password_reset' ORDER BY email;
.print -- and goes with the token that it brings, of this user only
UPDATE usher_user SET verified_email = 0;
SELECT length(email_verify_request('00000000-0000-4000-8000-000000000006')), length(email_verify_request('00000000-0000-4000-8000-000000000005'));
UPDATE users SET authentication = 'sso' WHERE name = 'uma';
SELECT email, kind FROM usher_outbox WHERE kind <> 'invite' ORDER BY email, kind;
SELECT substr(user_id, -2), purpose FROM usher_ticket ORDER BY 1, 2;

.print -- who acts by an API key refreshes no session; when the key was used is noted, once a minute, and put right if it lies ahead
CREATE TEMP TABLE k AS SELECT api_key_create('k', json_object('user_id', '00000000-0000-4000-8000-000000000002')) AS key;
SELECT session_create('00000000-0000-4000-8000-000000000002', '{"token":"otto00000000000000000000000000000000000000A"}');
SELECT authenticate(key) = '00000000-0000-4000-8000-000000000002' FROM k;
SELECT session_refresh('otto00000000000000000000000000000000000000A');
SELECT act_as(NULL);
SELECT last_used_at IS NOT NULL FROM usher_api_key;
UPDATE usher_api_key SET last_used_at = '2999-01-01T00:00:00.000Z';
SELECT authenticate(key) IS NOT NULL FROM k;
SELECT act_as(NULL);
SELECT last_used_at < '2999' FROM usher_api_key;
CREATE TEMP TABLE used AS SELECT last_used_at FROM usher_api_key;
SELECT authenticate(key) IS NOT NULL FROM k;
SELECT act_as(NULL);
SELECT k.last_used_at = used.last_used_at FROM usher_api_key AS k, used;
