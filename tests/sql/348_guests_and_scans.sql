-- Who reads users at home, is a guest elsewhere and in a channel there, sees with whom they share it; without the channel, or
-- as a guest of nobody, only those at home. And a scan that inserts what a trigger ignores meets all that there was.
.read setup/people.sql
.read setup/channels.sql
CREATE TEMP VIEW seen AS SELECT group_concat(name, ' ') FROM (SELECT name FROM users ORDER BY id);
SELECT act_as(id) FROM p WHERE name = 'bob';
SELECT * FROM seen;
SELECT act_as(NULL);
INSERT INTO account_memberships (user_id, account_id, role) SELECT id, '00000000-0000-4000-8000-0000000000aa', 'user' FROM p WHERE name = 'bob';
SELECT act_as(id) FROM p WHERE name = 'bob';
SELECT * FROM seen;
SELECT act_as(NULL);
INSERT INTO channel_members (channel_id, user_id, mode) SELECT '00000000-0000-4000-8000-00000000c001', id, 'view' FROM p WHERE name = 'bob';
SELECT act_as(id) FROM p WHERE name = 'bob';
SELECT * FROM seen;
SELECT act_as(id) FROM p WHERE name = 'carl';
SELECT * FROM seen;
SELECT act_as(id) FROM p WHERE name = 'mia';
SELECT * FROM seen;
SELECT act_as(NULL);
UPDATE channels SET discarded_at = '2022-01-01T00:00:00Z' WHERE id LIKE '%0000c001';
UPDATE usher_channel SET discarded_at = '2022-01-01T00:00:00.000Z' WHERE id LIKE '%0000c001';
SELECT act_as(id) FROM p WHERE name = 'bob';
SELECT * FROM seen;
SELECT act_as(NULL);

CREATE TABLE doc (id INTEGER PRIMARY KEY, o, x);
CREATE TABLE tried (x);
CREATE VIRTUAL TABLE docs USING guarded(doc, owner=o);
INSERT INTO docs (x) VALUES (1), (2), (3);
CREATE TRIGGER ignored BEFORE INSERT ON doc WHEN NEW.x > 100 BEGIN INSERT INTO tried VALUES (NEW.x); SELECT RAISE(IGNORE); END;
SELECT last_insert_rowid();
INSERT INTO docs (x) SELECT x + 100 FROM docs;
SELECT last_insert_rowid(), (SELECT group_concat(x) FROM tried), (SELECT count(*) FROM doc);
INSERT INTO docs (x) SELECT x + 10 FROM docs;
INSERT INTO docs (id, x) SELECT id + 10, x + 20 FROM docs;
SELECT group_concat(id || ':' || x) FROM docs;
CREATE TABLE keyed (k TEXT PRIMARY KEY, o, x) WITHOUT ROWID;
CREATE VIRTUAL TABLE keyed_docs USING guarded(keyed, owner=o);
INSERT INTO keyed_docs VALUES ('a', NULL, 1);
SELECT last_insert_rowid();
