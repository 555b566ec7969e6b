-- A scan that is begun again and again, for each row of another table: each time it gives what an ordinary
-- table would, also where it was left half-way, asked otherwise, or written to in between.
.read setup/people.sql
CREATE TABLE v (n INTEGER PRIMARY KEY, x TEXT, y);
INSERT INTO v VALUES (0, 'o', 'owner'), (1, 'a', 'user'), (2, 'o', 'owner'), (6, 'm', 'manager'), (20, 'zz', 'none');
.print -- an OFFSET that differs from time to time: with a search term, and without
CREATE TABLE many AS WITH RECURSIVE m (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM m WHERE n < 64) SELECT n, iif(n % 3, 'o', 'a') AS x FROM m;
SELECT DISTINCT x, y FROM (SELECT x, (SELECT name FROM users WHERE q = many.x AND role <> 'user' ORDER BY name LIMIT 1 OFFSET abs(random()) % 3) AS y FROM many) ORDER BY x, y;
SELECT DISTINCT x, y FROM (SELECT x, (SELECT q || name FROM users WHERE q = nullif(many.x, 'a') AND role <> 'user' ORDER BY name LIMIT 1 OFFSET abs(random()) % 3) AS y FROM many) ORDER BY x, y;
SELECT DISTINCT y FROM (SELECT (SELECT name FROM users WHERE name > many.x AND name >= 'o' ORDER BY name LIMIT 1 OFFSET abs(random()) % 4) AS y FROM many) ORDER BY y;
SELECT DISTINCT y FROM (SELECT (SELECT rowid FROM users WHERE rowid > 11 + length(many.x) ORDER BY rowid LIMIT 1 OFFSET abs(random()) % 4) AS y FROM many) ORDER BY y;
.print -- counted, and looked at now and then
SELECT n, (SELECT count(*) FROM users WHERE rowid > v.n) FROM v;
SELECT n, EXISTS (SELECT 1 FROM users WHERE rowid > v.n AND (v.n = 0 OR rowid = 99)), (SELECT max(rowid) FROM users WHERE rowid > v.n) FROM v;
SELECT n, EXISTS (SELECT 1 FROM users WHERE rowid > v.n AND (v.n < 6 OR rowid = 14)), (SELECT count(*) FROM users WHERE rowid > v.n AND (v.n <> 2 OR rowid % 2)) FROM v;
.print -- merged, and told apart now and then
SELECT n, (SELECT group_concat(r, ' ') FROM (SELECT DISTINCT role AS r FROM users WHERE rowid > v.n ORDER BY role)) FROM v;
SELECT n, (SELECT group_concat(r, ' ') FROM (SELECT DISTINCT role AS r FROM users WHERE rowid > v.n AND (role < 'm' OR rowid % 2 = v.n % 2) ORDER BY role)) FROM v;
SELECT n, (SELECT group_concat(r, ' ') FROM (SELECT DISTINCT role AS r FROM users WHERE q = v.x AND (role < 'm' OR rowid > v.n) ORDER BY role)) FROM v;
SELECT n, (SELECT group_concat(r, ' ') FROM (SELECT DISTINCT role AS r FROM users WHERE name > v.y AND (role < 'm' OR rowid > v.n) ORDER BY role)) FROM v;
SELECT n, (SELECT group_concat(r, ' ') FROM (SELECT DISTINCT role AS r FROM users WHERE alive = v.x + 1 AND (role < 'm' OR rowid > v.n) ORDER BY role)) FROM v;
SELECT n, (SELECT group_concat(r, ' ') FROM (SELECT DISTINCT role AS r FROM users WHERE alive = '1' || substr(v.x, 9) AND (role < 'm' OR rowid > v.n) ORDER BY role)) FROM v;
SELECT n, (SELECT group_concat(r, ' ') FROM (SELECT DISTINCT role AS r FROM users WHERE name > '5' || substr(v.x, 9) AND (role < 'm' OR rowid > v.n) ORDER BY role)) FROM v;
.print -- the same as whoever sees less
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT n, (SELECT group_concat(r, ' ') FROM (SELECT DISTINCT role AS r FROM users WHERE role < 'm' OR rowid > v.n ORDER BY role)) FROM v;
SELECT DISTINCT y FROM (SELECT (SELECT name FROM users WHERE q = many.x ORDER BY name LIMIT 1 OFFSET abs(random()) % 2) AS y FROM many) ORDER BY y;
SELECT act_as(NULL);
.print -- rows looked up by their key, in an order of their own, and by a key of which something is NULL
CREATE TABLE k (n INTEGER PRIMARY KEY, id TEXT, name TEXT);
INSERT INTO k (id, name) SELECT id, 'admin' FROM users WHERE name IN ('uma', 'olga', 'mia') ORDER BY name;
INSERT INTO k (id, name) VALUES ('none', 'none'), (NULL, NULL), ((SELECT id FROM users WHERE name = 'adam'), 'user');
SELECT k.n, u.name FROM k CROSS JOIN users AS u ON u.id = k.id ORDER BY u.name;
SELECT k.n, u.name FROM k CROSS JOIN users AS u ON u.id = k.id ORDER BY u.name DESC LIMIT 2;
SELECT k.n, (SELECT u.name FROM users AS u WHERE u.id = k.id ORDER BY u.name) FROM k;
SELECT k.n, (SELECT u.name FROM users AS u WHERE u.id = k.id AND u.rowid > k.n ORDER BY u.rowid LIMIT 1) FROM k;
SELECT k.n, r.account_id, r.name FROM k CROSS JOIN roles AS r ON r.name = k.name;
SELECT k.n, d.account_id, d.name FROM k LEFT JOIN roles AS d ON d.name = k.name AND d.account_id IS NULL;
.print -- a table under two names: what comes in meanwhile is seen by the next scan, not by this one
CREATE VIRTUAL TABLE people USING users;
CREATE TABLE two (n INTEGER PRIMARY KEY);
INSERT INTO two VALUES (1), (2);
INSERT INTO users (email, account_id) SELECT two.n || p.email, p.account_id FROM two CROSS JOIN people AS p WHERE p.email LIKE '%gus%';
SELECT email FROM users WHERE email LIKE '%gus%' ORDER BY rowid;
INSERT INTO users (email, account_id) SELECT two.n || r, '00000000-0000-4000-8000-0000000000ac' FROM two CROSS JOIN (SELECT DISTINCT email AS r FROM people WHERE account_id LIKE '%0000ac' OR email LIKE '2gus%' ORDER BY email);
SELECT email FROM users WHERE account_id LIKE '%0000ac' ORDER BY rowid;
INSERT INTO users (id, email, account_id) SELECT '00000000-0000-4000-8000-0000000000' || column1, ifnull(replace(p.email, '@example.org', ''), 'nobody') || column1 || '@example.org', '00000000-0000-4000-8000-0000000000ac'
FROM (VALUES ('d1', '06'), ('d2', 'd1'), ('d3', 'd2'), ('d4', 'd9'), ('d5', '01'), ('d6', 'd5')) LEFT JOIN people AS p ON p.id = '00000000-0000-4000-8000-0000000000' || column2;
SELECT id, email FROM users WHERE id LIKE '%-8000-0000000000d_' ORDER BY id;
INSERT INTO users (name, account_id) SELECT DISTINCT email, '00000000-0000-4000-8000-0000000000ac' FROM people WHERE account_id LIKE '%0000ac' ORDER BY email;
SELECT count(*), count(DISTINCT name) FROM users WHERE account_id LIKE '%0000ac';
INSERT INTO users (email, account_id) SELECT DISTINCT 'z' || email, '00000000-0000-4000-8000-0000000000ac' FROM people WHERE account_id LIKE '%0000ac' AND email LIKE '%d1%' ORDER BY email;
SELECT email FROM users WHERE email LIKE '%d1%' ORDER BY email;
INSERT INTO users (email, account_id) SELECT 'a' || e, '00000000-0000-4000-8000-0000000000ac' FROM (SELECT DISTINCT email AS e FROM people WHERE account_id LIKE '%0000ac' AND email LIKE '%d_@%' ORDER BY email);
SELECT email FROM users WHERE email LIKE 'a%d_@%' ORDER BY email;
INSERT INTO users (email, account_id) SELECT 'z' || e, '00000000-0000-4000-8000-0000000000ac' FROM (SELECT DISTINCT email AS e FROM people WHERE account_id LIKE '%0000ac' AND email LIKE 'a%d_@%' ORDER BY email);
SELECT email FROM users WHERE email LIKE 'za%' ORDER BY email;
INSERT INTO users (email, account_id) SELECT 'a' || n || e, '00000000-0000-4000-8000-0000000000ac' FROM (SELECT DISTINCT email AS e FROM people WHERE email LIKE 'za%' ORDER BY email) CROSS JOIN two;
SELECT count(*) FROM users WHERE email LIKE 'a_za%';
INSERT INTO users (email, account_id) SELECT 'a' || n || e, '00000000-0000-4000-8000-0000000000ac' FROM (SELECT DISTINCT email AS e FROM people WHERE email LIKE 'z%' ORDER BY email) CROSS JOIN two WHERE e LIKE 'zu%';
SELECT email FROM users WHERE email LIKE 'a_zu%' ORDER BY email;
INSERT INTO notifications (user_id, message) SELECT id, name FROM users WHERE name IN ('uma', 'olga', 'otto');
CREATE VIRTUAL TABLE inbox USING notifications;
INSERT INTO notifications (user_id, message) SELECT DISTINCT user_id, 'again ' || message FROM inbox ORDER BY user_id, message;
SELECT message FROM notifications ORDER BY message;
INSERT INTO notifications (user_id, message) SELECT '00000000-0000-4000-8000-000000000004', 'a' || m FROM (SELECT DISTINCT message AS m FROM inbox ORDER BY message);
SELECT message FROM notifications WHERE user_id LIKE '%000004' ORDER BY message;
.print -- parameters in any order, beside other conditions; a search term that finds nothing, and is no 0
INSERT INTO channels (id, account_id, name) VALUES ('00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-0000000000aa', 'one');
INSERT INTO channel_members (channel_id, user_id, mode) SELECT '00000000-0000-4000-8000-0000000000c1', id, iif(name = 'uma', 'view', 'edit') FROM users WHERE name IN ('uma', 'carl');
SELECT name FROM users WHERE channel = '00000000-0000-4000-8000-0000000000c1' AND include_view_only = 1 ORDER BY name;
SELECT name FROM users WHERE include_view_only = 1 AND channel = '00000000-0000-4000-8000-0000000000c1' ORDER BY name;
SELECT name FROM users WHERE rowid > 0 AND include_view_only = 1 AND rowid < 99 AND channel = '00000000-0000-4000-8000-0000000000c1' ORDER BY name;
SELECT name FROM users WHERE email_notifications = 1 AND channel = '00000000-0000-4000-8000-0000000000c1' ORDER BY name;
SELECT name FROM users WHERE channel = '00000000-0000-4000-8000-0000000000c1' AND include_view_only = 0 AND q = 'a' ORDER BY name;
UPDATE users SET name = '0' WHERE name = 'nora';
SELECT count(*) FROM users WHERE q = printf('%.*c', 5000, 'x');
SELECT count(*) FROM users WHERE q = '0';
UPDATE users SET name = 'no 5' WHERE name = '0';
SELECT name FROM users WHERE q = 5;
SELECT name FROM users WHERE q = 5.0;
SELECT name FROM users WHERE q = '5' AND q IS NOT NULL AND q > '' ORDER BY name LIMIT 1;
SELECT count(*) FROM users WHERE q = 'a' AND q > 'b';
.print -- 1 and 1.0 are one value to DISTINCT, and yet can be told apart
CREATE TABLE anything (x, owner TEXT);
INSERT INTO anything VALUES (1, 'a'), (1.0, 'a'), ('1', 'a'), (2.0, 'a'), (2, 'a');
CREATE VIRTUAL TABLE things USING guarded(anything, owner=owner);
SELECT DISTINCT x FROM things WHERE typeof(x) = 'real' ORDER BY x;
SELECT DISTINCT x FROM things ORDER BY x;
.print -- whoever sees nothing any more, and whoever sees their own
INSERT INTO teams (id, account_id, name) VALUES ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-0000000000aa', 'red');
INSERT INTO team_memberships (team_id, user_id) SELECT '00000000-0000-4000-8000-0000000000e1', id FROM users WHERE name IN ('uma', 'carl');
SELECT session_create(id, json_object('token', substr(name || '0000000000000000000000000000000000000000000', 1, 43))) IS NOT NULL FROM users WHERE name IN ('uma', 'carl');
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT count(*) FROM sessions;
DELETE FROM users WHERE id = '00000000-0000-4000-8000-000000000006';
SELECT count(*) FROM sessions;
SELECT id FROM sessions;
SELECT user_id FROM team_memberships;
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000005');
SELECT count(*) FROM sessions;
SELECT length(id) FROM sessions;
SELECT user_id FROM team_memberships;
SELECT act_as(NULL);
