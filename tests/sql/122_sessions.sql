-- The table sessions: one's own, and those of the users of an account where one holds sessions.delete; DELETE ends one.
.read setup/people.sql
CREATE TEMP VIEW now AS SELECT iif(length(actor()) = 36, substr(actor(), -2), actor()) AS who, (SELECT count(*) FROM users) AS sees;
CREATE TEMP VIEW seen AS SELECT substr(id, -2) AS id, substr(user_id, -2) AS user, form, device, mfa, status, current FROM sessions ORDER BY id;
.print -- made by the system only, for a user who is active, by SSO, too; not one behind a key
CREATE TEMP TABLE s AS SELECT name, id, replace(id, '4000-8000', '4000-8002') AS session, substr(token, 1, 42) || 'A' AS token FROM p;
UPDATE users SET authentication = 'sso' WHERE name = 'otto';
SELECT name, session_create(id, json_object('id', session, 'device', 'of ' || name, 'token', token)) = token FROM s
WHERE name IN ('olga', 'otto', 'adam', 'mia', 'uma', 'beth', 'gina') ORDER BY id;
SELECT session_create(id) FROM s WHERE name = 'dora';
SELECT session_create(id) FROM s WHERE name = 'dan';
SELECT session_create('00000000-0000-4000-8000-000000000009');
SELECT session_create('00000000-0000-4000-8000-000000000099');
SELECT usher_error();
UPDATE usher_user SET service = 1 WHERE name = 'carl';
SELECT session_create(id) FROM s WHERE name = 'carl';
UPDATE usher_user SET service = 0;
SELECT session_create('x');
SELECT session_create(NULL);
SELECT session_create(id, '{"code":"1"}') FROM s WHERE name = 'uma';
SELECT session_create(id, '{"account_id":"00000000-0000-4000-8000-0000000000aa"}') FROM s WHERE name = 'uma';
SELECT session_create(id, json_object('token', token)) FROM s WHERE name = 'uma';
SELECT session_create(id, json_object('id', session)) FROM s WHERE name = 'uma';
SELECT session_create(id, '{"form":"jwt"}') FROM s WHERE name = 'uma';
INSERT INTO usher SELECT 'session_create', json_array(id, json_object('id', '00000000-0000-4000-8002-0000000000f6')) FROM s WHERE name = 'uma';
SELECT act_as(id) IS NULL FROM s WHERE name = 'olga';
SELECT session_create(actor());
SELECT act_as(NULL);
.print -- the system sees all
SELECT * FROM seen;
SELECT created_at = last_used_at, julianday(expires_at) - julianday(created_at), refreshed_at FROM sessions WHERE user_id LIKE '%000006' AND id LIKE '%000006';
.print -- by the setting of the user's own account; by whichever comes first
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000ab', 'sessions.idle', '60'), ('account', '00000000-0000-4000-8000-0000000000ab', 'sessions.life', '61');
SELECT length(session_create(id, '{"id":"00000000-0000-4000-8002-0000000000f3"}')) FROM s WHERE name = 'gina';
SELECT round((julianday(expires_at) - julianday(created_at)) * 86400) FROM sessions WHERE id LIKE '%0000f3';
SELECT round((julianday(expires_at) - julianday(created_at)) * 86400), idle_seconds FROM usher_session WHERE id LIKE '%0000f3';
UPDATE usher_session SET last_used_at = strftime('%Y-%m-%dT%H:%M:%fZ', last_used_at, '2 seconds') WHERE id LIKE '%0000f3';
SELECT round((julianday(expires_at) - julianday(created_at)) * 86400) FROM sessions WHERE id LIKE '%0000f3';
DELETE FROM sessions WHERE id LIKE '%0000f3';
.print -- an owner and an admin: those of the account's users, not those of its guests
SELECT authenticate(token) = id FROM s WHERE name = 'olga';
SELECT * FROM seen;
SELECT act_as(NULL);
SELECT authenticate(token) = id FROM s WHERE name = 'adam';
SELECT * FROM seen;
.print -- everybody else: their own
SELECT authenticate(token) = id FROM s WHERE name = 'mia';
SELECT * FROM seen;
SELECT authenticate(token) = id FROM s WHERE name = 'gina';
SELECT * FROM seen;
SELECT authenticate(token) = id FROM s WHERE name = 'uma';
SELECT * FROM seen;
SELECT count(*) FROM sessions WHERE user_id = '00000000-0000-4000-8000-000000000001';
SELECT act_as(id) IS NULL FROM s WHERE name = 'uma';
SELECT * FROM seen;
SELECT authenticate('no');
SELECT * FROM seen;
SELECT act_as(NULL);

.print -- neither INSERT nor UPDATE
INSERT INTO sessions (user_id) VALUES ('00000000-0000-4000-8000-000000000006');
UPDATE sessions SET device = 'x';
UPDATE sessions SET status = 'revoked';
SELECT usher_error();

.print -- DELETE: one's own; the one by which one acts ends that
SELECT authenticate(token) = id FROM s WHERE name = 'uma';
DELETE FROM sessions WHERE id LIKE '%000001';
SELECT changes();
DELETE FROM sessions WHERE id LIKE '%0000f6';
SELECT changes();
SELECT * FROM now;
DELETE FROM sessions WHERE current;
SELECT * FROM now;
SELECT * FROM seen;
DELETE FROM sessions;
SELECT authenticate(token) IS NULL FROM s WHERE name = 'uma';
SELECT * FROM now;
.print -- others': by the permission, and by rank
SELECT act_as(id) IS NULL FROM s WHERE name = 'adam';
DELETE FROM sessions WHERE id LIKE '%000004';
SELECT changes();
DELETE FROM sessions WHERE id LIKE '%000001';
DELETE FROM sessions;
SELECT * FROM seen;
SELECT can('sessions.delete', id), (SELECT group_concat(rule || ' ' || ifnull(granted, '-')) FROM can_explain('sessions.delete', id)) FROM s WHERE name IN ('olga', 'adam', 'mia', 'gina') ORDER BY id;
SELECT act_as(id) IS NULL FROM s WHERE name = 'olga';
DELETE FROM sessions;
SELECT act_as(NULL);
SELECT * FROM seen;
.print -- a role of the account's own
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'guard', '["sessions.delete"]');
UPDATE users SET role = 'guard' WHERE name = 'carl';
SELECT count(*) FROM s WHERE name IN ('olga', 'uma', 'carl') AND length(session_create(id, json_object('id', session, 'token', token))) = 43;
SELECT authenticate(token) = id FROM s WHERE name = 'carl';
SELECT * FROM seen;
DELETE FROM sessions WHERE id LIKE '%000006';
DELETE FROM sessions WHERE id LIKE '%000001';
SELECT count(*) FROM sessions, users WHERE users.id = user_id;
DELETE FROM sessions WHERE current;
SELECT act_as(NULL);
SELECT * FROM seen;

.print -- what ends by itself: status, and what a new one clears away
UPDATE usher_session SET expires_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 seconds') WHERE id LIKE '%000001';
SELECT * FROM seen;
SELECT length(session_create(id, json_object('id', '00000000-0000-4000-8002-0000000000f1'))) FROM s WHERE name = 'otto';
SELECT * FROM seen;
SELECT length(session_create(id, json_object('id', '00000000-0000-4000-8002-0000000000f1'))) FROM s WHERE name = 'olga';
SELECT length(session_create(id, json_object('id', '00000000-0000-4000-8002-0000000000f2'))) FROM s WHERE name = 'olga';
UPDATE usher_session SET last_used_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-604801 seconds') WHERE id LIKE '%0000f2';
SELECT * FROM seen;
UPDATE usher_session SET revoked_at = last_used_at WHERE id LIKE '%0000f2';
SELECT * FROM seen;
SELECT length(session_create(id, json_object('id', '00000000-0000-4000-8002-0000000000f3'))) FROM s WHERE name = 'olga';
SELECT * FROM seen;

.print -- on record
SELECT iif(length(real_actor) = 36, substr(real_actor, -2), real_actor), iif(length(actor) = 36, substr(actor, -2), actor), action, substr(object_id, -2), substr(account_id, -2), before, after
FROM audit_log WHERE object_type = 'sessions' AND (object_id LIKE '%4000-8002%') ORDER BY id;
SELECT count(*) FROM usher_session WHERE hex(token_hash) IN (SELECT hex(token) FROM s);
