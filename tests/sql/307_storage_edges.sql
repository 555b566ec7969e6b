-- Tracked tables: unusual columns, names and indexes; tables that were made anew; sums beyond 64 bits.
.read setup/people.sql
PRAGMA ignore_check_constraints = 1;
UPDATE users SET disk_space = 1000 WHERE name IN ('uma', 'adam', 'olga');

.print -- indexes
CREATE TABLE two (a INTEGER, b INTEGER, o TEXT, PRIMARY KEY (a, b));
CREATE TABLE up (id INTEGER PRIMARY KEY, o TEXT, b INTEGER, a$ TEXT, é TEXT, "q""q" TEXT, [b c] TEXT);
SELECT storage_track('up', '{"size":"b","user":"o"}');
CREATE UNIQUE INDEX up_1 /* ( */ ON up (lower(é) ASC, a$ || '/' DESC, b / 2, "q""q" || 'it''s', [b c] || '' -- )
) WHERE b / 2 > 0 AND [b c] <> '';
SELECT storage_track('up', '{"size":"b","user":"o"}');
INSERT INTO up (o, b, a$, é, "q""q", "b c") VALUES ('00000000-0000-4000-8000-000000000006', 10, 'a', 'e', 'q', 'x');
REPLACE INTO up (o, b, a$, é, "q""q", "b c") VALUES ('00000000-0000-4000-8000-000000000006', 11, 'a', 'E', 'q', 'x');
SELECT disk_space_used FROM users WHERE name = 'uma';
SELECT storage_track('two', '{"size":"b","user":"o"}');
CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT);
SELECT storage_track('sqlite_sequence', '{"size":"seq","user":"name"}');

.print -- names that are almost those of its triggers
CREATE TABLE app (a);
CREATE TRIGGER "storage_track_!_insert" AFTER INSERT ON app BEGIN SELECT 1; END;
SELECT usher_lockdown();
DROP TRIGGER "storage_track_!_insert";
CREATE TRIGGER storage_track_1234567890123456789_insert AFTER INSERT ON app BEGIN SELECT 1; END;
SELECT usher_lockdown();
DROP TRIGGER storage_track_1234567890123456789_insert;
CREATE TRIGGER storage_track_1_other AFTER INSERT ON app BEGIN SELECT 1; END;
SELECT usher_lockdown();
DROP TRIGGER storage_track_1_other;
CREATE TRIGGER storage_track_1x AFTER INSERT ON app BEGIN SELECT 1; END;
SELECT usher_lockdown();
DROP TRIGGER storage_track_1x;

.print -- a trigger of one of these names that says something else, or begins to
DROP TRIGGER storage_track_1_insert;
CREATE TRIGGER storage_track_1_insert AFTER INSERT ON up BEGIN SELECT 1; END;
SELECT storage_refresh('00000000-0000-4000-8000-000000000006');
SELECT usher_lockdown();
DROP TABLE up;
CREATE TRIGGER storage_track_1_insert AFTER INSERT ON app BEGIN SELECT 1; END;
SELECT usher_lockdown();
DROP TRIGGER storage_track_1_insert;
SELECT storage_refresh('00000000-0000-4000-8000-000000000006');

.print -- made anew, without the columns, with triggers of the names
SELECT storage_untrack('two');
CREATE TABLE three (id INTEGER PRIMARY KEY, o TEXT, b INTEGER);
SELECT storage_track('three', '{"size":"b","user":"o"}');
CREATE TEMP TABLE made AS SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name GLOB 'storage_track*';
SELECT * FROM made ORDER BY name;
DROP TABLE three;
CREATE TABLE three (id INTEGER PRIMARY KEY, b TEXT);
.output made.sql
SELECT 'CREATE TRIGGER ' || name || ' AFTER INSERT ON three BEGIN SELECT 1; END;' FROM made;
.output
.read made.sql
SELECT storage_refresh('00000000-0000-4000-8000-000000000006');
SELECT storage_refresh();
DROP TABLE three;
SELECT storage_untrack('three');

.print -- a size that cannot be computed
CREATE TABLE four (id INTEGER PRIMARY KEY, o TEXT, j TEXT, b INTEGER AS (j ->> '$.size'));
SELECT storage_track('four', '{"size":"b","user":"o"}');
INSERT INTO four (o, j) VALUES ('00000000-0000-4000-8000-000000000006', '{"size":5}');
SELECT storage_refresh('00000000-0000-4000-8000-000000000006');
.output made.sql
SELECT sql || ';' FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'four';
.output taken.sql
SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'four';
.output
.read taken.sql
UPDATE four SET j = '{';
.read made.sql
SELECT storage_refresh('00000000-0000-4000-8000-000000000006');
DROP TABLE four;
SELECT storage_untrack('four');

.print -- sums
CREATE TABLE five (id INTEGER PRIMARY KEY, o TEXT, b INTEGER);
CREATE TABLE six (id INTEGER PRIMARY KEY, o TEXT, b INTEGER);
SELECT storage_track('five', '{"size":"b","user":"o"}'), storage_track('six', '{"size":"b","user":"o"}');
INSERT INTO roles (account_id, name, permissions) SELECT '00000000-0000-4000-8000-0000000000aa', 'endless', '["storage.unlimited"]';
UPDATE users SET role = 'endless' WHERE name = 'uma';
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)
INSERT INTO five (o, b) SELECT '00000000-0000-4000-8000-000000000006', 9007199254740991 FROM n;
UPDATE usher_user SET disk_space_used = 0 WHERE name = 'uma';
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)
INSERT INTO six (o, b) SELECT '00000000-0000-4000-8000-000000000006', 9007199254740991 FROM n;
SELECT storage_refresh('00000000-0000-4000-8000-000000000006');
DELETE FROM six;
UPDATE usher_user SET disk_space_used = 0 WHERE name = 'uma';
INSERT INTO files (user_id, checksum, size, format) VALUES ('00000000-0000-4000-8000-000000000006', '0123456789abcdef0123456789abcdef', 100, 'x');
UPDATE usher_file SET size = 9000000000000000000;
SELECT storage_refresh('00000000-0000-4000-8000-000000000006');
UPDATE usher_user SET disk_space_used = 9223372036854775807 WHERE name = 'uma';
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT storage_check(10);
SELECT storage_check(0);
PRAGMA count_changes = 1;
SELECT storage_refresh(actor());
