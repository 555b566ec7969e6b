-- usher_prune() changes nothing that still matters: who waits after wrong guesses waits, a stolen token is known, an invite keeps its status and can be sent again.
.read setup/people.sql
CREATE TEMP VIEW now AS SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now') AS at;
INSERT INTO settings (scope, scope_id, key, value) SELECT 'account', id, 'login.attempts', 2 FROM accounts;
SELECT password_set(id, 'correct horse') IS NOT NULL FROM users WHERE name = 'uma';
CREATE TEMP TABLE s AS SELECT id, substr(token, 1, 42) || 'A' AS token, substr('new' || token, 1, 42) || 'A' AS new FROM p WHERE name = 'uma';

.print -- a lockout in force, of a day ago, too
SELECT login('uma@example.org', 'wrong');
SELECT login('uma@example.org', 'wrong');
UPDATE usher_attempt SET failures = 30, last_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-86370 seconds');
SELECT usher_prune(at) FROM now;
SELECT status FROM api('filespin', 'POST', '/api/v1/login', '{"email":"uma@example.org","password":"correct horse"}');
UPDATE usher_attempt SET last_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-2 days', '-1 second');
SELECT usher_prune(at) FROM now;
SELECT count(*) FROM usher_attempt;

.print -- a token that a refresh replaced: whoever shows it ends the session
SELECT session_create(id, json_object('token', token)) IS NOT NULL FROM s;
SELECT session_refresh(token, json_object('token', new)) = new FROM s;
UPDATE usher_session SET refreshed_at = '2022-01-01T00:00:00.000Z';
UPDATE usher_session_past SET created_at = '2022-01-01T00:00:00.000Z';
SELECT json_extract(usher_prune(at), '$.sessions') FROM now;
SELECT session_refresh(token) FROM s;
SELECT status FROM sessions;

.print -- invites: status and history
UPDATE usher_invite SET expires_at = '2022-01-01T00:00:00.000Z', created_at = '2021-01-01T00:00:00.000Z', accepted_at = iif(accepted_at IS NULL, NULL, '2021-06-01T00:00:00.000Z');
INSERT INTO invites (id, account_id, email, role, token, expires_at) VALUES ('00000000-0000-4000-8003-000000000001', '00000000-0000-4000-8000-0000000000aa', 'eve@example.org', 'user', 'eve0000000000000000000000000000000000000000', '2099-01-01T00:00:00Z');
INSERT INTO invites (id, account_id, email, role, token) VALUES ('00000000-0000-4000-8003-000000000002', '00000000-0000-4000-8000-0000000000aa', 'flo@example.org', 'user', 'flo0000000000000000000000000000000000000000');
UPDATE usher_invite SET expires_at = '2022-01-01T00:00:00.000Z' WHERE email = 'flo@example.org';
CREATE TEMP TABLE before AS SELECT id, email, status, user_id, accepted_at, expires_at, updated_at FROM invites;
SELECT invite_accept('flo0000000000000000000000000000000000000000');
SELECT json_extract(usher_prune(at), '$.invites') FROM now;
SELECT count(*) FROM (SELECT * FROM before EXCEPT SELECT id, email, status, user_id, accepted_at, expires_at, updated_at FROM invites);
.print -- the old token means nothing any more; sent again, the new one does
SELECT invite_accept('flo0000000000000000000000000000000000000000');
SELECT invite_accept(token) FROM p WHERE name = 'olga';
SELECT length(invite_resend('00000000-0000-4000-8003-000000000002'));
SELECT status FROM invites WHERE email = 'flo@example.org';
.print -- one that is open is good as ever
SELECT invite_accept('eve0000000000000000000000000000000000000000') IS NOT NULL;
