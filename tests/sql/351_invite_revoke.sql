-- Who sees an invite into a channel may not revoke it for that: whoever edits the channel may, or holds invites.revoke.
.read setup/people.sql
.read setup/channels.sql
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'lister', '["invites.read"]');
UPDATE account_memberships SET role = 'lister' WHERE user_id = (SELECT id FROM p WHERE name = 'uma');
INSERT INTO invites (id, account_id, email, role, channel_id, share_mode) VALUES ('00000000-0000-4000-8000-00000000a901', '00000000-0000-4000-8000-0000000000aa', 'one@example.org', 'user', '00000000-0000-4000-8000-00000000c001', 'view'),
    ('00000000-0000-4000-8000-00000000a902', '00000000-0000-4000-8000-0000000000aa', 'two@example.org', 'user', '00000000-0000-4000-8000-00000000c002', 'view');
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT substr(id, -4), status FROM invites ORDER BY id;
SELECT invite_revoke('00000000-0000-4000-8000-00000000a901');
SELECT invite_revoke('00000000-0000-4000-8000-00000000a902');
SELECT act_as(NULL);
UPDATE usher_channel_member SET mode = 'edit' WHERE user_id = (SELECT id FROM p WHERE name = 'uma');
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT invite_revoke('00000000-0000-4000-8000-00000000a902');
SELECT invite_revoke('00000000-0000-4000-8000-00000000a901');
SELECT substr(id, -4), status FROM invites ORDER BY id;
SELECT act_as(NULL);
SELECT substr(id, -4), status FROM invites WHERE id LIKE '%-00000000a90_' ORDER BY id;
SELECT act_as(id) FROM p WHERE name = 'olga';
SELECT invite_revoke('00000000-0000-4000-8000-00000000a902');
SELECT act_as(NULL);
SELECT substr(id, -4), status FROM invites WHERE id LIKE '%-00000000a90_' ORDER BY id;
