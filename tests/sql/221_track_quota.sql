-- A tracked table takes nothing beyond its user's quota: the statement fails, and nothing has changed. What adds
-- nothing passes (001), and so does whoever holds storage.unlimited in their own account.
.read setup/people.sql
UPDATE users SET disk_space = 1000 WHERE name IN ('uma', 'carl', 'adam', 'gina', 'hana');
CREATE TABLE uploads (id INTEGER PRIMARY KEY, owner_id TEXT, bytes, sha256 TEXT);
SELECT storage_track('uploads', '{"size":"bytes","user":"owner_id","checksum":"sha256"}');
CREATE TEMP VIEW used AS SELECT name, disk_space_used AS used FROM users WHERE disk_space_used > 0 ORDER BY name;
CREATE TEMP VIEW id AS SELECT max(id) FILTER (WHERE name = 'uma') AS uma, max(id) FILTER (WHERE name = 'carl') AS carl, max(id) FILTER (WHERE name = 'adam') AS adam,
    max(id) FILTER (WHERE name = 'hana') AS hana, max(id) FILTER (WHERE name = 'gina') AS gina FROM p;

-- Both sides of the limit.
INSERT INTO uploads SELECT 1, uma, 999, 'a' FROM id;
INSERT INTO uploads SELECT 2, uma, 2, 'b' FROM id;
INSERT INTO uploads SELECT 2, uma, 1, 'b' FROM id;
INSERT INTO uploads SELECT 3, uma, 1, NULL FROM id;
INSERT INTO uploads SELECT 3, uma, 0, NULL FROM id;
SELECT * FROM used;

-- A checksum that is counted already adds nothing, a larger size of it does.
INSERT INTO uploads SELECT 4, uma, 999, 'a' FROM id;
UPDATE uploads SET bytes = 1000 WHERE id = 4;
UPDATE uploads SET bytes = bytes + 1 WHERE id = 2;
SELECT * FROM used;

-- Of a statement of several rows none stays, whatever its OR clause.
INSERT INTO uploads SELECT 10, carl, 600, 'a' FROM id UNION ALL SELECT 11, carl, 600, 'b' FROM id;
INSERT OR IGNORE INTO uploads SELECT 10, carl, 600, 'a' FROM id UNION ALL SELECT 11, carl, 600, 'b' FROM id;
INSERT OR FAIL INTO uploads SELECT 10, carl, 600, 'a' FROM id UNION ALL SELECT 11, carl, 600, 'b' FROM id;
INSERT OR REPLACE INTO uploads SELECT 1, carl, 1001, 'a' FROM id;
UPDATE uploads SET owner_id = (SELECT carl FROM id), bytes = 501, sha256 = id;
SELECT * FROM used;
SELECT count(*), sum(bytes) FROM uploads;
BEGIN;
INSERT INTO uploads SELECT 20, carl, 1000, 'c' FROM id;
INSERT INTO uploads SELECT 21, carl, 1, 'd' FROM id;
COMMIT;
SELECT * FROM used;

-- Beyond it already: it may become less, not more.
UPDATE users SET disk_space = 10 WHERE name = 'carl';
UPDATE uploads SET bytes = 900 WHERE id = 20;
UPDATE uploads SET bytes = 901 WHERE id = 20;
UPDATE uploads SET sha256 = 'z' WHERE id = 20;
SELECT * FROM used;

-- An administrator of the account has none; one of another account, who is a guest here, and a guest do.
INSERT INTO uploads SELECT 30, adam, 1000000, 'a' FROM id;
INSERT INTO uploads SELECT 31, hana, 1001, 'a' FROM id;
INSERT INTO uploads SELECT 32, gina, 1001, 'a' FROM id;
UPDATE users SET enabled = 0 WHERE name = 'adam';
INSERT INTO uploads SELECT 33, adam, 1, 'b' FROM id;
SELECT * FROM used;
UPDATE users SET enabled = 1 WHERE name = 'adam';

-- What is no size, and who is no user.
INSERT INTO uploads SELECT 40, uma, -1, 'x' FROM id;
INSERT INTO uploads SELECT 40, uma, 1.5, 'x' FROM id;
INSERT INTO uploads SELECT 40, uma, 1.0, 'x' FROM id;
INSERT INTO uploads SELECT 40, uma, '1', 'x' FROM id;
INSERT INTO uploads SELECT 40, uma, 9007199254740992, 'x' FROM id;
INSERT INTO uploads SELECT 40, adam, 9007199254740991, 'x' FROM id;
INSERT OR IGNORE INTO uploads VALUES (41, 'nobody', 1, 'x');
INSERT INTO uploads SELECT 41, upper(replace(uma, '0', 'a')), 1, 'x' FROM id;
UPDATE uploads SET bytes = -bytes WHERE id = 1;
UPDATE uploads SET owner_id = 5 WHERE id = 1;
INSERT INTO uploads VALUES (42, NULL, NULL, NULL), (43, NULL, 5, 'x');
SELECT * FROM used;
SELECT * FROM usher_tracked_doubt;
