-- user_erase() scrubs personal data for good: nothing of the person is left in any backing table.
-- The row stays, deleted, so that what refers to it still does.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO settings (scope, key, value) VALUES ('account', 'users.email_change', 'true');
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000ab', 'second');
INSERT INTO invites (account_id, email, role, token) VALUES ('00000000-0000-4000-8000-0000000000aa', 'olga@example.org', 'owner', 'olga000000000000000000000000000000000000000');
SELECT invite_accept('olga000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000001","name":"Olga"}');

-- A life that leaves traces: an invite that was revoked and deleted, one that was declined, one that was
-- accepted and deleted, changes of all kinds, another e-mail, a membership elsewhere.
INSERT INTO invites (id, account_id, email, first_name, last_name, token) VALUES
    ('00000000-0000-4000-8000-0000000000b1', '00000000-0000-4000-8000-0000000000aa', 'SECRET@example.org', 'SECRET', 'SECRET', 'a000000000000000000000000000000000000000000');
UPDATE invites SET name = 'SECRET' WHERE email = 'secret@example.org';
SELECT invite_revoke('00000000-0000-4000-8000-0000000000b1');
DELETE FROM invites WHERE id = '00000000-0000-4000-8000-0000000000b1';
INSERT INTO invites (account_id, email, token) VALUES ('00000000-0000-4000-8000-0000000000aa', 'Secret@example.org', 'b000000000000000000000000000000000000000000');
SELECT length(invite_decline('b000000000000000000000000000000000000000000'));
INSERT INTO invites (account_id, email, name, token) VALUES ('00000000-0000-4000-8000-0000000000aa', 'old-SECRET@example.org', 'SECRET', 'c000000000000000000000000000000000000000000');
SELECT invite_accept('c000000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000002","name":"SECRET",
    "first_name":"SECRET","last_name":"SECRET","company":"SECRET","about":"SECRET","job_title":"SECRET","phone_number":"SECRET",
    "favorites":["SECRET"],"notifications":["SECRET"],"locale":"x-SECRET","avatar":"SECRET"}');
DELETE FROM invites WHERE user_id = '00000000-0000-4000-8000-000000000002';
SELECT act_as('00000000-0000-4000-8000-000000000002');
UPDATE users SET about = 'SECRET 2' WHERE id = actor();
SELECT act_as(NULL);
UPDATE users SET email = 'SECRET@example.org', role = 'manager' WHERE id = '00000000-0000-4000-8000-000000000002';
UPDATE usher_user SET verified_email = 1, last_login_at = created_at, last_read_at = created_at;
INSERT INTO invites (account_id, email, first_name, token) VALUES ('00000000-0000-4000-8000-0000000000ab', 'secret@example.org', 'SECRET', 'd000000000000000000000000000000000000000000');
SELECT act_as('00000000-0000-4000-8000-000000000002');
SELECT invite_accept('d000000000000000000000000000000000000000000');
SELECT act_as(NULL);

CREATE TEMP VIEW traces AS
    SELECT 'user' AS place, email || '|' || ifnull(name, '') || first_name || last_name || locale || avatar || notifications || company || about || job_title || phone_number || favorites AS text FROM usher_user
    UNION ALL SELECT 'invite', email || ifnull(name, '') || ifnull(first_name, '') || ifnull(last_name, '') FROM usher_invite
    UNION ALL SELECT 'audit', ifnull(before, '') || ifnull(after, '') FROM usher_audit
    UNION ALL SELECT 'setting', value FROM usher_setting;
SELECT place, count(*) FROM traces WHERE text LIKE '%SECRET%' GROUP BY place ORDER BY place;

SELECT user_erase('00000000-0000-4000-8000-000000000002');
SELECT place, count(*) FROM traces WHERE text LIKE '%SECRET%' GROUP BY place ORDER BY place;
.mode line
SELECT rowid, id, account_id, email, name, first_name, last_name, status, enabled, role, locale, avatar, authentication,
    verified_email, notifications, email_notifications, company, about, job_title, phone_number, favorites, last_login_at,
    last_read_at, actions FROM users WHERE id = '00000000-0000-4000-8000-000000000002';
.mode list
SELECT count(*) FROM invites;
VACUUM;
SELECT instr(readfile('test.db'), CAST('SECRET' AS BLOB));
-- What happened is still told, without saying about whom.
SELECT action, before, after FROM audit_log WHERE object_id = '00000000-0000-4000-8000-000000000002' ORDER BY id;
SELECT action, before, after FROM audit_log WHERE object_id = '00000000-0000-4000-8000-0000000000b1' ORDER BY id;
-- Others are as they were.
SELECT email, name, status, last_login_at IS NOT NULL FROM users WHERE status = 'active';
SELECT count(*) FROM audit_log WHERE object_id = '00000000-0000-4000-8000-000000000001' AND after LIKE '%olga%';

-- For good; again is as good as once.
SELECT user_restore('00000000-0000-4000-8000-000000000002');
SELECT usher_error();
SELECT user_erase('00000000-0000-4000-8000-000000000002');
UPDATE users SET name = 'X' WHERE id = '00000000-0000-4000-8000-000000000002';
-- The e-mail is free.
SELECT length(invite_create('secret@example.org', 'user', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}'));

-- Somebody who was deleted before, while the e-mail belongs to another: only their own traces go.
INSERT INTO invites (account_id, email, token) VALUES ('00000000-0000-4000-8000-0000000000aa', 'uma@example.org', 'e000000000000000000000000000000000000000000');
SELECT invite_accept('e000000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000003","name":"Uma"}');
DELETE FROM users WHERE name = 'Uma';
INSERT INTO invites (account_id, email, token) VALUES ('00000000-0000-4000-8000-0000000000aa', 'uma@example.org', 'f000000000000000000000000000000000000000000');
SELECT invite_accept('f000000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000004","name":"Uma II"}');
SELECT user_erase('00000000-0000-4000-8000-000000000003');
SELECT name, email, status FROM users WHERE rowid > 2 ORDER BY rowid;
SELECT i.email, i.status, u.name FROM invites AS i JOIN users AS u ON u.id = i.user_id WHERE i.email = 'uma@example.org';
SELECT after ->> 'email', count(*) FROM audit_log WHERE after ->> 'email' = 'uma@example.org' GROUP BY 1;

-- Bad input, and the last owner.
SELECT user_erase('00000000-0000-4000-8000-000000000009');
SELECT user_erase('x');
SELECT user_erase(NULL);
SELECT user_erase('00000000-0000-4000-8000-000000000001');
SELECT usher_error() ->> 'code';
SELECT email, name, status FROM users WHERE rowid = 1;
