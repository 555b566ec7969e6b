-- Of a tracked table: what REPLACE removes by a partial index, and by one on an expression, is counted, and nothing else; a
-- file may be empty.
.read setup/people.sql
UPDATE users SET disk_space = 1000000 WHERE name = 'uma';
CREATE TABLE uploads (id INTEGER PRIMARY KEY, owner_id TEXT, bytes INTEGER, p9 TEXT, q TEXT);
CREATE UNIQUE INDEX uploads_p ON uploads (p9) WHERE p9 <> '';
CREATE UNIQUE INDEX uploads_q ON uploads (lower(q || p9));
INSERT INTO uploads VALUES (9, NULL, 0, 'empty from the beginning', 'e');
SELECT storage_track('uploads', '{"size":"bytes","user":"owner_id"}') IS NOT NULL;
CREATE TEMP VIEW used AS SELECT disk_space_used AS used, (SELECT sum(bytes) FROM uploads) AS really, (SELECT count(*) FROM uploads) AS files FROM users WHERE name = 'uma';
CREATE TEMP VIEW uma AS SELECT id FROM users WHERE name = 'uma';
.print -- outside of the index nothing is replaced
REPLACE INTO uploads SELECT 1, id, 10, '', 'a' FROM uma;
REPLACE INTO uploads SELECT 2, id, 200, '', 'b' FROM uma;
SELECT * FROM used;
.print -- within it is
REPLACE INTO uploads SELECT 3, id, 3000, 'x', 'c' FROM uma;
REPLACE INTO uploads SELECT 4, id, 40000, 'x', 'd' FROM uma;
SELECT * FROM used;
.print -- by the expression
REPLACE INTO uploads SELECT 5, id, 500000, 'X', 'D' FROM uma;
SELECT * FROM used;
UPDATE OR REPLACE uploads SET q = 'A' WHERE id = 2;
SELECT * FROM used;
.print -- empty, then not a size
INSERT INTO uploads SELECT 6, id, 0, 'e', 'e' FROM uma;
UPDATE uploads SET bytes = 0 WHERE id = 2;
SELECT * FROM used;
INSERT INTO uploads SELECT 7, id, -1, 'f', 'f' FROM uma;
SELECT storage_refresh(id) FROM uma;
