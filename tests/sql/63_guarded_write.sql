-- A guarded table: who may write which rows. Users are stamped on what they insert; a row that is seen but may
-- not be written is forbidden, one that is not seen does not exist. Permission comes before constraints.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000bb', 'other');
CREATE TEMP TABLE team AS SELECT column1 AS name, column2 AS role, '00000000-0000-4000-8000-00000000000' || column3 AS id,
    '00000000-0000-4000-8000-0000000000' || column4 AS account, substr(column1 || '0000000000000000000000000000000000000000000', 1, 43) AS token
FROM (VALUES ('olga', 'owner', 1, 'aa'), ('rosa', 'user', 2, 'aa'), ('will', 'user', 3, 'aa'), ('uma', 'user', 4, 'aa'), ('otto', 'owner', 5, 'bb'), ('udo', 'user', 6, 'bb'));
INSERT INTO invites (email, role, token, account_id) SELECT name || '@example.org', role, token, account FROM team;
INSERT INTO usher SELECT 'invite_accept', json_array(token, json_object('id', id, 'name', name)) FROM team;
CREATE TABLE app_docs (id INTEGER PRIMARY KEY, owner_id TEXT REFERENCES usher_user (id), account_id TEXT, title TEXT NOT NULL UNIQUE CHECK (title <> 'bad'));
INSERT INTO app_docs (owner_id, account_id, title) SELECT id, account, name FROM team ORDER BY id;
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner=owner_id, account=account_id, read='docs.read', write='docs.write');
INSERT INTO usher_role (id, account_id, name, created_at, updated_at) SELECT '00000000-0000-4000-8000-0000000000c' || n, '00000000-0000-4000-8000-0000000000aa', 'r' || n, '2022-01-01T00:00:00.000Z', '2022-01-01T00:00:00.000Z' FROM (SELECT 1 AS n UNION ALL SELECT 2);
INSERT INTO usher_role_permission VALUES ('00000000-0000-4000-8000-0000000000c1', 'docs.read'), ('00000000-0000-4000-8000-0000000000c2', 'docs.read'), ('00000000-0000-4000-8000-0000000000c2', 'docs.write');
UPDATE users SET role = 'r1' WHERE name = 'rosa';
UPDATE users SET role = 'r2' WHERE name = 'will';
CREATE TEMP VIEW shown AS SELECT d.id, u.name AS owner, a.name AS account, title FROM app_docs AS d LEFT JOIN usher_user AS u ON u.id = d.owner_id LEFT JOIN usher_account AS a ON a.id = d.account_id ORDER BY d.id;

-- The system is not stamped and does everything.
INSERT INTO docs (title) VALUES ('system''s');
UPDATE docs SET owner_id = '00000000-0000-4000-8000-000000000004', account_id = 'nowhere' WHERE title = 'system''s';
DELETE FROM docs WHERE title = 'system''s';
SELECT last_insert_rowid(), changes();

-- uma: no permission at all. Her own rows, in her own account.
SELECT act_as('00000000-0000-4000-8000-000000000004');
INSERT INTO docs (title) VALUES ('uma 2'), ('uma 3');
INSERT INTO docs (title, owner_id, account_id) VALUES ('uma 4', actor(), '00000000-0000-4000-8000-0000000000aa');
INSERT INTO docs (title, owner_id) VALUES ('x', '00000000-0000-4000-8000-000000000001');
SELECT usher_error();
INSERT INTO docs (title, owner_id) VALUES ('x', upper('00000000-0000-4000-8000-00000000000a'));
INSERT INTO docs (title, owner_id) VALUES ('x', CAST(actor() AS BLOB));
INSERT INTO docs (title, owner_id) VALUES ('x', actor() || char(0));
INSERT INTO docs (title, owner_id) VALUES ('x', '');
INSERT INTO docs (title, owner_id) VALUES ('x', 4);
INSERT INTO docs (title, account_id) VALUES ('x', '00000000-0000-4000-8000-0000000000bb');
SELECT usher_error();
INSERT INTO docs (title, account_id) VALUES ('x', 'no account');
-- Permission first: no constraint is heard of.
INSERT INTO docs (title, account_id) VALUES ('olga', '00000000-0000-4000-8000-0000000000bb');
INSERT INTO docs (title, owner_id) VALUES (NULL, '00000000-0000-4000-8000-000000000001');
INSERT OR IGNORE INTO docs (title, owner_id) VALUES ('x', '00000000-0000-4000-8000-000000000001');
UPDATE docs SET title = title || '!' WHERE id < 9;
UPDATE docs SET owner_id = '00000000-0000-4000-8000-000000000001' WHERE title = 'uma 2!';
UPDATE docs SET owner_id = NULL WHERE title = 'uma 2!';
UPDATE docs SET account_id = '00000000-0000-4000-8000-0000000000bb' WHERE title = 'uma 3!';
UPDATE docs SET account_id = NULL WHERE title = 'uma 3!';
UPDATE docs SET owner_id = actor(), account_id = '00000000-0000-4000-8000-0000000000aa' WHERE title = 'uma 3!';
UPDATE docs SET title = 'x' WHERE title = 'olga';
DELETE FROM docs WHERE title IN ('olga', 'rosa', 'uma 4!');
SELECT changes();
SELECT * FROM shown;
SELECT act_as(NULL);

-- rosa reads the account: what she sees of others she may not write.
SELECT act_as('00000000-0000-4000-8000-000000000002');
UPDATE docs SET title = 'x' WHERE title = 'olga';
SELECT usher_error();
UPDATE docs SET title = title WHERE title = 'olga';
UPDATE docs SET title = NULL WHERE title = 'olga';
UPDATE OR IGNORE docs SET title = 'rosa' WHERE title = 'olga';
DELETE FROM docs WHERE title = 'olga';
UPDATE docs SET owner_id = actor() WHERE title = 'olga';
UPDATE docs SET title = title || '?';
DELETE FROM docs;
INSERT INTO docs (title, owner_id) VALUES ('x', '00000000-0000-4000-8000-000000000001');
INSERT INTO docs (title) VALUES ('rosa 2');
UPDATE docs SET title = 'rosa two' WHERE title = 'rosa 2';
DELETE FROM docs WHERE usher_writable AND title <> 'rosa';
DELETE FROM docs WHERE title = 'otto';
SELECT changes();
SELECT act_as(NULL);

-- will writes in his account, for others too, and nowhere else.
SELECT act_as('00000000-0000-4000-8000-000000000003');
UPDATE docs SET title = title || '*' WHERE title IN ('olga', 'uma 2!', 'otto');
INSERT INTO docs (title, owner_id) VALUES ('for olga', '00000000-0000-4000-8000-000000000001');
UPDATE docs SET owner_id = '00000000-0000-4000-8000-000000000002' WHERE title = 'for olga';
UPDATE docs SET owner_id = NULL WHERE title = 'for olga';
UPDATE docs SET account_id = '00000000-0000-4000-8000-0000000000bb' WHERE title = 'will';
UPDATE docs SET account_id = NULL WHERE title = 'will';
INSERT INTO docs (title, account_id, owner_id) VALUES ('x', '00000000-0000-4000-8000-0000000000bb', '00000000-0000-4000-8000-000000000006');
UPDATE docs SET usher_writable = 0 WHERE title = 'will';
DELETE FROM docs WHERE title = 'uma';
SELECT act_as(NULL);

-- The owner of the other account: nothing of the first.
SELECT act_as('00000000-0000-4000-8000-000000000005');
UPDATE docs SET title = 'mine now' WHERE account_id = '00000000-0000-4000-8000-0000000000aa';
DELETE FROM docs WHERE id < 5;
INSERT INTO docs (title, account_id) VALUES ('x', '00000000-0000-4000-8000-0000000000aa');
UPDATE docs SET title = title || '+';
-- A row can be given away beyond one's sight.
UPDATE docs SET owner_id = '00000000-0000-4000-8000-000000000001' WHERE title = 'udo+';
SELECT act_as(NULL);
SELECT * FROM shown;

-- An owner's row abroad stays theirs to change, and can be brought home, not further.
UPDATE app_docs SET owner_id = '00000000-0000-4000-8000-000000000004' WHERE title = 'otto+';
SELECT act_as('00000000-0000-4000-8000-000000000004');
UPDATE docs SET title = 'abroad' WHERE title = 'otto+';
UPDATE docs SET account_id = 'elsewhere' WHERE title = 'abroad';
UPDATE docs SET account_id = '00000000-0000-4000-8000-0000000000aa' WHERE title = 'abroad';
SELECT title, usher_writable FROM docs;
SELECT act_as(NULL);

-- All or nothing, in a statement of many rows, in a transaction, in a savepoint.
SELECT act_as('00000000-0000-4000-8000-000000000004');
INSERT INTO docs (title) VALUES ('m1'), ('m2'), ('m1');
INSERT INTO docs (title, owner_id) SELECT 'n' || column1, iif(column1 < 3, NULL, '00000000-0000-4000-8000-000000000001') FROM (VALUES (1), (2), (3));
SELECT count(*) FROM docs WHERE title GLOB '[mn]*';
BEGIN;
INSERT INTO docs (title) VALUES ('t1');
INSERT INTO docs (title) VALUES ('t2'), ('t1');
INSERT INTO docs (title, account_id) VALUES ('t3', 'x');
SAVEPOINT a;
INSERT INTO docs (title) VALUES ('t4');
UPDATE docs SET title = 't1' WHERE title GLOB 't*';
ROLLBACK TO a;
INSERT INTO docs (title) VALUES ('t5');
RELEASE a;
SELECT title FROM docs WHERE title GLOB 't*';
ROLLBACK;
SELECT count(*) FROM docs WHERE title GLOB 't*';
BEGIN;
INSERT INTO docs (title) VALUES ('t6');
UPDATE docs SET title = 't7' WHERE title = 't6';
DELETE FROM docs WHERE title = 'abroad';
COMMIT;
SELECT title FROM docs;
INSERT OR IGNORE INTO docs (title) VALUES ('t7'), ('t8'), ('bad'), (NULL), ('t9');
-- OR REPLACE would delete a row unseen: for a user it is ABORT.
INSERT OR REPLACE INTO docs (title) VALUES ('rosa');
REPLACE INTO docs (title) VALUES ('t9');
UPDATE OR REPLACE docs SET title = 'rosa' WHERE title = 't9';
-- That the title is taken shows, as of any hidden row.
INSERT INTO docs (title) VALUES ('rosa');
INSERT INTO docs (title) VALUES ('bad');
INSERT INTO docs (title) VALUES (NULL);
SELECT title FROM docs;
-- UPDATE … FROM, which a transaction could not take back.
UPDATE docs SET title = docs.title || j.value FROM json_each('["~"]') AS j WHERE docs.title = 't9';
BEGIN;
UPDATE docs SET title = docs.title || j.value FROM json_each('["~"]') AS j WHERE docs.title = 't8';
COMMIT;
UPDATE docs SET id = 100, owner_id = actor(), account_id = '00000000-0000-4000-8000-0000000000aa', title = 't9' WHERE title = 't9~';
SELECT act_as(NULL);
REPLACE INTO docs (title) VALUES ('rosa');
SELECT * FROM shown;

-- Nothing of this is in the audit log; a user who may not write at all.
SELECT count(*) FROM audit_log WHERE object_type LIKE '%docs%';
CREATE VIRTUAL TABLE shared USING guarded(app_docs, account=account_id, read='docs.read');
CREATE VIRTUAL TABLE private USING guarded(app_docs, owner=owner_id);
CREATE VIRTUAL TABLE posts USING guarded(app_docs, account=account_id, read='docs.read', write='docs.write');
SELECT act_as('00000000-0000-4000-8000-000000000002');
INSERT INTO shared (title) VALUES ('x');
UPDATE shared SET title = 'x';
DELETE FROM shared;
INSERT INTO private (title) VALUES ('rosa''s own');
INSERT INTO private (title, owner_id) VALUES ('x', '00000000-0000-4000-8000-000000000001');
UPDATE private SET account_id = 'anything';
DELETE FROM private WHERE owner_id <> actor();
INSERT INTO posts (title) VALUES ('x');
UPDATE posts SET title = 'x';
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000003');
INSERT INTO posts (title) VALUES ('posted');
SELECT act_as(NULL);
SELECT * FROM shown WHERE title IN ('rosa''s own', 'posted');
