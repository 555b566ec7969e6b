-- api(): methods. 405 tells Allow; HEAD is GET without its body; OPTIONS tells Allow without asking who it is; a method is spelled in capitals. 413 for a body beyond a megabyte.
.read setup/api_vidbeo.sql
CREATE TEMP TABLE t AS SELECT token FROM who WHERE name = 'olga';
SELECT column1, page, status, headers, body IS NULL FROM (VALUES ('POST'), ('PUT'), ('DELETE'), ('PATCH'), ('HEAD'), ('OPTIONS'), ('TRACE'), ('CONNECT'), ('get'), ('Get'), (''), ('GET '), ('GÉT'), (hex(zeroblob(500)))), t,
    (SELECT '/v2/users' AS page UNION ALL SELECT '/v2/users/00000000-0000-4000-8000-000000000099' UNION ALL SELECT '/v2/invites' UNION ALL SELECT '/v2/invites/00000000-0000-4000-8000-000000000099')
    CROSS JOIN api('vidbeo', column1, page, NULL, token) WHERE status IN (204, 405, 200) AND length(column1) < 500;
SELECT status, headers, body FROM api('vidbeo', 'PUT', '/v2/users');
SELECT status, headers, body FROM api('vidbeo', 'OPTIONS', '/v2/users/x');
SELECT status, headers FROM api('vidbeo', 'OPTIONS', '/nowhere');
SELECT status, length(body) FROM t, api('vidbeo', hex(zeroblob(100000)), '/v2/users', NULL, token);
-- HEAD has the status and the headers of GET.
SELECT h.status = g.status, h.headers = g.headers, h.body IS NULL, g.body IS NOT NULL
FROM t, (SELECT '/v2/users' AS page UNION ALL SELECT '/v2/users/00000000-0000-4000-8000-000000000099' UNION ALL SELECT '/nowhere' UNION ALL SELECT '/v2/users?limit=0'), api('vidbeo', 'HEAD', page, NULL, token) AS h, api('vidbeo', 'GET', page, NULL, token) AS g;
SELECT status, body IS NULL FROM api('vidbeo', 'HEAD', '/v2/users');

-- Bodies.
SELECT status, body ->> '$.errors[0].message' FROM t, api('vidbeo', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000006', '{"name":"A"}' || replace(hex(zeroblob(499994)), '0', ' '), token);
SELECT status, body ->> '$.errors[0].message' FROM t, api('vidbeo', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000006', '{"name":"A"}' || replace(hex(zeroblob(499994)), '0', ' ') || ' ', token);
SELECT status FROM t, api('vidbeo', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000006', zeroblob(50000000), token);
SELECT status, headers FROM api('vidbeo', 'POST', '/v2/invites', zeroblob(1000001));
SELECT status FROM t, api('vidbeo', 'POST', '/nowhere', zeroblob(1000001), token);
