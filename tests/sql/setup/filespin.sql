-- What the tests of the API filespin start with: the cast, who has a session whose token is their name, filled up
-- with zeros, and views of a request made as each of them. `ask` lists requests: INSERT, then look at `answers`.
.read setup/people.sql
.mode list
INSERT INTO usher SELECT 'session_create', json_array(id, json_object('form', 'opaque', 'token', token)) FROM p WHERE name NOT IN ('dora', 'dan');
UPDATE usher_user SET access_id = printf('%032x', number);
CREATE TEMP TABLE ask (n INTEGER PRIMARY KEY, name, method, path, body);
CREATE TEMP VIEW answers AS SELECT k.n, k.name, k.method, k.path, a.status, a.body, a.headers FROM ask AS k LEFT JOIN p ON p.name = k.name
    JOIN api('filespin', k.method, k.path, k.body, p.token) AS a ORDER BY k.n;
