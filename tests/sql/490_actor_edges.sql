-- Who acts when a change of it fails half-way, when a transaction ends within a request, and when somebody else writes to the
-- table by which the end of a transaction is known. What the host inserted last is its business throughout.
.read setup/people.sql
CREATE TEMP TABLE t AS SELECT name, session_create(id) AS token FROM p WHERE name IN ('olga', 'uma');
CREATE TEMP VIEW now AS SELECT iif(actor() LIKE '0%', (SELECT name FROM p WHERE id = actor()), actor()) AS who, can('users.delete'), (SELECT count(*) FROM users) AS sees;
CREATE TABLE app (a INTEGER PRIMARY KEY);

.print -- nothing can be written: whoever is to go goes, and the error is told
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'uma';
PRAGMA query_only = 1;
BEGIN;
SELECT act_as(id) FROM p WHERE name = 'olga';
SELECT usher_error() ->> 'code', usher_error() ->> 'message';
SELECT * FROM now;
SELECT authenticate('nonsense');
SELECT usher_error() ->> 'code', usher_error() ->> 'message';
SELECT * FROM now;
COMMIT;
SELECT * FROM now;
PRAGMA query_only = 0;

.print -- a table of that name is somebody else's: who acts stays
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'uma';
CREATE TEMP TABLE usher_scope (a);
BEGIN;
SELECT authenticate('nonsense');
SELECT usher_error() ->> 'code', usher_error() ->> 'message';
SELECT * FROM now;
COMMIT;
DROP TABLE temp.usher_scope;
CREATE TABLE usher_scope (a);
BEGIN;
INSERT INTO app VALUES (1);
SELECT authenticate('nonsense');
SELECT usher_error() ->> 'code', usher_error() ->> 'message';
SELECT substr(actor(), -2);
COMMIT;
DROP TABLE main.usher_scope;

.print -- who writes to it changes nothing
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'uma';
INSERT INTO usher_scope VALUES (1);
SELECT * FROM now;
BEGIN;
INSERT INTO usher_scope VALUES (1);
SELECT * FROM now;
ROLLBACK;
SELECT * FROM now;

.print -- the last row that was inserted stays the host's
INSERT INTO app VALUES (7);
INSERT INTO usher_scope VALUES (1);
SELECT last_insert_rowid();
BEGIN;
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'carl';
SELECT last_insert_rowid();
INSERT INTO app VALUES (9);
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'mia';
SELECT last_insert_rowid();
COMMIT;
SELECT last_insert_rowid();

.print -- a request is cut short, and the transaction with it: who acted before the transaction acts, and has their own rights
CREATE TRIGGER back BEFORE UPDATE ON usher_user WHEN new.name = 'back' BEGIN SELECT RAISE(ROLLBACK, 'back to the beginning'); END;
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'olga';
BEGIN;
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'uma';
SELECT * FROM now;
SELECT status, actor() FROM t, api('vidbeo', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000006', '{"name":"back"}', token) WHERE name = 'olga';
SELECT can('users.delete'), count(*), substr(actor(), -2) FROM users;
COMMIT;
SELECT act_as(NULL);
BEGIN;
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'uma';
SELECT status, actor() FROM t, api('vidbeo', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000006', '{"name":"back"}', token) WHERE name = 'olga';
SELECT * FROM now;
-- Without a request, too.
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'olga';
BEGIN;
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'uma';
UPDATE users SET name = 'back' WHERE id = actor();
SELECT * FROM now;

.print -- to sign in by a request takes no transaction: who is on the connection stays, when it ends, too
SELECT act_as(NULL);
BEGIN;
SELECT status, body FROM api('filespin', 'POST', '/api/v1/login', '{"email":"olga@example.org","password":"wrong"}');
SELECT * FROM now;
COMMIT;
SELECT * FROM now;
