-- pulse: page[number] and page[size]: links are complete relative URLs that keep the other parameters, and
-- following them shows each user once.
.read setup/pulse.sql
.print ---- links of the first, a middle, the last page, one behind it, of nothing
CREATE TEMP TABLE asked (n INTEGER PRIMARY KEY, query);
INSERT INTO asked (query) VALUES ('page[size]=5'), ('page[number]=2&page[size]=5'), ('page%5Bnumber%5D=3&page[size]=5'), ('page[number]=9&page[size]=5'), ('page[number]=1000000000&page[size]=100'),
    ('page[size]=5&filter[name]=eq:nobody'), ('page[size]=12'), ('page[size]=1&sort=-name,email&filter[name]=ct:a%26b%3D%22%25%2B/é&fields[user]=name&include=');
SELECT q.query, a.status, (SELECT group_concat(value ->> '$.attributes.name') FROM json_each(a.body, '$.data')) AS names, char(10) || (SELECT group_concat(key || ' ' || ifnull(value, 'null'), char(10)) FROM json_each(a.body, '$.links'))
FROM asked AS q, api('pulse', 'GET', '/api/v1/users?' || q.query, NULL, @olga) AS a;
.print ---- followed
CREATE TEMP TABLE walked AS
WITH RECURSIVE page (number, body) AS (
    SELECT 1, a.body FROM api('pulse', 'GET', '/api/v1/users?page[size]=5&sort=status', NULL, @olga) AS a
    UNION ALL
    SELECT number + 1, (SELECT a.body FROM api('pulse', 'GET', page.body ->> '$.links.next', NULL, @olga) AS a) FROM page WHERE page.body ->> '$.links.next' IS NOT NULL)
SELECT number, body FROM page;
SELECT count(DISTINCT number), count(*), count(DISTINCT u.value ->> '$.id') FROM walked, json_each(body, '$.data') AS u;
SELECT DISTINCT w.body = a.body FROM walked AS w, api('pulse', 'GET', w.body ->> '$.links.self', NULL, @olga) AS a;
SELECT DISTINCT l.body = a.body FROM walked AS w JOIN walked AS l ON l.number = 3, api('pulse', 'GET', w.body ->> '$.links.last', NULL, @olga) AS a;
.print ---- 25 unless it is said, 100 at most
INSERT INTO users (id, account_id, name) WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 219) SELECT '00000000-0000-4000-8004-000000000' || i, '00000000-0000-4000-8000-0000000000aa', 'n' || i FROM n;
SELECT status, json_array_length(body, '$.data') FROM api('pulse', 'GET', '/api/v1/users', NULL, @olga);
SELECT status, json_array_length(body, '$.data'), body ->> '$.links.last' FROM api('pulse', 'GET', '/api/v1/users?page[size]=100&include=account_memberships&sort=-created_at', NULL, @olga);
.print ---- refused
SELECT t.column1, a.status, a.body FROM (VALUES ('page[size]=0'), ('page[size]=101'), ('page[size]=x'), ('page[size]='), ('page[size]=-1'), ('page[size]=99999999999999999999'), ('page[size]=1e1'), ('page[number]=0'), ('page[number]=1000000001'), ('page[number]=+1'),
    ('page[number]=1&page[number]=2'), ('page[offset]=1'), ('page=1'), ('page[cursor]=x'), ('limit=1'), ('page[size]=0x10'), ('page[number]= 1')) AS t, api('pulse', 'GET', '/api/v1/users?' || t.column1, NULL, @olga) AS a;
