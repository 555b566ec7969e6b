-- The life cycles that the README draws: which status follows which, for invites and for users.
INSERT INTO usher VALUES ('usher_init', '[]');
SELECT length(invite_accept(invite_create('owner@example.org', 'owner'), '{"name":"Owner"}'));
CREATE TEMP VIEW state AS SELECT status FROM invites WHERE email = 'a@example.org' ORDER BY status;

-- Revoked stays revoked; inviting again makes another.
SELECT length(invite_create('a@example.org', 'user'));
SELECT * FROM state;
SELECT length(invite_revoke(id)) FROM invites WHERE email = 'a@example.org';
SELECT invite_resend(id) FROM invites WHERE email = 'a@example.org';
SELECT length(invite_create('a@example.org', 'user'));
SELECT * FROM state;

-- So does declined.
SELECT length(invite_decline(invite_create('d@example.org', 'user')));
SELECT invite_resend(id) FROM invites WHERE email = 'd@example.org';
SELECT status FROM invites WHERE email = 'd@example.org';

-- A user: accepted, disabled, enabled, disabled, deleted, restored, enabled.
SELECT length(invite_accept(invite_create('u@example.org', 'user'), '{"name":"U"}'));
CREATE TEMP VIEW life AS SELECT status FROM users WHERE email = 'u@example.org';
SELECT * FROM life;
UPDATE users SET enabled = 0 WHERE email = 'u@example.org';
SELECT * FROM life;
UPDATE users SET enabled = 1 WHERE email = 'u@example.org';
SELECT * FROM life;
DELETE FROM users WHERE email = 'u@example.org';
SELECT * FROM life;
SELECT length(user_restore(id)) FROM users WHERE email = 'u@example.org';
SELECT * FROM life;
DELETE FROM users WHERE email = 'u@example.org';
SELECT * FROM life;
SELECT length(user_restore(id)) FROM users WHERE email = 'u@example.org';
UPDATE users SET enabled = 1 WHERE email = 'u@example.org';
SELECT * FROM life;
DELETE FROM users WHERE email = 'u@example.org';
SELECT length(user_erase(id)) FROM users WHERE email = 'u@example.org';
SELECT status, user_restore(id) FROM users WHERE status = 'deleted';

-- Where the account allows it: created, invited, created again when the invite ends, active.
INSERT INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 'true');
INSERT INTO users (email, name) VALUES ('c@example.org', 'C');
CREATE TEMP VIEW direct AS SELECT status FROM users WHERE email = 'c@example.org';
SELECT * FROM direct;
SELECT length(invite_create('c@example.org', 'user'));
SELECT * FROM direct;
SELECT length(invite_revoke(id)) FROM invites WHERE email = 'c@example.org';
SELECT * FROM direct;
SELECT length(invite_accept(invite_create('c@example.org', 'user')));
SELECT * FROM direct;

-- Expired, and brought back.
SELECT length(invite_create('e@example.org', 'user'));
UPDATE usher_invite SET created_at = '2019-12-01T00:00:00.000Z', expires_at = '2020-01-01T00:00:00.000Z'
WHERE email = 'e@example.org';
SELECT status FROM invites WHERE email = 'e@example.org';
SELECT length(invite_resend(id)) FROM invites WHERE email = 'e@example.org';
SELECT status FROM invites WHERE email = 'e@example.org';

-- Sent again while it is pending: it stays so, with another token. Accepted is where it ends.
CREATE TEMP TABLE sent AS SELECT invite_create('p@example.org', 'user') AS token;
INSERT INTO sent SELECT invite_resend(id) FROM invites WHERE email = 'p@example.org';
SELECT status FROM invites WHERE email = 'p@example.org';
SELECT count(DISTINCT token) FROM sent;
SELECT invite_accept(token) FROM sent WHERE rowid = 1;
SELECT length(invite_accept(token)) FROM sent WHERE rowid = 2;
SELECT status FROM invites WHERE email = 'p@example.org';
SELECT invite_resend(id) FROM invites WHERE email = 'p@example.org';
SELECT invite_revoke(id) FROM invites WHERE email = 'p@example.org';
SELECT invite_decline(token) FROM sent WHERE rowid = 2;
SELECT status FROM invites WHERE email = 'p@example.org';
