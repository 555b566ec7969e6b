-- Accepting while being a user of another account: whoever acts, and has the e-mail, becomes a
-- member of this account too; otherwise a user is made.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000ab', 'second');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'users.direct_creation', 'true');

-- In the first account: olga, active; vera, active but unverified since her e-mail was changed;
-- dora, disabled; carl, merely created; gone, deleted.
CREATE TEMP TABLE p AS SELECT column1 AS name, '00000000-0000-4000-8000-00000000000' || column2 AS id,
    substr(column1 || '0000000000000000000000000000000000000000000', 1, 43) AS token
FROM (VALUES ('olga', 1), ('vera', 2), ('dora', 3), ('gone', 4));
INSERT INTO invites (account_id, email, role, token)
SELECT '00000000-0000-4000-8000-0000000000aa', name || '@example.org', iif(name = 'olga', 'owner', 'user'), token FROM p;
INSERT INTO usher SELECT 'invite_accept', json_array(token, json_object('id', id, 'name', name)) FROM p;
UPDATE usher_user SET verified_email = 0 WHERE name = 'vera';
UPDATE users SET enabled = 0 WHERE name = 'dora';
DELETE FROM users WHERE name = 'gone';
INSERT INTO users (id, account_id, email, name) VALUES
    ('00000000-0000-4000-8000-000000000005', '00000000-0000-4000-8000-0000000000aa', 'carl@example.org', 'carl');
SELECT name, status, verified_email FROM users ORDER BY id;

-- All are invited to the second.
INSERT INTO invites (account_id, email, role, token)
SELECT '00000000-0000-4000-8000-0000000000ab', upper(name) || '@example.org', 'manager', 'x' || substr(token, 1, 42) FROM p
UNION ALL SELECT '00000000-0000-4000-8000-0000000000ab', 'carl@example.org', 'manager', 'xcarl00000000000000000000000000000000000000';

-- Olga is the same person; her profile is left alone, and an id must be hers.
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT invite_accept('xolga00000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000009"}');
SELECT usher_error() ->> 'code', usher_error() ->> 'field';
SELECT invite_accept('xolga00000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000001","name":"Other"}');
SELECT act_as(NULL);
SELECT name, account_id, role FROM users WHERE email = 'olga@example.org';
SELECT account_id, role, created_by FROM account_memberships WHERE user_id = '00000000-0000-4000-8000-000000000001' ORDER BY role DESC;

-- The others get a user of the second account.
INSERT INTO usher SELECT 'invite_accept', json_array('x' || substr(token, 1, 42), json_object('id', replace(id, '-00000000000', '-00000000001')))
FROM p WHERE name <> 'olga';
SELECT invite_accept('xcarl00000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000015"}');
SELECT id, account_id, email, status, role FROM users ORDER BY id;
SELECT user_id, account_id, role FROM account_memberships ORDER BY user_id, account_id;
SELECT email, status, user_id FROM invites WHERE account_id = '00000000-0000-4000-8000-0000000000ab' ORDER BY email;

-- Whoever is a member already cannot be invited again.
SELECT invite_create('olga@example.org', 'user', '{"account_id":"00000000-0000-4000-8000-0000000000ab"}');
SELECT usher_error() ->> 'code', usher_error() ->> 'field';
SELECT action, object_type, object_id, account_id, after FROM audit_log WHERE action = 'membership.create';

-- Two users of one e-mail in two accounts: who acts is the one who joins the third.
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000ac', 'third');
UPDATE usher_user SET verified_email = 1 WHERE email = 'vera@example.org';
INSERT INTO invites (account_id, email, token) VALUES
    ('00000000-0000-4000-8000-0000000000ac', 'vera@example.org', 'yvera00000000000000000000000000000000000000');
SELECT act_as('00000000-0000-4000-8000-000000000012');
SELECT invite_accept('yvera00000000000000000000000000000000000000');
SELECT user_id FROM account_memberships WHERE account_id = '00000000-0000-4000-8000-0000000000ac';

-- That somebody accepted an invite to an address shows that they had its token. In their own
-- account that may be whoever invited: mallory makes a user of victor's address and does not get
-- what is meant for victor.
SELECT act_as(NULL);
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000ad', 'evil'), ('00000000-0000-4000-8000-0000000000ae', 'good');
SELECT invite_accept(invite_create('mallory@example.org', 'owner', '{"account_id":"00000000-0000-4000-8000-0000000000ad"}'), '{"id":"00000000-0000-4000-8000-0000000000f1"}');
SELECT act_as('00000000-0000-4000-8000-0000000000f1');
SELECT invite_create('victor@example.org', 'user', '{"token":"forged00000000000000000000000000000000000A0"}');
SELECT act_as(NULL);
SELECT invite_accept('forged00000000000000000000000000000000000A0', '{"id":"00000000-0000-4000-8000-0000000000f2"}');
SELECT invite_create('victor@example.org', 'admin', '{"account_id":"00000000-0000-4000-8000-0000000000ae","token":"victor00000000000000000000000000000000000A0"}');
SELECT invite_accept('victor00000000000000000000000000000000000A0', '{"id":"00000000-0000-4000-8000-0000000000f3"}');
SELECT user_id, role FROM account_memberships WHERE account_id = '00000000-0000-4000-8000-0000000000ae';
