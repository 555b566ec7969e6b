-- Definitions of settings: the registry can be read; the system adds an application's under app., and changes them
-- as long as what is stored fits.
.read setup/people.sql
SELECT count(*) > 20, sum(builtin = 0), min(length(description)) > 10 FROM setting_definitions;
SELECT type, default_value, minimum, maximum, enum, length, schema, scopes, permission, builtin FROM setting_definitions WHERE key = 'invites.life';
SELECT key, type, default_value, scopes, permission FROM setting_definitions WHERE key IN ('invites.by_admins', 'email_notifications', 'watermark.image') ORDER BY key;
SELECT key, length FROM setting_definitions WHERE length IS NOT NULL ORDER BY key;
-- Every default is a value that its own definition takes, in the same form.
CREATE TEMP TABLE defaults AS SELECT key, default_value AS value FROM setting_definitions WHERE type <> 'image';
INSERT INTO settings (scope, scope_id, key, value) SELECT 'account', '00000000-0000-4000-8000-0000000000ac', key, value FROM defaults WHERE key <> 'users.direct_creation';
SELECT count(*) = (SELECT count(*) FROM defaults), sum(s.value = d.value) = count(*) - 1 FROM settings AS s JOIN defaults AS d USING (key) WHERE scope_id = '00000000-0000-4000-8000-0000000000ac';

-- One of each type. What is left out: no default, any scope, settings.update.
INSERT INTO setting_definitions (key, type, default_value, schema, description) VALUES
    ('app.boolean', 'boolean', 'true', NULL, 'b'), ('app.integer', 'integer', 5, '{"minimum":1,"maximum":9}', 'i'), ('app.number', 'number', '0.5', '{"minimum":0, "maximum":1}', 'n'),
    ('app.string', 'string', '"a"', '{"enum":["a","b"],"maxLength":1}', 's'), ('app.array', 'array', NULL, '{"maxItems":2,"items":{"type":"integer"}}', 'a'),
    ('app.object', 'object', '{}', '{"properties":{"x":{"type":"integer"}},"required":[],"additionalProperties":false,"maxProperties":3}', 'o'), ('app.any', 'any', 'null', NULL, 'y'), ('app.image', 'image', NULL, '{"maxBytes":100}', 'g');
SELECT key, type, default_value, minimum, maximum, enum, length, schema, scopes, permission, builtin FROM setting_definitions WHERE builtin = 0;
SELECT value FROM settings_effective('00000000-0000-4000-8000-000000000006') WHERE key = 'app.string';
INSERT INTO setting_definitions (key, type, scopes, permission, description) VALUES ('app.narrow', 'any', '["user" , "account","user"]', 'users.role', 'n');
SELECT scopes, permission FROM setting_definitions WHERE key = 'app.narrow';
SELECT action, object_type, object_id, account_id IS NULL, before, after FROM audit_log WHERE object_id = 'app.narrow';

-- What is wrong.
INSERT INTO setting_definitions (key, type, description) VALUES ('app.any', 'any', 'x');
SELECT usher_error();
INSERT OR REPLACE INTO setting_definitions (key, type, description) VALUES ('app.any', 'any', 'x');
INSERT INTO setting_definitions (key, type, description) VALUES ('invites.life', 'any', 'x');
SELECT usher_error();
INSERT INTO setting_definitions (key, type, description) VALUES ('app.', 'any', 'x');
INSERT INTO setting_definitions (key, type, description) VALUES ('App.x', 'any', 'x');
INSERT INTO setting_definitions (key, type, description) VALUES ('app.' || printf('%.*c', 97, 'x'), 'any', 'x');
INSERT INTO setting_definitions (key, type) VALUES ('app.x', 'any');
INSERT INTO setting_definitions (key, description) VALUES ('app.x', 'x');
INSERT INTO setting_definitions (type, description) VALUES ('any', 'x');
INSERT INTO setting_definitions (key, type, description) VALUES ('app.x', 'float', 'x');
INSERT INTO setting_definitions (key, type, scopes, description) VALUES ('app.x', 'any', '[]', 'x');
INSERT INTO setting_definitions (key, type, scopes, description) VALUES ('app.x', 'any', '["planet"]', 'x');
INSERT INTO setting_definitions (key, type, scopes, description) VALUES ('app.x', 'any', '[["user"]]', 'x');
INSERT INTO setting_definitions (key, type, scopes, description) VALUES ('app.x', 'any', '"user"', 'x');
INSERT INTO setting_definitions (key, type, permission, description) VALUES ('app.x', 'any', 'users.fly', 'x');
SELECT usher_error();
INSERT INTO setting_definitions (key, type, default_value, description) VALUES ('app.x', 'integer', 'true', 'x');
SELECT usher_error();
INSERT INTO setting_definitions (key, type, default_value, schema, description) VALUES ('app.x', 'object', '{"a":{"b":0}}', '{"properties":{"a":{"properties":{"b":{"minimum":1}}}}}', 'x');
INSERT INTO setting_definitions (key, type, default_value, schema, description) VALUES ('app.x', 'object', '{}', '{"required":["a"]}', 'x');
INSERT INTO setting_definitions (key, type, default_value, description) VALUES ('app.x', 'image', '1', 'x');
INSERT INTO setting_definitions (key, type, minimum, description) VALUES ('app.x', 'integer', 1, 'x');
INSERT INTO setting_definitions (key, type, builtin, description) VALUES ('app.x', 'integer', 1, 'x');
-- Schemas say nothing that nobody looks at.
CREATE TEMP TABLE schemas AS SELECT column1 AS schema FROM (VALUES ('x'), ('[]'), ('{"minimun":1}'), ('{"minimum":"1"}'), ('{"maxLength":-1}'), ('{"maxItems":1.5}'), ('{"maxLength":2147483648}'), ('{"enum":[]}'), ('{"enum":1}'),
    ('{"format":"ipv4"}'), ('{"format":1}'), ('{"uniqueItems":1}'), ('{"required":[1]}'), ('{"required":"a"}'), ('{"type":"float"}'), ('{"type":[]}'), ('{"type":["null",1]}'), ('{"type":["null","float"]}'), ('{"properties":[]}'),
    ('{"properties":{"a":{"items":{"pattern":"x"}}}}'), ('{"additionalProperties":1}'), ('{"additionalProperties":{"type":1}}'), ('{"items":true}'));
.output refused.sql
SELECT 'INSERT INTO setting_definitions (key, type, schema, description) VALUES (''app.x'', ''any'', ' || quote(schema) || ', ''x'');' FROM schemas;
.output
.read refused.sql
SELECT count(*) FROM setting_definitions WHERE key = 'app.x';

-- What is stored fits, or the definition does not come, change or go.
INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '00000000-0000-4000-8000-000000000006', 'app.free', '{"size": 7}'), ('team', NULL, 'app.free', '1');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '00000000-0000-4000-8000-000000000006', 'app.free', '{"size": 7}'), ('account', '00000000-0000-4000-8000-0000000000aa', 'app.integer', '9');
INSERT INTO setting_definitions (key, type, schema, description) VALUES ('app.free', 'object', '{"properties":{"size":{"maximum":6}}}', 'x');
SELECT usher_error();
INSERT INTO setting_definitions (key, type, scopes, description) VALUES ('app.free', 'object', '["account"]', 'x');
INSERT INTO setting_definitions (key, type, description) VALUES ('app.free', 'image', 'x');
INSERT INTO setting_definitions (key, type, schema, description) VALUES ('app.free', 'object', '{"properties":{"size":{"maximum":7}}}', 'x');
UPDATE settings SET value = '{"size":8}' WHERE key = 'app.free';
UPDATE setting_definitions SET schema = '{"maximum":8}' WHERE key = 'app.integer';
SELECT usher_error();
UPDATE setting_definitions SET schema = '{"minimum":6}' WHERE key = 'app.integer';
UPDATE setting_definitions SET schema = '{"minimum":6,"maximum":10}', default_value = '6' WHERE key = 'app.integer';
UPDATE setting_definitions SET type = 'boolean', default_value = NULL WHERE key = 'app.integer';
UPDATE setting_definitions SET scopes = '["team","user"]' WHERE key = 'app.integer';
UPDATE setting_definitions SET permission = 'users.fly' WHERE key = 'app.integer';
UPDATE setting_definitions SET key = 'app.renamed' WHERE key = 'app.integer';
UPDATE setting_definitions SET default_value = NULL WHERE key = 'app.integer';
UPDATE setting_definitions SET type = 'image' WHERE key = 'app.string';
SELECT type, default_value, minimum, maximum, scopes, permission FROM setting_definitions WHERE key = 'app.integer';
SELECT action, before, after FROM audit_log WHERE object_id = 'app.integer' AND action LIKE '%.update';
DELETE FROM setting_definitions WHERE key = 'app.integer';
SELECT usher_error();
DELETE FROM settings WHERE key = 'app.integer';
DELETE FROM setting_definitions WHERE key = 'app.integer';
SELECT before, after FROM audit_log WHERE object_id = 'app.integer' AND action LIKE '%.delete';
-- Without it, the key is free again.
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'app.integer', '["any"]');

-- Those of usher's own stay as they are.
UPDATE setting_definitions SET default_value = 'true' WHERE key = 'users.direct_creation';
SELECT usher_error();
DELETE FROM setting_definitions WHERE key = 'users.direct_creation';

-- A permission to write, an application's own too.
CREATE TABLE t (account TEXT);
CREATE VIRTUAL TABLE g USING guarded(t, account=account, read='paint.all');
INSERT INTO setting_definitions (key, type, permission, description) VALUES ('app.paint', 'any', 'paint.all', 'x');
-- Everybody may read them, only the system writes.
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT count(*) > 20 FROM setting_definitions;
INSERT INTO setting_definitions (key, type, description) VALUES ('app.x', 'any', 'x');
SELECT usher_error();
UPDATE setting_definitions SET description = 'x' WHERE key = 'app.string';
DELETE FROM setting_definitions WHERE key = 'app.string';
INSERT INTO settings (scope, key, value) VALUES ('account', 'app.paint', '1');
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000003');
UPDATE settings SET value = 2 WHERE key = 'app.paint';
SELECT usher_error();
DELETE FROM settings WHERE key = 'app.paint';
INSERT INTO settings (scope, key, value) VALUES ('user', 'app.paint', '3');
INSERT INTO settings (scope, key, value) VALUES ('account', 'app.narrow', '3');
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT count(*) > 20 FROM setting_definitions;
SELECT setting('app.paint'), setting('app.string'), setting('app.image') IS NULL;
SELECT act_as(NULL);
