-- What is misspelt is answered with the word of usher's that was meant; never with a name that is stored.
.read setup/people.sql
.mode list

.print -- options
SELECT usher_init('{"acount_id":"00000000-0000-4000-8000-00000000000a"}');
SELECT usher_lockdown('{"function":["f"]}');
SELECT login('olga@a.example', 'x', '{"divice":"phone"}');
SELECT session_create('00000000-0000-4000-8000-000000000001', '{"from":"jwt"}');
SELECT password_reset_request('olga@a.example', '{"tokn":"x"}');
SELECT password_reset_request('olga@a.example', '{"acount_id":"x"}');
SELECT email_verify_request('00000000-0000-4000-8000-000000000009', '{"acount_id":"x"}');
SELECT usher_key('this demo keeps no secrets: 32 bytes') IS NOT NULL;
SELECT jwt_key_create('{"isuer":"x"}');
SELECT invite_create('new@a.example', 'user', '{"frist_name":"Ann"}');
SELECT invite_create('new@a.example', 'user', '{"updated":"Ann"}');
SELECT api_key_create('k', '{"scope":["users.read"]}');
CREATE TABLE upload (bytes, owner_id);
SELECT storage_track('upload', '{"sise":"bytes","user":"owner_id"}');
CREATE VIRTUAL TABLE mine USING guarded(upload, onwer=owner_id);
CREATE VIRTUAL TABLE mine USING guarded(upload, xyzzyplugh=owner_id);

.print -- functions
INSERT INTO usher VALUES ('invite_creat', '[]');
INSERT INTO usher VALUES ('user_jsn', '[]');

.print -- settings, their types and scopes
SELECT setting('sesions.life');
SELECT setting_patch('account', NULL, 'watermrak', '{}');
INSERT INTO settings (scope, key, value) VALUES ('account', 'storage.qouta', '1');
INSERT INTO setting_definitions (key, type, description) VALUES ('app.x', 'bolean', 'x');
INSERT INTO setting_definitions (key, type, description, scopes) VALUES ('app.x', 'any', 'x', '["acount"]');
INSERT INTO setting_definitions (key, type, description, scopes) VALUES ('app.x', 'any', 'x', '[["user"]]');

.print -- permissions
SELECT can('user.read');
SELECT permission FROM can_explain('invites.creat') AS permission;
INSERT INTO setting_definitions (key, type, description, permission) VALUES ('app.x', 'any', 'x', 'setings.update');
INSERT INTO roles (account_id, name, permissions) SELECT account_id, 'reader', '["users.raed"]' FROM users LIMIT 1;
SELECT api_key_create('k', '{"user_id":"00000000-0000-4000-8000-000000000001","scopes":["files.uplaod"]}');

.print -- roles
SELECT invite_create('new@a.example', 'onwer', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}');
UPDATE users SET role = 'ADMIM' WHERE name = 'uma';

.print -- profiles
SELECT user_json('00000000-0000-4000-8000-000000000001', 'vidbo');
SELECT status FROM api('plse', 'GET', '/');
SELECT status FROM api(7, 'GET', '/');

.print -- what is not near is not named, nor what is too long, or too short to tell
SELECT can('anything.else');
SELECT can(printf('users.read%.*c', 900, 'x'));
SELECT can('us');
SELECT can('');

.print -- what an application or an account has made is not told, spelt however nearly
INSERT INTO roles (account_id, name) SELECT account_id, 'auditor' FROM users WHERE name = 'olga';
INSERT INTO setting_definitions (key, type, description) VALUES ('app.secret', 'any', 'x');
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT invite_create('new@a.example', 'auditr');
SELECT act_as(NULL);
INSERT INTO settings (scope, key, value) VALUES ('account', 'ap.secret', '1');
SELECT json_extract(usher_error(), '$.message');
