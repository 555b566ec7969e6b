-- On a locked connection a tracked table can be written to, within the quota; its triggers may keep the usage, and
-- nobody comes to usher's tables by a name that is theirs.
.read setup/people.sql
UPDATE users SET disk_space = 1000 WHERE name IN ('uma', 'adam');
CREATE TABLE uploads (id INTEGER PRIMARY KEY, owner_id TEXT, bytes INTEGER, sha256 TEXT, path TEXT);
CREATE UNIQUE INDEX uploads_path ON uploads (lower(path)) WHERE path <> '';
SELECT storage_track('uploads', '{"size":"bytes","user":"owner_id","checksum":"sha256"}');

-- What is called like a trigger of storage_track(), and is not one to the letter, is in the way. So is what gives
-- such a name to something else.
CREATE TRIGGER storage_track_2_insert AFTER INSERT ON uploads BEGIN SELECT 1; END;
SELECT usher_lockdown();
DROP TRIGGER storage_track_2_insert;
CREATE TRIGGER Storage_Track_x AFTER INSERT ON uploads BEGIN UPDATE usher_user SET disk_space_used = 0; END;
SELECT usher_lockdown();
DROP TRIGGER Storage_Track_x;
CREATE TABLE app (a);
CREATE VIEW storage_track_1_insert AS SELECT id FROM usher_user;
SELECT usher_lockdown();
DROP VIEW storage_track_1_insert;
CREATE TABLE storage_track_1_insert (a);
SELECT usher_lockdown();
DROP TABLE storage_track_1_insert;
CREATE VIEW v AS WITH storage_track_1_insert AS (SELECT id FROM usher_user) SELECT * FROM storage_track_1_insert;
SELECT usher_lockdown();
DROP VIEW v;
CREATE TRIGGER t AFTER INSERT ON app BEGIN INSERT INTO app SELECT * FROM (WITH "usher_grant" AS (SELECT email FROM usher_user) SELECT * FROM "usher_grant"); END;
SELECT usher_lockdown();
DROP TRIGGER t;
CREATE TEMP TRIGGER storage_track_1_insert AFTER INSERT ON uploads BEGIN SELECT 1; END;
SELECT usher_lockdown();
DROP TRIGGER temp.storage_track_1_insert;
DROP TRIGGER storage_track_1_delete;
CREATE TRIGGER storage_track_1_delete AFTER DELETE ON uploads BEGIN DELETE FROM usher_tracked_doubt; END;
SELECT usher_lockdown();
SELECT storage_track('uploads', '{"size":"bytes","user":"owner_id","checksum":"sha256"}');
CREATE UNIQUE INDEX uploads_sum ON uploads (sha256, path);
SELECT usher_lockdown();
SELECT storage_track('uploads', '{"size":"bytes","user":"owner_id","checksum":"sha256"}');

-- What a tracker may do is for trackers only.
CREATE VIEW peeks AS SELECT id, disk_space_used FROM usher_user;
CREATE VIEW doubts AS SELECT * FROM usher_tracked_doubt;
CREATE TRIGGER meddles AFTER INSERT ON app BEGIN UPDATE usher_user SET disk_space_used = 0; END;
CREATE TRIGGER clears AFTER DELETE ON app BEGIN DELETE FROM usher_tracked_doubt; END;

SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT usher_lockdown();
SELECT * FROM peeks;
SELECT * FROM doubts;
INSERT INTO app VALUES (1);
DELETE FROM app;
INSERT INTO uploads VALUES (1, actor(), 100, 'a', 'one'), (2, actor(), 200, 'b', 'two');
REPLACE INTO uploads VALUES (1, actor(), 700, 'c', 'TWO');
SELECT disk_space_used FROM users WHERE id = actor();
UPDATE uploads SET bytes = 1001;
UPDATE uploads SET id = 3, bytes = 1000 WHERE id = 1;
INSERT INTO uploads VALUES (4, actor(), 1, 'd', 'four');
INSERT INTO uploads VALUES (4, actor(), -1, 'd', 'four');
INSERT INTO uploads VALUES (4, 'nobody', 1, 'd', 'four');
INSERT INTO uploads VALUES (4, '00000000-0000-4000-8000-000000000003', 1001, 'd', 'four');
SELECT disk_space_used FROM users WHERE id = actor();
DELETE FROM uploads WHERE id = 3;
SELECT disk_space_used FROM users WHERE id = actor();
SELECT storage_untrack('uploads');

-- Who reads, and in what name.
SELECT * FROM usher_tracked;
SELECT * FROM usher_tracked_doubt;
DELETE FROM usher_tracked_doubt;
UPDATE usher_user SET disk_space_used = 0;
SELECT count(*) FROM usher_grant;
WITH storage_track_1_insert AS (SELECT id FROM usher_user) SELECT * FROM storage_track_1_insert;
SELECT usher_error();
WITH "STORAGE_TRACK_1_INSERT" AS MATERIALIZED (SELECT id FROM usher_user) SELECT count(id) FROM "STORAGE_TRACK_1_INSERT";
SELECT (WITH storage_track_1_update AS (SELECT disk_space FROM usher_user) SELECT max(disk_space) FROM storage_track_1_update);
WITH storage_track_1_insert AS (SELECT email FROM usher_user) SELECT * FROM storage_track_1_insert;
WITH usher_grant AS (SELECT email FROM usher_user) SELECT * FROM usher_grant;
WITH x AS (SELECT email FROM usher_user) SELECT * FROM x AS storage_track_1_insert;
INSERT INTO uploads (path) WITH storage_track_1_insert AS (SELECT id FROM usher_user) SELECT id FROM storage_track_1_insert;
SELECT * FROM (SELECT id FROM usher_user) AS storage_track_1_insert;
SELECT id FROM usher_user AS storage_track_1_insert;
CREATE TEMP TRIGGER storage_track_1_insert AFTER INSERT ON uploads BEGIN SELECT 1; END;
SELECT id, owner_id = actor() FROM uploads;

-- A byte order mark is a blank to SQLite.
﻿WITH ﻿storage_track_1_insert AS (SELECT id FROM usher_user) SELECT * FROM ﻿storage_track_1_insert;
SELECT email FROM (SELECT '' AS email) ﻿NATURAL FULL JOIN ﻿usher_user;
SELECT email FROM (SELECT '' AS email) FULL JOIN ﻿usher_user ﻿USING (email);
