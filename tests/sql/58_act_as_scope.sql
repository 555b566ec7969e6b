-- A statement sees one actor, from its first row to its last: act_as() takes effect when the statement is over. Called in a
-- transaction it ends with it: COMMIT, ROLLBACK, RELEASE of the outermost savepoint.
.read setup/people.sql
CREATE TEMP VIEW now AS SELECT iif(actor() = 'system', 'system', substr(actor(), -2)) AS who, (SELECT count(*) FROM users) AS sees;

.print -- latched: within the statement that calls it nothing changes, wherever it is called
SELECT act_as('00000000-0000-4000-8000-000000000006') IS NOT NULL, actor(), (SELECT count(*) FROM users);
SELECT * FROM now;
SELECT act_as(NULL), (SELECT count(*) FROM users), (SELECT group_concat(name) FROM users);
SELECT * FROM now;
SELECT count(*) FROM users WHERE act_as('00000000-0000-4000-8000-000000000006') IS NOT NULL;
SELECT * FROM now;
SELECT count(*) FROM users WHERE act_as(NULL) IS NULL;
SELECT * FROM now;
WITH a AS MATERIALIZED (SELECT act_as('00000000-0000-4000-8000-000000000004') AS id) SELECT count(*), count(phone_number), a.id = actor() FROM a, users;
SELECT * FROM now;
SELECT count(*) FROM (SELECT act_as(NULL)) JOIN users;
SELECT count(*) FROM users, (SELECT act_as('00000000-0000-4000-8000-000000000006') UNION ALL SELECT act_as('00000000-0000-4000-8000-000000000004'));
SELECT * FROM now;
-- For many rows: the last call counts.
SELECT name, act_as(id) = id, (SELECT count(*) FROM users), actor() FROM p WHERE name IN ('uma', 'mia', 'carl') ORDER BY id;
SELECT * FROM now;
SELECT name, act_as(iif(name = 'uma', NULL, id)) FROM p WHERE name IN ('uma', 'mia') ORDER BY id;
SELECT * FROM now;
-- A call that fails leaves it; so does one that is never reached, and one that was replaced.
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT act_as('00000000-0000-4000-8000-000000000099');
SELECT act_as('x');
SELECT act_as(id) FROM p WHERE name = 'nobody';
SELECT iif(1, 'not called', act_as(NULL));
SELECT * FROM now;
SELECT act_as(iif(name = 'mia', id, '00000000-0000-4000-8000-000000000099')) FROM p WHERE name IN ('mia', 'uma') ORDER BY id;
SELECT iif(actor() LIKE '%000006', 'uma still', 'mia, who was called before the error');
SELECT act_as(NULL);
-- A writing statement writes as one actor.
UPDATE users SET company = 'as ' || actor() || ifnull(act_as('00000000-0000-4000-8000-000000000006'), '') WHERE name IN ('mia', 'uma');
SELECT * FROM now;
UPDATE users SET job_title = 'x' WHERE act_as(NULL) IS NULL;
SELECT * FROM now;
SELECT name, company, job_title, updated_by FROM users WHERE company IS NOT NULL ORDER BY name;
INSERT INTO users (account_id, name) SELECT '00000000-0000-4000-8000-0000000000aa', 'by ' || ifnull(act_as('00000000-0000-4000-8000-000000000006'), '');
SELECT act_as(NULL);
SELECT name, created_by FROM users WHERE name LIKE 'by %';

.print -- as DML: each row at once, so the next one is theirs
INSERT INTO usher VALUES ('act_as', '["00000000-0000-4000-8000-000000000006"]');
SELECT * FROM now;
INSERT INTO usher VALUES ('act_as', '["00000000-0000-4000-8000-000000000001"]'), ('invite_create', '["x@example.org","user",{"id":"00000000-0000-4000-8000-0000000000b1","expires_at":"2100-01-01T00:00:00Z"}]'), ('act_as', '[null]');
SELECT * FROM now;
SELECT invited_by FROM invites WHERE email = 'x@example.org';
INSERT INTO usher VALUES ('act_as', '["00000000-0000-4000-8000-000000000006"]'), ('invite_create', '["y@example.org","user"]');
SELECT * FROM now;
SELECT act_as(NULL);
INSERT INTO usher SELECT 'act_as', json_array(id) FROM users WHERE name = 'mia';
SELECT * FROM now;
SELECT act_as(NULL);

.print -- in a transaction: until it ends. The first one of the connection is in a savepoint that is rolled back
SELECT act_as('00000000-0000-4000-8000-000000000006');
BEGIN;
SAVEPOINT inner;
SELECT act_as(NULL);
SELECT * FROM now;
ROLLBACK TO inner;
SELECT * FROM now;
COMMIT;
SELECT * FROM now;
SELECT act_as(NULL);
BEGIN;
SELECT act_as('00000000-0000-4000-8000-000000000006') IS NULL;
SELECT * FROM now;
UPDATE users SET about = 'mine' WHERE id = actor();
COMMIT;
SELECT * FROM now;
SELECT about FROM users WHERE name = 'uma';
BEGIN;
SELECT act_as('00000000-0000-4000-8000-000000000006') IS NULL;
UPDATE users SET about = 'not kept' WHERE id = actor();
ROLLBACK;
SELECT * FROM now;
SELECT about FROM users WHERE name = 'uma';
BEGIN IMMEDIATE;
INSERT INTO usher VALUES ('act_as', '["00000000-0000-4000-8000-000000000006"]');
SELECT * FROM now;
END;
SELECT * FROM now;
-- Of one that reads only, too.
BEGIN;
SELECT act_as('00000000-0000-4000-8000-000000000006') IS NULL;
COMMIT;
SELECT * FROM now;
-- Savepoints: the outermost one is the transaction, inner ones are not.
SAVEPOINT outer;
SAVEPOINT inner;
SELECT act_as('00000000-0000-4000-8000-000000000006') IS NULL;
RELEASE inner;
SELECT * FROM now;
RELEASE outer;
SELECT * FROM now;
SAVEPOINT outer;
SELECT act_as('00000000-0000-4000-8000-000000000004') IS NULL;
SAVEPOINT inner;
SELECT act_as('00000000-0000-4000-8000-000000000006') IS NULL;
SELECT * FROM now;
ROLLBACK TO inner;
SELECT * FROM now;
ROLLBACK TO outer;
SELECT * FROM now;
RELEASE outer;
SELECT * FROM now;
-- What was before comes back, whoever it was, and however often it changed.
SELECT act_as('00000000-0000-4000-8000-000000000005') IS NULL;
BEGIN;
SELECT act_as('00000000-0000-4000-8000-000000000006') IS NULL;
SELECT act_as(NULL) IS NULL;
SELECT * FROM now;
SELECT act_as('00000000-0000-4000-8000-000000000004') IS NULL;
SELECT * FROM now;
COMMIT;
SELECT * FROM now;
BEGIN;
SELECT act_as(NULL) IS NULL;
UPDATE users SET job_title = 'by the system' WHERE name = 'olga';
SELECT * FROM now;
ROLLBACK;
SELECT * FROM now;
BEGIN;
SELECT * FROM now;
COMMIT;
SELECT * FROM now;
-- A statement that fails does not end the transaction; one that rolls it back does.
SELECT act_as(NULL);
BEGIN;
SELECT act_as('00000000-0000-4000-8000-000000000006') IS NULL;
UPDATE users SET name = '';
INSERT INTO users (name) VALUES ('x');
SELECT * FROM now;
CREATE TEMP TABLE t (a UNIQUE);
INSERT INTO t VALUES (1);
INSERT OR ROLLBACK INTO t VALUES (1);
SELECT * FROM now;
COMMIT;
-- After it, act_as() holds again until it is said otherwise.
SELECT act_as('00000000-0000-4000-8000-000000000006') IS NULL;
SELECT * FROM now;
BEGIN;
COMMIT;
SELECT * FROM now;
-- Rights that end within the transaction end at once; the user who became inactive can still be left.
BEGIN;
UPDATE usher_user SET disabled_at = created_at WHERE id = actor();
SELECT * FROM now;
SELECT act_as('00000000-0000-4000-8000-000000000004') IS NULL;
SELECT * FROM now;
SELECT act_as('00000000-0000-4000-8000-000000000006');
ROLLBACK;
SELECT * FROM now;
SELECT act_as(NULL);

.print -- the table by which the end is known is in temp, and nothing of it in the file; it cannot be taken away before, nor be another one
SELECT name FROM sqlite_schema WHERE name LIKE '%scope%';
SELECT type, name FROM temp.sqlite_schema WHERE name LIKE '%scope%';
BEGIN;
SELECT act_as('00000000-0000-4000-8000-000000000006') IS NULL;
DROP TABLE temp.usher_scope;
COMMIT;
SELECT * FROM now;
DROP TABLE temp.usher_scope;
CREATE TEMP TABLE usher_scope (a);
BEGIN;
SELECT act_as('00000000-0000-4000-8000-000000000006') IS NULL;
SELECT * FROM now;
COMMIT;
DROP TABLE temp.usher_scope;
BEGIN;
SELECT act_as('00000000-0000-4000-8000-000000000006') IS NULL;
SELECT * FROM now;
COMMIT;
SELECT * FROM now;

.print -- not from a trigger or a view of the file
CREATE TABLE app (a);
CREATE TRIGGER bad AFTER INSERT ON app BEGIN SELECT act_as(NULL); END;
CREATE TRIGGER worse AFTER DELETE ON app BEGIN INSERT INTO usher VALUES ('act_as', '[null]'); END;
CREATE VIEW worst AS SELECT act_as(NULL) AS id;
SELECT act_as('00000000-0000-4000-8000-000000000006') IS NULL;
INSERT INTO app VALUES (1);
DELETE FROM app;
SELECT * FROM worst;
SELECT * FROM now;

.print -- real and effective: both are on record
SELECT act_as(NULL);
SELECT real_actor, iif(actor = 'system', actor, substr(actor, -2)) AS actor, action, substr(object_id, -2), after FROM audit_log
WHERE action IN ('user.update', 'invite.create') AND (actor <> 'system' OR after LIKE '%by the%') AND after NOT LIKE '%expires%' OR object_id = '00000000-0000-4000-8000-0000000000b1' ORDER BY id;
