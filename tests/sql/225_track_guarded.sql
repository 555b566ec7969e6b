-- A guarded table over a tracked one: who may write is the guard's matter, how much is the quota's. What the triggers
-- refuse is an error of usher's, with its code.
.read setup/people.sql
UPDATE users SET disk_space = 1000 WHERE name IN ('uma', 'carl');
CREATE TABLE app_files (id INTEGER PRIMARY KEY, owner_id TEXT, size INTEGER, sum BLOB, path TEXT UNIQUE);
CREATE VIRTUAL TABLE docs USING guarded(app_files, owner=owner_id);
SELECT storage_track('docs', '{"size":"size","user":"owner_id"}');
SELECT storage_track('app_files', '{"size":"size","user":"owner_id","checksum":"sum"}');
INSERT INTO docs VALUES (1, '00000000-0000-4000-8000-000000000006', 100, x'aa', 'one'), (2, '00000000-0000-4000-8000-000000000005', 100, x'aa', 'two');
REPLACE INTO docs VALUES (3, '00000000-0000-4000-8000-000000000006', 150, x'aa', 'two');
SELECT name, disk_space_used FROM users WHERE disk_space_used > 0;
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT usher_lockdown();
SELECT id, size, hex(sum), path FROM docs;
INSERT INTO docs (size, sum, path) VALUES (850, x'bb', 'three');
SELECT disk_space_used FROM users WHERE id = actor();
INSERT INTO docs (size, sum, path) VALUES (1, x'cc', 'four');
SELECT usher_error();
UPDATE docs SET size = 151 WHERE path = 'two';
SELECT usher_error();
INSERT INTO docs (size, sum, path) VALUES (-1, x'cc', 'four');
SELECT usher_error();
INSERT INTO docs (owner_id, size, sum, path) VALUES ('00000000-0000-4000-8000-000000000005', 1, x'cc', 'four');
INSERT OR IGNORE INTO docs (size, sum, path) VALUES (1, x'cc', 'four'), (1, x'aa', 'one');
INSERT OR IGNORE INTO docs (size, sum, path) VALUES (1, x'aa', 'five'), (1, x'aa', 'one');
SELECT id, size, hex(sum), path FROM docs;
UPDATE docs SET size = 1;
DELETE FROM docs WHERE path = 'three';
SELECT disk_space_used FROM users WHERE id = actor();
SELECT * FROM app_files;
