-- A store that was damaged or altered is `corrupt`, on the connection that did it too; nothing is written.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO invites (email, role, token) VALUES ('ann@example.org', 'owner', 'ann0000000000000000000000000000000000000000');
INSERT INTO usher VALUES ('invite_accept', '["ann0000000000000000000000000000000000000000",{"id":"00000000-0000-4000-8000-000000000001"}]');
SELECT email, role FROM users;

-- A dropped index.
BEGIN;
DROP INDEX usher_user_email;
SELECT email FROM users;
INSERT INTO invites (email) VALUES ('bob@example.org');
SELECT invite_create('bob@example.org', 'user');
SELECT usher_init();
SELECT usher_error();
ROLLBACK;
SELECT email, role FROM users;

-- A missing table.
BEGIN;
DROP TABLE usher_invite;
SELECT email FROM users;
SELECT * FROM invites;
UPDATE users SET name = 'Ann';
ROLLBACK;

-- An altered table.
BEGIN;
ALTER TABLE usher_setting ADD COLUMN more TEXT;
SELECT * FROM settings;
ROLLBACK;

-- A lost version, a mangled one, a mangled fingerprint.
BEGIN;
DELETE FROM usher_store;
UPDATE users SET name = 'Ann';
SELECT invite_create('bob@example.org', 'user');
ROLLBACK;
BEGIN;
UPDATE usher_store SET fingerprint = x'00';
SELECT usher_init();
ROLLBACK;
PRAGMA ignore_check_constraints = 1;
BEGIN;
UPDATE usher_store SET version = 0;
UPDATE users SET name = 'Ann';
SELECT usher_init();
ROLLBACK;
PRAGMA ignore_check_constraints = 0;

-- A setting that holds what it cannot: the key is named, and the value can be set again.
BEGIN;
INSERT INTO settings (scope, key, value) VALUES ('account', 'invites.life', 3600);
UPDATE usher_setting SET value = '59';
SELECT invite_create('bob@example.org', 'user');
SELECT usher_error();
INSERT OR REPLACE INTO settings (scope, key, value) VALUES ('account', 'invites.life', 3600);
SELECT length(invite_create('bob@example.org', 'user'));
ROLLBACK;

-- A mangled row: a membership that is gone, a role that is.
BEGIN;
DELETE FROM usher_membership;
SELECT email, role FROM users;
UPDATE users SET role = 'admin';
SELECT act_as('00000000-0000-4000-8000-000000000001');
INSERT INTO accounts (name) VALUES ('x');
UPDATE users SET enabled = 0;
SELECT act_as(NULL);
ROLLBACK;
BEGIN;
DELETE FROM usher_role;
SELECT email, role FROM users;
UPDATE users SET role = 'admin';
SELECT invite_create('bob@example.org', 'user');
ROLLBACK;
BEGIN;
DELETE FROM usher_account;
INSERT INTO invites (email) VALUES ('bob@example.org');
ROLLBACK;

-- All is well again.
UPDATE users SET name = 'Ann';
SELECT name, role FROM users;
-- An index of the application's own is no damage.
CREATE INDEX by_company ON usher_user (company);
SELECT count(*) FROM users;
SELECT length(invite_create('bob@example.org', 'user'));

-- A newer store is refused, for reading and for writing.
UPDATE usher_store SET version = version + 1;
SELECT invite_create('cas@example.org', 'user');
UPDATE users SET name = 'Newer';
SELECT usher_init();
SELECT name FROM usher_user;
