-- session_refresh(): a new token for an old one, which is dead at once; an old one that comes back ends the session.
.read setup/people.sql
CREATE TEMP TABLE s AS SELECT name, id, replace(id, '4000-8000', '4000-8002') AS session, substr(token, 1, 42) || 'A' AS token, substr('new' || token, 1, 42) || 'A' AS new, substr('newer' || token, 1, 42) || 'A' AS newer FROM p;
CREATE TEMP VIEW now AS SELECT iif(length(actor()) = 36, substr(actor(), -2), actor()) AS who;
CREATE TEMP VIEW seen AS SELECT substr(id, -2), status, refreshed_at = last_used_at AS used, refreshed_at IS NOT NULL AS refreshed FROM sessions ORDER BY id;
CREATE TEMP TABLE later (seconds);
CREATE TEMP TRIGGER passing AFTER INSERT ON later BEGIN
    UPDATE usher_session SET refreshed_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-' || NEW.seconds || ' seconds') WHERE refreshed_at IS NOT NULL; END;
SELECT count(session_create(id, json_object('id', session, 'token', token))) FROM s WHERE name IN ('uma', 'mia');

.print -- by anybody who has it; nobody else acts for that
SELECT session_refresh(token, json_object('token', new)) = new FROM s WHERE name = 'uma';
SELECT * FROM now;
SELECT * FROM seen;
SELECT authenticate(token) IS NULL FROM s WHERE name = 'uma';
SELECT * FROM now;
SELECT authenticate(new) = id FROM s WHERE name = 'uma';
SELECT * FROM seen;
.print -- one that is made
SELECT length(session_refresh(token)), session_refresh(token) IS NULL FROM s WHERE name = 'mia';
SELECT length(session_refresh(new)) FROM s WHERE name = 'uma';
SELECT * FROM now;
SELECT * FROM seen;
SELECT act_as(NULL);
DELETE FROM sessions;
SELECT count(*) FROM usher_session_past;

.print -- once more by mistake: 10 seconds, and it opens nothing
SELECT count(session_create(id, json_object('id', session, 'token', token))) FROM s WHERE name IN ('uma', 'mia');
SELECT session_refresh(token, json_object('token', new)) = new FROM s WHERE name = 'uma';
SELECT session_refresh(token) FROM s WHERE name = 'uma';
SELECT usher_error();
INSERT INTO later VALUES (9);
SELECT session_refresh(token) FROM s WHERE name = 'uma';
SELECT * FROM seen;
SELECT authenticate(new) = id FROM s WHERE name = 'uma';
SELECT act_as(NULL);
.print -- later: the session ends, for the new token, too, and that lasts although the statement failed
INSERT INTO later VALUES (11);
SELECT session_refresh(token) FROM s WHERE name = 'uma';
SELECT usher_error();
SELECT * FROM seen;
SELECT authenticate(new) IS NULL FROM s WHERE name = 'uma';
SELECT act_as(NULL);
SELECT session_refresh(new) FROM s WHERE name = 'uma';
SELECT usher_error();
SELECT session_refresh(token) FROM s WHERE name = 'uma';
.print -- the one before the one before: at once
SELECT session_refresh(token, json_object('token', new)) = new FROM s WHERE name = 'mia';
SELECT session_refresh(new, json_object('token', newer)) = newer FROM s WHERE name = 'mia';
SELECT session_refresh(new) FROM s WHERE name = 'mia';
SELECT * FROM seen;
SELECT session_refresh(token) FROM s WHERE name = 'mia';
SELECT * FROM seen;
.print -- without leeway any; authenticate() ends nothing
DELETE FROM sessions;
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'sessions.leeway', '0');
SELECT count(session_create(id, json_object('id', session, 'token', token))) FROM s WHERE name IN ('uma', 'gina');
SELECT session_refresh(token, json_object('token', new)) = new FROM s WHERE name IN ('uma', 'gina');
INSERT INTO later VALUES (1);
SELECT authenticate(token) IS NULL FROM s WHERE name = 'uma';
SELECT act_as(NULL);
SELECT * FROM seen;
SELECT session_refresh(token) FROM s WHERE name = 'gina';
SELECT session_refresh(token) FROM s WHERE name = 'uma';
SELECT * FROM seen;

.print -- whoever acts by it, does so no more; by another they do
DELETE FROM sessions;
SELECT count(session_create(id, json_object('id', session, 'token', token))) FROM s WHERE name = 'uma';
SELECT authenticate(token) = id FROM s WHERE name = 'uma';
SELECT session_refresh(token, json_object('token', new)) = new FROM s WHERE name = 'uma';
SELECT name FROM users;
UPDATE usher_session SET refreshed_at = '2020-01-01T00:00:00.000Z';
SELECT session_refresh(token) FROM s WHERE name = 'uma';
SELECT name FROM users;
SELECT * FROM now;
SELECT act_as(NULL);

.print -- not of a session that is over, or of a user who may not act
DELETE FROM sessions;
SELECT count(session_create(id, json_object('id', session, 'token', token))) FROM s WHERE name IN ('uma', 'mia');
UPDATE usher_session SET last_used_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-604801 seconds') WHERE id LIKE '%000006';
SELECT session_refresh(token) FROM s WHERE name = 'uma';
SELECT usher_error();
UPDATE usher_session SET last_used_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-604700 seconds') WHERE id LIKE '%000006';
SELECT length(session_refresh(token)) FROM s WHERE name = 'uma';
UPDATE usher_user SET disabled_at = created_at WHERE name = 'mia';
SELECT session_refresh(token) FROM s WHERE name = 'mia';
SELECT usher_error();
UPDATE usher_user SET disabled_at = NULL, discarded_at = created_at WHERE name = 'mia';
SELECT session_refresh(token) FROM s WHERE name = 'mia';
UPDATE usher_user SET discarded_at = NULL WHERE name = 'mia';
UPDATE usher_session SET expires_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-0.001 seconds') WHERE id LIKE '%000004';
SELECT session_refresh(token) FROM s WHERE name = 'mia';
UPDATE usher_session SET expires_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '30 seconds') WHERE id LIKE '%000004';
SELECT length(session_refresh(token)) FROM s WHERE name = 'mia';
.print -- it never lasts longer than it was to
SELECT expires_at < strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '31 seconds') FROM sessions WHERE id LIKE '%000004';

.print -- bad input; tokens that are taken
DELETE FROM sessions;
SELECT count(session_create(id, json_object('id', session, 'token', token))) FROM s WHERE name IN ('uma', 'mia');
SELECT session_refresh(NULL);
SELECT session_refresh(1);
SELECT session_refresh('');
SELECT usher_error();
SELECT session_refresh('x');
SELECT session_refresh(new) FROM s WHERE name = 'uma';
SELECT session_refresh(token || 'A') FROM s WHERE name = 'uma';
SELECT session_refresh(substr(token, 1, 42)) FROM s WHERE name = 'uma';
SELECT session_refresh(CAST(token AS BLOB)) FROM s WHERE name = 'uma';
SELECT session_refresh('a.b.c');
SELECT session_refresh(token, '{"id":"00000000-0000-4000-8000-000000000001"}') FROM s WHERE name = 'uma';
SELECT session_refresh(token, '{"token":"x"}') FROM s WHERE name = 'uma';
SELECT session_refresh(token, json_object('token', token)) FROM s WHERE name = 'uma';
SELECT session_refresh(a.token, json_object('token', b.token)) FROM s AS a, s AS b WHERE a.name = 'uma' AND b.name = 'mia';
SELECT session_refresh(token, json_object('token', new)) = new FROM s WHERE name = 'mia';
SELECT session_refresh(a.token, json_object('token', b.token)) FROM s AS a, s AS b WHERE a.name = 'uma' AND b.name = 'mia';
SELECT usher_error();
SELECT authenticate(token) = id FROM s WHERE name = 'uma';
SELECT act_as(NULL);
.print -- not within what could be taken back: the end of a stolen session would be, too
BEGIN;
SELECT session_refresh(token) FROM s WHERE name = 'uma';
SELECT usher_error();
COMMIT;
CREATE TEMP TABLE t AS SELECT session_refresh(token) FROM s WHERE name = 'uma';
INSERT INTO usher SELECT 'session_refresh', json_array(token) FROM s WHERE name = 'uma';
PRAGMA query_only = 1;
SELECT session_refresh(token) FROM s WHERE name = 'uma';
PRAGMA query_only = 0;
SELECT length(session_refresh(token)) FROM s WHERE name = 'uma';

.print -- on record, without the tokens
SELECT iif(length(actor) = 36, substr(actor, -2), actor), action, substr(object_id, -2), after FROM audit_log WHERE action IN ('session.refresh', 'session.reuse') ORDER BY id;
