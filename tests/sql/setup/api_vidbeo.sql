-- The cast, each with a session whose token is known, and requests: INSERT INTO ask, then `.read
-- setup/api_vidbeo_ask.sql` sends them in their order and shows the answers without what differs from run to run.
.read setup/people.sql
CREATE TEMP TABLE who AS SELECT name, id, substr('session-of-' || name || '00000000000000000000000000000000000', 1, 43) AS token FROM p WHERE name NOT IN ('dora', 'dan');
CREATE TEMP TABLE session AS SELECT session_create(id, json_object('id', replace(id, '4000-8000', '4000-8002'), 'token', token)) AS token FROM who;
CREATE TEMP TABLE ask (who TEXT, method TEXT, path TEXT, body TEXT);
