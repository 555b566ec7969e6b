-- The engine of the tables: columns that are only written, terms without end, cursors without end.
.read setup/people.sql
.print -- what is only written is NULL to whoever reads
SELECT count(*), count(password), count(q) FROM users;
SELECT count(*) FROM users WHERE password IS NULL;
SELECT count(*) FROM users WHERE password = 'x';
SELECT DISTINCT password, role FROM users ORDER BY role, password;
SELECT DISTINCT q FROM users WHERE q = 'uma' ORDER BY q;
SELECT DISTINCT q, role FROM users WHERE q = 'uma' ORDER BY role, q;
SELECT count(*) FROM users WHERE q > 'uma';
SELECT email FROM users ORDER BY q, email LIMIT 2;
SELECT max(password) FROM users GROUP BY role ORDER BY 1 LIMIT 1;
UPDATE users SET about = password WHERE name = 'uma';
UPDATE users SET about = email WHERE password IS NULL AND name = 'uma' RETURNING about;
SELECT token FROM invites ORDER BY token LIMIT 1;

.print -- very many terms, columns to sort by, and cursors
.output many.sql
SELECT 'SELECT count(*) FROM users WHERE ' || group_concat('q = ''uma''', ' AND ') || ';' FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 80) SELECT i FROM n);
SELECT 'SELECT count(*) FROM users WHERE ' || group_concat('disk_space <> ' || i, ' AND ') || ';' FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 80) SELECT i FROM n);
SELECT 'SELECT count(*) FROM users WHERE ' || group_concat('disk_space > ' || -i, ' AND ') || ';' FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 80) SELECT i FROM n);
SELECT 'SELECT email FROM users ORDER BY ' || group_concat(name, ', ') || ' LIMIT 1;' FROM (SELECT name FROM pragma_table_xinfo('users') WHERE hidden = 0);
SELECT 'SELECT count(*) FROM ' || group_concat('users AS u' || i, ', ') || ' WHERE ' || group_concat('u' || i || '.name = ''uma''', ' AND ') || ';' FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20) SELECT i FROM n);
.output
.read many.sql
.print -- values of other types
CREATE TEMP TABLE v (x);
INSERT INTO v VALUES (NULL), (x'00'), ('1'), (1), (1.0);
SELECT count(*) FROM v JOIN users ON disk_space >= x;
SELECT count(*) FROM v JOIN users ON disk_space = x;
SELECT count(*) FROM v JOIN users ON email > x;
SELECT count(*) FROM v CROSS JOIN users ON email IS x;
SELECT count(*) FROM v CROSS JOIN users ON q = x;
SELECT count(*) FROM v CROSS JOIN users ON email LIKE x;
.print -- arguments of a table function by other comparisons; lists that are no table
SELECT count(*) > 0 FROM settings_effective WHERE user_id > '';
SELECT count(*) > 0 FROM settings_effective('00000000-0000-4000-8000-000000000006') WHERE key > 'a';
SELECT count(*) FROM usher_list;
SELECT count(*) FROM usher_list WHERE value = 1;
SELECT * FROM usher_list(5);
SELECT list FROM usher_list;
SELECT count(*) FROM usher_list WHERE list > 1;
SELECT count(*) FROM usher_list AS a CROSS JOIN usher_list AS b ON a.list = b.value;
DELETE FROM usher_atomic;
.print -- options that are named twice in other letters
SELECT user_json('00000000-0000-4000-8000-000000000006', NULL) IS NOT NULL;
INSERT INTO invites (account_id, email, role, token) VALUES ('00000000-0000-4000-8000-0000000000aa', 'new@example.org', 'user', 'new000000000000000000000000000000000000000A');
SELECT invite_accept('new000000000000000000000000000000000000000A', '{"name":"a","Name":"b"}');
.print -- what cannot be written to
INSERT INTO audit_log (action) VALUES ('x');
DELETE FROM audit_log;
UPDATE outbox SET kind = 'x';
INSERT INTO outbox (kind) VALUES ('x');
INSERT INTO sessions (user_id) VALUES ('x');
UPDATE sessions SET user_id = 'x';
UPDATE jwt_keys SET id = 'x';
DELETE FROM accounts WHERE name = 'default';
.print -- versions that there cannot be
PRAGMA ignore_check_constraints = 1;
UPDATE usher_store SET version = 9000000000;
SELECT count(*) FROM users;
SELECT usher_init();
