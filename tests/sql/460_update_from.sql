-- UPDATE … FROM, of which SQLite takes back nothing but the whole transaction: refused within one, at the first
-- row, whatever it looks like; and a plain UPDATE is not, whatever it looks like.
INSERT INTO usher VALUES ('usher_init', '[]');
INSERT INTO settings (scope, scope_id, key, value) SELECT 'account', id, 'users.direct_creation', 1 FROM accounts;
INSERT INTO users (email, name) VALUES ('a@example.org', 'A'), ('b@example.org', 'B'), ('c@example.org', 'C');
CREATE TABLE note (id INTEGER PRIMARY KEY, owner_id TEXT, title TEXT);
CREATE TABLE word (word TEXT PRIMARY KEY, owner_id TEXT, title TEXT) WITHOUT ROWID;
INSERT INTO note (owner_id, title) SELECT id, name FROM users;
INSERT INTO word SELECT lower(name), id, name FROM users;
CREATE VIRTUAL TABLE notes USING guarded(note, owner=owner_id);
CREATE VIRTUAL TABLE words USING guarded(word, owner=owner_id);
CREATE TABLE app (email TEXT, text TEXT);
INSERT INTO app SELECT email, name || '!' FROM users;
SELECT count(invite_create(email, 'user', json_object('account_id', account_id))) FROM users;

.print -- out of a transaction, all or nothing
UPDATE users SET company = text FROM app WHERE app.email = users.email;
UPDATE notes SET title = title || text FROM app WHERE text = title || '!';
UPDATE words SET title = words.title || text FROM app WHERE text = title || '!';
UPDATE users SET company = iif(users.email < 'c', 'x', '') FROM app WHERE app.email = users.email;
SELECT name, company FROM users;
SELECT title FROM notes UNION ALL SELECT title FROM words;

.print -- within one
BEGIN;
UPDATE users SET company = text FROM app WHERE app.email = users.email;
UPDATE users SET company = 'x' FROM app WHERE text = 'A!';
UPDATE users SET company = b.name FROM users AS b WHERE b.id > users.id;
UPDATE users AS u SET company = u.rowid FROM app;
UPDATE users SET company = u.n FROM (SELECT count(*) AS n FROM users) AS u WHERE users.rowid % 2;
UPDATE users SET disk_space = 5 FROM app CROSS JOIN app AS other WHERE users.id = (SELECT max(id) FROM users);
WITH t AS (SELECT 1 AS x) UPDATE users SET company = x FROM t;
UPDATE OR IGNORE users SET company = text FROM app;
UPDATE OR REPLACE users SET company = text FROM app;
UPDATE users SET company = text FROM app WHERE app.email = users.email RETURNING id;
UPDATE invites SET name = text FROM app WHERE app.email = invites.email;
UPDATE notes SET title = text FROM app WHERE text = title || '!!';
UPDATE notes SET title = text FROM app;
UPDATE words SET title = text FROM app;
UPDATE words SET title = words.title || words.word FROM app;
-- Where no row is found, nothing is refused.
UPDATE users SET company = text FROM app WHERE app.email = users.name;

.print -- plain ones
UPDATE users SET company = 'one' WHERE id = (SELECT min(id) FROM users);
UPDATE users SET company = 'two';
UPDATE users SET company = rowid + 1 WHERE rowid % 2 = 1;
UPDATE users SET company = company || email WHERE +rowid IN (1, 2) OR name = 'C';
UPDATE users SET disk_space = (SELECT count(*) FROM users AS b JOIN app ON b.rowid >= users.rowid);
UPDATE users SET job_title = (SELECT text FROM app WHERE app.email = users.email), name = name || '.';
UPDATE users AS u SET last_name = 'L' WHERE EXISTS (SELECT 1 FROM users AS b WHERE b.rowid = u.rowid + 1);
UPDATE users SET about = rowid WHERE rowid IN (SELECT max(rowid) FROM users);
UPDATE invites SET name = (SELECT text FROM app WHERE app.email = invites.email);
UPDATE notes SET title = id WHERE id % 2 = 1;
UPDATE notes SET title = title || owner_id IS NULL WHERE rowid + 0 > 1;
UPDATE words SET title = word;
UPDATE words SET title = title || word WHERE word >= 'b' AND length(word) = 1;
UPDATE users SET company = 'three' WHERE id = (SELECT max(id) FROM users) RETURNING company;
SAVEPOINT a;
UPDATE users SET company = 'four' WHERE name LIKE '%A%';
ROLLBACK TO a;
COMMIT;
SELECT name, company, job_title, last_name, disk_space, about FROM users;
SELECT name FROM invites ORDER BY 1;
SELECT title FROM notes UNION ALL SELECT title FROM words;
