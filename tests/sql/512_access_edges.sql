-- What is one's own among what one sees: an invite is, to a verified address only. And the columns of permissions, which all are shown.
.read setup/people.sql
.mode list
SELECT group_concat(name), group_concat(hidden) FROM pragma_table_xinfo('permissions');
SELECT p.name, q.permission, q.role FROM (SELECT * FROM permissions WHERE user_id = '00000000-0000-4000-8000-000000000001' AND permission = 'users.read') AS q JOIN account_memberships AS m ON m.id = q.membership_id JOIN p ON p.id = q.user_id;
CREATE TEMP VIEW why AS SELECT e.step, e.rule, e.granted, e.detail FROM invites AS i JOIN can_explain('self.read', i.id) AS e WHERE i.email = 'bert@example.org' AND i.status = 'pending' ORDER BY e.step;
INSERT INTO channels (id, account_id, name) VALUES ('00000000-0000-4000-8000-00000000c001', '00000000-0000-4000-8000-0000000000ab', 'c');
INSERT INTO invites (id, account_id, email, role, channel_id) VALUES ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-0000000000ab', 'bert@example.org', 'user', '00000000-0000-4000-8000-00000000c001');
SELECT verified_email FROM users WHERE name = 'bert';
SELECT act_as(id) FROM p WHERE name = 'bert';
SELECT * FROM why;
SELECT act_as(NULL);
UPDATE usher_user SET verified_email = 0 WHERE name = 'bert';
SELECT act_as(id) FROM p WHERE name = 'bert';
SELECT * FROM why;
SELECT act_as(id) FROM p WHERE name = 'beth';
SELECT * FROM why;
.print -- an invite into a channel is revoked by who may change the channel, and by who may revoke invites of the account
SELECT act_as(NULL);
UPDATE usher_user SET verified_email = 1 WHERE name = 'bert';
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000ab', 'revoker', '["invites.revoke","invites.read"]'), ('00000000-0000-4000-8000-0000000000ab', 'reader', '["invites.read"]');
UPDATE users SET role = 'revoker' WHERE name = 'bob';
UPDATE users SET role = 'reader' WHERE name = 'gus';
SELECT act_as(id) FROM p WHERE name = 'gus';
SELECT invite_revoke('00000000-0000-4000-8000-0000000000e1');
SELECT act_as(id) FROM p WHERE name = 'bob';
SELECT can('channels.update'), can('invites.revoke'), can('invites.revoke', '00000000-0000-4000-8000-0000000000e1');
SELECT invite_revoke('00000000-0000-4000-8000-0000000000e1');
SELECT act_as(NULL);
SELECT status FROM invites WHERE id = '00000000-0000-4000-8000-0000000000e1';
