-- authenticate(): whoever shows a token of a session acts; whatever opens nothing gives NULL, and nobody acts.
.read setup/people.sql
CREATE TEMP TABLE s AS SELECT name, id, replace(id, '4000-8000', '4000-8002') AS session, substr(token, 1, 42) || 'A' AS token FROM p;
CREATE TEMP VIEW now AS SELECT iif(length(actor()) = 36, substr(actor(), -2), actor()) AS who, (SELECT count(*) FROM users) AS sees;
SELECT count(session_create(id, json_object('id', session, 'token', token))) FROM s WHERE name IN ('olga', 'uma', 'mia');

.print -- who acts; from the next statement on
SELECT authenticate(token) = id, actor() FROM s WHERE name = 'uma';
SELECT * FROM now;
SELECT authenticate(token) = id, substr(actor(), -2) FROM s WHERE name = 'olga';
SELECT * FROM now;
.print -- real and effective: themselves
UPDATE users SET about = 'mine' WHERE id = actor();
SELECT substr(real_actor, -2), substr(actor, -2) FROM audit_log ORDER BY id DESC LIMIT 1;
.print -- on a connection that is not locked the system can still be called back, and can act as others
SELECT act_as(id) = id FROM s WHERE name = 'uma';
SELECT * FROM now;
SELECT logout();
SELECT act_as(NULL);
SELECT * FROM now;
.print -- nothing that opens: nobody acts, whoever did before
SELECT authenticate(token) = id FROM s WHERE name = 'olga';
SELECT authenticate(NULL);
SELECT * FROM now;
SELECT authenticate(token) = id FROM s WHERE name = 'olga';
SELECT authenticate('');
SELECT * FROM now;
SELECT authenticate(token) = id FROM s WHERE name = 'olga';
SELECT authenticate(7);
SELECT * FROM now;
SELECT authenticate(token) = id FROM s WHERE name = 'olga';
SELECT authenticate(CAST(token AS BLOB)) FROM s WHERE name = 'olga';
SELECT * FROM now;
SELECT authenticate(value) FROM json_each('["nobody","system","00000000-0000-4000-8000-000000000001","usk_","usk_0000000000000000000000000000000000000000000000000","a.b.c","..",".","eyJhbGciOiJub25lIn0.e30."]');
SELECT * FROM now;
SELECT authenticate(token || 'A') IS NULL, authenticate(substr(token, 1, 42)) IS NULL, authenticate(upper(token)) IS NULL, authenticate(token || char(0)) IS NULL, authenticate(' ' || token) IS NULL FROM s WHERE name = 'olga';
SELECT authenticate(substr(token, 1, 42) || 'B') IS NULL FROM s WHERE name = 'olga';
SELECT authenticate(replace(hex(zeroblob(1000000)), '0', 'a')) IS NULL;
SELECT * FROM now;
SELECT authenticate(), authenticate(1, 2);
SELECT act_as(NULL);
.print -- the last call of a statement counts
SELECT count(authenticate(token)) FROM s WHERE name IN ('olga', 'uma');
SELECT authenticate(token) = id, authenticate('x') IS NULL FROM s WHERE name = 'olga';
SELECT * FROM now;
SELECT authenticate('x') IS NULL, authenticate(token) = id FROM s WHERE name = 'olga';
SELECT * FROM now;
.print -- as a write statement: at once
INSERT INTO usher SELECT 'authenticate', json_array(token) FROM s WHERE name = 'uma';
SELECT * FROM now;
INSERT INTO usher VALUES ('authenticate', '["x"]');
SELECT * FROM now;
INSERT INTO usher SELECT 'authenticate', json_array(token) FROM s WHERE name = 'uma';
INSERT INTO usher VALUES ('authenticate', '[null]'), ('logout', '[]');
SELECT * FROM now;
.print -- a statement that fails after it: it holds; one that fails before: it was not called
SELECT authenticate(token) = id, act_as('x') FROM s WHERE name = 'uma';
SELECT * FROM now;
SELECT act_as('x'), authenticate(token) FROM s WHERE name = 'olga';
SELECT * FROM now;

.print -- within a transaction it ends with it, and what was before comes back
BEGIN;
SELECT authenticate(token) = id FROM s WHERE name = 'olga';
SELECT * FROM now;
COMMIT;
SELECT * FROM now;
BEGIN;
SELECT authenticate('x');
SELECT * FROM now;
ROLLBACK;
SELECT * FROM now;
BEGIN;
SELECT authenticate(token) = id FROM s WHERE name = 'olga';
SELECT authenticate('x');
SELECT * FROM now;
SAVEPOINT a;
SELECT authenticate(token) = id FROM s WHERE name = 'mia';
ROLLBACK TO a;
SELECT * FROM now;
COMMIT;
SELECT * FROM now;
.print -- logout in a transaction: the session goes when it is kept, and is back when it is not
BEGIN;
SELECT logout();
SELECT * FROM now;
ROLLBACK;
SELECT * FROM now;
BEGIN;
SELECT logout();
COMMIT;
SELECT * FROM now;
SELECT logout();
SELECT act_as(NULL);
SELECT count(*) FROM usher_session WHERE id LIKE '%000006';

.print -- logout: by a session only
SELECT logout();
SELECT authenticate('x');
SELECT logout();
SELECT act_as(id) = id FROM s WHERE name = 'olga';
SELECT logout();
SELECT usher_error();
SELECT authenticate(token) = id FROM s WHERE name = 'olga';
SELECT logout();
SELECT * FROM now;
SELECT authenticate(token) IS NULL FROM s WHERE name = 'olga';
SELECT act_as(NULL);

.print -- what ended the session ends it for whoever acts by it, at once
SELECT count(session_create(id, json_object('id', session, 'token', token))) FROM s WHERE name IN ('olga', 'uma');
SELECT authenticate(token) = id FROM s WHERE name = 'uma';
UPDATE usher_session SET revoked_at = created_at WHERE id LIKE '%000006';
SELECT * FROM now;
UPDATE users SET about = 'x' WHERE id = actor();
SELECT mark FROM (SELECT can('users.read', actor()) AS mark);
SELECT logout();
SELECT usher_error();
SELECT authenticate(token) IS NULL FROM s WHERE name = 'uma';
SELECT act_as(NULL);
UPDATE usher_session SET revoked_at = NULL;
SELECT authenticate(token) = id FROM s WHERE name = 'uma';
UPDATE usher_user SET disabled_at = created_at WHERE name = 'uma';
SELECT * FROM now;
SELECT authenticate(token) IS NULL FROM s WHERE name = 'uma';
SELECT act_as(NULL);
UPDATE usher_user SET disabled_at = NULL WHERE name = 'uma';
SELECT authenticate(token) = id FROM s WHERE name = 'uma';
SELECT act_as(NULL);
-- Whose it is stands in the row.
UPDATE usher_session SET user_id = '00000000-0000-4000-8000-000000000004' WHERE id LIKE '%000006';
SELECT substr(authenticate(token), -2) FROM s WHERE name = 'uma';
SELECT act_as(NULL);
UPDATE usher_session SET user_id = '00000000-0000-4000-8000-000000000006' WHERE id LIKE '%000006';

.print -- both sides of each end
UPDATE usher_session SET last_used_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-604800.001 seconds') WHERE id LIKE '%000006';
SELECT authenticate(token) IS NULL FROM s WHERE name = 'uma';
UPDATE usher_session SET last_used_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-604790 seconds') WHERE id LIKE '%000006';
SELECT authenticate(token) = id FROM s WHERE name = 'uma';
SELECT act_as(NULL);
UPDATE usher_session SET last_used_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), expires_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id LIKE '%000006';
SELECT authenticate(token) IS NULL FROM s WHERE name = 'uma';
UPDATE usher_session SET expires_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '10 seconds') WHERE id LIKE '%000006';
SELECT authenticate(token) = id FROM s WHERE name = 'uma';
SELECT act_as(NULL);
-- Mangled times end it.
UPDATE usher_session SET last_used_at = 'mangled mangled mangled ' WHERE id LIKE '%000006';
SELECT authenticate(token) IS NULL FROM s WHERE name = 'uma';
SELECT status FROM sessions WHERE id LIKE '%000006';

.print -- last use: once a minute; not in a transaction, not where nothing can be written
CREATE TEMP TABLE x AS SELECT id, last_used_at FROM usher_session WHERE id LIKE '%000001';
CREATE TEMP VIEW used AS SELECT s.last_used_at > x.last_used_at AS used, s.last_used_at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-5 seconds') AS now FROM usher_session AS s JOIN x ON x.id = s.id;
UPDATE usher_session SET last_used_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-55 seconds') WHERE id LIKE '%000001';
UPDATE x SET last_used_at = (SELECT last_used_at FROM usher_session AS u WHERE u.id = x.id);
SELECT authenticate(token) = id FROM s WHERE name = 'olga';
SELECT act_as(NULL);
SELECT * FROM used;
UPDATE usher_session SET last_used_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-60 seconds') WHERE id LIKE '%000001';
UPDATE x SET last_used_at = (SELECT last_used_at FROM usher_session AS u WHERE u.id = x.id);
BEGIN;
SELECT authenticate(token) = id FROM s WHERE name = 'olga';
COMMIT;
SELECT * FROM used;
INSERT INTO usher SELECT 'authenticate', json_array(token) FROM s WHERE name = 'olga';
SELECT act_as(NULL);
SELECT * FROM used;
PRAGMA query_only = 1;
SELECT authenticate(token) = id FROM s WHERE name = 'olga';
SELECT * FROM now;
SELECT usher_error() IS NULL OR usher_error() ->> 'code' <> 'readonly';
SELECT act_as(NULL);
-- In a transaction that cannot be told of its end, nobody acts at once, and nobody else can.
SELECT authenticate(token) = id FROM s WHERE name = 'olga';
BEGIN;
SELECT authenticate(token) FROM s WHERE name = 'uma';
SELECT * FROM now;
COMMIT;
SELECT * FROM now;
SELECT act_as(NULL);
PRAGMA query_only = 0;
SELECT * FROM used;
SELECT authenticate(token) = id FROM s WHERE name = 'olga';
SELECT act_as(NULL);
SELECT * FROM used;
-- A use that lies ahead is put right.
UPDATE usher_session SET last_used_at = '2999-01-01T00:00:00.000Z' WHERE id LIKE '%000001';
SELECT authenticate(token) = id FROM s WHERE name = 'olga';
SELECT act_as(NULL);
SELECT last_used_at < '2999' FROM usher_session WHERE id LIKE '%000001';
