-- usher_lockdown(): ordinary work goes on: usher's tables and functions with the rights of whoever acts, the
-- application's tables, views, triggers, full-text search and transactions; drivers' questions are answered.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO invites (email, role, token) VALUES ('olga@example.org', 'owner', 'olga000000000000000000000000000000000000000');
INSERT INTO usher VALUES ('invite_accept', '["olga000000000000000000000000000000000000000",{"id":"00000000-0000-4000-8000-000000000001","name":"Olga"}]');
CREATE TABLE note (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL CHECK (length(title) < 20), owner TEXT DEFAULT 'nobody');
CREATE TABLE line (note_id INTEGER REFERENCES note (id) ON DELETE CASCADE, text TEXT, length INTEGER GENERATED ALWAYS AS (length(text)) VIRTUAL);
CREATE INDEX line_note ON line (note_id, lower(text));
CREATE TABLE changes (n INTEGER);
INSERT INTO changes VALUES (0);
CREATE VIEW titles AS SELECT n.title, u.name FROM note AS n LEFT JOIN users AS u ON u.id = n.owner;
CREATE TRIGGER titles_insert INSTEAD OF INSERT ON titles BEGIN INSERT INTO note (title) VALUES (NEW.title); END;
CREATE TRIGGER note_insert AFTER INSERT ON note BEGIN UPDATE changes SET n = n + 1; INSERT INTO search (rowid, title) VALUES (NEW.id, NEW.title); END;
CREATE VIRTUAL TABLE search USING fts5(title);
CREATE VIRTUAL TABLE old USING fts4(title);
CREATE VIRTUAL TABLE box USING rtree(id, low, high);
CREATE VIRTUAL TABLE people USING users;
CREATE TEMP TABLE basket (item);
CREATE TEMP VIEW items AS SELECT item FROM basket;
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT usher_lockdown();
SELECT actor();

.print -- Again is fine, and by a write statement; options may take away only
SELECT usher_lockdown();
SELECT usher_lockdown(NULL), usher_lockdown('{}'), usher_lockdown('{"functions":[]}'), usher_lockdown('{"modules":[]}');
INSERT INTO usher VALUES ('usher_lockdown', '[]');
BEGIN; SELECT usher_lockdown(); COMMIT;
SELECT usher_lockdown('{"functions":["sha3"]}');
SELECT usher_lockdown('{"functions":["load_extension"]}');
SELECT usher_lockdown('{"modules":["usher_list"]}');
SELECT usher_lockdown('{"functions":"sha3"}');
SELECT usher_lockdown('{"functions":[1]}');
SELECT usher_lockdown('{"function":[]}');
SELECT usher_lockdown('[]');
SELECT usher_lockdown('x');

.print -- usher
SELECT name, role FROM users WHERE id = actor();
UPDATE users SET job_title = 'Chief' WHERE id = actor();
UPDATE people SET company = 'Acme' WHERE id = actor();
SELECT job_title, company, actions FROM people WHERE q = 'olga';
INSERT INTO invites (id, email, token) VALUES ('00000000-0000-4000-8000-0000000000c1', 'uma@example.org', 'uma0000000000000000000000000000000000000000');
SELECT email, status FROM invites WHERE email IN ('uma@example.org', 'x') OR token = 'uma0000000000000000000000000000000000000000';
SELECT invite_revoke('00000000-0000-4000-8000-0000000000c1');
INSERT INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 'true');
INSERT INTO users (id, email) VALUES ('00000000-0000-4000-8000-000000000002', 'uma@example.org');
UPDATE OR IGNORE users SET locale = 'no such locale';
UPDATE users SET locale = 'no such locale';
SELECT usher_error() ->> 'code', usher_version() > '0', json_valid(usher_debug());
DELETE FROM users WHERE email = 'uma@example.org';
SELECT actor, real_actor = actor, action FROM audit_log ORDER BY id DESC LIMIT 3;
SELECT count(*) > 10 FROM usher;
SELECT name FROM roles WHERE name LIKE 'o%' ORDER BY name;
SELECT m.role FROM accounts AS a JOIN account_memberships AS m ON m.account_id = a.id JOIN users USING (account_id) WHERE m.user_id = actor() LIMIT 1;

.print -- The application
BEGIN;
INSERT INTO note (title, owner) VALUES ('first', actor()), ('second', NULL) RETURNING id, title;
SAVEPOINT s;
INSERT INTO titles (title) VALUES ('third');
ROLLBACK TO s;
RELEASE s;
INSERT INTO line (note_id, text) SELECT id, title || '!' FROM note;
COMMIT;
SELECT * FROM titles ORDER BY title;
SELECT text, length FROM line WHERE note_id = 1 AND lower(text) = 'first!';
UPDATE note SET title = upper(title) WHERE id = 2;
INSERT INTO note (id, title) VALUES (2, 'x') ON CONFLICT (id) DO UPDATE SET title = excluded.title || note.title;
UPDATE note SET owner = u.name FROM users AS u WHERE u.id = note.owner;
REPLACE INTO basket VALUES (1);
SELECT item FROM items;
SELECT title, owner, row_number() OVER (ORDER BY title DESC) FROM note;
WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 4) SELECT group_concat(n) FROM t;
SELECT key, value FROM json_each('{"a":1}') UNION ALL SELECT key, atom FROM json_tree('[2]') WHERE atom;
SELECT value FROM generate_series(1, 2);
SELECT highlight(search, 0, '<', '>'), bm25(search) < 0 FROM search WHERE search MATCH 'first' ORDER BY rank;
INSERT INTO old (title) VALUES ('an old one');
SELECT snippet(old, '<', '>') FROM old WHERE old MATCH 'old';
INSERT INTO box VALUES (1, 2, 3);
SELECT id FROM box WHERE low > 1;
SELECT n FROM changes;
DELETE FROM note WHERE id = 2;
SELECT count(*), max(length(title)), total(id), typeof(random()), printf('%d', 1), date(0, 'unixepoch'), 'a' LIKE 'A', 'a' GLOB 'b', abs(-1), hex(zeroblob(1)) FROM note;

.print -- What drivers ask
SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN ('note', 'line') ORDER BY name;
SELECT count(*) FROM main.sqlite_master WHERE name = 'note';
SELECT name FROM temp.sqlite_master;
SELECT name FROM sqlite_temp_schema;
PRAGMA table_info(line);
PRAGMA main.table_xinfo('line');
PRAGMA index_list(line);
PRAGMA index_info(line_note);
PRAGMA foreign_key_list(line);
PRAGMA table_info(sqlite_schema);
SELECT count(*) FROM pragma_table_info('users');
SELECT name FROM pragma_index_xinfo('line_note');
PRAGMA user_version;
PRAGMA application_id;
PRAGMA encoding;
PRAGMA foreign_keys;
PRAGMA page_size;
SELECT data_version > 0 FROM pragma_data_version;
SELECT sqlite_version() > '3', sqlite_compileoption_used('X'), changes(), last_insert_rowid() > 0;
EXPLAIN QUERY PLAN SELECT title FROM note WHERE id = 1;
