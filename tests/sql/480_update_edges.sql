-- UPDATE and INSERT at their edges: what names everything and changes nothing, which error comes first,
-- what stood there before a rule came, and which number is the last that was inserted.
.read setup/people.sql
.print -- what is as it was is no change, in whatever column
UPDATE users SET id = id, name = name, role = role, account_id = account_id, created_at = created_at WHERE name = 'uma';
UPDATE users SET id = id, about = 'new', email = email WHERE name = 'uma';
SELECT changes(), about, name FROM users WHERE name = 'uma';
UPDATE users SET id = id WHERE name = 'uma';
SELECT changes(), about, name FROM users WHERE name = 'uma';
UPDATE users SET password = NULL, about = 'newer' WHERE name = 'uma';
SELECT changes(), about, name FROM users WHERE name = 'uma';
UPDATE users SET q = NULL, channel = NULL WHERE name = 'uma';
SELECT about FROM users WHERE name = 'uma';
UPDATE users SET id = id, q = 'x' WHERE name = 'uma';
UPDATE users SET id = id, channel = 'x', name = 'y' WHERE name = 'uma';
UPDATE users SET id = id, password = 'x' WHERE name = 'uma';
UPDATE users SET id = NULL WHERE name = 'uma';
SELECT changes(), count(*) FROM users WHERE name = 'uma';
.print -- which error comes first: of a value that is none, then of a column that is not to be set
UPDATE users SET id = '00000000-0000-4000-8000-0000000000f6', locale = 'no locale' WHERE name = 'uma';
UPDATE users SET id = 'nonsense' WHERE name = 'uma';
UPDATE users SET created_at = 'nonsense' WHERE name = 'uma';
UPDATE users SET id = '00000000-0000-4000-8000-0000000000f6' WHERE name = 'uma';
.print -- a row keeps its number, and that is one
UPDATE users SET rowid = rowid, about = 'same' WHERE name = 'uma';
SELECT changes(), about, name FROM users WHERE name = 'uma';
UPDATE users SET rowid = rowid || 'x' WHERE name = 'uma';
UPDATE users SET rowid = rowid + 0.5 WHERE name = 'uma';
UPDATE users SET rowid = NULL WHERE name = 'uma';
UPDATE users SET rowid = rowid + 1 WHERE name = 'uma';
UPDATE users SET rowid = 'x' WHERE name = 'uma';
.print -- what is there since before the rule was made may stay, and cannot be given
UPDATE usher_user SET locale = 'an older form' WHERE name = 'mia';
UPDATE users SET locale = locale, about = 'kept' WHERE name = 'mia';
SELECT changes(), locale, about FROM users WHERE name = 'mia';
UPDATE users SET locale = locale || '!' WHERE name = 'mia';
UPDATE users SET locale = 'de_CH' WHERE name = 'mia';
SELECT locale FROM users WHERE name = 'mia';
.print -- what whoever acts does not see is no change to be guessed at
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT name, phone_number FROM users WHERE name IN ('mia', 'uma') ORDER BY name;
UPDATE users SET phone_number = 'tel mia' WHERE name = 'mia';
UPDATE users SET phone_number = NULL WHERE name = 'mia';
UPDATE users SET phone_number = 'tel uma', disk_space = disk_space, role = role WHERE name = 'uma';
SELECT changes();
UPDATE users SET phone_number = 'tel uma', company = 'new' WHERE name = 'uma';
SELECT act_as(NULL);
SELECT action, before, after FROM audit_log WHERE actor LIKE '%8000-000000000006' ORDER BY id DESC LIMIT 2;
.print -- the number of the last row that was inserted
INSERT INTO users (email, account_id) VALUES ('last@example.org', '00000000-0000-4000-8000-0000000000ac');
SELECT last_insert_rowid() = (SELECT rowid FROM users WHERE email = 'last@example.org'), last_insert_rowid() > 10;
INSERT OR IGNORE INTO users (email, account_id) VALUES ('last@example.org', '00000000-0000-4000-8000-0000000000ac');
INSERT OR IGNORE INTO users (rowid, email, account_id) VALUES (1, 'other@example.org', '00000000-0000-4000-8000-0000000000ac');
SELECT last_insert_rowid() = (SELECT rowid FROM users WHERE email = 'last@example.org');
UPDATE users SET about = 'x' WHERE name = 'olga';
DELETE FROM users WHERE name = 'nora';
SELECT last_insert_rowid() = (SELECT rowid FROM users WHERE email = 'last@example.org');
INSERT INTO users (rowid, email) VALUES (0, 'other@example.org');
INSERT INTO users (rowid, email, account_id) VALUES (1, 'other@example.org', '00000000-0000-4000-8000-0000000000ac');
SELECT last_insert_rowid() = (SELECT rowid FROM users WHERE email = 'last@example.org');
INSERT INTO usher VALUES ('setting', '["invites.life", "00000000-0000-4000-8000-000000000006"]');
SELECT last_insert_rowid();
.print -- a row that goes before it is deleted, or while it is changed
INSERT INTO channels (id, account_id, name) VALUES ('00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-0000000000aa', 'one'), ('00000000-0000-4000-8000-0000000000c2', '00000000-0000-4000-8000-0000000000aa', 'two');
INSERT INTO channel_members (channel_id, user_id, mode) SELECT id, '00000000-0000-4000-8000-000000000006', 'edit' FROM channels;
SELECT act_as('00000000-0000-4000-8000-000000000006');
DELETE FROM channel_members WHERE channel_id LIKE '%0000c1' AND ifnull(remove_self(channel_id), 1) IS NOT NULL;
SELECT channel_id, mode FROM channel_members;
UPDATE channel_members SET mode = iif(remove_self(channel_id) IS NULL, 'view', 'view') WHERE channel_id LIKE '%0000c2';
SELECT count(*) FROM channel_members;
