-- users.editable_channels and view_only_channels: each id once, in the order in which they were made, without deleted ones; of
-- others only of channels that whoever asks sees. WHERE channel = ? gives who edits it, AND include_view_only = 1 who views it, too.
.read setup/people.sql
.read setup/channels.sql
INSERT INTO channel_members (channel_id, user_id, mode) VALUES ('00000000-0000-4000-8000-00000000c002', '00000000-0000-4000-8000-000000000005', 'edit'), ('00000000-0000-4000-8000-00000000c002', '00000000-0000-4000-8000-000000000024', 'edit');
INSERT INTO channels (rowid, id, account_id, name) VALUES (1000, '00000000-0000-4000-8000-00000000b999', '00000000-0000-4000-8000-0000000000aa', 'late');
INSERT INTO channel_members (channel_id, user_id, mode) VALUES ('00000000-0000-4000-8000-00000000b999', '00000000-0000-4000-8000-000000000005', 'edit');
CREATE TEMP VIEW u AS SELECT name, replace(editable_channels, '00000000-0000-4000-8000-00000000', '') AS edits, replace(view_only_channels, '00000000-0000-4000-8000-00000000', '') AS views FROM users WHERE name IN ('carl', 'uma', 'gus', 'adam', 'bert', 'mia') ORDER BY name;

.print -- the system; each of the others
SELECT * FROM u;
SELECT act_as(id) FROM p WHERE name = 'carl';
SELECT * FROM u;
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT * FROM u;
SELECT act_as(id) FROM p WHERE name = 'mia';
SELECT * FROM u;
SELECT act_as(id) FROM p WHERE name = 'adam';
SELECT * FROM u;
SELECT act_as(id) FROM p WHERE name = 'gus';
SELECT * FROM u;
SELECT act_as(id) FROM p WHERE name = 'beth';
SELECT * FROM u;
.print -- they are not guessed at by a condition or an order either
SELECT name FROM users WHERE editable_channels LIKE '%c002%';
SELECT name FROM users WHERE view_only_channels <> '[]' ORDER BY editable_channels DESC, name;
SELECT act_as(NULL);
UPDATE users SET editable_channels = '[]' WHERE name = 'carl';
INSERT INTO users (name, view_only_channels) VALUES ('x', '[]');

.print -- who edits it, who views it, too
CREATE TEMP TABLE q (n, channel, more);
INSERT INTO q VALUES (1, '00000000-0000-4000-8000-00000000c001', 0), (2, '00000000-0000-4000-8000-00000000c001', 1), (3, '00000000-0000-4000-8000-00000000c002', 1), (4, '00000000-0000-4000-8000-00000000c003', 1), (5, '00000000-0000-4000-8000-00000000c004', 1), (6, '00000000-0000-4000-8000-00000000c009', 1), (7, 'c001', 1), (8, NULL, 1);
CREATE TEMP VIEW found AS SELECT q.n, (SELECT group_concat(name, ' ') FROM (SELECT name FROM users WHERE channel = q.channel AND include_view_only = q.more ORDER BY name)) AS who FROM q;
SELECT * FROM found;
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT * FROM found;
SELECT act_as(id) FROM p WHERE name = 'mia';
SELECT * FROM found;
SELECT act_as(id) FROM p WHERE name = 'adam';
SELECT * FROM found;
SELECT act_as(id) FROM p WHERE name = 'gus';
SELECT * FROM found;
SELECT act_as(id) FROM p WHERE name = 'beth';
SELECT * FROM found;
.print -- in whatever form, order and place it is said; without it, editors; by itself it changes nothing
SELECT act_as(id) FROM p WHERE name = 'carl';
SELECT group_concat(name, ' ') FROM (SELECT name FROM users WHERE channel = '00000000-0000-4000-8000-00000000c001' ORDER BY name);
SELECT group_concat(name, ' ') FROM (SELECT name FROM users WHERE include_view_only = 1.0 AND name > 'd' AND channel = '00000000-0000-4000-8000-00000000c001' ORDER BY name);
SELECT group_concat(name, ' ') FROM (SELECT name FROM users WHERE include_view_only = '1' AND channel = '00000000-0000-4000-8000-00000000c001' ORDER BY name);
SELECT group_concat(name, ' ') FROM (SELECT name FROM users WHERE include_view_only = 'yes' AND channel = '00000000-0000-4000-8000-00000000c001' ORDER BY name);
SELECT count(*) FROM users WHERE channel = '00000000-0000-4000-8000-00000000c001' AND include_view_only = NULL;
SELECT count(*), (SELECT count(*) FROM users) FROM users WHERE include_view_only = 1;
SELECT count(*) FROM users WHERE channel = '00000000-0000-4000-8000-00000000c001' AND include_view_only = 1;
SELECT name FROM users WHERE channel = '00000000-0000-4000-8000-00000000c001' AND include_view_only = 1 ORDER BY name LIMIT 1 OFFSET 1;
SELECT name, channel = '00000000-0000-4000-8000-00000000c001', include_view_only FROM users WHERE channel = '00000000-0000-4000-8000-00000000c001' AND include_view_only = 1 AND q = 'us';
SELECT name FROM users WHERE channel = '00000000-0000-4000-8000-00000000c001' AND channel = '00000000-0000-4000-8000-00000000c002' AND include_view_only = 1;
SELECT c.name, group_concat(u.name, ' ') FROM (SELECT * FROM channels ORDER BY name) AS c JOIN users AS u ON u.channel = c.id AND u.include_view_only = 1 GROUP BY c.name ORDER BY c.name;
SELECT name FROM users WHERE channel > '0';
