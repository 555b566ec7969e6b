-- A user is created by accepting an invite. Direct INSERT is a policy of the account, off by default.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO users (email) VALUES ('a@example.org');
SELECT usher_error();
INSERT OR IGNORE INTO users (email) VALUES ('a@example.org');
INSERT INTO account_memberships (user_id) VALUES ('00000000-0000-4000-8000-000000000001');
SELECT usher_error() ->> 'code';
SELECT count(*) FROM users;

-- With the policy: status created, no credentials, the role user unless another is named.
INSERT INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 'true');
INSERT INTO users (id, email, name, created_at) VALUES
    ('00000000-0000-4000-8000-00000000000A', 'a@example.org', 'Ann', '2020-01-01T02:00:00.5+02:00');
.mode line
SELECT id, account_id, email, name, status, enabled, role, locale, authentication, mfa_required, verified_email, notifications,
    email_notifications, disk_space, disk_space_used, terms_agreed, favorites, group_asset_access, created_by, created_at,
    permissions, actions, alive FROM users WHERE email = 'a@example.org' AND updated_at > created_at;
.mode list
SELECT user_id, account_id, role FROM account_memberships;
SELECT action, object_id, before, after FROM audit_log WHERE object_type = 'users';

-- Everything that may be given.
INSERT INTO users (rowid, id, account_id, email, name, first_name, last_name, enabled, role, locale, avatar, authentication,
    mfa_required, notifications, email_notifications, disk_space, terms_agreed, company, about, job_title, phone_number,
    favorites, group_asset_access)
VALUES (70, '00000000-0000-4000-8000-00000000000b', '00000000-0000-4000-8000-0000000000aa', 'b@example.org', 'Ben', 'B', 'C', 0,
    'manager', 'de_DE', 'b.png', 'sso', 1, '["x"]', 0, 1000, 1, 'Co', 'about', 'job', '+1', '[1]', 0) RETURNING rowid, id;
SELECT last_insert_rowid(), changes();
.mode line
SELECT rowid, id, email, name, first_name, last_name, status, enabled, role, locale, avatar, authentication, mfa_required,
    verified_email, notifications, email_notifications, disk_space, disk_space_used, terms_agreed, company, about, job_title,
    phone_number, favorites, group_asset_access FROM users WHERE email = 'b@example.org';
.mode list

-- What is left out is made: an id that sorts by time, the next rowid; NULL is as good as left out.
INSERT INTO users (email, id, role, enabled, disk_space) VALUES ('c@example.org', NULL, NULL, NULL, NULL);
SELECT rowid, id GLOB '????????-????-7???-????-????????????', id > '01', role, enabled, disk_space FROM users WHERE email = 'c@example.org';
SELECT last_insert_rowid();
INSERT INTO users DEFAULT VALUES;
SELECT rowid, email, status FROM users WHERE email IS NULL;

-- An owner who was merely created owns nothing yet.
INSERT INTO users (email, role) VALUES ('o@example.org', 'owner');
DELETE FROM users WHERE email = 'o@example.org';

-- What is taken, or is not there.
INSERT INTO users (id) VALUES ('00000000-0000-4000-8000-00000000000a');
SELECT usher_error();
INSERT INTO users (rowid) VALUES (70);
SELECT usher_error() ->> 'code';
INSERT INTO users (email) VALUES ('A@example.org');
INSERT INTO users (account_id) VALUES ('00000000-0000-4000-8000-0000000000ab');
INSERT INTO users (role) VALUES ('boss');
SELECT usher_error() ->> 'field';

-- With several accounts, one has to be named; each has a policy of its own.
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000ab', 'second');
INSERT INTO users (email) VALUES ('d@example.org');
SELECT usher_error();
INSERT INTO users (email, account_id) VALUES ('d@example.org', '00000000-0000-4000-8000-0000000000ab');
INSERT INTO users (email, account_id) VALUES ('d@example.org', '00000000-0000-4000-8000-0000000000aa');
DELETE FROM settings;
INSERT INTO users (email, account_id) VALUES ('e@example.org', '00000000-0000-4000-8000-0000000000aa');
SELECT email, status FROM users ORDER BY rowid;
SELECT count(*) FROM usher_membership, (SELECT count(*) AS users FROM usher_user) WHERE users = 6;
