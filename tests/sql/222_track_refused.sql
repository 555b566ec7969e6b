-- storage_track() looks at everything first: an ordinary table of the application's, columns that there are and that
-- differ, rows that could have been inserted. Only the system calls it. What fails has changed nothing.
.read setup/people.sql
CREATE TABLE files_of_mine (owner TEXT, bytes INTEGER, sum TEXT, rowid, oid, _rowid_);
CREATE TABLE uploads (id INTEGER PRIMARY KEY, owner_id TEXT, bytes, sha256 TEXT);
CREATE TABLE keyed (a TEXT PRIMARY KEY, bytes, owner_id) WITHOUT ROWID;
CREATE VIEW seen AS SELECT * FROM uploads;
CREATE VIRTUAL TABLE words USING fts5 (bytes, owner_id);
CREATE TEMP TABLE elsewhere (bytes, owner_id);
SELECT storage_track('nothing', '{"size":"bytes","user":"owner_id"}');
SELECT storage_track('elsewhere', '{"size":"bytes","user":"owner_id"}');
SELECT storage_track('seen', '{"size":"bytes","user":"owner_id"}');
SELECT storage_track('words', '{"size":"bytes","user":"owner_id"}');
SELECT storage_track('words_content', '{"size":"c0","user":"c1"}');
SELECT storage_track('keyed', '{"size":"bytes","user":"owner_id"}');
SELECT storage_track('users', '{"size":"disk_space","user":"id"}');
SELECT storage_track('usher_file', '{"size":"size","user":"user_id"}');
SELECT storage_track('sqlite_schema', '{"size":"rootpage","user":"name"}');
SELECT storage_track('files_of_mine', '{"size":"bytes","user":"owner"}');
SELECT usher_error();
SELECT storage_track(NULL, '{}');
SELECT storage_track(x'00', '{}');
SELECT storage_track('uploads', NULL);
SELECT storage_track('uploads', 'no');
SELECT storage_track('uploads', '[]');
SELECT storage_track('uploads', '{}');
SELECT storage_track('uploads', '{"size":"bytes"}');
SELECT storage_track('uploads', '{"size":null,"user":"owner_id"}');
SELECT usher_error();
SELECT storage_track('uploads', '{"user":"owner_id","size":"many"}');
SELECT usher_error();
SELECT storage_track('uploads', '{"size":"bytes","user":1}');
SELECT storage_track('uploads', '{"size":"bytes","user":""}');
SELECT storage_track('uploads', '{"size":"bytes","size":"bytes","user":"owner_id"}');
SELECT storage_track('uploads', '{"size":"bytes","user":"bytes"}');
SELECT storage_track('uploads', '{"size":"bytes","user":"owner_id","checksum":"OWNER_ID"}');
SELECT storage_track('uploads', '{"size":"bytes","user":"owner_id","checksum":"bytes"}');
SELECT storage_track('uploads', '{"size":"bytes","user":"owner_id","sum":"sha256"}');
SELECT storage_track('uploads');

-- Rows: the first that is wrong is named.
INSERT INTO uploads VALUES (1, NULL, NULL, NULL), (7, NULL, '12', NULL);
SELECT storage_track('uploads', '{"size":"bytes","user":"owner_id"}');
SELECT usher_error();
UPDATE uploads SET bytes = -1;
SELECT storage_track('uploads', '{"size":"bytes","user":"owner_id"}');
UPDATE uploads SET bytes = 9007199254740992;
SELECT storage_track('uploads', '{"size":"bytes","user":"owner_id"}');
UPDATE uploads SET bytes = 9007199254740991;
UPDATE uploads SET owner_id = 'somebody' WHERE id = 7;
SELECT storage_track('uploads', '{"size":"bytes","user":"owner_id"}');
UPDATE uploads SET owner_id = NULL;
CREATE TRIGGER storage_track_1_update AFTER INSERT ON keyed BEGIN SELECT 1; END;
SELECT storage_track('uploads', '{"size":"bytes","user":"owner_id"}');
DROP TRIGGER storage_track_1_update;
SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND name NOT LIKE 'usher%';
SELECT count(*) FROM usher_tracked;
SELECT storage_untrack('uploads');
SELECT storage_untrack(NULL);

-- By the system only.
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT storage_track('uploads', '{"size":"bytes","user":"owner_id"}');
INSERT INTO usher VALUES ('storage_track', '["uploads", {"size":"bytes","user":"owner_id"}]');
SELECT storage_untrack('uploads');
SELECT act_as(NULL);
-- Within a transaction that is rolled back, and one that is not.
BEGIN;
SELECT storage_track('uploads', '{"size":"bytes","user":"owner_id"}');
ROLLBACK;
SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND name NOT LIKE 'usher%';
BEGIN;
INSERT INTO usher SELECT 'storage_track', json_array('uploads', json('{"size":"bytes","user":"owner_id"}'));
COMMIT;
SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND name NOT LIKE 'usher%';
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT storage_untrack('uploads');
