-- The README's two life cycles: from each status, all that may happen, and where it leads. tests/reference.sh
-- compares the arrows that are printed here with those that are drawn there.
.parameter set :id "'0d000000-0000-7000-8000-00000000000a'"
.parameter set :token "'ann-ann-ann-ann-ann-ann-ann-ann-ann-ann-anA'"
INSERT INTO usher VALUES ('usher_init', '[]');
INSERT INTO settings (scope, scope_id, key, value) SELECT 'account', id, 'users.direct_creation', 'true' FROM accounts;
CREATE TEMP TABLE was (status, token);

.print -- users
CREATE TEMP VIEW now AS SELECT coalesce((SELECT iif(u.erased_at IS NULL, users.status, '[*]')
    FROM users JOIN usher_user AS u ON u.id = users.id WHERE users.id = '0d000000-0000-7000-8000-00000000000a'), '[*]') AS status;
CREATE TEMP VIEW arrows AS SELECT was.status || ' --> ' || now.status AS arrow FROM was, now WHERE was.status <> now.status;
SAVEPOINT before;
INSERT INTO was SELECT status, NULL FROM now;
.read setup/user_life.sql
INSERT INTO invites (email, token) VALUES ('ann@example.com', :token);
.print -- with an invite
.read setup/user_life.sql
ROLLBACK TO before;
INSERT INTO users (id, email) VALUES (:id, 'ann@example.com');
INSERT INTO was SELECT status, NULL FROM now;
.print -- created
.read setup/user_life.sql
UPDATE users SET enabled = 0 WHERE id = :id;
UPDATE was SET status = (SELECT status FROM now);
.print -- deactivated, was created
.read setup/user_life.sql
DELETE FROM users WHERE id = :id;
UPDATE was SET status = (SELECT status FROM now);
.print -- deleted, was created
.read setup/user_life.sql
ROLLBACK TO before;
INSERT INTO users (id, email) VALUES (:id, 'ann@example.com');
INSERT INTO invites (email, token) VALUES ('ann@example.com', :token);
INSERT INTO was SELECT status, NULL FROM now;
.print -- invited
.read setup/user_life.sql
UPDATE users SET enabled = 0 WHERE id = :id;
UPDATE was SET status = (SELECT status FROM now);
.print -- deactivated, was invited
.read setup/user_life.sql
ROLLBACK TO before;
INSERT INTO invites (email, token) VALUES ('ann@example.com', :token);
INSERT INTO usher VALUES ('invite_accept', json_array(:token, json_object('id', :id)));
INSERT INTO was SELECT status, NULL FROM now;
.print -- active
.read setup/user_life.sql
UPDATE users SET enabled = 0 WHERE id = :id;
UPDATE was SET status = (SELECT status FROM now);
.print -- deactivated, was active
.read setup/user_life.sql
DELETE FROM users WHERE id = :id;
UPDATE was SET status = (SELECT status FROM now);
.print -- deleted, was active
.read setup/user_life.sql
ROLLBACK TO before;

RELEASE before;

.print -- invites
DROP VIEW arrows;
DROP VIEW now;
CREATE TEMP VIEW now AS SELECT coalesce(i.status, '[*]') AS status, u.token_hash AS token
    FROM (SELECT 1) LEFT JOIN usher_invite AS u ON u.id = coalesce(
        (SELECT id FROM usher_invite WHERE id = '0d000000-0000-7000-8000-00000000000a'), (SELECT id FROM usher_invite))
    LEFT JOIN invites AS i ON i.id = u.id;
CREATE TEMP VIEW arrows AS SELECT was.status || ' --> ' || now.status AS arrow, iif(was.status = now.status, ', a new token', '') AS note
    FROM was, now WHERE was.status <> now.status OR was.token <> now.token;
SAVEPOINT before;
INSERT INTO was SELECT * FROM now;
.read setup/invite_life.sql
ROLLBACK TO before;
INSERT INTO invites (id, email, token) VALUES (:id, 'ann@example.com', :token);
INSERT INTO was SELECT * FROM now;
.print -- pending
.read setup/invite_life.sql
ROLLBACK TO before;
INSERT INTO invites (id, email, token) VALUES (:id, 'ann@example.com', :token);
INSERT INTO usher VALUES ('invite_accept', json_array(:token));
INSERT INTO was SELECT * FROM now;
.print -- accepted
.read setup/invite_life.sql
ROLLBACK TO before;
INSERT INTO invites (id, email, token) VALUES (:id, 'ann@example.com', :token);
INSERT INTO usher VALUES ('invite_decline', json_array(:token));
INSERT INTO was SELECT * FROM now;
.print -- declined
.read setup/invite_life.sql
ROLLBACK TO before;
INSERT INTO invites (id, email, token) VALUES (:id, 'ann@example.com', :token);
INSERT INTO usher VALUES ('invite_revoke', json_array(:id));
INSERT INTO was SELECT * FROM now;
.print -- revoked
.read setup/invite_life.sql
ROLLBACK TO before;
INSERT INTO invites (id, email, token) VALUES (:id, 'ann@example.com', :token);
UPDATE usher_invite SET expires_at = '2001-01-01T00:00:00.000Z';
INSERT INTO was SELECT * FROM now;
.print -- expired
.read setup/invite_life.sql
ROLLBACK TO before;
RELEASE before;
