-- usher_lockdown(): what outer SQL tries on a locked connection. Every attack is answered by an
-- error, or by nothing that was not the attacker's already; at the end the store is as it was.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO invites (email, role, token) VALUES ('olga@example.org', 'owner', 'olga000000000000000000000000000000000000000');
INSERT INTO invites (email, role, token) VALUES ('uma@example.org', 'user', 'uma0000000000000000000000000000000000000000');
INSERT INTO usher VALUES ('invite_accept', '["olga000000000000000000000000000000000000000",{"id":"00000000-0000-4000-8000-000000000001"}]');
INSERT INTO usher VALUES ('invite_accept', '["uma0000000000000000000000000000000000000000",{"id":"00000000-0000-4000-8000-000000000002"}]');
INSERT INTO invites (id, email, token) VALUES ('00000000-0000-4000-8000-0000000000c1', 'ivy@example.org', 'ivy0000000000000000000000000000000000000000');
-- The application's own schema, careless as it may be: it names our tables in views and triggers.
CREATE TABLE note (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, owner_id TEXT REFERENCES usher_user (id));
INSERT INTO note (title) VALUES ('first');
CREATE TABLE log (line TEXT);
CREATE VIEW everybody AS SELECT email FROM usher_user;
CREATE VIEW any_of_them AS SELECT count(*) AS n FROM usher_user;
CREATE VIEW db_files AS SELECT file FROM pragma_database_list;
CREATE VIEW hashes AS SELECT title FROM note WHERE title IN (SELECT hex(token_hash) FROM usher_invite);
CREATE VIEW writable AS SELECT title FROM note;
CREATE TRIGGER writable_insert INSTEAD OF INSERT ON writable BEGIN UPDATE usher_user SET email = NEW.title; END;
CREATE TRIGGER note_update AFTER UPDATE ON note BEGIN INSERT INTO log SELECT email FROM usher_user; END;
CREATE TRIGGER note_delete AFTER DELETE ON note BEGIN DELETE FROM usher_audit; END;
CREATE VIRTUAL TABLE people USING users;
CREATE VIRTUAL TABLE search USING fts5(title);
INSERT INTO search VALUES ('first');
ANALYZE;
SELECT act_as('00000000-0000-4000-8000-000000000002');
SELECT usher_lockdown();

.print -- 1 The backing tables, by every name that they have
SELECT * FROM usher_user;
SELECT email FROM main.usher_user;
SELECT email FROM "usher_user";
SELECT email FROM [usher_user];
SELECT email FROM `USHER_USER`;
SELECT email FROM "MAIN"."Usher_User";
SELECT u.email FROM usher_user AS u;
SELECT users.email FROM usher_user AS users;
SELECT rowid FROM usher_user;
SELECT 1 FROM usher_user;
SELECT count(*) FROM usher_user;
SELECT count(*) FROM usher_store;
SELECT * FROM usher_membership;
SELECT hex(token_hash) FROM usher_invite;
SELECT * FROM usher_audit;
SELECT * FROM temp.usher_user;
TABLE usher_user;
VALUES ((SELECT email FROM usher_user LIMIT 1));

.print -- 2 The same from within a query
SELECT (SELECT email FROM usher_user LIMIT 1);
SELECT 1 WHERE EXISTS (SELECT 1 FROM usher_user WHERE email LIKE 'o%');
SELECT id FROM users WHERE id IN (SELECT id FROM usher_user);
SELECT id FROM users WHERE id IN usher_user;
SELECT users.id FROM users LEFT JOIN usher_membership AS m ON m.user_id = users.id;
SELECT email FROM users UNION ALL SELECT email FROM usher_user;
SELECT 1 INTERSECT SELECT count(*) FROM usher_user;
WITH x AS (SELECT email FROM usher_user) SELECT * FROM x;
WITH RECURSIVE x (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x, usher_user LIMIT 3) SELECT n FROM x;
WITH users AS (SELECT * FROM usher_user) SELECT email FROM users;
WITH usher_user AS (SELECT 1) SELECT count(*) FROM usher_user;
SELECT email, row_number() OVER (ORDER BY (SELECT max(email) FROM usher_user)) FROM users;
SELECT sum(1) OVER w FROM usher_user WINDOW w AS (ORDER BY email);
SELECT json_group_array(email) FROM usher_user;
SELECT value FROM json_each((SELECT json_group_array(email) FROM usher_user));
SELECT title FROM note ORDER BY (SELECT email FROM usher_user LIMIT 1);
SELECT title FROM note LIMIT (SELECT count(*) FROM usher_user);
SELECT CASE WHEN 0 THEN (SELECT email FROM usher_user) END;
EXPLAIN SELECT email FROM usher_user;
EXPLAIN QUERY PLAN SELECT email FROM usher_user WHERE email = 'olga@example.org';

.print -- 3 By joins of whose columns SQLite does not ask
SELECT email FROM (SELECT 'x' AS email) AS t FULL JOIN usher_user USING (email);
SELECT usher_error() ->> 'code';
SELECT email FROM (SELECT 'x' AS email) AS t NATURAL FULL JOIN "USHER_USER";
SELECT email FROM (SELECT 'olga@example.org' AS email) AS t JOIN [usher_user] USING (email);
SELECT email FROM (SELECT 'x' AS email) AS t /* */ natural -- u
    RIGHT JOIN main . 'usher_user' AS "USING";
SELECT users.id FROM users JOIN usher_user USING (id);
SELECT users.id FROM users NATURAL JOIN usher_user;
SELECT title FROM note WHERE title IN (SELECT email FROM (SELECT NULL AS email) FULL JOIN usher_user USING (email));
WITH t (email) AS (VALUES (1)) SELECT max(email) OVER () FROM t FULL JOIN usher_user USING (email);
INSERT INTO log SELECT email FROM (SELECT 'x' AS email) AS line FULL JOIN usher_user USING (email);
UPDATE note SET owner_id = (SELECT max(id) FROM (SELECT 'x' AS id) FULL JOIN usher_user USING (id));
SELECT name FROM (SELECT 'x' AS name) AS t FULL JOIN dbstat USING (name);
SELECT sql FROM (SELECT 'x' AS sql) AS t FULL JOIN sqlite_stmt USING (sql);
SELECT file FROM (SELECT 'x' AS file) AS t FULL JOIN pragma_database_list USING (file);
SELECT stat FROM (SELECT 'x' AS stat) AS t FULL JOIN sqlite_stat1 USING (stat);
SELECT data FROM (SELECT 'x' AS data) AS t FULL JOIN fsdir('test.db') USING (data);
SELECT 1 FROM (usher_user);
SELECT 1 FROM (usher_user JOIN note);
-- Harmless ones are not in the way.
SELECT usher_version() <> '', a.title FROM note AS a JOIN note AS b USING (id);
SELECT count(*) FROM users JOIN people USING (id);

.print -- 4 Through the application's views, triggers and full-text search
SELECT * FROM everybody;
SELECT count(*) FROM everybody;
SELECT * FROM any_of_them;
SELECT * FROM db_files;
SELECT * FROM hashes;
INSERT INTO writable VALUES ('mine@example.org');
UPDATE note SET title = 'x';
DELETE FROM note;
INSERT INTO search SELECT email FROM usher_user;
SELECT * FROM search_data;
INSERT INTO search_data VALUES (1, x'00');
SELECT * FROM search WHERE search MATCH (SELECT email FROM usher_user);
SELECT count(*) FROM log;

.print -- 5 Writing to the backing tables
INSERT INTO usher_membership SELECT * FROM usher_membership;
INSERT INTO note (title) SELECT email FROM usher_user;
INSERT INTO note (title) VALUES ('a') RETURNING (SELECT email FROM usher_user);
INSERT INTO note (id, title) VALUES (1, 'a') ON CONFLICT (id) DO UPDATE SET title = (SELECT email FROM usher_user);
UPDATE note SET title = u.email FROM usher_user AS u;
UPDATE usher_membership SET role_id = '00000000-0000-7000-8000-000000000001';
UPDATE OR IGNORE usher_user SET disabled_at = NULL;
REPLACE INTO usher_setting VALUES (1, 'account', 'x', 'x', 'x', 0, NULL, '');
DELETE FROM usher_audit;
DELETE FROM usher_user WHERE 0;
-- A foreign key to usher_user makes SQLite ask to read it.
PRAGMA foreign_keys;

.print -- 6 Internal tables
SELECT * FROM usher_atomic;
INSERT INTO usher_atomic VALUES (1);
INSERT INTO usher_atomic (version) SELECT 4;
SELECT * FROM usher_anchor;
SELECT * FROM usher_list(1);
SELECT * FROM usher_list('usher_user');

.print -- 7 Becoming somebody else
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000001');
INSERT INTO usher VALUES ('act_as', '[null]');
INSERT INTO usher SELECT 'act_as', json_array(id) FROM users;
SELECT usher_init();
INSERT INTO usher VALUES ('usher_init', '[]');
SELECT usher_lockdown('{"functions":["writefile"]}');
SELECT usher_lockdown('{"modules":["sqlite_dbpage"]}');
SELECT usher_lockdown('{"modules":["dbstat"]}');
SAVEPOINT s;
SELECT act_as(NULL);
ROLLBACK TO s;
RELEASE s;
SELECT invite_create('mine@example.org', 'owner');
UPDATE users SET role = 'owner' WHERE id = actor();
SELECT actor();

.print -- 8 Changing the schema
CREATE TABLE usher_user (a);
CREATE TABLE users (a);
CREATE TABLE mine (a);
CREATE TEMP TABLE users (a);
CREATE TEMP TABLE usher_user AS SELECT * FROM main.usher_user;
CREATE TABLE mine AS SELECT email FROM users;
CREATE VIEW mine AS SELECT * FROM usher_user;
CREATE TEMP VIEW users AS SELECT 1;
CREATE TRIGGER mine AFTER UPDATE ON usher_user BEGIN SELECT 1; END;
CREATE TEMP TRIGGER usher_user AFTER INSERT ON main.usher_user BEGIN INSERT INTO log VALUES (NEW.email); END;
CREATE TEMP TRIGGER mine AFTER INSERT ON note BEGIN SELECT 1; END;
CREATE INDEX mine ON usher_user (email);
CREATE INDEX mine ON note (title);
CREATE VIRTUAL TABLE mine USING users;
CREATE VIRTUAL TABLE mine USING fts5(email, content='usher_user');
CREATE VIRTUAL TABLE temp.mine USING sqlite_dbpage;
CREATE VIRTUAL TABLE temp.mine USING fts5vocab(main, search, row);
DROP TABLE usher_user;
DROP TABLE note;
DROP TABLE people;
DROP VIEW everybody;
DROP TRIGGER note_delete;
DROP INDEX usher_user_email;
ALTER TABLE usher_user RENAME TO mine;
ALTER TABLE note RENAME TO usher_note;
ALTER TABLE note RENAME COLUMN title TO name;
ALTER TABLE note ADD COLUMN more DEFAULT (1);
ALTER TABLE note DROP COLUMN title;
UPDATE sqlite_master SET sql = replace(sql, 'usher_user', 'users');
UPDATE sqlite_schema SET name = 'mine' WHERE name = 'usher_user';
INSERT INTO sqlite_schema VALUES ('table', 'mine', 'mine', 2, 'CREATE TABLE mine (a)');
DELETE FROM sqlite_schema;
DELETE FROM temp.sqlite_schema;
REINDEX;
REINDEX usher_user_email;
ANALYZE;
ANALYZE usher_user;
VACUUM;
VACUUM INTO 'copy.db';

.print -- 9 Other databases, files, code
ATTACH 'test.db' AS again;
ATTACH ':memory:' AS mine;
ATTACH DATABASE 'file:test.db?mode=rwc' AS mine KEY 'x';
DETACH main;
SELECT load_extension('dist/usher');
SELECT readfile('test.db');
SELECT writefile('copy.db', 'x');
SELECT edit('x');
SELECT * FROM fsdir('.');
SELECT * FROM zipfile('test.db');
SELECT fts3_tokenizer('simple');
SELECT sqlite_log(1, 'x');
SELECT shell_add_schema('x', 'y', 'z');
SELECT sha3_query('SELECT email FROM usher_user');
SELECT title FROM note WHERE title REGEXP 'f';

.print -- 10 What SQLite knows
SELECT * FROM dbstat;
SELECT * FROM dbstat('main') WHERE name = 'usher_user';
SELECT count(*) FROM dbstat;
SELECT * FROM sqlite_dbpage;
SELECT * FROM sqlite_dbdata;
SELECT * FROM sqlite_stmt;
SELECT * FROM bytecode('SELECT 1');
SELECT * FROM tables_used('SELECT 1');
SELECT * FROM sqlite_stat1;
SELECT * FROM sqlite_stat4;
SELECT * FROM sqlite_sequence;
UPDATE sqlite_sequence SET seq = 0;
SELECT * FROM completion('usher');
SELECT * FROM pragma_database_list;
SELECT * FROM pragma_function_list;
SELECT * FROM pragma_module_list;
SELECT * FROM pragma_page_count;
SELECT * FROM pragma_integrity_check;
SELECT * FROM pragma_table_info('usher_user');
SELECT * FROM pragma_table_xinfo('USHER_USER', 'main');
SELECT * FROM pragma_index_list('usher_user');
SELECT * FROM pragma_index_info('usher_user_email');
SELECT * FROM pragma_foreign_key_list('usher_user');
SELECT m.name, c.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c WHERE m.name LIKE 'usher%';
PRAGMA table_info(usher_user);
PRAGMA main.table_info("Usher_User");

.print -- 11 Pragmas
PRAGMA writable_schema = 1;
PRAGMA writable_schema = RESET;
PRAGMA journal_mode = OFF;
PRAGMA journal_mode = MEMORY;
PRAGMA synchronous = OFF;
PRAGMA foreign_keys = OFF;
PRAGMA foreign_keys(0);
PRAGMA ignore_check_constraints = 1;
PRAGMA defer_foreign_keys = 1;
PRAGMA recursive_triggers = 0;
PRAGMA trusted_schema = 0;
PRAGMA query_only = 1;
PRAGMA case_sensitive_like = 1;
PRAGMA legacy_alter_table = 1;
PRAGMA user_version = 7;
PRAGMA application_id = 7;
PRAGMA schema_version = 7;
PRAGMA main.schema_version(7);
PRAGMA encoding = 'UTF-16';
PRAGMA page_size = 512;
PRAGMA data_version = 1;
PRAGMA temp_store_directory = '/tmp';
PRAGMA data_store_directory = '/tmp';
PRAGMA temp_store = 2;
PRAGMA mmap_size = 0;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA wal_checkpoint;
PRAGMA wal_autocheckpoint = 0;
PRAGMA incremental_vacuum;
PRAGMA optimize;
PRAGMA shrink_memory;
PRAGMA integrity_check;
PRAGMA quick_check;
PRAGMA foreign_key_check;
PRAGMA database_list;
PRAGMA table_list;
PRAGMA secure_delete = 0;
PRAGMA hard_heap_limit = 1000;
PRAGMA busy_timeout = 0;
PRAGMA threads = 8;
PRAGMA key = 'x';
PRAGMA unknown_to_everybody = 1;

.print -- 12 Too much of it
SELECT length(zeroblob(100000000));
SELECT length(printf('%.100000000c', 'x'));
SELECT 'a' LIKE printf('%.6000c', '%');
WITH t (x) AS (VALUES (1)) SELECT length(replace(printf('%.60000c', 'x'), 'x', printf('%.6000c', 'y'))) FROM t;

.print -- What is ours to see is still there, and the store is as it was.
SELECT email, role FROM users WHERE id = actor();
SELECT email FROM people WHERE id = actor();
SELECT title FROM search WHERE search MATCH 'first';
SELECT title, owner_id FROM note;
SELECT count(*) FROM log;
.open test.db
SELECT email, role_id, disabled_at FROM usher_user JOIN usher_membership ON user_id = usher_user.id ORDER BY email;
SELECT number, actor, action FROM usher_audit;
SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema WHERE name NOT LIKE 'usher%' ORDER BY name);
SELECT count(*) FROM sqlite_schema WHERE name LIKE '%mine%' OR sql LIKE '%mine%';
PRAGMA user_version;
PRAGMA integrity_check;
