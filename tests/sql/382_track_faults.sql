-- Tracked tables that are not kept: usher_doctor() says which, why and what mends it, and of nobody else; what cannot be
-- counted; triggers that have almost the names; what a call that fails leaves behind.
.read setup/people.sql
.mode list
UPDATE users SET disk_space = 100000 WHERE name <> 'dan';
CREATE TEMP VIEW found AS SELECT severity, code, subject, message, remedy FROM usher_doctor() WHERE code NOT IN ('pragma', 'journal', 'prune', 'master_key');
CREATE TABLE a (bytes INTEGER, owner TEXT, sum TEXT);
CREATE TABLE b (bytes INTEGER, owner TEXT);
CREATE TABLE "c's" (bytes INTEGER, owner TEXT);
CREATE TABLE d (bytes INTEGER, owner TEXT, sum TEXT);
CREATE TABLE e (bytes INTEGER, owner TEXT);
CREATE TABLE f (bytes INTEGER, owner TEXT);
SELECT storage_track('a', '{"size":"bytes","user":"owner","checksum":"sum"}'), storage_track('b', '{"size":"bytes","user":"owner"}'), storage_track('c''s', '{"size":"bytes","user":"owner"}'),
    storage_track('d', '{"size":"bytes","user":"owner","checksum":"sum"}'), storage_track('e', '{"size":"bytes","user":"owner"}'), storage_track('f', '{"size":"bytes","user":"owner"}');
INSERT INTO a SELECT 10, id, 'x' FROM p WHERE name IN ('uma', 'carl') UNION ALL SELECT 20, id, 'x' FROM p WHERE name = 'uma' UNION ALL SELECT 30, id, NULL FROM p WHERE name = 'uma';
INSERT INTO b SELECT 400, id FROM p WHERE name = 'uma' UNION ALL SELECT 500, id FROM p WHERE name = 'uma';
INSERT INTO files (user_id, checksum, size, format) SELECT id, '00000000000000000000000000000001', column1, 'mp4' FROM p JOIN (VALUES (7000), (6000)) WHERE name = 'uma';
SELECT * FROM found;
SELECT name, disk_space_used FROM users WHERE disk_space_used > 0 ORDER BY name;
.print -- drift, of two; in their order, and mended one by one
UPDATE usher_user SET disk_space_used = 5 WHERE name IN ('uma', 'olga');
SELECT * FROM found;
SELECT storage_refresh(id) FROM p WHERE name IN ('uma', 'olga') ORDER BY name;
SELECT count(*) FROM found;
.print -- everybody at once, whose usage has drifted
UPDATE usher_user SET disk_space_used = 5 WHERE name IN ('uma', 'carl');
CREATE TEMP TRIGGER told AFTER UPDATE OF disk_space_used ON main.usher_user BEGIN SELECT CASE WHEN OLD.disk_space_used = NEW.disk_space_used THEN RAISE(ABORT, 'for nothing') END; END;
PRAGMA count_changes = 1;
SELECT storage_track('f', '{"size":"bytes","user":"owner"}');
SELECT name, disk_space_used FROM users WHERE disk_space_used > 0 ORDER BY name;
SELECT storage_refresh(id) FROM p WHERE name IN ('uma', 'carl');
PRAGMA count_changes = 0;
DROP TRIGGER told;
.print -- a trigger that is gone; one that says something else; a column, a table that is gone
DROP TRIGGER storage_track_1_before_update;
DROP TRIGGER storage_track_2_delete;
CREATE TRIGGER storage_track_2_delete AFTER DELETE ON b BEGIN SELECT 1; END;
DROP TABLE "c's";
CREATE TABLE made AS SELECT bytes AS b, owner FROM d;
DROP TABLE d;
ALTER TABLE made RENAME TO d;
DROP TABLE f;
CREATE TABLE f (bytes INTEGER, o TEXT);
SELECT * FROM found;
SELECT storage_refresh(id) FROM p WHERE name = 'uma';
.output remedies.sql
SELECT remedy || ';' FROM found;
.output
.read remedies.sql
SELECT * FROM found;
SELECT number, table_name, size_column, user_column, checksum_column FROM usher_tracked ORDER BY number;
SELECT action, object_id, before, after FROM audit_log WHERE action LIKE 'storage.%track' ORDER BY id;
.print -- each column may be the one that is gone
CREATE TABLE g (bytes INTEGER, owner TEXT, sum TEXT);
SELECT storage_track('g', '{"size":"bytes","user":"owner","checksum":"sum"}');
DROP TABLE g;
CREATE TABLE g (byte INTEGER, owner TEXT, sum TEXT);
SELECT message, remedy FROM found;
DROP TABLE g;
CREATE TABLE g (bytes INTEGER, owner_id TEXT, sum TEXT);
SELECT message, remedy FROM found;
DROP TABLE g;
CREATE TABLE g (bytes INTEGER, owner TEXT, sums TEXT);
SELECT message, remedy FROM found;
SELECT storage_track('f', '{"size":"bytes","user":"o"}'), storage_untrack('f');
SELECT storage_untrack('g');
.print -- one more trigger of the name; one on another table, which is not its fault
CREATE TRIGGER storage_track_1_more AFTER DELETE ON a BEGIN SELECT 1; END;
SELECT subject, message, remedy FROM found WHERE code NOT IN ('trigger');
SELECT storage_refresh(id) FROM p WHERE name = 'uma';
DROP TRIGGER storage_track_1_more;
CREATE TRIGGER storage_track_1_more AFTER DELETE ON b BEGIN SELECT 1; END;
SELECT subject, message FROM found WHERE code NOT IN ('trigger');
SELECT storage_refresh(id) FROM p WHERE name = 'uma';
DROP TRIGGER storage_track_1_more;
CREATE TRIGGER storage_track_1 AFTER DELETE ON a BEGIN SELECT 1; END;
CREATE TRIGGER storage_track_11_x AFTER DELETE ON a BEGIN SELECT 1; END;
SELECT storage_refresh(id) FROM p WHERE name = 'uma';
DROP TRIGGER storage_track_1;
DROP TRIGGER storage_track_11_x;
CREATE VIEW storage_track_1_insert AS SELECT 1;
CREATE INDEX storage_track_2_insert ON b (bytes);
SELECT storage_refresh(id) FROM p WHERE name = 'uma';
SELECT storage_track('b', '{"size":"bytes","user":"owner"}');
DROP VIEW storage_track_1_insert;
DROP INDEX storage_track_2_insert;
.print -- more columns in a trigger than there can be
DROP TRIGGER storage_track_1_insert;
CREATE TRIGGER storage_track_1_insert AFTER INSERT ON a BEGIN
SELECT NEW."bytes", NEW."owner", NEW."sum", NEW."bytes", NEW."bytes", NEW."bytes";
END;
SELECT subject, message, remedy FROM found;
SELECT storage_track('a', '{"size":"bytes","user":"owner","checksum":"sum"}');
.print -- triggers at lockdown: ours, and numbers of up to 18 digits that are not
CREATE TABLE app (x);
SELECT storage_untrack('b');
INSERT INTO usher_tracked VALUES (906, 'gone', 'a', 'b', NULL, '2022-01-01T00:00:00.000Z');
SELECT storage_track('b', '{"size":"bytes","user":"owner"}'), storage_untrack('gone');
SELECT * FROM found;
CREATE TRIGGER storage_trackX907_insert AFTER INSERT ON app BEGIN SELECT 1; END;
CREATE TRIGGER "storage_track_907 insert" AFTER INSERT ON app BEGIN SELECT 1; END;
CREATE TRIGGER storage_track_907_ AFTER INSERT ON app BEGIN SELECT 1; END;
CREATE TRIGGER storage_track_907 AFTER INSERT ON app BEGIN SELECT 1; END;
CREATE TRIGGER storage_track__insert AFTER INSERT ON app BEGIN SELECT 1; END;
CREATE TRIGGER storage_track_99_insert AFTER INSERT ON app BEGIN SELECT 1; END;
SELECT subject, substr(message, 1, 40) FROM found;
DROP TRIGGER storage_trackX907_insert;
DROP TRIGGER "storage_track_907 insert";
DROP TRIGGER storage_track_907_;
DROP TRIGGER storage_track_907;
DROP TRIGGER storage_track__insert;
DROP TRIGGER storage_track_99_insert;
CREATE TABLE c (bytes INTEGER, owner TEXT);
INSERT INTO usher_tracked VALUES (123456789012345677, 'gone', 'a', 'b', NULL, '2022-01-01T00:00:00.000Z');
SELECT storage_track('c', '{"size":"bytes","user":"owner"}'), storage_untrack('gone');
SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'c' ORDER BY name LIMIT 1;
SELECT * FROM found;
SELECT storage_untrack('c');
INSERT INTO usher_tracked VALUES (1234567890123456788, 'gone', 'a', 'b', NULL, '2022-01-01T00:00:00.000Z');
SELECT storage_track('c', '{"size":"bytes","user":"owner"}'), storage_untrack('gone');
SELECT subject FROM found ORDER BY subject LIMIT 2;
SELECT storage_untrack('c');
.print -- two tables of the greatest sums: to the last byte, and one more
UPDATE usher_file SET size = 0;
DELETE FROM a; DELETE FROM b; DELETE FROM e;
CREATE TABLE big (bytes INTEGER, owner TEXT);
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1024) INSERT INTO big SELECT 9007199254740991, p.id FROM n, p WHERE p.name = 'uma';
SELECT storage_track('big', '{"size":"bytes","user":"owner"}');
SELECT disk_space_used FROM usher_user WHERE name = 'uma';
UPDATE usher_user SET disk_space = 9223372036854775807 WHERE name = 'uma';
INSERT INTO a SELECT 1024, id, 'x' FROM p WHERE name = 'uma';
INSERT INTO a SELECT 1000, id, 'x' FROM p WHERE name = 'uma';
INSERT INTO a SELECT 23, id, 'y' FROM p WHERE name = 'uma';
INSERT INTO a SELECT 0, id, 'z' FROM p WHERE name = 'uma';
SELECT disk_space_used FROM usher_user WHERE name = 'uma';
SELECT storage_refresh(id) FROM p WHERE name = 'uma';
INSERT INTO a SELECT 1, id, 'q' FROM p WHERE name = 'uma';
UPDATE usher_user SET disk_space_used = 0 WHERE name = 'uma';
INSERT INTO a SELECT 1, id, 'q' FROM p WHERE name = 'uma';
SELECT storage_refresh(id) FROM p WHERE name = 'uma';
SELECT storage_track('e', '{"size":"bytes","user":"owner"}');
INSERT INTO big SELECT 9007199254740991, id FROM p WHERE name = 'uma';
SELECT storage_refresh(id) FROM p WHERE name = 'uma';
SELECT usher_error();
SELECT storage_track('e', '{"size":"bytes","user":"owner"}');
SELECT storage_untrack('e');
SELECT subject, code FROM found;
DELETE FROM big;
DELETE FROM a;
.print -- a size that cannot be computed any more
CREATE TABLE j (id INTEGER PRIMARY KEY, o TEXT, j TEXT, b INTEGER AS (json_extract(j, '$.size')));
INSERT INTO j (j) VALUES ('{"size":-1}');
SELECT storage_track('j', '{"size":"b","user":"o"}');
DELETE FROM j;
SELECT storage_track('j', '{"size":"b","user":"o"}');
INSERT INTO j (o, j) SELECT id, '{"size":5}' FROM p WHERE name = 'uma';
SELECT storage_refresh(id) FROM p WHERE name = 'uma';
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '(j,', '(''{'',') WHERE name = 'j';
PRAGMA writable_schema = RESET;
SELECT storage_refresh(id) FROM p WHERE name = 'uma';
SELECT usher_error();
SELECT storage_track('e', '{"size":"bytes","user":"owner"}');
SELECT usher_error();
SELECT code, message FROM found;
SELECT storage_track('j', '{"size":"b","user":"o"}');
DROP TABLE j;
SELECT storage_untrack('j');
.print -- made anew as what cannot be tracked
CREATE TABLE k (bytes INTEGER, owner TEXT);
SELECT storage_track('k', '{"size":"bytes","user":"owner"}');
CREATE TEMP TABLE texts AS SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'k';
DROP TABLE k;
CREATE TABLE k (bytes INTEGER, owner TEXT, rowid, oid, _rowid_);
.output made.sql
SELECT replace(sql, '"rowid"', '"bytes"') || ';' FROM texts;
.output
.read made.sql
SELECT subject, message, remedy FROM found WHERE subject = 'k';
SELECT storage_track('k', '{"size":"bytes","user":"owner"}');
DROP TABLE k;
SELECT storage_untrack('k');
.print -- what a call that fails leaves behind: nothing
SELECT count(*) FROM sqlite_schema WHERE name GLOB 'storage_track*';
CREATE TABLE app2 (bytes INTEGER, owner TEXT);
CREATE TRIGGER storage_track_909_update AFTER INSERT ON app BEGIN SELECT 1; END;
SELECT storage_track('app2', '{"size":"bytes","user":"owner"}');
DROP TRIGGER storage_track_909_update;
SELECT count(*) FROM sqlite_schema WHERE name GLOB 'storage_track*';
SELECT number, table_name FROM usher_tracked;
SELECT storage_track('app2', json_object('size', printf('%.200c', 'x'), 'user', 'owner'));
SELECT storage_track('app2', json_object('size', printf('%.201c', 'x'), 'user', 'owner'));
SELECT storage_track('app2', '{}', 3);
SELECT storage_untrack();
SELECT storage_track(zeroblob(3), '{"size":"bytes","user":"owner"}');
SELECT storage_track('usher_x', '{}');
SELECT storage_track('sqlite_schema', '{}');
.print -- notes that a statement has left behind go with the table's triggers
INSERT INTO usher_tracked_doubt VALUES (1, 99, NULL, NULL, 5, 0), (907, 98, NULL, NULL, 5, 0);
SELECT storage_track('a', '{"size":"bytes","user":"owner","checksum":"sum"}');
SELECT tracked, row FROM usher_tracked_doubt;
SELECT storage_untrack('b');
SELECT tracked, row FROM usher_tracked_doubt;
SELECT usher_lockdown();
SELECT act_as(id) FROM p WHERE name = 'olga';
