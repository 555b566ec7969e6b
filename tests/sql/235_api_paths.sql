-- api(): paths and queries. Each segment is decoded by itself; what cannot be a path is 400, what leads nowhere 404, what is too long 414.
.read setup/api_vidbeo.sql
CREATE TEMP TABLE t AS SELECT token FROM who WHERE name = 'olga';
CREATE TEMP TABLE asked (n INTEGER PRIMARY KEY, page TEXT);
INSERT INTO asked (page) VALUES
    ('/v2/users'), ('/v2/users/'), ('/v2/users#there'), ('/v2/users?'), ('/v2/users?&&'), ('/v2/%75sers'), ('/v2/users?%6cimit=1'), ('/v2/users?limit=%31'), ('/v2/users/00000000-0000-4000-8000-00000000000%31'), ('/v2/users#?limit=0'),
    (''), ('/'), ('//'), ('v2/users'), ('/v2'), ('/v2/'), ('/v2//users'), ('//v2/users'), ('/v2/users//'), ('/V2/users'), ('/v2/Users'), ('/v2/users/00000000-0000-4000-8000-000000000001/'), ('/v2/users/00000000-0000-4000-8000-000000000001/invite'),
    ('/v2/./users'), ('/v2/../users'), ('/v2/x/../users'), ('/v2/users/..'), ('/v2/users/%2e%2e'), ('/v2/users/%2E'), ('/v2%2fusers'), ('/v2/users%2f00000000-0000-4000-8000-000000000001'), ('/v2/users/%2f'), ('/v2/users/%20'), ('/v2/users/+'), ('/v2/users/%'), ('/v2/users/%4'), ('/v2/users/%zz'), ('/v2/users/%00'), ('/v2/users/00000000-0000-4000-8000-000000000001%00'),
    ('/v2/users/%ff'), ('/v2/users/%c3%a9'), ('/v2/users/%c3'), ('/v2/users/%c0%af'), ('/v2/users/%ed%a0%80'), ('/v2/users/é'), ('/v2/users/%0a'), ('/v2/us ers'), ('/v2/users/:id'), ('/v2/users/'' OR 1=1 --'), ('http://example.org/v2/users'), ('*'),
    ('/a/b/c/d/e/f/g/h/i/j'), ('/a/b/c/d/e/f/g/h/i/j/k'), ('/v2\users'), ('/v2/users;x=1'), ('/v2/users?limit'), ('/v2/users?=1'), ('/v2/users?limit=1=2'), ('/v2/users?limit=%'), ('/v2/users?limit=%00'), ('/v2/users?%ff=1'), ('/v2/users?limit=1&limit=2'), ('/v2/users?limit=1;limit=2'), ('/v2/users?limit=1?limit=2'), ('/v2/users?a[b]=c'), ('/v2/users?lim%20it=1'), ('/v2/users?lim+it=1');
SELECT page, status, ifnull(body ->> '$.errors[0].message', '') FROM asked, t CROSS JOIN api('vidbeo', 'GET', page, NULL, token) ORDER BY n;
-- Malformed is malformed for nobody, too; where something is, they are asked who they are.
SELECT page, status FROM asked CROSS JOIN api('vidbeo', 'GET', page) WHERE status NOT IN (400, 404) ORDER BY n;
-- NUL, what is not UTF-8, what is too long.
SELECT status, body -> 'errors' FROM t, api('vidbeo', 'GET', '/v2/users' || char(0) || '/x', NULL, token);
SELECT status, body -> 'errors' FROM t, api('vidbeo', 'GET', CAST(x'2F76322FFF' AS TEXT), NULL, token);
SELECT status, body -> 'errors' FROM t, api('vidbeo', 'GET', '/v2/users/' || hex(zeroblob(4000)), NULL, token);
SELECT status FROM t, api('vidbeo', 'GET', '/v2/users/' || substr(hex(zeroblob(4000)), 11), NULL, token);
SELECT status, body -> 'errors' FROM t, api('vidbeo', 'GET', '/v2/users?' || replace(hex(zeroblob(33)), '0', 'a&'), NULL, token);
-- What the server itself must say right is an error of SQL.
SELECT * FROM api('vidbeo', 'GET', NULL);
SELECT * FROM api('vidbeo', 'GET', 7);
SELECT * FROM api('vidbeo', 'GET', x'2F');
SELECT * FROM api('vidbeo', 'GET');
SELECT * FROM api('Vidbeo', 'GET', '/');
SELECT * FROM api(NULL, 'GET', '/');
SELECT * FROM api('vidbeo', NULL, '/');
SELECT * FROM api('vidbeo', 1, '/');
SELECT * FROM api('vidbeo', 'GET', '/', 7);
SELECT * FROM api('vidbeo', 'GET', '/', NULL, NULL, NULL, 1);
