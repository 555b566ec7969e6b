-- On a locked connection where nobody acts, whoever has the token of an invite accepts or declines it, and does nothing else
-- about invites. They act as nobody, before and after.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000ab', 'second');
INSERT INTO invites (id, account_id, email, role, token) VALUES
    ('00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-0000000000aa', 'olga@example.org', 'owner', 'olga000000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000c2', '00000000-0000-4000-8000-0000000000ab', 'olga@example.org', 'owner', 'xolga00000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000c3', '00000000-0000-4000-8000-0000000000aa', 'uma@example.org', 'user', 'uma0000000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000c4', '00000000-0000-4000-8000-0000000000aa', 'vic@example.org', 'user', 'vic0000000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000c5', '00000000-0000-4000-8000-0000000000aa', 'wes@example.org', 'user', 'wes0000000000000000000000000000000000000000');
INSERT INTO usher VALUES ('invite_accept', '["olga000000000000000000000000000000000000000",{"id":"00000000-0000-4000-8000-000000000001"}]');
SELECT act_as('00000000-0000-4000-8000-000000000001');
INSERT INTO invites (id, email, role, token) VALUES ('00000000-0000-4000-8000-0000000000c6', 'xaver@example.org', 'admin', 'xaver00000000000000000000000000000000000000');
SELECT act_as(NULL);
SELECT usher_lockdown();

-- A new user; one of an address that another account knows; by DML; once.
SELECT invite_accept('uma0000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000002","name":"Uma"}');
SELECT invite_accept('xolga00000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000004"}');
INSERT INTO usher VALUES ('invite_accept', '["xaver00000000000000000000000000000000000000",{"id":"00000000-0000-4000-8000-000000000003"}]');
SELECT invite_decline('vic0000000000000000000000000000000000000000');
SELECT invite_accept('uma0000000000000000000000000000000000000000');
SELECT invite_accept('vic0000000000000000000000000000000000000000');
SELECT invite_accept('0000000000000000000000000000000000000000000');
-- Only what is one's own to say; and never without the token.
SELECT invite_accept('wes0000000000000000000000000000000000000000', '{"disk_space":1}');
SELECT invite_accept('wes0000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000001"}');
UPDATE invites SET status = 'declined' WHERE token = 'wes0000000000000000000000000000000000000000';
SELECT changes(), count(*), actor() FROM invites;
SELECT invite_revoke('00000000-0000-4000-8000-0000000000c5');
SELECT invite_resend('00000000-0000-4000-8000-0000000000c5');
DELETE FROM invites;

.open test.db
SELECT email, accepted_at IS NOT NULL, declined_at IS NOT NULL, revoked_at IS NOT NULL, user_id FROM usher_invite ORDER BY number;
SELECT u.email, u.created_by, m.account_id, r.name, m.home, m.created_by FROM usher_user AS u JOIN usher_membership AS m ON m.user_id = u.id JOIN usher_role AS r ON r.id = m.role_id ORDER BY m.number;
SELECT DISTINCT real_actor, actor, action FROM usher_audit WHERE actor = 'nobody';
