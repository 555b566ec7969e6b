-- An invite into a channel tells an editor nothing of who is a member of the account: inviting answers the same, and so does
-- the token in the hands of who made it, on a connection that is locked down. The channel itself tells nothing to others.
.read setup/people.sql
.read setup/channels.sql
CREATE TEMP TABLE s AS SELECT name, session_create(id, json_object('token', substr(name || '0000000000000000000000000000000000000000000', 1, 43), 'form', 'opaque')) FROM p WHERE name IN ('carl', 'uma', 'mia', 'olga', 'bob');
SELECT usher_lockdown();

.print -- carl, a creator, sees nobody but whom he shares a channel with: a member, one who was merely created or is disabled or deleted, a user elsewhere, a stranger
SELECT authenticate('carl000000000000000000000000000000000000000');
SELECT name FROM users ORDER BY name;
INSERT INTO invites (id, email, token, channel_id) VALUES
    ('00000000-0000-4000-8000-000000007001', 'mia@example.org', 'mia4444444444444444444444444444444444444444', '00000000-0000-4000-8000-00000000c001'),
    ('00000000-0000-4000-8000-000000007002', 'nora@example.org', 'nora444444444444444444444444444444444444444', '00000000-0000-4000-8000-00000000c001'),
    ('00000000-0000-4000-8000-000000007003', 'dora@example.org', 'dora444444444444444444444444444444444444444', '00000000-0000-4000-8000-00000000c001'),
    ('00000000-0000-4000-8000-000000007004', 'dan@example.org', 'dan4444444444444444444444444444444444444444', '00000000-0000-4000-8000-00000000c001'),
    ('00000000-0000-4000-8000-000000007005', 'bob@example.org', 'bob4444444444444444444444444444444444444444', '00000000-0000-4000-8000-00000000c001'),
    ('00000000-0000-4000-8000-000000007006', 'who@example.org', 'who4444444444444444444444444444444444444444', '00000000-0000-4000-8000-00000000c001');
SELECT substr(id, -4), email, role, share_mode, status, user_id FROM invites ORDER BY id;
INSERT INTO usher VALUES ('invite_accept', '["mia4444444444444444444444444444444444444444"]');
SELECT authenticate(NULL);
INSERT INTO usher VALUES ('invite_accept', '["mia4444444444444444444444444444444444444444"]');
SELECT usher_error();
INSERT INTO usher VALUES ('invite_accept', '["mia4444444444444444444444444444444444444444",{"id":"00000000-0000-4000-8000-000000000099"}]');
INSERT INTO usher VALUES ('invite_accept', '["mia4444444444444444444444444444444444444444",{"password":"a password of hers"}]');
INSERT INTO usher VALUES ('invite_accept', '["nora444444444444444444444444444444444444444"]');
INSERT INTO usher VALUES ('invite_accept', '["dora444444444444444444444444444444444444444"]');
INSERT INTO usher VALUES ('invite_accept', '["dan4444444444444444444444444444444444444444"]');
INSERT INTO usher VALUES ('invite_accept', '["bob4444444444444444444444444444444444444444"]');
INSERT INTO usher VALUES ('invite_accept', '["who4444444444444444444444444444444444444444",{"id":"00000000-0000-4000-8000-000000000099"}]');
INSERT INTO usher VALUES ('invite_accept', '["who4444444444444444444444444444444444444444",{"password":"a password of hers"}]');
INSERT INTO usher VALUES ('invite_accept', '["who4444444444444444444444444444444444444444"]');
.print -- nor does it to a user elsewhere
SELECT authenticate('bob0000000000000000000000000000000000000000');
INSERT INTO usher VALUES ('invite_accept', '["bob4444444444444444444444444444444444444444"]');
SELECT usher_error();
SELECT count(*) FROM channels;
SELECT count(*) FROM invites;
.print -- she herself accepts it
SELECT authenticate('mia0000000000000000000000000000000000000000');
INSERT INTO usher VALUES ('invite_accept', '["mia4444444444444444444444444444444444444444"]');
SELECT name, members FROM channels;
.print -- of what one does not edit, or see, the answer is that of what is not there
SELECT authenticate('uma0000000000000000000000000000000000000000');
SELECT invite_create('x@example.org', 'user', '{"channel_id":"00000000-0000-4000-8000-00000000c001"}');
SELECT invite_create('x@example.org', 'user', '{"channel_id":"00000000-0000-4000-8000-00000000c002"}');
SELECT usher_error();
SELECT invite_create('x@example.org', 'user', '{"channel_id":"00000000-0000-4000-8000-00000000c009"}');
SELECT usher_error();
SELECT invite_create('x@example.org', 'user', '{"channel_id":"00000000-0000-4000-8000-00000000c004","account_id":"00000000-0000-4000-8000-0000000000ab"}');
SELECT invite_create('x@example.org', 'user', '{"channel_id":"00000000-0000-4000-8000-00000000c003","account_id":"00000000-0000-4000-8000-0000000000ab"}');
SELECT count(*) FROM invites;
SELECT count(*) FROM invites WHERE channel_id = '00000000-0000-4000-8000-00000000c001';
SELECT invite_revoke('00000000-0000-4000-8000-000000007006');
SELECT invite_resend('00000000-0000-4000-8000-000000007006');
.print -- an editor neither backdates it nor says a role beyond their own, nor teams that they may not take people into
SELECT authenticate('carl000000000000000000000000000000000000000');
SELECT invite_create('x@example.org', 'user', '{"channel_id":"00000000-0000-4000-8000-00000000c001","created_at":"2022-01-01T00:00:00Z"}');
SELECT invite_create('x@example.org', 'owner', '{"channel_id":"00000000-0000-4000-8000-00000000c001"}');
SELECT invite_create('x@example.org', 'boss', '{"channel_id":"00000000-0000-4000-8000-00000000c001"}');
SELECT invite_create('x@example.org', 'user');
SELECT usher_error();
.print -- who may bring people in, does, and finds out as with other invites
SELECT authenticate('olga000000000000000000000000000000000000000');
SELECT invite_create('who@example.org', 'user', '{"channel_id":"00000000-0000-4000-8000-00000000c001","token":"who8888888888888888888888888888888888888888"}');
SELECT authenticate(NULL);
INSERT INTO usher VALUES ('invite_accept', '["who8888888888888888888888888888888888888888",{"name":"who"}]');
SELECT authenticate('carl000000000000000000000000000000000000000');
SELECT name, status, role, verified_email, view_only_channels FROM users ORDER BY name;
