-- The columns that say whose a row is may stand anywhere, first, too, and bear any name: the rules are the same.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000bb', 'other');
CREATE TEMP TABLE team AS SELECT column1 AS name, column2 AS role, '00000000-0000-4000-8000-00000000000' || column3 AS id,
    '00000000-0000-4000-8000-0000000000' || column4 AS account, substr(column1 || '0000000000000000000000000000000000000000000', 1, 43) AS token
FROM (VALUES ('olga', 'owner', 1, 'aa'), ('uma', 'user', 2, 'aa'), ('otto', 'owner', 3, 'bb'));
INSERT INTO invites (email, role, token, account_id) SELECT name || '@example.org', role, token, account FROM team;
INSERT INTO usher SELECT 'invite_accept', json_array(token, json_object('id', id, 'name', name)) FROM team;

.print -- the account is the first column
CREATE TABLE a (account_id TEXT, owner_id TEXT, title TEXT);
CREATE VIRTUAL TABLE by_account USING guarded(a, owner=owner_id, account=account_id, read='docs.read');
INSERT INTO by_account SELECT account, id, name FROM team;
SELECT act_as(id) IS NOT NULL FROM team WHERE name = 'uma';
SELECT title FROM by_account;
INSERT INTO by_account (title) VALUES ('one''s own');
INSERT INTO by_account (title, account_id) VALUES ('elsewhere', '00000000-0000-4000-8000-0000000000bb');
SELECT usher_error();
INSERT INTO by_account (title, owner_id) VALUES ('another''s', '00000000-0000-4000-8000-000000000001');
SELECT usher_error();
UPDATE by_account SET account_id = '00000000-0000-4000-8000-0000000000bb' WHERE title = 'uma';
SELECT act_as(NULL);
SELECT * FROM a;

.print -- the owner is
CREATE TABLE o (owner_id TEXT, title TEXT, account_id TEXT);
CREATE VIRTUAL TABLE by_owner USING guarded(o, owner=owner_id, account=account_id, read='docs.read');
INSERT INTO by_owner SELECT id, name, account FROM team;
SELECT act_as(id) IS NOT NULL FROM team WHERE name = 'uma';
INSERT INTO by_owner (title) VALUES ('one''s own');
INSERT INTO by_owner (title, owner_id) VALUES ('another''s', '00000000-0000-4000-8000-000000000001');
SELECT usher_error();
INSERT INTO by_owner (title, account_id) VALUES ('elsewhere', '00000000-0000-4000-8000-0000000000bb');
SELECT usher_error();
UPDATE by_owner SET title = 'x' WHERE title = 'olga';
SELECT title, usher_writable FROM by_owner;
SELECT act_as(NULL);

.print -- with the permission to write, in messages, too
CREATE VIRTUAL TABLE with_write USING guarded(o, owner=owner_id, account=account_id, read='docs.read', write='docs.write');
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'reader', '["docs.read"]');
SELECT act_as(id) IS NOT NULL FROM team WHERE name = 'uma';
INSERT INTO with_write (title, owner_id) VALUES ('another''s', '00000000-0000-4000-8000-000000000001');
SELECT usher_error();
SELECT act_as(NULL);
UPDATE users SET role = 'reader' WHERE name = 'uma';
SELECT act_as(id) IS NOT NULL FROM team WHERE name = 'uma';
SELECT title, usher_writable FROM with_write ORDER BY title;
UPDATE with_write SET title = 'x' WHERE title = 'olga';
SELECT usher_error();
UPDATE by_owner SET title = 'x' WHERE title = 'olga';
SELECT usher_error();
SELECT act_as(NULL);

.print -- names that hold quotes and what means something in a condition of usher
CREATE TABLE q ("o""$actor" TEXT, "a""@x" TEXT, title TEXT);
CREATE VIRTUAL TABLE quoted USING guarded(q, owner="o""$actor", account="a""@x", read='docs.read');
INSERT INTO quoted SELECT id, account, name FROM team;
SELECT act_as(id) IS NOT NULL FROM team WHERE name = 'uma';
SELECT title, usher_writable FROM quoted ORDER BY title;
SELECT act_as(id) IS NOT NULL FROM team WHERE name = 'otto';
SELECT title, usher_writable FROM quoted ORDER BY title;
