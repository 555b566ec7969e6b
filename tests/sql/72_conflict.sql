-- OR IGNORE passes over a row that its values forbid, OR REPLACE replaces settings only, OR FAIL and
-- OR ROLLBACK fail whole. In autocommit and in a transaction.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
CREATE TEMP TABLE team AS SELECT column1 AS name, column2 AS role, '00000000-0000-4000-8000-00000000000' || column3 AS id,
    substr(column1 || '0000000000000000000000000000000000000000000', 1, 43) AS token
FROM (VALUES ('olga', 'owner', 1), ('otto', 'owner', 2), ('adam', 'admin', 3), ('abel', 'admin', 4), ('mia', 'manager', 5), ('uma', 'user', 6));
INSERT INTO invites (email, role, token) SELECT name || '@example.org', role, token FROM team;
INSERT INTO usher SELECT 'invite_accept', json_array(token, json_object('id', id, 'name', name)) FROM team;
INSERT INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 'true');
CREATE TEMP VIEW people AS SELECT group_concat(email, ' ') FROM (SELECT replace(email, '@example.org', '') AS email FROM users WHERE rowid > 6 ORDER BY rowid);

-- OR IGNORE: a conflict, a bad value, a missing one.
INSERT OR IGNORE INTO users (email) VALUES ('a@example.org'), ('A@example.org'), ('nonsense'), ('b@example.org'), ('olga@example.org');
SELECT * FROM people;
INSERT OR IGNORE INTO users (id, email) VALUES ('00000000-0000-4000-8000-000000000001', 'c@example.org'), ('x', 'c@example.org');
INSERT OR IGNORE INTO users (rowid, email) VALUES (1, 'c@example.org');
INSERT OR IGNORE INTO users (email, name) VALUES ('c@example.org', 5), ('d@example.org', 'Dan');
INSERT OR IGNORE INTO accounts (name) VALUES ('DEFAULT'), (NULL);
INSERT OR IGNORE INTO invites (email) VALUES (NULL), ('x'), ('olga@example.org'), ('i@example.org');
INSERT OR IGNORE INTO account_memberships (user_id) VALUES ('00000000-0000-4000-8000-000000000001'), (NULL);
INSERT OR IGNORE INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 'false'), ('account', 'invites.life', 1);
SELECT * FROM people;
SELECT value FROM settings;
SELECT email, role FROM invites WHERE status = 'pending';
UPDATE OR IGNORE users SET disk_space = iif(name = 'adam', -1, 7) WHERE role = 'admin';
SELECT name, disk_space FROM users WHERE role = 'admin';
UPDATE OR IGNORE users SET email = 'a@example.org' WHERE name = 'uma';
SELECT email FROM users WHERE name = 'uma';

-- What is not a value's fault ends the statement: rights, the last owner, a row that is not there.
INSERT OR IGNORE INTO users (account_id) VALUES ('00000000-0000-4000-8000-0000000000ab');
UPDATE OR IGNORE users SET role = 'user' WHERE role = 'owner';
UPDATE OR IGNORE users SET enabled = 0;
SELECT act_as('00000000-0000-4000-8000-000000000005');
INSERT OR IGNORE INTO users (email) VALUES ('z@example.org');
UPDATE OR IGNORE users SET name = 'x' WHERE name <> 'mia';
INSERT OR IGNORE INTO invites (email) VALUES ('z@example.org');
SELECT act_as(NULL);
SELECT name, role, enabled FROM users WHERE role = 'owner';

-- OR REPLACE puts no user, invite, account or membership out of the way.
INSERT OR REPLACE INTO users (id, email) VALUES ('00000000-0000-4000-8000-000000000001', 'new@example.org');
INSERT OR REPLACE INTO users (email) VALUES ('olga@example.org');
REPLACE INTO users (rowid, email) VALUES (1, 'new@example.org');
INSERT OR REPLACE INTO accounts (name) VALUES ('default');
INSERT OR REPLACE INTO account_memberships (user_id, role) VALUES ('00000000-0000-4000-8000-000000000006', 'owner');
INSERT OR REPLACE INTO invites (id, email) VALUES ((SELECT id FROM invites LIMIT 1), 'new@example.org');
UPDATE OR REPLACE users SET email = 'olga@example.org' WHERE name = 'uma';
SELECT name, email, role FROM users WHERE rowid IN (1, 6);

-- OR FAIL, OR ROLLBACK and OR ABORT: nothing of the statement stays; the transaction does.
INSERT OR FAIL INTO users (email) VALUES ('e@example.org'), ('nonsense');
INSERT OR ABORT INTO users (email) VALUES ('e@example.org'), ('nonsense');
INSERT OR ROLLBACK INTO users (email) VALUES ('e@example.org'), ('nonsense');
SELECT * FROM people;
BEGIN;
INSERT INTO users (email) VALUES ('f@example.org');
INSERT OR FAIL INTO users (email) VALUES ('e@example.org'), ('nonsense');
INSERT INTO users (email) VALUES ('nonsense');
INSERT OR IGNORE INTO users (email) VALUES ('nonsense'), ('g@example.org');
SELECT * FROM people;
COMMIT;
SELECT * FROM people;
SAVEPOINT s;
INSERT INTO users (email) VALUES ('h@example.org');
INSERT INTO users (email) VALUES ('h@example.org');
ROLLBACK TO s;
RELEASE s;
SELECT * FROM people;
SELECT count(*) = (SELECT count(*) FROM audit_log WHERE action = 'user.create') FROM usher_user;

-- What SQLite itself does not take for a virtual table.
INSERT INTO users (email) VALUES ('k@example.org') ON CONFLICT DO NOTHING;
INSERT INTO settings (scope, key, value) VALUES ('account', 'invites.life', 60) ON CONFLICT (key) DO UPDATE SET value = excluded.value;
UPDATE users SET name = 'x' WHERE name = 'uma' RETURNING name;
DELETE FROM users WHERE name = 'uma' RETURNING name;
