-- filespin: GET /api/v1/users and POST, which is search: one's own group, 30 at a time, no wildcards.
.read setup/filespin.sql
CREATE TEMP VIEW listed AS SELECT k.n, k.name, a.status, a.body ->> '$.total_users' AS total, a.body ->> '$.count' AS count, (SELECT group_concat(value ->> '$.id') FROM json_each(a.body, '$.users')) AS ids, iif(a.status = 200, '', a.body) AS error
    FROM ask AS k LEFT JOIN p ON p.name = k.name JOIN api('filespin', k.method, k.path, k.body, p.token) AS a ORDER BY k.n;

.print -- the envelope; each user is a profile
SELECT a.headers, json_remove(a.body, '$.users'), (SELECT group_concat(key) FROM json_each(a.body)), json_type(a.body, '$.total_users'), json_type(a.body, '$.count') FROM p JOIN api('filespin', 'GET', '/api/v1/users', NULL, p.token) AS a WHERE p.name = 'olga';
SELECT a.body -> '$.users[5]' = b.body FROM p JOIN api('filespin', 'GET', '/api/v1/users', NULL, p.token) AS a JOIN api('filespin', 'GET', '/api/v1/user/6', NULL, p.token) AS b WHERE p.name = 'olga';
.print -- who: it takes users.read; guests and the deleted are not of the group, nor do guests see it
INSERT INTO ask (name, method, path) SELECT column1, 'GET', '/api/v1/users' FROM (VALUES ('olga'), ('adam'), ('mia'), ('carl'), ('uma'), ('hana'), ('gus'), (NULL));
SELECT * FROM listed;
.print -- a service user is no person
INSERT INTO usher SELECT 'api_key_create', json_array('bot', json_object('owner', 'account', 'account_id', '00000000-0000-4000-8000-0000000000aa', 'scopes', json('[]')));
SELECT total FROM listed WHERE n = 1;

.print -- pages
INSERT INTO users (account_id, email, first_name, last_name) WITH RECURSIVE i (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM i WHERE n < 60) SELECT '00000000-0000-4000-8000-0000000000aa', printf('user%02d@example.com', n), 'First' || n, 'La%st_' || n FROM i;
DELETE FROM ask;
INSERT INTO ask (name, method, path) SELECT 'adam', 'GET', '/api/v1/users' || column1 FROM (VALUES (''), ('?offset=0'), ('?offset=30'), ('?offset=60'), ('?offset=67'), ('?offset=68'), ('?offset=1000000000'), ('?offset=007'), ('?offset=%33%30'),
    ('?offset='), ('?offset=-1'), ('?offset=1.5'), ('?offset=x'), ('?offset=9999999999999999'), ('?offset=1&offset=2'), ('?limit=5'), ('?offset=1;DROP'), ('?offset'), ('?offset=%'), ('?offset=+1'));
SELECT n, status, total, count, length(ids), error FROM listed;

.print -- search: parts, without regard to case and without wildcards; all that is said must hold
DELETE FROM ask;
INSERT INTO ask (name, method, path, body) SELECT 'adam', 'POST', '/api/v1/users', column1 FROM (VALUES ('{}'), ('{"email":"USER0"}'), ('{"email":"user01@example.com"}'), ('{"email":"%"}'), ('{"email":"user_1"}'), ('{"email":"user0%"}'), ('{"last_name":"%st_1"}'), ('{"last_name":"a%s"}'), ('{"first_name":"first6"}'), ('{"first_name":"first6","last_name":"_60"}'), ('{"first_name":"first6","last_name":"_59"}'),
    ('{"email":"example.org"}'), ('{"email":"example.org","enabled_only":true}'), ('{"email":"example.org","enabled_only":false}'), ('{"email":"user","offset":30}'), ('{"email":"user","offset":55}'), ('{"email":"user","offset":60}'), ('{"email":null,"first_name":null,"last_name":null,"enabled_only":null,"offset":null}'), ('{"first_name":""}'), ('{"email":"nobody"}'), ('{"email":"\\"}'), ('{"email":"''"}'), ('{"email":"' || hex(zeroblob(5000)) || '"}'));
SELECT n, status, total, count, length(ids), error FROM listed;
.print -- bodies
DELETE FROM ask;
INSERT INTO ask (name, method, path, body) SELECT 'adam', 'POST', '/api/v1/users', column1 FROM (VALUES (NULL), (''), ('[]'), ('null'), ('{"email":7}'), ('{"email":["x"]}'), ('{"enabled_only":1}'), ('{"enabled_only":"true"}'), ('{"offset":"1"}'), ('{"offset":1.5}'), ('{"offset":-1}'), ('{"offset":9223372036854775807}'), ('{"offset":92233720368547758070}'), ('{"name":"x"}'), ('{"email":"x","email":"y"}'), ('{"email":"a\u0000"}'), ('{"email":{"a":1}}'));
SELECT n, status, total, count, error FROM listed;
INSERT INTO ask (n, name, method, path, body) VALUES (101, 'carl', 'POST', '/api/v1/users', '{"email":"adam"}'), (102, 'uma', 'POST', '/api/v1/users', '{"email":"uma"}'), (103, NULL, 'POST', '/api/v1/users', '{}'), (104, 'mia', 'POST', '/api/v1/users', '{"email":"adam"}'), (105, 'bert', 'POST', '/api/v1/users', '{"email":"adam"}');
SELECT * FROM listed WHERE n > 100;
.print -- a key of a user's: as far as its scopes go
CREATE TEMP TABLE keys AS SELECT column1 AS name, api_key_create(column1, json_object('user_id', '00000000-0000-4000-8000-000000000003', 'scopes', json(column2))) AS key FROM (VALUES ('all', '["users.read","users.read_private"]'), ('read', '["users.read"]'), ('none', '[]'));
SELECT k.name, a.status, a.body ->> '$.total_users', a.body -> '$.users[5].access_id', iif(a.status = 200, '', a.body) FROM keys AS k JOIN api('filespin', 'GET', '/api/v1/users', NULL, k.key) AS a;
