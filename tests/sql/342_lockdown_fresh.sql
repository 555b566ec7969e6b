-- A connection that is locked down before it has used anything: what is guarded, and what counts for the quota, is so.
.read setup/people.sql
CREATE TABLE doc (id INTEGER PRIMARY KEY, owner_id, title);
CREATE VIRTUAL TABLE docs USING guarded(doc, owner=owner_id);
INSERT INTO doc VALUES (1, '00000000-0000-4000-8000-000000000006', 'of uma'), (2, '00000000-0000-4000-8000-000000000001', 'of olga');
CREATE TABLE uploads (id INTEGER PRIMARY KEY, owner_id TEXT, bytes INTEGER);
SELECT storage_track('uploads', '{"size":"bytes","user":"owner_id"}');
CREATE TABLE c AS SELECT session_create('00000000-0000-4000-8000-000000000006') AS token;

.open test.db
.load dist/usher
SELECT usher_lockdown();
SELECT title FROM doc;
UPDATE doc SET owner_id = '00000000-0000-4000-8000-000000000006';
SELECT title FROM docs;
SELECT substr(authenticate(token), -2) FROM c;
SELECT title FROM docs;
SELECT title FROM doc;
INSERT INTO uploads (owner_id, bytes) VALUES ('00000000-0000-4000-8000-000000000006', 5);
SELECT disk_space_used FROM users;
WITH usher_grant AS (SELECT email FROM usher_user) SELECT email FROM usher_grant;
WITH storage_track_1_insert AS (SELECT id FROM usher_session) SELECT id FROM storage_track_1_insert;
WITH storage_track_1_insert AS (SELECT id FROM usher_user) SELECT id FROM storage_track_1_insert;
WITH storage_track_1_insert AS (SELECT email FROM usher_user) SELECT email FROM storage_track_1_insert;
WITH storage_track_9_insert AS (SELECT id FROM usher_user) SELECT id FROM storage_track_9_insert;

.print -- who acted within a transaction that is over does not act; nor is anybody the system who was locked down by it
.open test.db
.load dist/usher
BEGIN;
SELECT substr(act_as('00000000-0000-4000-8000-000000000006'), -2);
COMMIT;
SELECT usher_lockdown(), actor();
SELECT actor();
SELECT usher_init();
SELECT usher_error() ->> 'code';
SELECT storage_untrack('uploads');
SELECT usher_error() ->> 'code';
.open test.db
.load dist/usher
SELECT substr(act_as('00000000-0000-4000-8000-000000000001'), -2), usher_lockdown();
SELECT substr(actor(), -2);
UPDATE users SET name = 'locked' WHERE id = actor();
SELECT substr(actor, -2), substr(real_actor, -2), action FROM audit_log ORDER BY id DESC LIMIT 1;
SELECT usher_init();
SELECT usher_error() ->> 'code';

.print -- one by one: a guarded table that is the first thing in the schema, and whose base has gone
.open test.db
.load dist/usher
DROP TABLE doc;
SELECT usher_lockdown();
SELECT * FROM docs;
SELECT usher_error() ->> 'code';
