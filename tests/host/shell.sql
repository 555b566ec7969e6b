-- What the sqlite3 shell does by itself, for tests/host.sh: it runs this with usher and
-- without, in a fresh folder, on a database with an application's tables. Left out is what
-- tells the time, addresses or memory; and `.schema users`, which describes modules of that name, too.
.print -- what is set
.show
.databases
.limit
.dbconfig
.vfsname
.print -- a schema of the application's own, with names that usher has, too
CREATE TABLE t (k INTEGER PRIMARY KEY, a TEXT, b REAL, c BLOB, g AS (a || '!') STORED, v AS (b * 2));
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE COLLATE NOCASE, team REFERENCES teams ON DELETE CASCADE);
CREATE TABLE teams (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL CHECK (name <> ''));
CREATE TABLE w (a, b, PRIMARY KEY (b, a)) WITHOUT ROWID, STRICT;
CREATE TABLE w (a TEXT, b INT, PRIMARY KEY (b, a)) WITHOUT ROWID, STRICT;
CREATE INDEX t_a ON t (a) WHERE b > 1;
CREATE UNIQUE INDEX t_e ON t (lower(a), b DESC);
CREATE VIEW named AS SELECT users.id, email, name FROM users JOIN teams ON teams.id = team;
CREATE TRIGGER named_insert INSTEAD OF INSERT ON named BEGIN
    INSERT INTO teams (name) VALUES (new.name);
    INSERT INTO users (email, team) VALUES (new.email, last_insert_rowid());
END;
CREATE TRIGGER no_x BEFORE INSERT ON t WHEN new.a = 'x' BEGIN SELECT RAISE(ABORT, 'no x'); END;
.tables
.tables u%
.indexes
.indexes t
.schema
.schema t
.schema --indent named
.fullschema
.print -- rows, and what is counted
PRAGMA foreign_keys = 1;
INSERT INTO t (k, a, b, c) VALUES (1, 'one', 1.5, x'00ff'), (2, 'two, "2"', -0.25, NULL), (3, NULL, 1e300, 'text');
SELECT changes(), total_changes(), last_insert_rowid();
INSERT INTO named (email, name) VALUES ('ann@a.org', 'A'), ('bob@a.org', 'B');
SELECT changes(), total_changes(), last_insert_rowid();
INSERT INTO users (email, team) VALUES ('ANN@a.org', 1);
INSERT INTO users (email, team) VALUES ('cat@a.org', 99);
INSERT INTO users (email) VALUES ('dan@a.org') RETURNING *, rowid;
INSERT INTO users (email) VALUES ('DAN@a.org') ON CONFLICT (email) DO UPDATE SET email = excluded.email RETURNING email;
INSERT OR IGNORE INTO users (email) VALUES ('dan@a.org');
REPLACE INTO users (id, email) VALUES (1, 'new@a.org');
UPDATE users SET team = 2 WHERE id = 1 RETURNING id, team;
DELETE FROM teams WHERE id = 2 RETURNING *;
UPDATE t SET b = n.b FROM (SELECT 3 AS b) AS n WHERE k = 3;
INSERT INTO t (a) VALUES ('x');
INSERT INTO t (g) VALUES ('x');
INSERT INTO teams (name) VALUES ('');
INSERT INTO w VALUES ('a', 'b');
.changes on
INSERT INTO w VALUES ('a', 1), ('b', 1);
UPDATE w SET a = a || '.';
.changes off
.print -- every mode
.headers on
.mode ascii
SELECT * FROM t;
.mode box
SELECT * FROM t;
.mode column
SELECT * FROM t;
.mode csv
SELECT * FROM t;
.mode html
SELECT * FROM t;
.mode insert copy
SELECT * FROM t;
.mode json
SELECT * FROM t;
.mode line
SELECT * FROM t;
.mode markdown
SELECT * FROM t;
.mode quote
SELECT * FROM t;
.mode table --wrap 4
SELECT * FROM t;
.mode tabs
SELECT * FROM t;
.mode tcl
SELECT * FROM t;
.nullvalue NIL
.separator ; \n
.mode list
SELECT * FROM t;
.width 3 -4
.mode column
SELECT k, a FROM t;
.mode list
.separator | \n
.nullvalue ''
.headers off
.print -- plans
EXPLAIN QUERY PLAN SELECT * FROM users JOIN teams ON teams.id = team WHERE email = 'x' ORDER BY name;
EXPLAIN SELECT a, count(*) FROM t GROUP BY a;
EXPLAIN INSERT INTO users (email) SELECT a FROM t;
.eqp on
SELECT count(*) FROM users WHERE email LIKE 'a%';
.eqp full
SELECT max(k) FROM t;
.eqp off
.expert
SELECT * FROM users WHERE team = 1 ORDER BY email;
.lint fkey-indexes
.print -- errors
SELECT * FROM nowhere;
SELECT nocolumn FROM t;
SELECT nosuch(1);
SELECT abs(1, 2);
SELEC 1;
SELECT 'unfinished
';
SELECT 1 +;
SELECT * FROM t WHERE a MATCH 'x';
SELECT json('{');
SELECT zeroblob(2000000000);
CREATE TABLE users (x);
DROP TABLE named;
ALTER TABLE t DROP COLUMN k;
.nosuch
.mode nosuch
.print -- expressions
SELECT 1/0, 5 % 3, 1 || 2, 'a' < 'B' COLLATE NOCASE, NULL IS NOT 1, x'61' = 'a', 9223372036854775807 + 1, CAST('12ab' AS INTEGER);
SELECT printf('%5.2f|%-5d|%05d|%x|%q|%w', 3.14159, 42, 42, 255, 'it''s', 'a"b'), round(2.5), typeof(1e0), quote(x'01');
SELECT strftime('%Y-%m-%d %H:%M:%f', '2024-02-29 12:34:56.789', '+1 year'), julianday('2000-01-01'), unixepoch('2000-01-01');
SELECT json_object('a', json_array(1, 2.5, 'x', NULL)), json_extract('{"a":[1,{"b":2}]}', '$.a[1].b'), '{"a":1}' -> 'a', json_patch('{"a":1}', '{"a":null,"b":2}');
SELECT key, value, fullkey FROM json_tree('{"a":[1,{"b":2}]}');
SELECT upper('é'), length('😀'), substr('héllo', -3, 2), instr('abc', 'c'), replace('aaa', 'a', 'b'), hex('é'), unicode('€'), char(8364), trim('  x '), like('A%', 'abc'), glob('a*', 'abc');
WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5)
SELECT i, sum(i) OVER (ORDER BY i), lag(i, 1, 0) OVER w, rank() OVER w, ntile(2) OVER w, first_value(i) OVER w FROM n WINDOW w AS (ORDER BY i DESC) ORDER BY i;
SELECT group_concat(i, '+') FILTER (WHERE i > 1) FROM (SELECT 1 AS i UNION VALUES (2), (3)) JOIN (SELECT 1) ON i <> 0;
SELECT sqrt(2), pow(2, 10), pi(), ceil(1.2), log(10);
SELECT * FROM generate_series(1, 3);
SELECT soundex('Robert'), sqlite_compileoption_used('ENABLE_FTS5'), sqlite_version();
.parameter set ?1 4711
.parameter set :name 'ann'
.parameter list
SELECT ?1, :name, @other;
.parameter clear
.print -- transactions
BEGIN;
INSERT INTO teams (name) VALUES ('kept');
SAVEPOINT one;
INSERT INTO teams (name) VALUES ('undone');
SAVEPOINT two;
DELETE FROM teams;
ROLLBACK TO two;
SELECT count(*) FROM teams;
ROLLBACK TO one;
RELEASE one;
COMMIT;
SELECT name FROM teams ORDER BY id;
COMMIT;
BEGIN; INSERT OR ROLLBACK INTO teams (name) VALUES (NULL); ROLLBACK;
.print -- hooks of the shell
.auth on
SELECT count(*) FROM users WHERE email = 'x';
DELETE FROM users WHERE id = 1000;
.auth off
.trace stdout
SELECT upper(a) FROM t WHERE k = 1;
UPDATE t SET b = b WHERE k = 1;
.trace off
.log stdout
SELECT * FROM;
.log off
.scanstats on
.scanstats off
.progress 100 --limit 3
SELECT count(*) FROM t AS a, t AS b, t AS c, t AS d, t AS e, t AS f, t AS g;
.progress 0
.print -- full text, R-trees, other modules
CREATE VIRTUAL TABLE doc USING fts5 (title, body, tokenize = 'porter');
INSERT INTO doc VALUES ('Users', 'many users sign in'), ('Teams', 'a user is in teams');
SELECT rowid, highlight(doc, 1, '[', ']'), bm25(doc) FROM doc WHERE doc MATCH 'user' ORDER BY rank;
INSERT INTO doc (doc) VALUES ('integrity-check');
CREATE VIRTUAL TABLE old USING fts4 (body);
INSERT INTO old VALUES ('some words');
SELECT snippet(old) FROM old WHERE body MATCH 'words';
CREATE VIRTUAL TABLE box USING rtree (id, x0, x1, y0, y1);
INSERT INTO box VALUES (1, 0, 10, 0, 10), (2, 5, 15, 5, 15);
SELECT id FROM box WHERE x1 >= 12 AND y0 <= 20;
SELECT rtreecheck('box');
CREATE VIRTUAL TABLE v USING nosuch (x);
SELECT name, path, pagetype FROM dbstat WHERE name = 'teams';
.print -- pragmas
PRAGMA user_version = 42;
PRAGMA user_version;
PRAGMA application_id = 4711;
PRAGMA application_id;
PRAGMA table_info(users);
PRAGMA table_xinfo(t);
PRAGMA table_list(users);
PRAGMA index_list(t);
PRAGMA index_xinfo(t_e);
PRAGMA foreign_key_list(users);
PRAGMA foreign_key_check;
PRAGMA integrity_check;
PRAGMA quick_check(users);
PRAGMA collation_list;
PRAGMA database_list;
PRAGMA pragma_list;
PRAGMA compile_options;
PRAGMA encoding;
PRAGMA page_count;
PRAGMA freelist_count;
PRAGMA auto_vacuum;
PRAGMA synchronous;
PRAGMA cache_size;
PRAGMA journal_mode;
PRAGMA busy_timeout;
PRAGMA recursive_triggers;
PRAGMA trusted_schema;
PRAGMA writable_schema;
PRAGMA secure_delete;
PRAGMA temp_store;
PRAGMA threads;
PRAGMA locking_mode;
PRAGMA data_version;
PRAGMA schema_version;
PRAGMA nosuch = 1;
PRAGMA case_sensitive_like = 1;
SELECT 'A' LIKE 'a';
PRAGMA case_sensitive_like = 0;
SELECT 'A' LIKE 'a';
PRAGMA optimize;
ANALYZE;
SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY 1, 2;
.print -- other databases
ATTACH 'second.db' AS second;
CREATE TABLE second.users (id INTEGER PRIMARY KEY, x);
INSERT INTO second.users SELECT id, email FROM main.users;
CREATE TEMP TABLE teams (x);
INSERT INTO teams VALUES ('temporary');
SELECT * FROM teams;
SELECT name FROM main.teams ORDER BY id;
.tables
.databases
DROP TABLE temp.teams;
DETACH second;
DETACH second;
.print -- changes of the schema
ALTER TABLE t RENAME COLUMN a TO aa;
ALTER TABLE t ADD COLUMN d DEFAULT 'd';
ALTER TABLE users RENAME TO people;
.schema named
ALTER TABLE people RENAME TO users;
DROP INDEX t_a;
REINDEX;
.print -- in and out
.mode csv
.once out.csv
SELECT * FROM users;
.import out.csv imported
SELECT * FROM imported;
.import --skip 1 out.csv users
.mode list
.output out.txt
SELECT 1;
.output
.read out.sql
.dump
.dump users
.dump --data-only teams
.sha3sum
.sha3sum --schema
.selftest --init
.selftest
.clone clone.db
.backup backup.db
.backup main backup2.db
.save saved.db
VACUUM INTO 'vacuumed.db';
VACUUM;
.recover
.dbinfo
.archive -c -f archive.sqlar out.txt
.session open main s
.session s attach users
INSERT INTO users (email) VALUES ('session@a.org');
.session s changeset changes.bin
.session close
SELECT email FROM users ORDER BY id;
.print -- the write-ahead log, a lock, a timeout
PRAGMA journal_mode = wal;
INSERT INTO teams (name) VALUES ('wal');
PRAGMA wal_checkpoint;
PRAGMA journal_mode = delete;
.timeout 10
PRAGMA busy_timeout;
.restore backup.db
SELECT count(*) FROM users;
.open second.db
.schema
SELECT * FROM users;
.open --readonly backup.db
CREATE TABLE x (y);
.tables
.open :memory:
.tables
SELECT 'the end';
