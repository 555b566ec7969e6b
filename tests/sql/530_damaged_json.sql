-- What cannot stand in JSON because somebody made the row over, a blob where there is text, is called damage.
.read setup/pulse.sql
.output other.txt
.dbconfig defensive off
.output
CREATE TEMP TABLE was AS SELECT name, sql FROM sqlite_schema WHERE name = 'usher_user';
PRAGMA writable_schema = 1;
UPDATE sqlite_schema SET sql = replace(sql, 'STRICT', '') WHERE name = 'usher_user';
PRAGMA writable_schema = RESET;
UPDATE usher_user SET avatar = x'ffff' WHERE name = 'uma';
PRAGMA writable_schema = 1;
UPDATE sqlite_schema SET sql = (SELECT was.sql FROM was) WHERE name = 'usher_user';
PRAGMA writable_schema = RESET;
.print -- the row, requests for it, and one for somebody else
SELECT typeof(avatar) FROM users WHERE name = 'uma';
SELECT status, body FROM api('pulse', 'GET', '/api/v1/users/00000000-0000-4000-8000-000000000006', NULL, @olga);
SELECT status, body ->> '$.data.attributes.name' FROM api('pulse', 'GET', '/api/v1/users/00000000-0000-4000-8000-000000000005', NULL, @olga);
