-- Who accepts an invite may choose a password at once: who becomes a user, or is activated.
.read setup/passwords.sql
INSERT INTO invites (account_id, email, role, authentication, token) SELECT '00000000-0000-4000-8000-0000000000aa', * FROM (VALUES
    ('new@example.org', 'user', 'password', 'new0000000000000000000000000000000000000000'),
    ('cara@example.org', 'manager', 'password', 'cara000000000000000000000000000000000000000'),
    ('sso@example.org', 'user', 'sso', 'sso0000000000000000000000000000000000000000'),
    ('bob@example.org', 'user', 'password', 'bob2000000000000000000000000000000000000000'),
    ('old@example.org', 'user', 'password', 'old0000000000000000000000000000000000000000'),
    ('non@example.org', 'user', 'password', 'non0000000000000000000000000000000000000000'));

.print -- the length is looked at before anything happens
SELECT invite_accept('new0000000000000000000000000000000000000000', '{"password":"1234567"}');
SELECT usher_error();
SELECT invite_accept('new0000000000000000000000000000000000000000', json_object('password', hex(zeroblob(128)) || '0'));
SELECT invite_accept('new0000000000000000000000000000000000000000', '{"password":12345678}');
SELECT invite_accept('new0000000000000000000000000000000000000000', '{"password":["12345678"]}');
SELECT invite_accept('new0000000000000000000000000000000000000000', '{"password":"12345678","password":"12345679"}');
SELECT invite_accept('new0000000000000000000000000000000000000000', '{"password":"12345678","role":"owner"}');
SELECT invite_accept('new0000000000000000000000000000000000000000', '{"password":"12345678","id":"x"}');
SELECT status FROM invites WHERE email = 'new@example.org';
SELECT count(*) FROM hashes;
SELECT invite_accept('new0000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000021","name":"new","password":"correct horse"}');
SELECT * FROM hashes;
SELECT act_as('00000000-0000-4000-8000-000000000021');
SELECT password_set(actor(), 'battery staple', 'correct horse');
SELECT act_as(NULL);

.print -- a token that is not good costs nothing
SELECT invite_accept('new0000000000000000000000000000000000000000', '{"password":"12345678"}');
SELECT invite_accept('xxx0000000000000000000000000000000000000000', '{"password":"12345678"}');
SELECT invite_accept('x', '{"password":"12345678"}');
UPDATE usher_invite SET expires_at = created_at WHERE email = 'old@example.org';
SELECT invite_accept('old0000000000000000000000000000000000000000', '{"password":"short"}');
SELECT usher_error() ->> 'code';

.print -- whoever was created is activated with it, whatever they had
SELECT password_set('00000000-0000-4000-8000-000000000005', 'of the system');
SELECT invite_accept('cara000000000000000000000000000000000000000', '{"password":"of cara herself"}');
SELECT name, role, status FROM users WHERE name = 'cara';
SELECT act_as('00000000-0000-4000-8000-000000000005');
SELECT password_set(actor(), 'battery staple', 'of the system');
SELECT password_set(actor(), 'battery staple', 'of cara herself');
SELECT act_as(NULL);

.print -- not for sso; not for whoever is a user already and joins
SELECT invite_accept('sso0000000000000000000000000000000000000000', '{"password":"correct horse","name":"sso"}');
SELECT status FROM invites WHERE email = 'sso@example.org';
SELECT count(*) FROM users WHERE name = 'sso';
SELECT invite_accept('sso0000000000000000000000000000000000000000', '{"name":"sso"}') IS NOT NULL;
SELECT act_as('00000000-0000-4000-8000-000000000007');
SELECT invite_accept('bob2000000000000000000000000000000000000000', '{"password":"correct horse"}');
SELECT usher_error();
SELECT invite_accept('bob2000000000000000000000000000000000000000', '{"password":null}');
SELECT act_as(NULL);

.print -- NULL is none; in a transaction; by DML
BEGIN;
SELECT invite_accept('non0000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000022","name":"non","password":"correct horse"}');
SELECT * FROM hashes;
ROLLBACK;
SELECT * FROM hashes;
INSERT INTO usher VALUES ('invite_accept', '["non0000000000000000000000000000000000000000",{"id":"00000000-0000-4000-8000-000000000022","name":"non","password":"correct horse"}]');
SELECT * FROM hashes;
-- The account's own limits.
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000ab', 'passwords.least', 15);
INSERT INTO invites (account_id, email, token) VALUES ('00000000-0000-4000-8000-0000000000ab', 'far@example.org', 'far0000000000000000000000000000000000000000');
SELECT invite_accept('far0000000000000000000000000000000000000000', '{"password":"12345678901234"}');
SELECT invite_accept('far0000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000023","password":"123456789012345"}');

.print -- what is logged
SELECT actor, action, object_id, before, after FROM log;
SELECT count(*) FROM usher_audit WHERE after LIKE '%horse%' OR after LIKE '%herself%' OR after LIKE '%"password":%';
