-- What may be left out may be NULL as well; what is of another form is told so.
.read setup/people.sql
SELECT usher_key('0123456789abcdef0123456789abcdef');
INSERT INTO settings (scope, scope_id, key, value) SELECT 'account', id, column1, column2 FROM accounts, (VALUES ('passwords.memory', 19456));

.print -- tickets
UPDATE usher_user SET verified_email = 0;
SELECT password_reset_request('uma@example.org', NULL) IS NULL;
SELECT password_reset_request('carl@example.org', '{"token":null,"account_id":null}') IS NULL;
SELECT length(email_verify_request('00000000-0000-4000-8000-000000000006', NULL));
SELECT length(email_verify_request('00000000-0000-4000-8000-000000000006', '{"token":null}'));
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT email_verify_request(NULL);
SELECT act_as(NULL);

.print -- a hash that costs less than it should is made anew when its owner signs in
SELECT password_set('00000000-0000-4000-8000-000000000006', 'correct horse');
SELECT substr(hash, 1, 30) FROM usher_password;
UPDATE settings SET value = 20480 WHERE key = 'passwords.memory';
SELECT length(login('uma@example.org', 'correct horse')) > 100;
SELECT substr(hash, 1, 30) FROM usher_password;
SELECT act_as(NULL);

.print -- codes of the second factor, and names of events
INSERT INTO usher_totp (user_id, secret, confirmed_at, created_at) SELECT id, zeroblob(72), created_at, created_at FROM usher_user WHERE name = 'uma';
SELECT login('uma@example.org', 'correct horse', '{"code":"12345{"}');
SELECT login('uma@example.org', 'correct horse', '{"code":"1234567"}');
DELETE FROM usher_totp;
INSERT INTO notifications (user_id, event, title, message) VALUES ('00000000-0000-4000-8000-000000000006', 'a{', 'x', 'm');
INSERT INTO notifications (user_id, event, title, message) VALUES ('00000000-0000-4000-8000-000000000006', 'MY-event_2.x', printf('%.*c', 43, 't'), 'm');
INSERT INTO notifications (user_id, event, title, message) VALUES ('00000000-0000-4000-8000-000000000006', 'a[', 'x', 'm');
SELECT count(*) FROM (SELECT notifications_fetch(NULL));
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT notification_send('["uma@example.org"]', printf('%.*c', 43, 't'), 'y') ->> 'accepted_recipients';
SELECT act_as(NULL);
SELECT outbox_claim(10, 60) LIKE '%ttttt%';
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT json_array_length(notifications_fetch(NULL));
SELECT mark_read('2022-01-01T00:00:00.000Z', NULL);
SELECT act_as(NULL);
SELECT notification_send('[5]', 'x', 'y');
SELECT notification_send('[["a@b.org"]]', 'x', 'y');

.print -- settings
INSERT INTO settings (scope, scope_id, key, value) VALUES ('team', '00000000-0000-4000-8000-0000000000ff', 'app.x', '1');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '00000000-0000-4000-8000-0000000000ff', 'app.x', '1');
INSERT INTO setting_definitions (key, type, scopes, description) VALUES ('app.x', 'any', '[1]', 'x');
INSERT INTO setting_definitions (key, type, schema, description) VALUES ('app.name', 'string', '{"minLength":1}', 'x'), ('app.image', 'image', '{"maxWidth":5,"minItems":1}', 'x');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'app.name', '');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'app.name', 'x');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'app.image', x'00');
UPDATE usher_setting SET value = '99999999999999' WHERE key = 'passwords.memory';
SELECT password_set('00000000-0000-4000-8000-000000000006', 'correct horse');

DELETE FROM usher_setting WHERE key = 'passwords.memory';
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'addons', '{"tags":{"added":true,"enabled":true}}');
UPDATE usher_setting SET value = '{"tags":{"added":true,"enabled":true,"price":5}}' WHERE key = 'addons';
SELECT addons FROM users WHERE name = 'uma';

.print -- notifications of a team of this account and of another; of somebody without an inbox
INSERT INTO teams (id, account_id, name) VALUES ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-0000000000aa', 'crew');
INSERT INTO notifications (audience, audience_id, account_id, event, title, message) VALUES ('team', '00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-0000000000aa', 'e', 't', 'm');
INSERT INTO notifications (audience, audience_id, account_id, event, title, message) VALUES ('team', '00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-0000000000ab', 'e', 't', 'm');
PRAGMA ignore_check_constraints = 1;
UPDATE usher_user SET recipient = -1 WHERE name = 'mia';
PRAGMA ignore_check_constraints = 0;
INSERT INTO notifications (user_id, event, title, message) VALUES ('00000000-0000-4000-8000-000000000004', 'e', 't', 'm');

.print -- who may what to a role
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'helper', '["users.read"]');
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT can('roles.update', id), can('users.update', id), can('teams.update', id) FROM roles WHERE name = 'helper';
SELECT act_as(NULL);

.print -- somebody who takes another's invite into a channel; a member who never came in and is disabled
INSERT INTO channels (id, account_id, name) VALUES ('00000000-0000-4000-8000-00000000c001', '00000000-0000-4000-8000-0000000000aa', 'c');
INSERT INTO invites (id, account_id, email, role, channel_id, share_mode, token) VALUES
    ('00000000-0000-4000-8000-00000000d001', '00000000-0000-4000-8000-0000000000aa', 'carl@example.org', 'user', '00000000-0000-4000-8000-00000000c001', 'view', 'carlc0000000000000000000000000000000000000A'),
    ('00000000-0000-4000-8000-00000000d002', '00000000-0000-4000-8000-0000000000aa', 'nora@example.org', 'user', '00000000-0000-4000-8000-00000000c001', 'view', 'norac0000000000000000000000000000000000000A');
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT invite_accept('carlc0000000000000000000000000000000000000A');
SELECT act_as(NULL);
INSERT INTO users (id, account_id, email, name) VALUES ('00000000-0000-4000-8000-0000000000f1', '00000000-0000-4000-8000-0000000000ab', 'carl@example.org', 'the other carl');
UPDATE usher_user SET activated_at = created_at, verified_email = 1 WHERE name = 'the other carl';
SELECT act_as('00000000-0000-4000-8000-0000000000f1');
SELECT invite_accept('carlc0000000000000000000000000000000000000A');
SELECT act_as(NULL);
UPDATE users SET enabled = 0 WHERE name = 'nora';
SELECT invite_accept('norac0000000000000000000000000000000000000A');
SELECT status FROM users WHERE name = 'nora';

.print -- who was deleted without an address comes back without one
UPDATE usher_user SET email = NULL WHERE name = 'dan';
SELECT user_restore('00000000-0000-4000-8000-000000000008') IS NOT NULL;
SELECT status, email FROM users WHERE name = 'dan';
