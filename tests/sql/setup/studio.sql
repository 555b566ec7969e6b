-- For the tests of the profile studio: people, channels, a session each. `request` is what is asked (by whom: a name of p),
-- `asked` what is answered; `shown` the same with ids cut to what tells them apart.
.read setup/people.sql
.read setup/channels.sql
.mode list
INSERT INTO usher SELECT 'session_create', json_array(id, json_object('form', 'opaque', 'token', token)) FROM p WHERE name NOT IN ('dora', 'dan');
UPDATE usher_user SET created_at = printf('2022-01-01T00:00:00.%03dZ', number) WHERE number < 100;
CREATE TEMP TABLE request (n INTEGER PRIMARY KEY, who TEXT, method TEXT, path TEXT, body);
CREATE TEMP VIEW asked AS SELECT r.n, r.who, r.method, r.path, a.status, a.headers, a.body
FROM request AS r LEFT JOIN p ON p.name = r.who JOIN api('studio', r.method, r.path, r.body, p.token) AS a ORDER BY r.n;
CREATE TEMP VIEW shown AS SELECT n, who, method || ' ' || replace(path, '00000000-0000-4000-8000-00000000', '~') AS request, status, replace(body, '00000000-0000-4000-8000-00000000', '~') AS body FROM asked ORDER BY n;
