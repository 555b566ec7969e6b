-- A token that was replaced, and what replaced it, too: whoever shows it ends the session, in either form, and only the last
-- one acts. When it was used is written once a minute.
.read setup/people.sql
SELECT usher_key('0123456789abcdef0123456789abcdef') IS NOT NULL;
CREATE TEMP TABLE t (form, number, token);
CREATE TEMP VIEW state AS SELECT form, status, count(*) AS sessions FROM sessions GROUP BY 1, 2;
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'sessions.leeway', 0);
INSERT INTO t SELECT 'jwt', 1, session_create('00000000-0000-4000-8000-000000000006', '{"form":"jwt"}');
INSERT INTO t SELECT 'opaque', 1, session_create('00000000-0000-4000-8000-000000000004', '{"form":"opaque"}');
.shell sleep 0.01
.once token
SELECT session_refresh(token) FROM t WHERE number = 1 AND form = 'jwt';
INSERT INTO t VALUES ('jwt', 2, rtrim(CAST(readfile('token') AS TEXT), char(10)));
.once token
SELECT session_refresh(token) FROM t WHERE number = 1 AND form = 'opaque';
INSERT INTO t VALUES ('opaque', 2, rtrim(CAST(readfile('token') AS TEXT), char(10)));
.shell sleep 0.01
.once token
SELECT session_refresh(token) FROM t WHERE number = 2 AND form = 'jwt';
INSERT INTO t VALUES ('jwt', 3, rtrim(CAST(readfile('token') AS TEXT), char(10)));
.once token
SELECT session_refresh(token) FROM t WHERE number = 2 AND form = 'opaque';
INSERT INTO t VALUES ('opaque', 3, rtrim(CAST(readfile('token') AS TEXT), char(10)));
SELECT form, count(DISTINCT token), min(length(token)) > 40 FROM t GROUP BY 1;
SELECT * FROM state;
.print -- which of them act
SELECT substr(authenticate(token), -2), 'jwt 1' FROM t WHERE form = 'jwt' AND number = 1;
SELECT substr(authenticate(token), -2), 'jwt 3' FROM t WHERE form = 'jwt' AND number = 3;
SELECT substr(authenticate(token), -2), 'opaque 1' FROM t WHERE form = 'opaque' AND number = 1;
SELECT substr(authenticate(token), -2), 'opaque 2' FROM t WHERE form = 'opaque' AND number = 2;
SELECT substr(authenticate(token), -2), 'opaque 3' FROM t WHERE form = 'opaque' AND number = 3;
SELECT act_as(NULL);
.print -- the first ones again
SELECT session_refresh(token) IS NOT NULL FROM t WHERE form = 'jwt' AND number = 1;
SELECT usher_error() ->> 'code';
SELECT session_refresh(token) IS NOT NULL FROM t WHERE form = 'opaque' AND number = 1;
SELECT usher_error() ->> 'code';
SELECT * FROM state;
SELECT session_refresh(token) IS NOT NULL FROM t WHERE form = 'jwt' AND number = 3;
SELECT session_refresh(token) IS NOT NULL FROM t WHERE form = 'opaque' AND number = 3;
SELECT act_as(NULL);
SELECT substr(authenticate(token), -2), 'jwt 3' FROM t WHERE form = 'jwt' AND number = 3;
SELECT substr(authenticate(token), -2), 'opaque 3' FROM t WHERE form = 'opaque' AND number = 3;
SELECT act_as(NULL);
SELECT action, substr(real_actor, -2), count(*) FROM audit_log WHERE action LIKE 'session.%' GROUP BY 1, 2 ORDER BY 1, 2;

.print -- when it was used
INSERT INTO t SELECT 'use', 1, session_create('00000000-0000-4000-8000-000000000006');
CREATE TEMP VIEW used AS SELECT last_used_at IS NOT NULL AS used, last_used_at < strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 second') AS long_ago FROM usher_session ORDER BY number DESC LIMIT 1;
SELECT * FROM used;
SELECT substr(authenticate(token), -2) FROM t WHERE form = 'use';
SELECT * FROM used;
UPDATE usher_session SET last_used_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-50 seconds');
SELECT substr(authenticate(token), -2) FROM t WHERE form = 'use';
SELECT * FROM used;
UPDATE usher_session SET last_used_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-61 seconds');
SELECT a.x, substr(authenticate(token), -2) FROM t, (SELECT 1 AS x) AS a WHERE form = 'use';
SELECT * FROM used;
UPDATE usher_session SET last_used_at = '2100-01-01T00:00:00.000Z';
SELECT substr(authenticate(token), -2) FROM t WHERE form = 'use';
SELECT last_used_at < '2099' FROM usher_session ORDER BY number DESC LIMIT 1;
BEGIN;
UPDATE usher_session SET last_used_at = '2000-01-01T00:00:00.000Z';
SELECT substr(authenticate(token), -2) FROM t WHERE form = 'use';
SELECT last_used_at FROM usher_session ORDER BY number DESC LIMIT 1;
ROLLBACK;
