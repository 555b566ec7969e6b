-- A row that somebody made over is found malformed when it is changed or deleted, in whatever column a rule relies
-- on: what an INSERT must give, keys, which account or user it is of. What is optional may be amiss.
.read setup/people.sql
INSERT INTO teams (rowid, account_id, name) SELECT column1, '00000000-0000-4000-8000-0000000000aa', 'team ' || column1 FROM (VALUES (1), (2), (3), (4), (5));
UPDATE users SET disk_space = 5000 WHERE name = 'uma';
INSERT INTO files (rowid, user_id, checksum, size, format) SELECT column1, '00000000-0000-4000-8000-000000000006', printf('%032d', column1), 5, 'mp4' FROM (VALUES (1), (2), (3), (4));
PRAGMA foreign_keys = 0;
PRAGMA ignore_check_constraints = 1;
.output other.txt
.dbconfig defensive off
.output
CREATE TEMP TABLE was AS SELECT name, sql FROM sqlite_schema WHERE name IN ('usher_team', 'usher_file');
PRAGMA writable_schema = 1;
UPDATE sqlite_schema SET sql = replace(replace(sql, 'STRICT', ''), 'NOT NULL', '') WHERE type = 'table' AND name IN (SELECT name FROM was);
PRAGMA writable_schema = RESET;
.output other.txt
.dbconfig enable_trigger off
.output
UPDATE usher_team SET name = NULL WHERE number = 1;
UPDATE usher_team SET name = x'00', account_id = NULL WHERE number = 2;
UPDATE usher_team SET account_id = x'00' WHERE number = 3;
UPDATE usher_team SET id = x'00', name = x'00' WHERE number = 4;
UPDATE usher_team SET description = x'00' WHERE number = 5;
UPDATE usher_file SET size = NULL WHERE number = 1;
UPDATE usher_file SET user_id = NULL WHERE number = 2;
UPDATE usher_file SET checksum = x'00', size = NULL WHERE number = 3;
.output other.txt
.dbconfig enable_trigger on
.output
PRAGMA writable_schema = 1;
UPDATE sqlite_schema SET sql = (SELECT was.sql FROM was WHERE was.name = tbl_name) WHERE type = 'table' AND name IN (SELECT name FROM was);
PRAGMA writable_schema = RESET;
.print -- teams
UPDATE teams SET description = 'x' WHERE rowid = 1;
UPDATE teams SET name = 'other' WHERE rowid = 1;
DELETE FROM teams WHERE rowid = 1;
UPDATE teams SET description = 'x' WHERE rowid = 2;
UPDATE teams SET description = 'x' WHERE rowid = 3;
DELETE FROM teams WHERE rowid = 3;
UPDATE teams SET description = 'x' WHERE rowid = 4;
UPDATE teams SET name = 'blue', description = 'x' WHERE rowid = 5;
SELECT rowid, typeof(id), typeof(account_id), typeof(name), typeof(description) FROM teams ORDER BY rowid;
.print -- files
UPDATE files SET format = 'mov' WHERE rowid = 1;
UPDATE files SET size = 6 WHERE rowid = 1;
UPDATE files SET format = 'mov' WHERE rowid = 2;
DELETE FROM files WHERE rowid = 2;
UPDATE files SET format = 'mov' WHERE rowid = 3;
UPDATE files SET format = 'mov' WHERE rowid = 4;
SELECT rowid, typeof(user_id), typeof(checksum), typeof(size), format FROM files ORDER BY rowid;
