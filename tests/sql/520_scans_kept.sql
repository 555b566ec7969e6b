-- What a scan keeps of its arguments, and lets go of: begun again for each row of another table, with an
-- OFFSET or without; told apart after rows came in.
.read setup/people.sql
.print -- beside a search term another condition; an OFFSET from time to time
CREATE TABLE many AS WITH RECURSIVE m (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM m WHERE n < 300)
SELECT n, iif(n % 2, 'o', 'a') AS x FROM m;
SELECT DISTINCT x, y FROM (SELECT x, (SELECT u.q || ' ' || u.name FROM users AS u WHERE u.rowid > many.n * 0 AND u.q = many.x || '' ORDER BY u.name LIMIT 1 OFFSET abs(random()) % 3) AS y FROM many) ORDER BY x, y;
.print -- merged rows told apart, once rows came in that sort before them
SELECT e, iif(e > 'b', length(invite_create('a1' || e, 'user', '{"account_id":"00000000-0000-4000-8000-0000000000ab"}')) + length(invite_create('a2' || e, 'user', '{"account_id":"00000000-0000-4000-8000-0000000000ab"}')), 0)
FROM (SELECT DISTINCT email AS e FROM invites ORDER BY email);
SELECT count(*), count(DISTINCT email) FROM invites WHERE email GLOB 'a[12]*';
INSERT INTO notifications (user_id, message) SELECT '00000000-0000-4000-8000-000000000004', column1 FROM (VALUES ('m'), ('p'), ('m'), ('t'));
CREATE VIRTUAL TABLE inbox USING notifications;
INSERT INTO notifications (user_id, message) SELECT '00000000-0000-4000-8000-000000000004', 'a' || m FROM (SELECT DISTINCT message AS m FROM inbox WHERE user_id = '00000000-0000-4000-8000-000000000004' ORDER BY message);
SELECT message FROM notifications ORDER BY rowid;
.print -- a list of numbers for a column of texts, beside another condition; a comparison in a collation of its own
CREATE TABLE part (id INTEGER PRIMARY KEY, owner_id TEXT, code TEXT UNIQUE, box INTEGER);
CREATE TABLE number (n INTEGER);
INSERT INTO part (code, box) VALUES ('5', 1), ('05', 1), ('6', 1), ('x', 1), ('X', 1), ('x ', 2), ('7.0', 2);
INSERT INTO number VALUES (5), (7);
CREATE VIRTUAL TABLE parts USING guarded(part, owner=owner_id);
SELECT group_concat(code) FROM part WHERE box = 1 AND code IN (SELECT n FROM number);
SELECT group_concat(code) FROM parts WHERE box = 1 AND code IN (SELECT n FROM number);
SELECT group_concat(code) FROM part WHERE box > 0 AND code IN (SELECT n FROM number);
SELECT group_concat(code) FROM parts WHERE box > 0 AND code IN (SELECT n FROM number);
SELECT group_concat(code) FROM part WHERE code COLLATE NOCASE = 'x';
SELECT group_concat(code) FROM parts WHERE code COLLATE NOCASE = 'x';
SELECT group_concat(quote(code)) FROM part WHERE code COLLATE RTRIM = 'x';
SELECT group_concat(quote(code)) FROM parts WHERE code COLLATE RTRIM = 'x';
.print -- what hands lists to usher's own statements has nothing for others, however it is joined
SELECT count(*) FROM usher_list;
SELECT count(*) FROM number JOIN usher_list(number.n);
SELECT count(*) FROM usher_list AS l JOIN number AS n ON l.list = n.n;
SELECT count(*), count(value) FROM number LEFT JOIN usher_list ON value = n OR list > n;
