-- For the tests of files: channels of the first account (open, gone, viewed) and of the second (far). carl edits open and
-- gone, which is deleted, and views viewed, which mia edits; mia and uma view open; gina edits far. Everybody who has a
-- quota has 100 bytes. `kept` shows what is kept of whom; `log` what was logged of files. Read after people.sql.
INSERT INTO channels (id, account_id, name) SELECT '00000000-0000-4000-8000-00000000' || column1, '00000000-0000-4000-8000-0000000000' || column2, column3
FROM (VALUES ('c001', 'aa', 'open'), ('c002', 'aa', 'gone'), ('c003', 'aa', 'viewed'), ('c004', 'ab', 'far'));
INSERT INTO channel_members (channel_id, user_id, mode) SELECT '00000000-0000-4000-8000-00000000' || column1, '00000000-0000-4000-8000-0000000000' || column2, column3
FROM (VALUES ('c001', '05', 'edit'), ('c001', '04', 'view'), ('c001', '06', 'view'), ('c002', '05', 'edit'), ('c003', '05', 'view'), ('c003', '04', 'edit'), ('c004', '23', 'edit'));
DELETE FROM channels WHERE name = 'gone';
UPDATE users SET disk_space = 100 WHERE name <> 'dan';
CREATE TEMP VIEW kept AS SELECT name, disk_space_used FROM usher_user WHERE disk_space_used > 0 ORDER BY name;
CREATE TEMP VIEW f AS SELECT iif(f.id GLOB '00000000-*', substr(f.id, -4), 'made') AS id, u.name AS user, c.name AS channel, substr(f.checksum, 1, 4) AS content, f.size, f.format, f.tree, substr(f.account_id, -2) AS account
    FROM usher_file AS f JOIN usher_user AS u ON u.id = f.user_id LEFT JOIN usher_channel AS c ON c.id = f.channel_id ORDER BY f.number;
CREATE TEMP VIEW log AS SELECT iif(actor = 'system', actor, substr(actor, -2)) AS actor, action, iif(object_id GLOB '00000000-*', substr(object_id, -4), 'made') AS id, substr(account_id, -2) AS account, before, after FROM audit_log
    WHERE action GLOB 'file.*' OR action GLOB 'storage.*' ORDER BY audit_log.id;
.parameter set :olga "'00000000-0000-4000-8000-000000000001'"
.parameter set :adam "'00000000-0000-4000-8000-000000000003'"
.parameter set :mia "'00000000-0000-4000-8000-000000000004'"
.parameter set :carl "'00000000-0000-4000-8000-000000000005'"
.parameter set :uma "'00000000-0000-4000-8000-000000000006'"
.parameter set :dan "'00000000-0000-4000-8000-000000000008'"
.parameter set :bert "'00000000-0000-4000-8000-000000000021'"
.parameter set :gina "'00000000-0000-4000-8000-000000000023'"
.parameter set :open "'00000000-0000-4000-8000-00000000c001'"
.parameter set :gone "'00000000-0000-4000-8000-00000000c002'"
.parameter set :viewed "'00000000-0000-4000-8000-00000000c003'"
.parameter set :far "'00000000-0000-4000-8000-00000000c004'"
.parameter set :none "'00000000-0000-4000-8000-00000000c999'"
.parameter set :a "'aaaa0000000000000000000000000000'"
.parameter set :b "'bbbb0000000000000000000000000000'"
.parameter set :c "'cccc0000000000000000000000000000'"
.parameter set :d "'dddd0000000000000000000000000000'"
.parameter set :e "'eeee0000000000000000000000000000'"
