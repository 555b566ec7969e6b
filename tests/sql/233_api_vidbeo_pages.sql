-- Lists of vidbeo in pages: limit 1 to 100, 25 unless it is said; cursors are opaque, hold while rows come and go, and are good for nothing else.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 'true');
INSERT INTO invites (id, email, name, role, token, created_at) VALUES ('00000000-0000-4000-8001-000000000000', 'a@example.org', 'u00', 'owner', 'a000000000000000000000000000000000000000000', '2022-01-01T00:00:00Z');
INSERT INTO usher VALUES ('invite_accept', '["a000000000000000000000000000000000000000000", {"id":"00000000-0000-4000-8000-000000000000"}]');
CREATE TEMP TABLE t AS SELECT session_create('00000000-0000-4000-8000-000000000000', '{"token":"t000000000000000000000000000000000000000000"}') AS token;
-- All later than the owner; some at the same time.
INSERT INTO users (id, email, name, created_at) SELECT printf('00000000-0000-4000-8000-%012d', value), printf('u%02d@example.org', value), printf('u%02d', value), printf('2099-01-01T00:%02d:00Z', value / 3)
FROM json_each('[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29]');
SELECT json_array_length(body, '$.result'), body ->> '$.result[24].name', substr(body ->> '$.links.next', 1, 26) FROM t, api('vidbeo', 'GET', '/v2/users', NULL, token);
SELECT json_array_length(body, '$.result'), body -> 'links' FROM t, api('vidbeo', 'GET', '/v2/users?limit=30', NULL, token);
SELECT json_array_length(body, '$.result'), body -> 'links' FROM t, api('vidbeo', 'GET', '/v2/users?limit=100&cursor=', NULL, token);
SELECT json_array_length(body, '$.result'), body ->> '$.links.next' IS NOT NULL FROM t, api('vidbeo', 'GET', '/v2/users?limit=29', NULL, token);

-- Page by page: each once, in order.
WITH RECURSIVE page (n, names, next) AS (
    SELECT 1, NULL, '/v2/users?limit=7'
    UNION ALL
    SELECT n + 1, (SELECT group_concat(value ->> 'name', ' ') FROM json_each(body, '$.result')), body ->> '$.links.next'
    FROM page, api('vidbeo', 'GET', page.next, NULL, 't000000000000000000000000000000000000000000') WHERE page.next IS NOT NULL)
SELECT n, names, next IS NULL FROM page;

-- Between two pages the last one shown is deleted, others before and behind come and go: no one twice, no one left out.
CREATE TEMP TABLE next AS SELECT body ->> '$.links.next' AS link, body FROM t, api('vidbeo', 'GET', '/v2/users?limit=5', NULL, token);
SELECT group_concat(value ->> 'name', ' ') FROM next, json_each(body, '$.result');
DELETE FROM users WHERE name IN ('u02', 'u04', 'u06');
INSERT INTO users (id, email, name, created_at) VALUES ('00000000-0000-4000-8000-000000000100', 'x1@example.org', 'before', '2098-01-01T00:00:00Z'), ('00000000-0000-4000-8000-000000000101', 'x2@example.org', 'behind', '2099-01-01T00:02:30Z');
SELECT (SELECT group_concat(value ->> 'name', ' ') FROM json_each(api.body, '$.result')) FROM t, next, api('vidbeo', 'GET', link, NULL, token);
-- The same link gives the same page again.
SELECT count(DISTINCT api.body) FROM t, next, (VALUES (1), (2)), api('vidbeo', 'GET', link, NULL, token);

-- What is no cursor of this list.
CREATE TEMP TABLE c AS SELECT substr(link, instr(link, 'cursor=') + 7) AS cursor FROM next;
SELECT length(cursor) > 60, instr(cursor, '=') FROM c;
SELECT what, status, body -> 'errors' FROM t, (
    SELECT 'cut' AS what, '/v2/users?cursor=' || substr(cursor, 1, length(cursor) - 1) AS page FROM c
    UNION ALL SELECT 'longer', '/v2/users?cursor=' || cursor || 'A' FROM c
    UNION ALL SELECT 'other end', '/v2/users?cursor=' || substr(cursor, 1, length(cursor) - 1) || iif(substr(cursor, -1) = 'A', 'B', 'A') FROM c
    UNION ALL SELECT 'other beginning', '/v2/users?cursor=' || iif(substr(cursor, 1, 1) = 'A', 'B', 'A') || substr(cursor, 2) FROM c
    UNION ALL SELECT 'other list', '/v2/invites?cursor=' || cursor FROM c
    UNION ALL SELECT 'made up', '/v2/users?cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    UNION ALL SELECT 'short', '/v2/users?cursor=AA'
    UNION ALL SELECT 'plain', '/v2/users?cursor=2099-01-01T00%3A01%3A00.000Z%2000000000-0000-4000-8000-000000000004'
    UNION ALL SELECT 'huge', '/v2/users?cursor=' || hex(zeroblob(500))
    UNION ALL SELECT 'quote', '/v2/users?cursor=%27%22%3B--'
    UNION ALL SELECT 'twice', '/v2/users?cursor=' || cursor || '&cursor=' || cursor FROM c
    UNION ALL SELECT 'limit', '/v2/users?limit=' || column1 FROM (VALUES ('0'), ('101'), ('-1'), ('1.5'), ('ten'), (''), ('99999999999999999999'), ('%20' || '5'), ('0x10'))
    UNION ALL SELECT 'limit twice', '/v2/users?limit=5&limit=5'
    UNION ALL SELECT 'other', '/v2/users?offset=5'
    UNION ALL SELECT 'Limit', '/v2/users?Limit=5'
), api('vidbeo', 'GET', page, NULL, token);
SELECT status FROM t, api('vidbeo', 'GET', '/v2/users?limit=1&', NULL, token);

-- Invites go by the same rules.
INSERT INTO invites (id, email, name, created_at) SELECT printf('00000000-0000-4000-8001-%012d', value), printf('i%02d@example.org', value), printf('i%02d', value), printf('2023-01-01T00:%02d:00Z', value / 2) FROM json_each('[1,2,3,4,5]');
WITH RECURSIVE page (n, names, next) AS (
    SELECT 1, NULL, '/v2/invites?limit=2'
    UNION ALL
    SELECT n + 1, (SELECT group_concat(value ->> 'name', ' ') FROM json_each(body, '$.result')), body ->> '$.links.next'
    FROM page, api('vidbeo', 'GET', page.next, NULL, 't000000000000000000000000000000000000000000') WHERE page.next IS NOT NULL)
SELECT n, names, next IS NULL FROM page;
