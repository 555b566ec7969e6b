-- Rows that no rule would have written, in tables whose schema is as it must be: NULL where none may be.
.read setup/people.sql
.mode list
CREATE TEMP TABLE schema AS SELECT name, sql FROM sqlite_schema WHERE name GLOB 'usher_*';
INSERT INTO channels (id, account_id, name) VALUES ('00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-0000000000aa', 'one');
INSERT INTO channel_members (channel_id, user_id, mode) SELECT '00000000-0000-4000-8000-0000000000c1', id, 'view' FROM p WHERE name IN ('uma', 'carl');

.print -- the mode of a channel's member
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL', '') WHERE name = 'usher_channel_member';
PRAGMA writable_schema = RESET;
UPDATE usher_channel_member SET mode = NULL WHERE user_id LIKE '%000006';
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = (SELECT s.sql FROM schema AS s WHERE s.name = 'usher_channel_member') WHERE name = 'usher_channel_member';
PRAGMA writable_schema = RESET;
SELECT mode FROM usher_channel_member ORDER BY user_id;
SELECT mode FROM channel_members ORDER BY user_id;
UPDATE channel_members SET mode = 'edit';
SELECT mode FROM channel_members ORDER BY user_id;
SELECT action, before, after FROM audit_log WHERE action LIKE 'channel_member.%' ORDER BY id DESC LIMIT 2;
