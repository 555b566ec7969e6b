-- An invite is bound to its e-mail: who acts as a user accepts and declines only their own.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000ab', 'second');
INSERT INTO invites (account_id, email, role, token) VALUES
    ('00000000-0000-4000-8000-0000000000aa', 'olga@example.org', 'owner', 'olga000000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000aa', 'uma@example.org', 'user', 'uma0000000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000ab', 'uma@example.org', 'admin', 'xuma000000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000ab', 'vic@example.org', 'admin', 'xvic000000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000aa', 'wes@example.org', 'user', 'wes0000000000000000000000000000000000000000');
INSERT INTO usher VALUES
    ('invite_accept', '["olga000000000000000000000000000000000000000",{"id":"00000000-0000-4000-8000-000000000001"}]'),
    ('invite_accept', '["uma0000000000000000000000000000000000000000",{"id":"00000000-0000-4000-8000-000000000002"}]');

SELECT act_as('00000000-0000-4000-8000-000000000002');
SELECT invite_accept('xvic000000000000000000000000000000000000000');
SELECT usher_error() ->> 'code', usher_error() ->> 'status';
SELECT invite_decline('xvic000000000000000000000000000000000000000');
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT invite_accept('xuma000000000000000000000000000000000000000');
SELECT invite_decline('xuma000000000000000000000000000000000000000');
UPDATE invites SET status = 'declined' WHERE token = 'olga000000000000000000000000000000000000000';
-- An owner sees the account's invites, and declines none for somebody else; another account's are not there.
UPDATE invites SET status = 'declined' WHERE token = 'wes0000000000000000000000000000000000000000';
UPDATE invites SET status = 'declined' WHERE token = 'xuma000000000000000000000000000000000000000';
SELECT changes();
SELECT email, status FROM invites ORDER BY rowid;

-- Uma herself may. Whoever was disabled meanwhile may not.
SELECT act_as('00000000-0000-4000-8000-000000000002');
UPDATE usher_user SET disabled_at = updated_at WHERE id = '00000000-0000-4000-8000-000000000002';
UPDATE invites SET status = 'declined' WHERE token = 'xuma000000000000000000000000000000000000000';
SELECT changes();
SELECT invite_accept('xuma000000000000000000000000000000000000000');
UPDATE usher_user SET disabled_at = NULL WHERE id = '00000000-0000-4000-8000-000000000002';
SELECT invite_accept('xuma000000000000000000000000000000000000000');
SELECT actor(), account_id, role FROM account_memberships WHERE user_id = actor() ORDER BY role DESC;
SELECT real_actor, actor, action, object_type FROM audit_log WHERE actor <> 'system';

-- Nobody (the system) accepts with the token alone.
SELECT act_as(NULL);
SELECT invite_accept('xvic000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000003"}');
SELECT email, status FROM invites ORDER BY rowid;
