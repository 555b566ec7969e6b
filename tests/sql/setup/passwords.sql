-- A store whose hashes cost little: olga (an owner), adam (an administrator), uma (a user), sam (sso),
-- cara (created only), dora (disabled); bob, who owns another account.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000ab', 'second');
INSERT INTO settings (scope, scope_id, key, value) SELECT 'account', id, column1, column2
    FROM accounts, (VALUES ('passwords.memory', 19456), ('passwords.passes', 2), ('users.direct_creation', 'true'), ('users.email_change', 'true'));
CREATE TEMP TABLE cast_of AS SELECT column1 AS name, column2 AS role, '00000000-0000-4000-8000-00000000000' || column3 AS id,
    '00000000-0000-4000-8000-0000000000' || column4 AS account_id, substr(column1 || '0000000000000000000000000000000000000000000', 1, 43) AS token
FROM (VALUES ('olga', 'owner', 1, 'aa'), ('adam', 'admin', 2, 'aa'), ('uma', 'user', 3, 'aa'), ('sam', 'user', 4, 'aa'), ('dora', 'user', 6, 'aa'), ('bob', 'owner', 7, 'ab'));
INSERT INTO invites (account_id, email, role, token) SELECT account_id, name || '@example.org', role, token FROM cast_of;
INSERT INTO usher SELECT 'invite_accept', json_array(token, json_object('id', id, 'name', name)) FROM cast_of;
INSERT INTO users (id, account_id, email, name) VALUES ('00000000-0000-4000-8000-000000000005', '00000000-0000-4000-8000-0000000000aa', 'cara@example.org', 'cara');
UPDATE users SET authentication = 'sso' WHERE name = 'sam';
UPDATE users SET enabled = 0 WHERE name = 'dora';
CREATE TEMP VIEW hashes AS SELECT u.name, substr(p.hash, 1, 30) AS cost FROM usher_password AS p JOIN usher_user AS u ON u.id = p.user_id ORDER BY u.name;
CREATE TEMP VIEW tickets AS SELECT u.name, t.purpose, t.email, unixepoch(t.expires_at) - unixepoch(t.created_at) AS life
    FROM usher_ticket AS t JOIN usher_user AS u ON u.id = t.user_id ORDER BY u.name, t.purpose;
CREATE TEMP VIEW log AS SELECT real_actor, actor, action, object_id, before, after FROM audit_log
    WHERE action GLOB 'password.*' OR action GLOB 'email.*' OR action GLOB 'mail.*' ORDER BY id;
