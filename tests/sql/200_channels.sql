-- The table channels: made, changed, deleted and restored as rows of a plain table are; what a value must be; what goes along.
.read setup/people.sql
CREATE TEMP VIEW log AS SELECT iif(actor = 'system', actor, substr(actor, -2)) AS who, action, substr(object_id, -4) AS object, substr(account_id, -2) AS account, before, iif(after LIKE '%discarded%', json_remove(after, '$.discarded_at') || '+', after) AS after FROM audit_log WHERE object_type IN ('channels', 'channel_members') ORDER BY id;

.print -- made by the system: with all that may be given, and with the least; nobody is in it
INSERT INTO channels (id, account_id, name, description) VALUES ('00000000-0000-4000-8000-00000000E001', '00000000-0000-4000-8000-0000000000aa', 'Films', 'that move') RETURNING id;
INSERT INTO channels (rowid, account_id, name) VALUES (77, '00000000-0000-4000-8000-0000000000ab', 'Films');
SELECT last_insert_rowid();
SELECT id GLOB '????????-????-7???-????-????????????', name, description, members, created_by, created_at = updated_at, length(created_at), updated_by, discarded_at FROM channels WHERE rowid = 77;
INSERT INTO channels (name) VALUES ('of which account?');
SELECT usher_error();
.print -- by whoever may: they edit it
SELECT act_as(id) FROM p WHERE name = 'carl';
INSERT INTO channels (id, name) VALUES ('00000000-0000-4000-8000-00000000e002', 'Songs'), ('00000000-0000-4000-8000-00000000e003', 'Songs');
SELECT substr(id, -4), substr(account_id, -2), name, members, created_by = actor(), updated_by = actor() FROM channels ORDER BY rowid;
SELECT substr(channel_id, -4), user_id = actor(), mode, created_by = actor() FROM channel_members ORDER BY rowid;
INSERT INTO usher VALUES ('channel_restore', '["00000000-0000-4000-8000-00000000e002"]');
SELECT act_as(NULL);
SELECT * FROM log WHERE account = 'aa';

.print -- a name: 1 to 200 characters; a description: at most 1000, line breaks allowed
INSERT INTO channels (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', '');
INSERT INTO channels (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', printf('%.*c', 201, 'x'));
INSERT INTO channels (account_id, name, description) VALUES ('00000000-0000-4000-8000-0000000000ac', printf('%.*c', 200, 'x'), printf('%.*c', 999, 'x') || char(10));
SELECT length(name), length(description) FROM channels WHERE name LIKE 'xx%';
INSERT INTO channels (account_id, name, description) VALUES ('00000000-0000-4000-8000-0000000000aa', 'y', printf('%.*c', 1001, 'x'));
SELECT usher_error();
INSERT INTO channels (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', 5);
INSERT INTO channels (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', 'a' || char(10));
INSERT INTO channels (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', CAST(x'ff' AS TEXT));
INSERT INTO channels (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', 'a' || char(0) || 'b');
INSERT INTO channels (account_id) VALUES ('00000000-0000-4000-8000-0000000000aa');
INSERT INTO channels (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', NULL);
INSERT INTO channels (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000ee', 'nowhere');
INSERT INTO channels (id, account_id, name) VALUES ('e004', '00000000-0000-4000-8000-0000000000aa', 'z');
INSERT INTO channels (id, account_id, name) VALUES ('00000000-0000-4000-8000-00000000e001', '00000000-0000-4000-8000-0000000000aa', 'taken');
INSERT OR REPLACE INTO channels (id, account_id, name) VALUES ('00000000-0000-4000-8000-00000000e001', '00000000-0000-4000-8000-0000000000aa', 'taken');
INSERT OR IGNORE INTO channels (id, account_id, name) VALUES ('00000000-0000-4000-8000-00000000e001', '00000000-0000-4000-8000-0000000000aa', 'taken');
.print -- what usher keeps
INSERT INTO channels (account_id, name, members) VALUES ('00000000-0000-4000-8000-0000000000aa', 'z', 5);
INSERT INTO channels (account_id, name, created_at) VALUES ('00000000-0000-4000-8000-0000000000aa', 'z', '2022-01-01T00:00:00Z');
UPDATE channels SET discarded_at = '2022-01-01T00:00:00Z' WHERE rowid = 77;
UPDATE channels SET account_id = '00000000-0000-4000-8000-0000000000aa' WHERE rowid = 77;
UPDATE channels SET id = '00000000-0000-4000-8000-00000000e009' WHERE rowid = 77;
UPDATE channels SET rowid = 78 WHERE rowid = 77;

.print -- changed; nothing where nothing differs
SELECT act_as(id) FROM p WHERE name = 'adam';
UPDATE channels SET name = 'Tunes', description = 'la' WHERE id LIKE '%-00000000e002';
UPDATE channels SET name = 'Tunes' WHERE id LIKE '%-00000000e002';
UPDATE channels SET description = '' WHERE id LIKE '%-00000000e002';
UPDATE channels SET name = '' WHERE id LIKE '%-00000000e002';
UPDATE channels SET description = NULL WHERE id LIKE '%-00000000e002';
SELECT name, description, updated_by = actor() FROM channels WHERE id LIKE '%-00000000e002';
SELECT act_as(NULL);
SELECT * FROM log WHERE action = 'channel.update';

.print -- deleted, softly: twice is once; it is neither changed nor shared
SELECT act_as(id) FROM p WHERE name = 'carl';
DELETE FROM channels WHERE id LIKE '%-00000000e002';
DELETE FROM channels WHERE id LIKE '%-00000000e002';
SELECT name, length(discarded_at), updated_at = discarded_at, updated_by = actor(), members FROM channels WHERE id LIKE '%-00000000e002';
UPDATE channels SET name = 'x' WHERE id LIKE '%-00000000e002';
SELECT usher_error();
SELECT act_as(NULL);
INSERT INTO channel_members (channel_id, user_id) VALUES ('00000000-0000-4000-8000-00000000e002', '00000000-0000-4000-8000-000000000006');
SELECT usher_error();
UPDATE channel_members SET mode = 'view' WHERE channel_id LIKE '%-00000000e002';
DELETE FROM channel_members WHERE channel_id LIKE '%-00000000e002';
.print -- restored, once, by function or row
SELECT channel_restore('00000000-0000-4000-8000-00000000E002');
SELECT channel_restore('00000000-0000-4000-8000-00000000e002');
SELECT usher_error();
SELECT channel_restore('00000000-0000-4000-8000-00000000e009');
SELECT usher_error();
SELECT channel_restore('e002');
SELECT channel_restore(NULL);
SELECT channel_restore();
INSERT INTO usher VALUES ('channel_restore', '[]');
UPDATE channels SET name = 'back' WHERE id LIKE '%-00000000e002';
SELECT who, action, object, before, after FROM log WHERE object = 'e002' AND account = 'aa' AND action <> 'channel.update';
SELECT name, discarded_at, members FROM channels WHERE id LIKE '%-00000000e002';

.print -- all or nothing: several rows, a transaction, a savepoint
INSERT INTO channels (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', 'good'), ('00000000-0000-4000-8000-0000000000aa', '');
BEGIN;
DELETE FROM channels WHERE id LIKE '%-00000000e002';
SAVEPOINT s;
SELECT channel_restore('00000000-0000-4000-8000-00000000e002');
ROLLBACK TO s;
SELECT discarded_at IS NOT NULL FROM channels WHERE id LIKE '%-00000000e002';
ROLLBACK;
SELECT discarded_at IS NOT NULL FROM channels WHERE id LIKE '%-00000000e002';
SELECT count(*) FROM channels WHERE name = 'good';

.print -- found and sorted as rows of a plain table are
SELECT substr(id, -4) FROM channels WHERE name >= 'S' AND name < 'T' ORDER BY name DESC, id LIMIT 5;
SELECT count(*), sum(members) FROM channels WHERE account_id = '00000000-0000-4000-8000-0000000000aa';
SELECT name FROM channels WHERE id IN ('00000000-0000-4000-8000-00000000e001', '00000000-0000-4000-8000-00000000e002', 'x') ORDER BY 1;

.print -- they go with the account, and with what led into them
INSERT INTO channels (id, account_id, name) VALUES ('00000000-0000-4000-8000-00000000e005', '00000000-0000-4000-8000-0000000000ac', 'last');
INSERT INTO invites (account_id, email, channel_id) VALUES ('00000000-0000-4000-8000-0000000000ac', 'x@example.org', '00000000-0000-4000-8000-00000000e005');
PRAGMA foreign_keys = ON;
DELETE FROM accounts WHERE name = 'third';
SELECT count(*) FROM channels WHERE account_id LIKE '%0000ac';
.print -- not an account whose guests left files in them
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000ad', 'fourth');
INSERT INTO channels (id, account_id, name) VALUES ('00000000-0000-4000-8000-00000000e006', '00000000-0000-4000-8000-0000000000ad', 'kept');
INSERT INTO usher_file (id, account_id, user_id, channel_id, checksum, size, created_at, updated_at) VALUES ('00000000-0000-4000-8000-00000000b001', '00000000-0000-4000-8000-0000000000ad', '00000000-0000-4000-8000-000000000006', '00000000-0000-4000-8000-00000000e006', printf('%032d', 1), 5, '2022-01-01T00:00:00.000Z', '2022-01-01T00:00:00.000Z');
DELETE FROM accounts WHERE name = 'fourth';
SELECT usher_error();
PRAGMA foreign_key_check;
