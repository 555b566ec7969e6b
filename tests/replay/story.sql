-- What tests/replay runs on two stores. `-- at TIME` begins a transaction, with a supply of this time and
-- a seed of its own; `-- fails CODE` says what the statement below it says. What a statement makes and a
-- later one needs is kept in `kept`: a client would have read it, and written it into the later one.

-- at 2022-03-01T10:00:00Z
SELECT usher_init($init);
CREATE TABLE kept (name TEXT PRIMARY KEY, value);
CREATE TABLE plain (value);
INSERT INTO kept SELECT 'key', usher_key('a master key of thirty-two bytes');

-- at 2022-03-01T10:00:01.250Z
INSERT INTO kept SELECT 'invite ann', invite_create('ann@example.org', 'owner', '{"name":"Ann"}');
INSERT INTO kept SELECT 'ann', invite_accept((SELECT value FROM kept WHERE name = 'invite ann'));
UPDATE users SET locale = 'de', company = 'Example' WHERE email = 'ann@example.org';

-- One second later, another transaction; the same account, and another.
-- at 2022-03-01T10:00:02+00:00
INSERT INTO accounts (name) VALUES ('second');
SELECT act_as((SELECT value FROM kept WHERE name = 'ann'));
INSERT INTO kept SELECT 'invite ' || column1, invite_create(column1 || '@example.org', column2)
FROM (VALUES ('bob', 'creator'), ('cat', 'manager'), ('dan', 'user'), ('eve', 'user'), ('fay', 'user'), ('gus', 'user'));
INSERT INTO teams (name, description) VALUES ('red', 'the first'), ('blue', 'the second');
INSERT INTO invites (email, role, teams) SELECT 'hal@example.org', 'user', json_array(id) FROM teams WHERE name = 'red';

-- at 2022-03-01T10:05:00Z
INSERT INTO kept SELECT substr(name, 8), invite_accept(value, json_object('name', upper(substr(name, 8))))
FROM kept WHERE name IN ('invite bob', 'invite cat', 'invite dan') ORDER BY name;
SELECT invite_decline(value) FROM kept WHERE name = 'invite eve';
SELECT invite_revoke(id) FROM invites WHERE email = 'fay@example.org';
INSERT INTO kept SELECT 'again gus', invite_resend(id) FROM invites WHERE email = 'gus@example.org';
-- fails not_found
SELECT invite_accept(value) FROM kept WHERE name = 'invite gus';
-- fails invalid
SELECT invite_create('nobody', 'user');
INSERT INTO kept SELECT 'gus', invite_accept(value) FROM kept WHERE name = 'again gus';

-- Passwords are hashed elsewhere.
-- at 2022-03-01T10:06:00Z
SELECT password_import(value, '$argon2id$v=19$m=65536,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$OKDaj3D7Sx8MuCdFyxUIuMiHlGzNEtT8dNkwrvEmPLo')
FROM kept WHERE name = 'bob';
INSERT INTO kept SELECT 'session bob', session_create(value, '{"form":"opaque","device":"a telephone"}') FROM kept WHERE name = 'bob';
INSERT INTO kept SELECT 'session cat', session_create(value) FROM kept WHERE name = 'cat';
INSERT INTO settings (scope, scope_id, key, value) SELECT 'account', account_id, 'users.email_change', 'true' FROM users WHERE email = 'ann@example.org';
UPDATE users SET email = 'danny@example.org' WHERE id = (SELECT value FROM kept WHERE name = 'dan');
INSERT INTO kept SELECT 'mail', email_verify_request(value) FROM kept WHERE name = 'dan';
SELECT email_verify(value) FROM kept WHERE name = 'mail';
-- fails unsupported
SELECT password_set(value, 'correct horse battery') FROM kept WHERE name = 'bob';
INSERT INTO kept SELECT 'reset', password_reset_request('bob@example.org', json_object('account_id', account_id)) FROM users WHERE email = 'bob@example.org';
-- fails unsupported
SELECT password_reset(value, 'correct horse battery') FROM kept WHERE name = 'reset';

-- at 2022-03-01T11:00:00Z
SELECT authenticate(value) FROM kept WHERE name = 'session bob';
UPDATE users SET first_name = 'Bob', last_name = 'Builder' WHERE id = actor();
INSERT INTO kept SELECT 'url', mfa_enroll();
INSERT INTO kept SELECT 'codes', mfa_confirm(totp(value, usher_now())) FROM kept WHERE name = 'url';
INSERT INTO kept SELECT 'key bob', api_key_create('of bob', '{"scopes":["self.read"],"expires_at":"2022-03-20T00:00:00Z"}');

-- By the account's key, which has expired where this is run, whatever time it is there.
-- at 2022-03-02T09:00:00Z
SELECT act_as(value) FROM kept WHERE name = 'ann';
INSERT INTO kept SELECT 'key shop', api_key_create('shop', '{"owner":"account","scopes":["users.read","invites.create","settings.read"],"expires_at":"2022-04-01T00:00:00Z"}');

-- at 2022-03-02T09:01:00Z
INSERT INTO kept SELECT 'jwt', jwt_key_create('{"algorithm":"EdDSA","grace":60}');
INSERT INTO kept SELECT 'token', jwt_sign('{"sub":"somebody"}', 60);
INSERT INTO kept SELECT 'claims', jwt_verify(value) FROM kept WHERE name = 'token';
INSERT INTO kept SELECT 'jwks', jwks();

-- at 2022-03-31T23:59:59Z
SELECT authenticate(value) FROM kept WHERE name = 'key shop';
INSERT INTO kept SELECT 'invite by shop', invite_create('ivy@example.org', 'user');
INSERT INTO kept SELECT 'other by shop', invite_create('jo@example.org', 'user');
INSERT INTO kept SELECT 'seen by shop', count(*) FROM users;

-- at 2022-03-31T23:59:59.500Z
INSERT INTO kept SELECT 'jo', invite_accept(value) FROM kept WHERE name = 'other by shop';

-- What it had invited to is over, too.
-- at 2022-04-01T00:00:00Z
-- fails forbidden
SELECT invite_accept(value) FROM kept WHERE name = 'invite by shop';
INSERT INTO kept SELECT 'expired shop', ifnull(authenticate(value), 'nobody') FROM kept WHERE name = 'key shop';

-- Settings, channels, files.
-- at 2022-04-02T07:59:59Z
INSERT INTO setting_definitions (key, type, scopes, description) VALUES ('app.theme', 'string', '["account","user"]', 'the colours');

-- at 2022-04-02T08:00:00Z
SELECT act_as(value) FROM kept WHERE name = 'ann';
INSERT INTO settings (scope, scope_id, key, value) SELECT 'account', account_id, 'app.theme', '"dark"' FROM users WHERE id = actor();
INSERT INTO kept SELECT 'patch', setting_patch('user', actor(), 'app.theme', '"light"');
INSERT INTO kept SELECT 'theme', setting('app.theme', value) FROM kept WHERE name = 'bob';
INSERT INTO settings (scope, scope_id, key, value) SELECT 'account', account_id, 'users.direct_creation', 'true' FROM users WHERE id = actor();
INSERT INTO users (email, name) VALUES ('kim@example.org', 'Kim');
INSERT INTO channels (name) VALUES ('news'), ('old');
INSERT INTO channel_members (channel_id, user_id, mode)
SELECT c.id, k.value, 'edit' FROM channels AS c JOIN kept AS k WHERE k.name IN ('bob', 'cat') ORDER BY c.name, k.name;
INSERT INTO team_memberships (team_id, user_id) SELECT t.id, k.value FROM teams AS t JOIN kept AS k
WHERE k.name IN ('bob', 'dan') ORDER BY t.name, k.name;
INSERT INTO roles (name, permissions) VALUES ('auditor', '["audit.read","users.read"]');
UPDATE account_memberships SET role = 'auditor' WHERE user_id = (SELECT value FROM kept WHERE name = 'dan');
DELETE FROM channels WHERE name = 'old';
SELECT channel_restore(id) FROM channels WHERE name = 'old';
DELETE FROM teams WHERE name = 'blue';

-- at 2022-04-02T08:30:00Z
SELECT act_as(value) FROM kept WHERE name = 'bob';
INSERT INTO files (size, checksum, format) VALUES (1000, '0123456789abcdef0123456789abcdef', 'png'), (2000, '1123456789abcdef0123456789abcdef', 'txt');
INSERT INTO kept VALUES ('used', storage_used()), ('available', storage_available()), ('fits', storage_check(5));
-- fails quota_exceeded
INSERT INTO files (size, checksum, format) VALUES (900000000, '2123456789abcdef0123456789abcdef', 'mp4');
DELETE FROM files WHERE size = 1000;
SELECT remove_self(id) FROM channels WHERE name = 'news';

-- at 2022-04-02T08:31:00Z
CREATE TABLE uploads (number INTEGER PRIMARY KEY, owner_id TEXT, bytes INTEGER, sum TEXT);
INSERT INTO uploads (owner_id, bytes, sum) SELECT value, 300, 'a' FROM kept WHERE name IN ('bob', 'cat');
SELECT storage_track('uploads', '{"size":"bytes","user":"owner_id","checksum":"sum"}');
INSERT INTO uploads (owner_id, bytes, sum) SELECT value, 500, 'b' FROM kept WHERE name = 'bob';
CREATE TABLE doc (owner_id TEXT, text TEXT, made_at TEXT);
CREATE VIRTUAL TABLE docs USING guarded(doc, owner=owner_id);
SELECT storage_refresh(value) FROM kept WHERE name = 'bob';

-- at 2022-04-02T08:32:00Z
SELECT act_as(value) FROM kept WHERE name = 'cat';
INSERT INTO docs (owner_id, text, made_at) VALUES (actor(), 'mine', usher_now());
UPDATE docs SET text = 'still mine';

-- Notifications and mail.
-- at 2022-04-03T12:00:00Z
SELECT act_as(value) FROM kept WHERE name = 'ann';
INSERT INTO kept SELECT 'sent', notification_send('["bob@example.org","cat@example.org"]', 'Lunch', 'At noon.');
INSERT INTO notifications (audience, audience_id, event, title, message) SELECT 'account', account_id, 'app.news', 'News', 'There is.' FROM users WHERE id = actor();
INSERT INTO notifications (audience, audience_id, event, title, message, disposal) SELECT 'team', id, 'app.news', 'Team', 'Go.', 'on_read' FROM teams WHERE name = 'red';

-- at 2022-04-03T12:00:30Z
SELECT act_as(value) FROM kept WHERE name = 'bob';
INSERT INTO kept SELECT 'fetched', notifications_fetch(1);
UPDATE notifications SET read = 1 WHERE title = 'News';
INSERT INTO kept SELECT 'read', mark_read('2022-04-03T12:00:10Z');

-- at 2022-04-03T13:00:00Z
INSERT INTO kept SELECT 'claimed', outbox_claim(2, 60);
UPDATE outbox SET error = 'the mailer was away' WHERE id = (SELECT value ->> '$[0].id' FROM kept WHERE name = 'claimed');
DELETE FROM outbox WHERE id = (SELECT value ->> '$[1].id' FROM kept WHERE name = 'claimed');
INSERT INTO kept SELECT 'pruned news', notifications_prune('2022-04-03T12:00:00Z');

-- The HTTP APIs.
-- at 2022-04-04T07:00:00Z
INSERT INTO kept SELECT 'key ann', api_key_create('of ann', json_object('user_id', value)) FROM kept WHERE name = 'ann';
INSERT INTO kept SELECT 'api 1', status || body FROM api('vidbeo', 'GET', '/v2/users', NULL, (SELECT value FROM kept WHERE name = 'key ann'));
INSERT INTO kept SELECT 'session ann', session_create(value) FROM kept WHERE name = 'ann';
INSERT INTO kept SELECT 'api 2', status || body FROM api('vidbeo', 'POST', '/v2/invites', '{"email":"joe@example.org","role":"viewer"}', (SELECT value FROM kept WHERE name = 'session ann'));
INSERT INTO kept SELECT 'api 3', status || body FROM api('pulse', 'PATCH', '/api/v1/users/' || (SELECT value FROM kept WHERE name = 'bob'),
    '{"data":{"type":"user","attributes":{"name":"B"}}}', (SELECT value FROM kept WHERE name = 'session ann'));
INSERT INTO kept SELECT 'api 4', status || body FROM api('studio', 'GET', '/api/user?page_size=10', NULL, (SELECT value FROM kept WHERE name = 'session ann'));
INSERT INTO kept SELECT 'api 5', status FROM api('vidbeo', 'GET', '/v2/users', NULL, 'nobody');

-- The end of things.
-- at 2022-05-01T00:00:00Z
SELECT act_as(value) FROM kept WHERE name = 'bob';
SELECT mfa_remove(actor(), 'aaaa-aaaa-aaaa-aaaa') WHERE 0;
-- fails unsupported
SELECT mfa_recovery_codes('aaaa-aaaa-aaaa-aaaa');

-- at 2022-05-01T00:00:01Z
SELECT mfa_remove(value) FROM kept WHERE name = 'bob';
DELETE FROM users WHERE email = 'cat@example.org';
SELECT user_restore(value) FROM kept WHERE name = 'cat';
SELECT user_erase(value) FROM kept WHERE name = 'gus';
SELECT authenticate(value) FROM kept WHERE name = 'session bob';

-- at 2022-05-01T00:00:02Z
INSERT INTO kept SELECT 'last session', session_create(value, '{"form":"opaque"}') FROM kept WHERE name = 'ann';
SELECT act_as(value) FROM kept WHERE name = 'ann';
DELETE FROM sessions WHERE user_id = (SELECT value FROM kept WHERE name = 'bob');

-- at 2022-05-01T00:05:00Z
SELECT authenticate(value) FROM kept WHERE name = 'last session';
INSERT INTO kept SELECT 'used at', last_used_at FROM sessions;
SELECT logout();

-- at 2022-05-01T00:05:01Z
SELECT storage_untrack('uploads');
DELETE FROM accounts WHERE name = 'second';

-- at 2022-06-01T00:00:00Z
INSERT INTO kept SELECT 'checkpoint', audit_checkpoint();
INSERT INTO kept SELECT 'verified', audit_verify(value) FROM kept WHERE name = 'checkpoint';
INSERT INTO kept SELECT 'pruned', usher_prune('2022-05-30T00:00:00Z');

-- at 2022-06-01T00:00:01Z
INSERT INTO kept SELECT 'key dan', api_key_create('of dan', json_object('user_id', value)) FROM kept WHERE name = 'dan';
INSERT INTO kept SELECT 'session dan', session_create(value, '{"form":"opaque"}') FROM kept WHERE name = 'dan';

-- Taken back, whole or in part; and a second supply within a transaction.
-- at 2022-06-02T00:00:00Z
SAVEPOINT a;
INSERT INTO kept SELECT 'lost', invite_create('lost@example.org', 'user');
ROLLBACK TO a;
INSERT INTO kept SELECT 'found', invite_create('found@example.org', 'user');
RELEASE a;
SELECT usher_supply('2022-06-02T00:00:01Z', '00000000000000000000000000000000000000000000000000000000000000aa');
INSERT INTO kept SELECT 'found too', invite_create('found.too@example.org', 'user');
ROLLBACK;
BEGIN;
SELECT usher_supply('2022-06-02T00:00:02Z', '00000000000000000000000000000000000000000000000000000000000000bb');
INSERT INTO kept SELECT 'found', invite_create('found@example.org', 'user');

-- Without BEGIN: two rows of one statement, for engines that make a transaction of each.
-- alone
INSERT INTO usher (call, args) VALUES
    ('usher_supply', '["2022-06-03T00:00:00Z", "00000000000000000000000000000000000000000000000000000000000000cc"]'),
    ('invite_create', '["mia@example.org", "user"]'),
    ('usher_key', '["a master key of thirty-two bytes", "the next master key: 32 bytes and more"]');
