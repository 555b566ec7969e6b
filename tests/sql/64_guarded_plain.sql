-- A guarded table is the table below it: its defaults, keys, constraints, foreign keys, triggers, generated
-- columns and messages. What goes wrong is told in SQLite's words, as an error of usher's.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
CREATE TABLE app_kind (name TEXT PRIMARY KEY);
INSERT INTO app_kind VALUES ('note'), ('draft');
CREATE TABLE app_docs (id INTEGER PRIMARY KEY AUTOINCREMENT, owner_id TEXT, title TEXT NOT NULL COLLATE NOCASE UNIQUE, size INTEGER NOT NULL DEFAULT 7 CHECK (size > 0), kind TEXT DEFAULT 'note' REFERENCES app_kind,
    body ANY, price REAL, words INTEGER AS (length(title)), loud TEXT AS (upper(title)) STORED, CONSTRAINT no_king CHECK (title <> 'king')) STRICT;
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner=owner_id);
PRAGMA foreign_keys = 1;

-- An omitted column and NULL mean the DEFAULT; a generated column can only be left out.
INSERT INTO docs (title) VALUES ('One');
INSERT INTO docs (title, size, kind) VALUES ('Two', NULL, NULL);
INSERT INTO docs VALUES (NULL, NULL, 'Three', 3, 'draft', '5', 1, NULL, NULL);
INSERT INTO docs VALUES (10, NULL, 'Ten', '4', 'draft', 5, '1.5', NULL, NULL) RETURNING id, title, words;
INSERT INTO docs (title, words) VALUES ('x', 1);
UPDATE docs SET loud = 'x' WHERE id = 1;
UPDATE docs SET kind = NULL WHERE id = 2;
INSERT INTO docs DEFAULT VALUES;
SELECT *, typeof(size), typeof(body), typeof(price) FROM docs;
SELECT last_insert_rowid(), (SELECT seq FROM sqlite_sequence);

-- Constraints, each with its own word; usher_error() names the column.
INSERT INTO docs (title) VALUES ('ONE');
SELECT usher_error();
INSERT INTO docs (title, size) VALUES ('x', 0);
SELECT usher_error();
INSERT INTO docs (title) VALUES ('king');
INSERT INTO docs (title, size) VALUES ('x', 'many');
INSERT INTO docs (title, kind) VALUES ('x', 'novel');
INSERT INTO docs (id, title) VALUES (1, 'x');
INSERT INTO docs (id, title) VALUES ('one', 'x');
UPDATE docs SET title = NULL WHERE id = 1;
SELECT usher_error();
UPDATE docs SET title = 'two' WHERE id = 1;
INSERT OR IGNORE INTO docs (title, size) VALUES ('one', 1), ('Four', 4), ('king', 1), (NULL, 1), ('x', 'many');
INSERT OR IGNORE INTO docs (title, kind) VALUES ('x', 'novel');
INSERT OR FAIL INTO docs (title) VALUES ('x'), ('one');
INSERT OR REPLACE INTO docs (id, title) VALUES (4, 'TWO');
INSERT INTO docs (title) VALUES ('x') ON CONFLICT DO NOTHING;
SELECT id, title, size, kind FROM docs;

-- The key is the rowid, by either name.
INSERT INTO docs (rowid, title) VALUES (-5, 'below');
INSERT INTO docs (id, rowid, title) VALUES (20, 21, 'twenty');
UPDATE docs SET id = id + 100 WHERE id < 2;
UPDATE docs SET rowid = 200 WHERE title = 'One';
UPDATE docs SET rowid = rowid + 1000;
UPDATE docs SET rowid = 'x' WHERE title = 'One';
UPDATE docs SET id = NULL WHERE title = 'One';
SELECT rowid, id, title FROM docs ORDER BY id;
SELECT title FROM docs WHERE rowid = 1200.0 OR id = '1020';
DELETE FROM docs WHERE rowid > 1005;

-- Triggers do their work, with their own OR clauses, and may look into the guarded table.
CREATE TABLE app_log (what TEXT UNIQUE, n INTEGER DEFAULT 1);
CREATE TRIGGER docs_in AFTER INSERT ON app_docs BEGIN INSERT OR REPLACE INTO app_log (what, n) VALUES ('in', ifnull((SELECT n + 1 FROM app_log WHERE what = 'in'), 1)); END;
CREATE TRIGGER docs_up AFTER UPDATE OF title ON app_docs BEGIN INSERT OR IGNORE INTO app_log (what) VALUES (old.title || ' > ' || new.title); END;
CREATE TRIGGER docs_stop BEFORE DELETE ON app_docs WHEN old.title = 'Keep' BEGIN SELECT RAISE(ABORT, 'keep it'); END;
CREATE TRIGGER docs_skip BEFORE INSERT ON app_docs WHEN new.title = 'Skip' BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER docs_all BEFORE INSERT ON app_docs WHEN new.title = 'Rollback' BEGIN SELECT RAISE(ROLLBACK, 'all of it'); END;
CREATE TRIGGER docs_copy AFTER INSERT ON app_docs WHEN new.title = 'Copy' BEGIN INSERT INTO docs (title, size) SELECT 'Copy of ' || title, size FROM docs WHERE id = new.id; END;
INSERT INTO docs (title) VALUES ('Keep'), ('Go'), ('Copy');
SELECT last_insert_rowid() = (SELECT id FROM docs WHERE title = 'Copy');
INSERT INTO docs (title) VALUES ('Skip');
SELECT last_insert_rowid() = (SELECT id FROM docs WHERE title = 'Copy');
UPDATE docs SET title = title || '!' WHERE title = 'Go';
UPDATE docs SET title = title || '!' WHERE title LIKE 'Go%';
DELETE FROM docs;
BEGIN;
INSERT INTO docs (title) VALUES ('gone'), ('Rollback');
COMMIT;
SELECT title FROM docs ORDER BY id;
SELECT * FROM app_log;
DROP TRIGGER docs_stop;
DELETE FROM docs;
SELECT count(*) FROM app_docs;

-- ON CONFLICT clauses of the table are not followed, OR clauses of the statement are.
CREATE TABLE app_tags (owner_id TEXT, tag TEXT UNIQUE ON CONFLICT REPLACE);
CREATE VIRTUAL TABLE tags USING guarded(app_tags, owner=owner_id);
INSERT INTO tags VALUES ('x', 'a');
INSERT INTO tags VALUES ('y', 'a');
INSERT OR IGNORE INTO tags VALUES ('y', 'a');
INSERT OR REPLACE INTO tags VALUES ('z', 'a');
SELECT rowid, * FROM tags;

-- A table WITHOUT ROWID, by its key; a key of text in a table with one.
CREATE TABLE app_words (word TEXT COLLATE NOCASE PRIMARY KEY, owner_id TEXT, n) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING guarded(app_words, owner=owner_id);
INSERT INTO words VALUES ('b', NULL, 1), ('A', NULL, '2'), ('c', NULL, 2.5), (x'00', NULL, NULL);
SELECT * FROM words;
SELECT * FROM words WHERE word = 'B';
EXPLAIN QUERY PLAN SELECT * FROM words WHERE word = 'B';
SELECT rowid FROM words;
UPDATE words SET n = n || '!' WHERE word IN ('a', 'C');
UPDATE words SET word = 'B' WHERE word = 'b';
UPDATE words SET word = 'a' WHERE word = 'b';
UPDATE words SET word = word || word, n = usher_writable;
INSERT INTO words (word) VALUES ('AA');
INSERT OR IGNORE INTO words (word) VALUES ('AA'), ('d');
INSERT INTO words (n) VALUES (1);
DELETE FROM words WHERE word = 'CC';
SELECT quote(word), n FROM words;
SELECT DISTINCT n FROM words ORDER BY n;
DELETE FROM words WHERE n IS NULL;
SELECT quote(word), n FROM words;
DELETE FROM words;
SELECT changes(), (SELECT count(*) FROM app_words);

-- Names that need quotes, types that mean something to a virtual table, a name that hides the rowid.
CREATE TABLE "app ""odd"", $actor@ é" ("select" TEXT DEFAULT '@ $actor', "owner $actor@" TEXT, "a""b" TEXT UNIQUE, "rowid" TEXT, 'x y' "odd type" (3, 4), hid TEXT HIDDEN, "$account" ANY);
CREATE VIRTUAL TABLE "o'dd" USING guarded("app ""odd"", $actor@ é", owner = [owner $actor@]);
SELECT name, type, hidden FROM pragma_table_xinfo('o''dd');
INSERT INTO "o'dd" ("a""b", "x y", hid, "$account") VALUES ('1', '2.0', 3, '4.50');
INSERT INTO "o'dd" (_rowid_, "a""b") VALUES (9, '9');
UPDATE "o'dd" SET "rowid" = "a""b" || "$account", "owner $actor@" = 'me' WHERE "a""b" = '1' AND "$account" = 4.5;
UPDATE "o'dd" SET oid = 10 WHERE oid = 9;
SELECT oid, * FROM "o'dd" WHERE "owner $actor@" IS NOT 'you' ORDER BY "a""b" DESC;
INSERT INTO usher VALUES ('invite_create', '["a@example.org","owner",{"token":"a000000000000000000000000000000000000000000"}]');
INSERT INTO usher VALUES ('invite_accept', '["a000000000000000000000000000000000000000000",{"id":"00000000-0000-4000-8000-000000000001"}]');
SELECT act_as('00000000-0000-4000-8000-000000000001');
INSERT INTO "o'dd" ("a""b") VALUES ('mine');
UPDATE "o'dd" SET "a""b" = "a""b" || usher_writable;
SELECT "a""b", "owner $actor@" = actor(), "select" FROM "o'dd" WHERE usher_writable ORDER BY "owner $actor@";
SELECT act_as(NULL);

-- An expression of the table's that fails is not a damaged store.
CREATE TABLE app_json (owner_id, j TEXT, v AS (json_extract(j, '$.v')));
CREATE VIRTUAL TABLE jsons USING guarded(app_json, owner=owner_id);
INSERT INTO jsons (j) VALUES ('{"v":5}'), ('{');
SELECT v FROM jsons;
SELECT usher_error();
CREATE TRIGGER jsons_broken AFTER INSERT ON app_json BEGIN INSERT INTO no_such_table VALUES (1); END;
INSERT INTO jsons (j) VALUES ('{}');
SELECT usher_error() ->> 'code';
-- Views and triggers of the application may use a guarded table.
CREATE VIEW app_view AS SELECT tag FROM tags;
SELECT * FROM app_view;
