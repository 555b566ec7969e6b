-- Row security of users: oneself, and the account's members where one holds users.read. What is private is NULL unless
-- one holds users.read_private there; what a guest is at home is not told. Who is not active sees nothing.
.read setup/people.sql
UPDATE usher_user SET last_login_at = created_at, last_read_at = created_at;
CREATE TEMP VIEW seen AS SELECT substr(id, -2) AS id, substr(account_id, -2) AS account, name, email LIKE name || '%' AS email, role,
    json_array_length(permissions) AS permissions, status, phone_number, disk_space,
    (authentication IS NOT NULL) + (mfa_required IS NOT NULL) + (verified_email IS NOT NULL) + (notifications IS NOT NULL)
    + (email_notifications IS NOT NULL) + (disk_space_used IS NOT NULL) + (terms_agreed IS NOT NULL) + (favorites IS NOT NULL)
    + (group_asset_access IS NOT NULL) + (last_login_at IS NOT NULL) + (last_read_at IS NOT NULL) AS private FROM users ORDER BY id;

.print -- the system
SELECT * FROM seen;
.print -- an owner; an admin sees the same; private of a guest is nothing
SELECT act_as(id) FROM p WHERE name = 'olga';
CREATE TEMP TABLE by_owner AS SELECT * FROM seen;
SELECT * FROM by_owner;
SELECT count(*), count(email), count(role), count(permissions), count(phone_number), sum(disk_space) FROM users;
SELECT act_as(id) FROM p WHERE name = 'adam';
SELECT count(*) FROM (SELECT * FROM seen EXCEPT SELECT * FROM by_owner);
SELECT count(*) FROM (SELECT * FROM by_owner EXCEPT SELECT * FROM seen);
.print -- a manager: the same rows, nothing private but their own
SELECT act_as(id) FROM p WHERE name = 'mia';
SELECT * FROM seen;
SELECT count(*), count(email), count(role), count(permissions), count(phone_number), sum(disk_space) FROM users;
.print -- a creator and a user: themselves, whole
SELECT act_as(id) FROM p WHERE name = 'carl';
SELECT * FROM seen;
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT * FROM seen;
SELECT count(*), max(rowid), group_concat(name), sum(disk_space) FROM users;
SELECT (SELECT count(*) FROM users WHERE id <> actor()), EXISTS (SELECT 1 FROM users WHERE name = 'olga'), (SELECT name FROM users WHERE rowid = 1),
    (SELECT name FROM users WHERE email = 'olga@example.org'), (SELECT count(*) FROM users WHERE q = 'example'),
    (SELECT count(*) FROM users WHERE account_id = '00000000-0000-4000-8000-0000000000aa'), (SELECT count(*) FROM users WHERE rowid IN (1, 2, 6)),
    (SELECT count(*) FROM p JOIN users USING (id)), (SELECT count(*) FROM users WHERE created_at > '2000');
.print -- an owner and an admin of another account
SELECT act_as(id) FROM p WHERE name = 'bert';
SELECT * FROM seen;
SELECT act_as(id) FROM p WHERE name = 'beth';
SELECT * FROM seen;
.print -- a manager of an account without guests
SELECT act_as(id) FROM p WHERE name = 'bob';
SELECT * FROM seen;
.print -- guests: one who is a manager here and a user at home, one who is a user in both, one who reads in both
SELECT act_as(id) FROM p WHERE name = 'gina';
SELECT * FROM seen;
SELECT act_as(id) FROM p WHERE name = 'gus';
SELECT * FROM seen;
SELECT act_as(id) FROM p WHERE name = 'hana';
SELECT * FROM seen;
.print -- every column of somebody masked: what a manager sees of a guest
SELECT act_as(id) FROM p WHERE name = 'mia';
.mode line
SELECT id, account_id, email, name, first_name, last_name, status, enabled, role, locale, avatar, authentication, mfa_required, verified_email, notifications,
    email_notifications, disk_space, disk_space_used, terms_agreed, company, about, job_title, phone_number, favorites, group_asset_access, last_login_at, last_read_at,
    discarded_at, created_by, permissions, actions, alive FROM users WHERE name = 'gina';
.mode list

.print -- disabled, deleted, not activated while acting: nothing, not even themselves; and at once
SELECT act_as(id) FROM p WHERE name = 'uma';
UPDATE usher_user SET disabled_at = created_at WHERE id = actor();
SELECT count(*) FROM users;
UPDATE usher_user SET disabled_at = NULL, discarded_at = created_at WHERE id = actor();
SELECT count(*) FROM users;
UPDATE usher_user SET discarded_at = NULL, activated_at = NULL WHERE id = actor();
SELECT count(*) FROM users;
UPDATE usher_user SET activated_at = created_at WHERE id = actor();
SELECT count(*) FROM users;
DELETE FROM usher_user WHERE id = actor();
SELECT count(*) FROM users;
SELECT act_as(id) FROM p WHERE name = 'olga';
UPDATE usher_user SET disabled_at = created_at WHERE id = actor();
SELECT count(*) FROM users;
UPDATE usher_user SET disabled_at = NULL WHERE id = actor();
SELECT count(*) FROM users;

.print -- guests come and go
SELECT act_as(NULL);
DELETE FROM account_memberships WHERE account_id = '00000000-0000-4000-8000-0000000000aa' AND user_id > '00000000-0000-4000-8000-000000000020';
SELECT act_as(id) FROM p WHERE name = 'olga';
SELECT count(*), max(name) FROM users;
UPDATE usher_membership SET account_id = '00000000-0000-4000-8000-0000000000ac' WHERE user_id = '00000000-0000-4000-8000-000000000002';
SELECT count(*), count(role) FROM users;
INSERT INTO usher_membership SELECT 900, '00000000-0000-4000-8000-0000000000f1', user_id, '00000000-0000-4000-8000-0000000000aa', role_id, created_by, created_at, updated_by, updated_at, 0
FROM usher_membership WHERE user_id = '00000000-0000-4000-8000-000000000024';
SELECT count(*), max(name) FROM users;
DELETE FROM usher_membership WHERE number = 900;
SELECT count(*), max(name) FROM users;

-- By invite, too.
SELECT act_as(NULL);
INSERT INTO invites (account_id, email, token) VALUES ('00000000-0000-4000-8000-0000000000aa', 'bob@example.org', 'bob2000000000000000000000000000000000000000');
SELECT act_as('00000000-0000-4000-8000-000000000026');
SELECT invite_accept('bob2000000000000000000000000000000000000000');
SELECT act_as(NULL);
SELECT act_as(id) FROM p WHERE name = 'olga';
SELECT count(*) FROM users;
SELECT * FROM seen WHERE name = 'bob';

.print -- under a name of one's own, in a view, in a trigger's query: the same
CREATE VIRTUAL TABLE temp.people USING users;
CREATE TEMP VIEW names AS SELECT name FROM users;
CREATE TEMP TABLE told (n);
CREATE TEMP TRIGGER tell AFTER INSERT ON told BEGIN UPDATE told SET n = (SELECT group_concat(name) FROM users); END;
SELECT act_as(id) FROM p WHERE name = 'carl';
SELECT group_concat(name) FROM people;
SELECT group_concat(name) FROM names;
INSERT INTO told VALUES (1);
SELECT * FROM told;
SELECT act_as(NULL);
SELECT count(*) FROM people;
