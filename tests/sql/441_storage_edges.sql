-- Tracked tables and files where SQLite itself says no, or a store is not as usher left it.
.read setup/people.sql
UPDATE users SET disk_space = 1000 WHERE name IN ('uma', 'adam');
.print -- a primary key that is not the rowid
CREATE TABLE d (id INTEGER PRIMARY KEY DESC, o TEXT, b INTEGER);
SELECT storage_track('d', '{"size":"b","user":"o"}');
INSERT INTO d VALUES (1, '00000000-0000-4000-8000-000000000006', 10);
UPDATE OR REPLACE d SET b = 12;
SELECT disk_space_used FROM users WHERE name = 'uma';
.print -- what cannot be tracked
CREATE VIRTUAL TABLE f USING fts5(o, b);
SELECT storage_track('f', '{"size":"b","user":"o"}');
SELECT storage_track('f_content', '{"size":"c1","user":"c0"}');
SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name LIKE 'f%';
CREATE TABLE g (id INTEGER PRIMARY KEY, o TEXT, j TEXT, b INTEGER AS (json_extract(j, '$.b')));
INSERT INTO g (o, j) VALUES ('00000000-0000-4000-8000-000000000006', '{"b":5}'), ('00000000-0000-4000-8000-000000000006', '{');
SELECT storage_track('g', '{"size":"b","user":"o"}');
DELETE FROM g WHERE id = 2;
SELECT storage_track('g', '{"size":"b","user":"o"}');
SELECT disk_space_used FROM users WHERE name = 'uma';
.print -- a pragma that makes an UPDATE give a row
PRAGMA count_changes = 1;
UPDATE usher_user SET disk_space_used = 3 WHERE name = 'uma';
SELECT storage_track('g', '{"size":"b","user":"o"}');
PRAGMA count_changes = 0;
SELECT disk_space_used FROM users WHERE name = 'uma';
CREATE TEMP TABLE gone AS SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'g';
.output made.sql
SELECT 'DROP TRIGGER ' || name || ';' FROM gone;
.output
.read made.sql
INSERT INTO g (o, j) VALUES ('00000000-0000-4000-8000-000000000006', '{');
SELECT storage_refresh('00000000-0000-4000-8000-000000000006');
SELECT code, subject, message FROM usher_doctor() WHERE code = 'storage';
DELETE FROM g WHERE j = '{';
SELECT storage_untrack('g');
.print -- triggers of the names where its columns are not
CREATE TABLE three (id INTEGER PRIMARY KEY, o TEXT, b INTEGER);
SELECT storage_track('three', '{"size":"b","user":"o"}');
CREATE TEMP TABLE made AS SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'three';
DROP TABLE three;
CREATE TABLE three (id INTEGER PRIMARY KEY, b TEXT);
.output made.sql
SELECT 'CREATE TRIGGER ' || name || ' AFTER INSERT ON three BEGIN SELECT 1; END;' FROM made;
.output
.read made.sql
SELECT code, subject, message, remedy FROM usher_doctor() WHERE subject = 'three';
DROP TABLE three;
.print -- a trigger of the name, on another table, which says what is no name
CREATE TABLE app (a);
.output made.sql
SELECT 'CREATE TRIGGER ' || name || ' AFTER INSERT ON app BEGIN SELECT ''' || char(10) || 'SELECT NEW."x''; END;' FROM made WHERE name GLOB '*_insert';
.output
.read made.sql
SELECT code, subject, message, remedy FROM usher_doctor() WHERE subject IN ('app', 'three');
SELECT usher_lockdown();
DROP TABLE app;
.print -- a trigger of the name whose table is gone
CREATE TABLE app (a);
.output made.sql
SELECT 'CREATE TRIGGER ' || name || ' AFTER INSERT ON app BEGIN SELECT 1; END;' FROM made WHERE name NOT GLOB '*_insert';
.output
.read made.sql
SELECT code, subject, message, remedy FROM usher_doctor() WHERE subject IN ('app', 'three');
SELECT usher_lockdown();
DROP TABLE app;
.print -- more than there are bytes in the world
PRAGMA ignore_check_constraints = 1;
UPDATE usher_user SET disk_space_used = 9223372036854775000, disk_space = -1 WHERE name = 'adam';
INSERT INTO files (user_id, checksum, size, format) VALUES ('00000000-0000-4000-8000-000000000003', '00000000000000000000000000000001', 5000, 'mp4');
UPDATE usher_user SET disk_space_used = 9223372036854775000, disk_space = 9223372036854775807 WHERE name = 'adam';
INSERT INTO files (user_id, checksum, size, format) VALUES ('00000000-0000-4000-8000-000000000003', '00000000000000000000000000000001', 5000, 'mp4');
SELECT storage_check(5000, NULL, '00000000-0000-4000-8000-000000000003');
.print -- a file of less than nothing beside a tracked one
DELETE FROM usher_file;
INSERT INTO files (user_id, checksum, size, format) VALUES ('00000000-0000-4000-8000-000000000003', '00000000000000000000000000000002', 5, 'mp4');
CREATE TABLE heavy (id INTEGER PRIMARY KEY, o TEXT, b INTEGER);
SELECT storage_track('heavy', '{"size":"b","user":"o"}');
UPDATE usher_file SET size = -1;
INSERT INTO heavy (o, b) VALUES ('00000000-0000-4000-8000-000000000003', 7);
SELECT storage_refresh('00000000-0000-4000-8000-000000000003');
SELECT disk_space_used FROM users WHERE name = 'adam';
