-- Rows in statements: INSERT of several, INSERT ... SELECT from the table itself, RETURNING with what was
-- supplied, UPDATE and DELETE by any condition, a table under a name of one's own.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 'true');
INSERT INTO users (id, email, name, created_at) VALUES
    ('00000000-0000-4000-8000-000000000001', 'a@example.org', 'Ann', '2022-01-01T00:00:00Z'),
    ('00000000-0000-4000-8000-000000000002', 'b@example.org', 'Ben', '2022-01-02T00:00:00Z'),
    ('00000000-0000-4000-8000-000000000003', 'c@example.org', 'Cat', '2022-01-03T00:00:00Z')
RETURNING id, email, rowid;
SELECT changes(), total_changes() >= 3, last_insert_rowid();
INSERT INTO users (id, email, name, created_at) SELECT replace(id, '-0000000000', '-0000000001'), 'x' || email, name || ' II', created_at FROM users;
SELECT rowid, substr(id, -2), email, name FROM users ORDER BY rowid;
SELECT changes();

-- RETURNING tells what was given: an id that usher makes is not there.
INSERT INTO users (email) VALUES ('d@example.org') RETURNING id IS NULL, email, role IS NULL;
SELECT length(id), role FROM users WHERE rowid = last_insert_rowid();
INSERT INTO users (rowid, email) VALUES (1000, 'e@example.org') RETURNING rowid;
INSERT INTO users (email) VALUES ('f@example.org');
SELECT last_insert_rowid();

-- An UPDATE that changes what it looks for visits each row once.
UPDATE users SET name = name || '!' WHERE name LIKE '%n%';
SELECT name FROM users WHERE name LIKE '%!' ORDER BY rowid;
SELECT changes();
UPDATE users SET name = 'Same' WHERE rowid BETWEEN 1 AND 3;
UPDATE users SET disk_space = rowid * 100, about = email WHERE name = 'Same';
SELECT name, disk_space, about FROM users WHERE name = 'Same' ORDER BY rowid;
UPDATE users SET about = (SELECT count(*) FROM users AS u WHERE u.rowid < users.rowid) || ' before' WHERE name = 'Same';
SELECT about FROM users WHERE name = 'Same' ORDER BY rowid;
UPDATE users SET about = v.column2 FROM (VALUES (1, 'one'), (3, 'three')) AS v WHERE users.rowid = v.column1;
SELECT about FROM users WHERE name = 'Same' ORDER BY rowid;
UPDATE users SET name = 'nobody' WHERE rowid = 999;
SELECT changes();
WITH low AS (SELECT id FROM users WHERE disk_space < 300)
UPDATE users SET company = 'low' WHERE id IN low;
SELECT substr(id, -1), company FROM users WHERE company IS NOT NULL ORDER BY id;

-- DELETE by any condition, also one that looks at the table itself.
DELETE FROM users WHERE rowid = (SELECT max(rowid) FROM users);
DELETE FROM users WHERE email LIKE 'x%' AND EXISTS (SELECT 1 FROM users AS u WHERE u.email = substr(users.email, 2));
SELECT email FROM users WHERE alive ORDER BY rowid;
SELECT email FROM users WHERE NOT alive ORDER BY rowid;

-- The same table under another name.
CREATE VIRTUAL TABLE people USING users;
INSERT INTO people (email) VALUES ('p@example.org');
UPDATE people SET name = 'Pat' WHERE email = 'p@example.org';
SELECT name FROM users WHERE email = 'P@example.org';
DELETE FROM people WHERE name = 'Pat';
SELECT status FROM users WHERE name = 'Pat';
INSERT INTO people (email) VALUES ('nonsense');
DROP TABLE people;
SELECT count(*) FROM users WHERE name = 'Pat';
DROP TABLE users;
ALTER TABLE users RENAME TO persons;
ALTER TABLE users ADD COLUMN x;
CREATE INDEX i ON users (name);
SELECT count(*) FROM users WHERE name = 'Pat';
