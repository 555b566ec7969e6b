-- users.addons: what the account has added and enabled, and the user may use.
.read setup/people.sql
CREATE TEMP VIEW a AS SELECT name, addons, addons = usher_addons(id) AS same FROM users WHERE name IN ('olga', 'uma', 'dora', 'dan', 'gus', 'gina') ORDER BY name;
SELECT * FROM a;
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'addons',
    '{"faces":{"added":true,"enabled":true},"background":{"added":true,"enabled":false},"colors":{"added":false,"enabled":true},"tags \"é":{"added":true,"enabled":true,"permission":null},
      "upload":{"added":true,"enabled":true,"permission":"files.upload"},"fly":{"added":true,"enabled":true,"permission":"users.fly"}}');
SELECT * FROM a;
SELECT json_valid(addons), json_array_length(addons) FROM users WHERE name = 'olga';
SELECT name FROM users WHERE addons LIKE '%upload%' ORDER BY name;
-- The map is replaced as a whole; a patch keeps what it does not name.
REPLACE INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'addons', '{"tags":{"added":true,"enabled":true}}');
SELECT addons FROM users WHERE name = 'uma';
SELECT setting_patch('account', '00000000-0000-4000-8000-0000000000aa', 'addons', '{"faces":{"added":true,"enabled":true}}');
SELECT addons FROM users WHERE name = 'uma';
SELECT setting_patch('account', '00000000-0000-4000-8000-0000000000aa', 'addons', '{"tags":{"enabled":false}}');
SELECT addons FROM users WHERE name = 'uma';
-- What is wrong.
REPLACE INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'addons', '{"tags":{"added":true}}');
SELECT usher_error();
REPLACE INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'addons', '{"tags":true}');
REPLACE INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'addons', '{"tags":{"added":1,"enabled":true}}');
REPLACE INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'addons', '["tags"]');
UPDATE users SET addons = '[]';
SELECT usher_error();
-- Of nobody whom one sees, or of what is no id: nothing.
SELECT usher_addons('x') IS NULL;
SELECT usher_addons(NULL) IS NULL;
SELECT usher_addons('00000000-0000-4000-8000-0000000000ff') IS NULL;
-- uma sees her own; mia her account's, of guests not what they have at home; bert of the other account neither.
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000ab', 'addons', '{"home":{"added":true,"enabled":true}}');
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT * FROM a;
SELECT usher_addons('00000000-0000-4000-8000-000000000001') IS NULL;
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000004');
SELECT * FROM a;
SELECT usher_addons('00000000-0000-4000-8000-000000000024') IS NULL;
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000021');
SELECT * FROM a;
SELECT act_as(NULL);
-- What was mangled is said.
UPDATE usher_setting SET value = '{"tags":5}' WHERE key = 'addons';
SELECT addons FROM users WHERE name = 'uma';
UPDATE usher_setting SET value = x'00' WHERE key = 'addons';
SELECT addons FROM users WHERE name = 'uma';
