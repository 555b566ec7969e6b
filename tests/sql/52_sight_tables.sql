-- Row security of the other tables: accounts and roles of those who belong to them, memberships and permissions by users.read,
-- invites by invites.read or one's own verified e-mail, settings by settings.read, the audit log by audit.read.
.read setup/people.sql
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'helper', '["files.upload"]'),
    ('00000000-0000-4000-8000-0000000000ab', 'clerk', '["audit.read"]');
INSERT INTO invites (account_id, email, token) VALUES
    ('00000000-0000-4000-8000-0000000000aa', 'new@example.org', 'new0000000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000ab', 'UMA@example.org', 'uma2000000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000ac', 'nora@example.org', 'nora000000000000000000000000000000000000000');
CREATE TEMP VIEW seen AS SELECT (SELECT group_concat(name) FROM (SELECT name FROM accounts ORDER BY name)) AS line
    UNION ALL SELECT count(*) || ' memberships ' || group_concat(member, ' ') FROM
        (SELECT substr(user_id, -2) || '/' || substr(account_id, -2) || '/' || role AS member FROM account_memberships ORDER BY account_id, user_id)
    UNION ALL SELECT count(*) || ' roles ' || ifnull(group_concat(name), '') FROM (SELECT name FROM roles WHERE NOT system ORDER BY name)
    UNION ALL SELECT count(*) || ' built in' FROM roles WHERE system
    UNION ALL SELECT count(*) || ' invites ' || ifnull(group_concat(invite, ' '), '') FROM
        (SELECT replace(email, '@example.org', '') || '/' || substr(account_id, -2) || '/' || status AS invite FROM invites ORDER BY account_id, email)
    UNION ALL SELECT count(*) || ' settings ' || ifnull(group_concat(substr(scope_id, -2)), '') FROM settings
    UNION ALL SELECT count(*) || ' entries of ' || count(DISTINCT account_id) || ' accounts, ' || ifnull(min(substr(account_id, -2)), '') FROM audit_log
    UNION ALL SELECT count(*) || ' permissions of ' || count(DISTINCT user_id) || ' users in ' || count(DISTINCT account_id) FROM permissions;

.print -- the system
SELECT * FROM seen;
.print -- olga, an owner
SELECT act_as(id) FROM p WHERE name = 'olga';
SELECT * FROM seen;
.print -- adam, an admin
SELECT act_as(id) FROM p WHERE name = 'adam';
SELECT * FROM seen;
.print -- mia, a manager
SELECT act_as(id) FROM p WHERE name = 'mia';
SELECT * FROM seen;
.print -- carl, a creator
SELECT act_as(id) FROM p WHERE name = 'carl';
SELECT * FROM seen;
.print -- uma, a user, whom somebody else invites too
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT * FROM seen;
.print -- beth, an admin of another account
SELECT act_as(id) FROM p WHERE name = 'beth';
SELECT * FROM seen;
.print -- gina, a user at home and a manager here
SELECT act_as(id) FROM p WHERE name = 'gina';
SELECT * FROM seen;
.print -- gus, a user in both
SELECT act_as(id) FROM p WHERE name = 'gus';
SELECT * FROM seen;
.print -- hana, a manager at home and an admin here
SELECT act_as(id) FROM p WHERE name = 'hana';
SELECT * FROM seen;
.print -- disabled while acting, deleted while acting
SELECT act_as(id) FROM p WHERE name = 'otto';
UPDATE usher_user SET disabled_at = created_at WHERE id = actor();
SELECT * FROM seen;
UPDATE usher_user SET disabled_at = NULL, discarded_at = created_at WHERE id = actor();
SELECT * FROM seen;
UPDATE usher_user SET discarded_at = NULL WHERE id = actor();
SELECT count(*) > 20 FROM audit_log;

-- What is an entry's, an invite's or a setting's of another account is found by no key.
SELECT act_as(id) FROM p WHERE name = 'beth';
SELECT count(*) FROM accounts WHERE id = '00000000-0000-4000-8000-0000000000aa' OR name = 'default' OR rowid = 1;
SELECT count(*) FROM invites WHERE token = 'new0000000000000000000000000000000000000000';
SELECT count(*) FROM invites WHERE email = 'new@example.org' OR rowid IN (SELECT number FROM usher_invite WHERE email = 'new@example.org');
SELECT count(*) FROM account_memberships WHERE user_id = '00000000-0000-4000-8000-000000000001';
SELECT count(*) FROM account_memberships WHERE account_id = '00000000-0000-4000-8000-0000000000aa' OR role = 'owner' AND user_id NOT LIKE '%000021';
SELECT count(*) FROM settings WHERE scope_id = '00000000-0000-4000-8000-0000000000aa';
SELECT count(*) FROM roles WHERE name = 'helper';
SELECT count(*) FROM audit_log WHERE id = 1 OR object_id = '00000000-0000-4000-8000-000000000001' OR account_id IS NULL;
SELECT count(*) FROM permissions WHERE user_id = '00000000-0000-4000-8000-000000000001' OR account_id = '00000000-0000-4000-8000-0000000000aa';

-- One's own invite is the one to an address that was shown to be theirs.
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT email, substr(account_id, -2), role, status FROM invites ORDER BY account_id;
SELECT email FROM invites WHERE token = 'uma2000000000000000000000000000000000000000';
SELECT count(*) FROM invites WHERE token = 'new0000000000000000000000000000000000000000';
UPDATE usher_user SET verified_email = 0 WHERE id = actor();
SELECT count(*) FROM invites;
UPDATE usher_user SET verified_email = 1, email = NULL WHERE id = actor();
SELECT count(*) FROM invites;
UPDATE usher_user SET email = 'nora@example.org', account_id = '00000000-0000-4000-8000-0000000000ac' WHERE id = actor();
SELECT email, substr(account_id, -2), status FROM invites;
-- Settings without settings.read: none.
DELETE FROM usher_role_permission WHERE role_id = '00000000-0000-7000-8000-000000000005';
SELECT count(*) FROM settings;
