-- By an API key nobody edits or views a channel, shares one or leaves one: its scopes say what it sees and changes. Nor do
-- channels whose ids are those of users, keys or accounts give anybody anything.
.read setup/people.sql
.read setup/channels.sql
UPDATE users SET role = 'admin' WHERE name = 'carl';
CREATE TEMP TABLE made AS SELECT column1 AS name, api_key_create(column1, json_object('user_id', '00000000-0000-4000-8000-000000000005', 'scopes', json(column2))) AS key
FROM (VALUES ('reader', '["users.read","users.read_private"]'), ('maker', '["channels.create"]'), ('keeper', '["channels.update","users.read"]'));
UPDATE channel_members SET mode = 'edit' WHERE user_id LIKE '%000006' AND channel_id LIKE '%-00000000c001';

SELECT authenticate(key) FROM made WHERE name = 'reader';
SELECT count(*) FROM channels;
SELECT count(*) FROM channel_members;
SELECT name, editable_channels, view_only_channels FROM users WHERE name IN ('carl', 'uma') ORDER BY name;
SELECT count(*) FROM users WHERE channel = '00000000-0000-4000-8000-00000000c001';
UPDATE channels SET name = 'x';
DELETE FROM channel_members WHERE user_id = actor();
SELECT remove_self('00000000-0000-4000-8000-00000000c001');
SELECT channel_restore('00000000-0000-4000-8000-00000000c003');
SELECT invite_create('new@example.org', 'user', '{"channel_id":"00000000-0000-4000-8000-00000000c001"}');
SELECT can('channels.update', '00000000-0000-4000-8000-00000000c001');

-- What it makes, its user edits; it does not see it.
SELECT authenticate(key) FROM made WHERE name = 'maker';
INSERT INTO channels (id, name) VALUES ('00000000-0000-4000-8000-00000000c005', 'by a key');
SELECT count(*) FROM channels;
UPDATE channels SET name = 'x' WHERE id LIKE '%-00000000c005';

-- With channels.update, the account's, and it leaves none: they are not its own.
SELECT authenticate(key) FROM made WHERE name = 'keeper';
SELECT name, members FROM channels ORDER BY name;
SELECT substr(channel_id, -4), substr(user_id, -2) FROM channel_members ORDER BY 1, 2;
SELECT editable_channels FROM users WHERE name = 'uma';
SELECT name FROM users WHERE channel = '00000000-0000-4000-8000-00000000c001' AND include_view_only = 1 ORDER BY name;
SELECT remove_self('00000000-0000-4000-8000-00000000c001');
SELECT usher_error();
DELETE FROM channel_members WHERE user_id = actor() AND channel_id LIKE '%-00000000c003';
SELECT rule, granted, detail FROM can_explain('channels.update', '00000000-0000-4000-8000-00000000c001');
UPDATE channels SET description = 'by a key' WHERE name = 'one';
INSERT INTO channel_members (channel_id, user_id) VALUES ('00000000-0000-4000-8000-00000000c001', '00000000-0000-4000-8000-000000000004');
INSERT INTO channels (name) VALUES ('x');

-- What it holds no more, it may no more: its user is no administrator any more, but still an editor.
SELECT act_as(NULL);
UPDATE users SET role = 'creator' WHERE name = 'carl';
SELECT authenticate(key) FROM made WHERE name = 'keeper';
SELECT count(*) FROM channels;
UPDATE channels SET name = 'x';
SELECT act_as('00000000-0000-4000-8000-000000000005');
SELECT name FROM channels ORDER BY name;

-- A key of the account: its service user may be in a channel, which gives the key nothing, and leaves it with the key.
SELECT act_as(NULL);
CREATE TEMP TABLE bot AS SELECT api_key_create('bot', json_object('owner', 'account', 'account_id', '00000000-0000-4000-8000-0000000000aa', 'user_id', '00000000-0000-4000-8000-0000000000b0', 'id', '00000000-0000-4000-8000-0000000000b1', 'scopes', json('["users.read"]'))) AS key;
INSERT INTO channel_members (channel_id, user_id, mode) VALUES ('00000000-0000-4000-8000-00000000c001', '00000000-0000-4000-8000-0000000000b0', 'edit');
SELECT authenticate(key) FROM bot;
SELECT count(*) FROM channels;
UPDATE channels SET name = 'x' WHERE id LIKE '%-00000000c001';
INSERT INTO channel_members (channel_id, user_id) VALUES ('00000000-0000-4000-8000-00000000c001', '00000000-0000-4000-8000-000000000004');

-- Channels that bear the ids of a user, of that key, of an account.
SELECT act_as(NULL);
INSERT INTO channels (id, account_id, name) SELECT '00000000-0000-4000-8000-0000000000' || column1, '00000000-0000-4000-8000-0000000000aa', column1 FROM (VALUES ('06'), ('b1'), ('b0'), ('aa'));
SELECT authenticate(key) FROM bot;
SELECT count(*) FROM channels;
SELECT act_as(NULL);
DELETE FROM api_keys WHERE name = 'bot';
SELECT count(*) FROM channel_members WHERE user_id LIKE '%0000b0';
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT name FROM channels ORDER BY name;
UPDATE channels SET name = 'x' WHERE id = actor();
SELECT remove_self(actor());
INSERT INTO channel_members (channel_id, user_id) VALUES (actor(), actor());
SELECT channel_restore(actor());
SELECT editable_channels FROM users WHERE id = actor();
SELECT count(*) FROM users WHERE channel = actor();
