-- setting_patch(): JSON Merge Patch (RFC 7396). What is not named stays, below sub-keys too.
.read setup/people.sql
.read setup/setting_teams.sql
-- The examples of the RFC, appendix A.
CREATE TEMP TABLE rfc AS SELECT column1 AS original, column2 AS patch, column3 AS result FROM (VALUES
    ('{"a":"b"}', '{"a":"c"}', '{"a":"c"}'), ('{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'), ('{"a":"b"}', '{"a":null}', '{}'), ('{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'),
    ('{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'), ('{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'), ('{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'),
    ('{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'), ('["a","b"]', '["c","d"]', '["c","d"]'), ('{"a":"b"}', '["c"]', '["c"]'), ('{"a":"foo"}', 'null', 'null'), ('{"a":"foo"}', '"bar"', '"bar"'),
    ('{"e":null}', '{"a":1}', '{"e":null,"a":1}'), ('[1,2]', '{"a":"b","c":null}', '{"a":"b"}'), ('{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'));
INSERT INTO settings (scope, scope_id, key, value) SELECT 'account', '00000000-0000-4000-8000-0000000000aa', 'app.' || rowid, original FROM rfc;
SELECT count(*), sum(setting_patch('account', '00000000-0000-4000-8000-0000000000aa', 'app.' || rowid, patch) = result) FROM rfc;
SELECT count(*) FROM settings AS s JOIN rfc ON s.key = 'app.' || rfc.rowid WHERE value = result;
DELETE FROM settings WHERE key LIKE 'app.%';

-- Nothing stored: what is in force above is what the patch is for; and it stays above as it was.
SELECT setting_patch('team', '00000000-0000-4000-8000-00000000f002', 'app.p', '{"team":{"a":1,"b":2}}');
SELECT setting_patch('user', '00000000-0000-4000-8000-000000000006', 'app.p', '{"team":{"b":3}}');
SELECT setting_patch('account', '00000000-0000-4000-8000-0000000000aa', 'app.p', '{"account":1}');
SELECT setting_patch('team', '00000000-0000-4000-8000-00000000f001', 'app.p', '{"red":1}');
SELECT setting_patch('user', '00000000-0000-4000-8000-000000000005', 'app.p', '{"team":{"a":null}}');
SELECT scope, substr(scope_id, 33), value, locked FROM settings WHERE key = 'app.p' ORDER BY rowid;
SELECT action, object_id, account_id, before, after FROM audit_log WHERE after ->> 'key' = 'app.p' ORDER BY id;
-- The default of a definition; the lock stays; the same again is no change.
SELECT setting_patch('user', '00000000-0000-4000-8000-000000000006', 'preferences', '{"results_per_page":50,"table_preset":{"name":"Mine"}}') ->> '$.table_preset.name';
SELECT value ->> '$.results_per_page', value ->> '$.table_preset.id', json_array_length(value, '$.table_preset.table_preset_columns'), json_array_length(value, '$.search_options') FROM settings WHERE key = 'preferences';
UPDATE settings SET locked = 1 WHERE scope = 'account' AND key = 'app.p';
SELECT setting_patch('account', '00000000-0000-4000-8000-0000000000AA', 'app.p', '{"account":2}');
SELECT count(*) FROM audit_log;
SELECT setting_patch('account', '00000000-0000-4000-8000-0000000000aa', 'app.p', '{"account":2,"x":null}');
SELECT count(*) FROM audit_log;
SELECT value, locked FROM settings WHERE scope = 'account' AND key = 'app.p';
UPDATE settings SET locked = 0 WHERE scope = 'account' AND key = 'app.p';

-- By INSERT, for engines that replicate what writes; a number is JSON, too.
INSERT INTO usher (call, args) VALUES ('setting_patch', '["user","00000000-0000-4000-8000-000000000006","app.n",{"a":{"b":[1]}}]');
INSERT INTO usher (call, args) SELECT 'setting_patch', json_array('user', id, 'app.n', json_object('name', name)) FROM p WHERE name IN ('uma', 'carl');
SELECT setting_patch('user', '00000000-0000-4000-8000-000000000001', 'app.n', 5), setting_patch('user', '00000000-0000-4000-8000-000000000002', 'app.n', 5.0);
SELECT setting_patch('account', '00000000-0000-4000-8000-0000000000aa', 'users.email_change', 'true'), setting_patch('account', '00000000-0000-4000-8000-0000000000aa', 'invites.life', 90);
SELECT substr(scope_id, 33), value FROM settings WHERE key = 'app.n' ORDER BY scope_id;

-- What is wrong; nothing changes.
CREATE TEMP TABLE before AS SELECT * FROM settings;
SELECT setting_patch('planet', NULL, 'app.n', '{}');
SELECT usher_error();
SELECT setting_patch(NULL, NULL, 'app.n', '{}');
SELECT setting_patch('user', NULL, 'app.n', '{}');
SELECT setting_patch('team', NULL, 'app.n', '{}');
SELECT setting_patch('account', NULL, 'app.n', '{}');
SELECT setting_patch('user', 'x', 'app.n', '{}');
SELECT setting_patch('user', '00000000-0000-4000-8000-0000000000ff', 'app.n', '{}');
SELECT setting_patch('team', '00000000-0000-4000-8000-0000000000ff', 'app.n', '{}');
SELECT setting_patch('account', '00000000-0000-4000-8000-0000000000ff', 'app.n', '{}');
SELECT setting_patch('user', '00000000-0000-4000-8000-000000000008', 'app.n', '{}');
SELECT setting_patch('account', '00000000-0000-4000-8000-0000000000aa', NULL, '{}');
SELECT setting_patch('account', '00000000-0000-4000-8000-0000000000aa', 'nothing', '{}');
SELECT setting_patch('account', '00000000-0000-4000-8000-0000000000aa', 'app.n', NULL);
SELECT usher_error();
SELECT setting_patch('account', '00000000-0000-4000-8000-0000000000aa', 'app.n', '{');
SELECT usher_error();
SELECT setting_patch('account', '00000000-0000-4000-8000-0000000000aa', 'app.n', '{"a":1,"a":2}');
SELECT setting_patch('account', '00000000-0000-4000-8000-0000000000aa', 'app.n', '{}' || char(0));
SELECT setting_patch('account', '00000000-0000-4000-8000-0000000000aa', 'app.n', x'7b7d');
SELECT setting_patch('account', '00000000-0000-4000-8000-0000000000aa', 'app.n', '"' || printf('%.*c', 65535, 'x') || '"');
SELECT setting_patch('account', '00000000-0000-4000-8000-0000000000aa', 'watermark.image', '{}');
SELECT setting_patch('account', '00000000-0000-4000-8000-0000000000aa', 'invites.life', '{}');
SELECT setting_patch('account', '00000000-0000-4000-8000-0000000000aa', 'auth', '{"key":null}');
SELECT usher_error();
SELECT setting_patch('account', '00000000-0000-4000-8000-0000000000aa', 'auth', '{"color":1}');
SELECT setting_patch('user', '00000000-0000-4000-8000-000000000006', 'auth', '{"signed_urls":true}');
SELECT setting_patch('user', '00000000-0000-4000-8000-000000000006', 'preferences', '{"results_per_page":0}');
-- Many, of which one fails: as one statement by INSERT.
INSERT INTO usher (call, args) SELECT 'setting_patch', json_array('user', id, 'app.n', json_object('more', 1)) FROM p WHERE name IN ('uma', 'carl', 'dan') ORDER BY name;
BEGIN;
SELECT setting_patch('account', '00000000-0000-4000-8000-0000000000aa', 'auth', '{"color":1}');
ROLLBACK;
SELECT count(*) FROM (SELECT scope, scope_id, key, value, locked FROM settings EXCEPT SELECT scope, scope_id, key, value, locked FROM before);
SELECT count(*) = (SELECT count(*) FROM before) FROM settings;
-- The rights are those of an UPDATE. Without an id one's own is meant.
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT setting_patch('user', NULL, 'app.n', '{"own":1}');
SELECT setting_patch('team', '00000000-0000-4000-8000-00000000f001', 'app.n', '{"lead":1}');
SELECT setting_patch('team', '00000000-0000-4000-8000-00000000f002', 'app.n', '{}');
SELECT setting_patch('team', '00000000-0000-4000-8000-00000000f004', 'app.n', '{}');
SELECT setting_patch('account', NULL, 'app.n', '{}');
SELECT setting_patch('user', '00000000-0000-4000-8000-000000000005', 'app.n', '{}');
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT setting_patch('account', NULL, 'app.n', '{"admin":1}');
SELECT setting_patch('account', NULL, 'invites.by_admins', 'true');
SELECT usher_error();
SELECT setting_patch('user', '00000000-0000-4000-8000-000000000006', 'app.n', '{"admin":1}');
SELECT setting_patch('user', '00000000-0000-4000-8000-000000000001', 'app.n', '{"admin":1}');
SELECT act_as(NULL);
