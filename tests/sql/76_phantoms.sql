-- Rows that nobody looks at are not scanned (count(*), OFFSET), and are there all the same.
.read setup/people.sql
SELECT count(*) FROM users;
SELECT count(*) FROM users WHERE account_id = '00000000-0000-4000-8000-0000000000ab';
SELECT count(*) FROM users WHERE q = 'b';
SELECT count(*) FROM users WHERE q = NULL;
SELECT count(*) FROM users WHERE name IN ('mia', 'bob', 'none');
SELECT count(*) FROM users WHERE name = 'none';
SELECT 1 FROM users WHERE account_id = '00000000-0000-4000-8000-0000000000ab' LIMIT 2;

-- A rowid is asked for although no column is: of all rows, of some, of one.
SELECT count(*), sum(rowid), max(rowid) FROM users;
SELECT group_concat(CASE WHEN random() IS NOT NULL THEN rowid END) FROM users WHERE name > 'm';
SELECT count(*), sum(a.rowid) FROM users AS a JOIN users AS b;
SELECT rowid FROM users ORDER BY created_at, id LIMIT 2 OFFSET 3;
SELECT count(*), (SELECT count(rowid) FROM users) FROM users;
SELECT count(*) FROM users;

-- Pages; what lies beyond the last row; a list, a term that SQLite looks at itself.
SELECT name FROM users ORDER BY created_at, id LIMIT 3 OFFSET 5;
SELECT name FROM users ORDER BY created_at DESC, id DESC LIMIT 3 OFFSET 5;
SELECT name FROM users ORDER BY created_at, id LIMIT 3 OFFSET 13;
SELECT name FROM users ORDER BY created_at, id LIMIT 3 OFFSET 15;
SELECT name FROM users ORDER BY created_at, id LIMIT 3 OFFSET 1000;
SELECT name FROM users ORDER BY created_at, id LIMIT 2 OFFSET -4;
SELECT name FROM users ORDER BY created_at, id LIMIT 2 OFFSET 9223372036854775807;
SELECT name FROM users WHERE name IN ('mia', 'bob', 'beth') ORDER BY created_at, id LIMIT 2 OFFSET 1;
SELECT name FROM users WHERE length(name) = 4 ORDER BY created_at, id LIMIT 2 OFFSET 2;
-- OFFSET is of the whole, not of one arm.
SELECT count(*) FROM (SELECT 1 FROM users UNION ALL SELECT 1 FROM users LIMIT 100 OFFSET 20);
SELECT name FROM users WHERE name < 'b' UNION ALL SELECT name FROM users WHERE name > 'u' LIMIT 9 OFFSET 1;
SELECT count(*) FROM (SELECT 1 FROM users LIMIT 9 OFFSET 10);

-- All rows go; those that an INSERT adds while it reads are not met.
INSERT INTO users (name, account_id) SELECT 'new', '00000000-0000-4000-8000-0000000000ac' FROM users;
SELECT count(*) FROM users;
BEGIN;
DELETE FROM users WHERE rowid > 12;
SELECT count(*) FROM users WHERE discarded_at IS NULL;
SELECT name FROM users ORDER BY rowid LIMIT 2 OFFSET 10;
ROLLBACK;

-- Whoever acts counts what they see.
SELECT act_as('00000000-0000-4000-8000-000000000004');
SELECT count(*) FROM users;
SELECT name FROM users ORDER BY created_at, id LIMIT 2 OFFSET 3;
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT count(*), max(rowid) FROM users;
SELECT count(*) FROM users LIMIT 1 OFFSET 1;
