-- A locked connection: nobody signs in, refreshes, authenticates, signs out; who acted before does not stay.
.read setup/people.sql
.read setup/known_passwords.sql
CREATE TEMP TABLE s AS SELECT name, id, replace(id, '4000-8000', '4000-8002') AS session, substr(token, 1, 42) || 'A' AS token FROM p;
CREATE TEMP VIEW now AS SELECT iif(length(actor()) = 36, substr(actor(), -2), actor()) AS who, (SELECT count(*) FROM users) AS sees;
SELECT count(session_create(id, json_object('id', session, 'token', token))) FROM s WHERE name IN ('olga', 'uma', 'mia');
.print -- locked while somebody acts by a session: they stay, and the session's end is theirs
SELECT authenticate(token) = id FROM s WHERE name = 'olga';
SELECT usher_lockdown();
SELECT * FROM now;
SELECT id LIKE '%000001', current FROM sessions WHERE user_id = actor();
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT session_create('00000000-0000-4000-8000-000000000006');
SELECT token_hash FROM usher_session;
SELECT failures FROM usher_attempt;
SELECT hash FROM usher_password;
.print -- another takes their place, and nobody
SELECT authenticate(token) = id FROM s WHERE name = 'uma';
SELECT * FROM now;
SELECT authenticate('x');
SELECT * FROM now;
SELECT session_refresh(token, json_object('token', 'new' || substr(token, 1, 39) || 'A')) FROM s WHERE name = 'uma';
SELECT * FROM now;
SELECT authenticate(token) IS NULL FROM s WHERE name = 'uma';
SELECT login('uma@example.org', 'wrong');
SELECT * FROM now;
SELECT length(login('uma@example.org', 'correct horse battery', '{"id":"00000000-0000-4000-8002-0000000000f6"}'));
SELECT * FROM now;
SELECT id LIKE '%0000f6' AS new, current FROM sessions ORDER BY id;
.print -- within a transaction it ends with it
BEGIN;
SELECT authenticate(token) = id FROM s WHERE name = 'mia';
SELECT * FROM now;
SELECT authenticate('x');
SELECT * FROM now;
SELECT login('mia@example.org', 'correct horse battery');
COMMIT;
SELECT * FROM now;
BEGIN;
SELECT authenticate(token) = id FROM s WHERE name = 'mia';
UPDATE users SET about = 'by mia' WHERE id = actor();
DROP TABLE temp.usher_scope;
ROLLBACK;
SELECT * FROM now;
.print -- out
SELECT logout();
SELECT * FROM now;
SELECT logout();
SELECT count(*) FROM sessions;
BEGIN;
SELECT authenticate(token) = id FROM s WHERE name = 'mia';
SELECT logout();
SELECT * FROM now;
COMMIT;
SELECT * FROM now;
SELECT authenticate(token) IS NULL FROM s WHERE name = 'mia';
-- Who ends by another connection sees nothing at once.
SELECT authenticate('newuma000000000000000000000000000000000000A') IS NOT NULL;
SELECT * FROM now;
.shell ${SQLITE:-sqlite3} test.db "UPDATE usher_session SET revoked_at = created_at WHERE user_id LIKE '%000006'"
SELECT * FROM now;
SELECT logout();
