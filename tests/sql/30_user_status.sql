-- Status is derived: discarded, then disabled, then activated, then an open invite, else created.
-- All sixteen combinations; `alive` sorts active, created, invited before deactivated, deleted.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 'true');
WITH RECURSIVE n (i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < 15)
INSERT INTO users (id, email, name) SELECT printf('00000000-0000-4000-8000-%012d', i), 'u' || i || '@example.org',
    iif(i & 8, 'deleted ', '') || iif(i & 4, 'disabled ', '') || iif(i & 2, 'activated ', '') || iif(i & 1, 'invited', '') || '.' FROM n;
INSERT INTO invites (email) SELECT 'U' || substr(email, 2) FROM users WHERE name LIKE '%invited.';
UPDATE usher_user SET activated_at = created_at WHERE name LIKE '%activated%';
UPDATE usher_user SET disabled_at = created_at WHERE name LIKE '%disabled%';
UPDATE usher_user SET discarded_at = created_at WHERE name LIKE '%deleted%';
SELECT name, status, enabled, alive FROM users ORDER BY id;
SELECT status, count(*) FROM users GROUP BY status ORDER BY status;
SELECT count(*) FROM users WHERE status = 'invited';
SELECT count(*) FROM users WHERE status <> 'deleted' AND enabled;
SELECT alive, status, count(*) FROM users GROUP BY alive, status ORDER BY alive DESC, status;
SELECT alive, name FROM users ORDER BY alive, name DESC LIMIT 3;
SELECT status, json_extract(actions, '$') AS actions, count(*) FROM users GROUP BY status, actions ORDER BY status;

-- Only an invite that is open and in time, of this account, makes somebody invited.
SELECT email, status FROM users WHERE id = '00000000-0000-4000-8000-000000000001';
UPDATE usher_invite SET expires_at = '2020-01-01T00:00:00.000Z' WHERE email = 'u1@example.org';
SELECT email, status FROM users WHERE id = '00000000-0000-4000-8000-000000000001';
UPDATE invites SET expires_at = '2100-01-01T00:00:00Z' WHERE email = 'u1@example.org';
SELECT email, status FROM users WHERE id = '00000000-0000-4000-8000-000000000001';
UPDATE invites SET status = 'declined' WHERE email = 'u1@example.org';
SELECT email, status FROM users WHERE id = '00000000-0000-4000-8000-000000000001';
INSERT INTO invites (email) VALUES ('u1@example.org');
SELECT email, status FROM users WHERE id = '00000000-0000-4000-8000-000000000001';
DELETE FROM invites WHERE email = 'u1@example.org';
SELECT email, status FROM users WHERE id = '00000000-0000-4000-8000-000000000001';
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000ab', 'second');
INSERT INTO invites (email, account_id) VALUES ('u1@example.org', '00000000-0000-4000-8000-0000000000ab');
SELECT email, status FROM users WHERE id = '00000000-0000-4000-8000-000000000001';
-- Nor an invite that somebody without an e-mail could have.
INSERT INTO users (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', 'no e-mail');
SELECT name, status, actions FROM users WHERE email IS NULL;

-- It is never set.
UPDATE users SET status = 'active' WHERE id = '00000000-0000-4000-8000-000000000001';
SELECT usher_error();
INSERT INTO users (account_id, email, status) VALUES ('00000000-0000-4000-8000-0000000000aa', 'x@example.org', 'active');
SELECT usher_error() ->> 'field';

-- The whole way.
INSERT INTO users (id, account_id, email, name) VALUES ('00000000-0000-4000-8000-000000000020', '00000000-0000-4000-8000-0000000000aa', 'w@example.org', 'way');
SELECT status FROM users WHERE name = 'way';
INSERT INTO invites (account_id, email, token) VALUES ('00000000-0000-4000-8000-0000000000aa', 'w@example.org', 'w000000000000000000000000000000000000000000');
SELECT status FROM users WHERE name = 'way';
SELECT invite_accept('w000000000000000000000000000000000000000000');
SELECT status FROM users WHERE name = 'way';
UPDATE users SET enabled = 0 WHERE name = 'way';
SELECT status FROM users WHERE name = 'way';
DELETE FROM users WHERE name = 'way';
SELECT status FROM users WHERE name = 'way';
SELECT user_restore('00000000-0000-4000-8000-000000000020');
SELECT status FROM users WHERE name = 'way';
UPDATE users SET enabled = 1 WHERE name = 'way';
SELECT status FROM users WHERE name = 'way';
