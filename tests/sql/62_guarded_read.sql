-- A guarded table: who sees which rows, and what of them may be written. A row that is not seen does not exist.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000bb', 'other');
CREATE TEMP TABLE team AS SELECT column1 AS name, column2 AS role, '00000000-0000-4000-8000-00000000000' || column3 AS id,
    '00000000-0000-4000-8000-0000000000' || column4 AS account, substr(column1 || '0000000000000000000000000000000000000000000', 1, 43) AS token
FROM (VALUES ('olga', 'owner', 1, 'aa'), ('rosa', 'user', 2, 'aa'), ('will', 'user', 3, 'aa'), ('uma', 'user', 4, 'aa'), ('otto', 'owner', 5, 'bb'), ('udo', 'user', 6, 'bb'));
INSERT INTO invites (email, role, token, account_id) SELECT name || '@example.org', role, token, account FROM team;
INSERT INTO usher SELECT 'invite_accept', json_array(token, json_object('id', id, 'name', name)) FROM team;

CREATE TABLE app_docs (id INTEGER PRIMARY KEY, owner_id TEXT, account_id TEXT, title TEXT NOT NULL COLLATE NOCASE);
CREATE INDEX app_docs_owner ON app_docs (owner_id);
INSERT INTO app_docs (owner_id, account_id, title) SELECT id, account, name || '''s ' || n FROM team, (SELECT 'first' AS n UNION ALL SELECT 'second') ORDER BY id, n;
INSERT INTO app_docs (owner_id, account_id, title) VALUES (NULL, NULL, 'nobody''s'), (NULL, '00000000-0000-4000-8000-0000000000aa', 'the account''s'),
    ('00000000-0000-4000-8000-000000000004', '00000000-0000-4000-8000-0000000000bb', 'uma''s abroad'), (upper('00000000-0000-4000-8000-00000000000a'), NULL, 'odd');
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner=owner_id, account=account_id, read='docs.read', write='docs.write');

-- Roles of the first account: rosa reads, will writes (and reads).
INSERT INTO usher_role (id, account_id, name, created_at, updated_at) SELECT '00000000-0000-4000-8000-0000000000c' || n, '00000000-0000-4000-8000-0000000000aa', 'r' || n, '2022-01-01T00:00:00.000Z', '2022-01-01T00:00:00.000Z' FROM (SELECT 1 AS n UNION ALL SELECT 2);
INSERT INTO usher_role_permission VALUES ('00000000-0000-4000-8000-0000000000c1', 'docs.read'), ('00000000-0000-4000-8000-0000000000c2', 'docs.read'), ('00000000-0000-4000-8000-0000000000c2', 'docs.write');
UPDATE users SET role = 'r1' WHERE name = 'rosa';
UPDATE users SET role = 'r2' WHERE name = 'will';
SELECT user_id, permission, role FROM permissions WHERE permission GLOB 'docs*' ORDER BY 1, 2;

-- The system sees all. Then each user: theirs, and those of the account where they hold docs.read.
SELECT count(*), sum(usher_writable) FROM docs;
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT id, title, usher_writable FROM docs ORDER BY id;
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000002');
SELECT id, title, usher_writable FROM docs ORDER BY id;
SELECT title FROM docs WHERE usher_writable = 1;
SELECT usher_writable, count(*) FROM docs GROUP BY 1 ORDER BY usher_writable DESC;
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT id, title, usher_writable FROM docs ORDER BY id;
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000004');
SELECT id, title, usher_writable FROM docs ORDER BY id;
SELECT count(*), min(id), max(rowid) FROM docs;
SELECT id FROM docs WHERE id = 1;
SELECT id FROM docs WHERE id IN (1, 7, 8, 9);
SELECT title FROM docs WHERE title = 'UMA''S FIRST';
SELECT title FROM docs WHERE title LIKE '%second' OR title LIKE 'olga%';
SELECT id FROM docs ORDER BY title DESC LIMIT 1 OFFSET 1;
SELECT rowid = id FROM docs WHERE rowid = 7;
SELECT (SELECT count(*) FROM docs AS d WHERE d.account_id = a.id) FROM accounts AS a;
SELECT d.title, u.name FROM docs AS d LEFT JOIN users AS u ON u.id = d.owner_id ORDER BY 1;
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000005');
SELECT id, title, usher_writable FROM docs ORDER BY id;
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT id, title, usher_writable FROM docs ORDER BY id;
SELECT act_as(NULL);

-- A member of two accounts; rights end with the membership, with the role, with being active.
INSERT INTO settings (scope, key, value, scope_id) VALUES ('account', 'users.direct_creation', 'true', '00000000-0000-4000-8000-0000000000aa');
INSERT INTO account_memberships (user_id, account_id, role) VALUES ('00000000-0000-4000-8000-000000000005', '00000000-0000-4000-8000-0000000000aa', 'r2');
SELECT act_as('00000000-0000-4000-8000-000000000005');
SELECT count(*), sum(usher_writable) FROM docs;
SELECT act_as(NULL);
DELETE FROM account_memberships WHERE user_id = '00000000-0000-4000-8000-000000000005' AND account_id = '00000000-0000-4000-8000-0000000000aa';
SELECT act_as('00000000-0000-4000-8000-000000000005');
SELECT count(*), sum(usher_writable) FROM docs;
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000003');
DELETE FROM usher_role_permission WHERE role_id = '00000000-0000-4000-8000-0000000000c2' AND permission = 'docs.read';
SELECT id, title, usher_writable FROM docs;
UPDATE usher_user SET disabled_at = created_at WHERE id = actor();
SELECT id FROM docs;
INSERT INTO docs (title) VALUES ('x');
UPDATE docs SET title = 'x';
UPDATE usher_user SET disabled_at = NULL WHERE id = actor();
SELECT count(*) FROM docs;
SELECT act_as(NULL);

-- Without an owner column only the permission counts, without an account only the owner.
CREATE VIRTUAL TABLE shared USING guarded(app_docs, account=account_id, read='docs.read');
CREATE VIRTUAL TABLE private USING guarded(app_docs, owner=owner_id);
SELECT act_as('00000000-0000-4000-8000-000000000002');
SELECT count(*), sum(usher_writable) FROM shared;
SELECT count(*), sum(usher_writable) FROM private;
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000004');
SELECT count(*), sum(usher_writable) FROM shared;
SELECT count(*), sum(usher_writable) FROM private;
SELECT act_as(NULL);
-- Ids are compared byte by byte: a collation does not make two users one.
CREATE TABLE app_folded (owner_id TEXT COLLATE NOCASE, x);
INSERT INTO app_folded VALUES ('0000000a-0000-4000-8000-000000000007', 1), ('0000000A-0000-4000-8000-000000000007', 2);
CREATE VIRTUAL TABLE folded USING guarded(app_folded, owner=owner_id);
INSERT INTO settings (scope, key, value, scope_id) VALUES ('account', 'users.direct_creation', 'true', '00000000-0000-4000-8000-0000000000bb');
INSERT INTO users (id, name, account_id) VALUES ('0000000a-0000-4000-8000-000000000007', 'zoe', '00000000-0000-4000-8000-0000000000bb');
UPDATE usher_user SET activated_at = created_at WHERE name = 'zoe';
SELECT act_as('0000000a-0000-4000-8000-000000000007');
SELECT x FROM folded;
SELECT x FROM folded WHERE owner_id = '0000000A-0000-4000-8000-000000000007';
SELECT act_as(NULL);
-- How it is answered.
SELECT act_as('00000000-0000-4000-8000-000000000004');
EXPLAIN QUERY PLAN SELECT title FROM docs WHERE id = 7;
EXPLAIN QUERY PLAN SELECT d.title FROM accounts AS a JOIN docs AS d ON d.id = a.rowid ORDER BY a.id LIMIT 3;
EXPLAIN QUERY PLAN SELECT DISTINCT title FROM docs ORDER BY title;
