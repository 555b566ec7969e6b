-- Somebody who is at home in a hundred accounts: what they hold in each, of usher's permissions and of the application's, is what
-- counts there, however many there are; and what is taken from them in one.
.read setup/people.sql
CREATE TEMP TABLE n AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 100) SELECT n, printf('00000000-0000-4000-8000-0000000001%02d', n - 1) AS id FROM c;
INSERT INTO accounts (id, name) SELECT id, 'number ' || n FROM n;
INSERT INTO settings (scope, scope_id, key, value) SELECT 'account', id, 'users.direct_creation', 'true' FROM n;
CREATE TABLE doc (id INTEGER PRIMARY KEY, account_id TEXT, title TEXT);
CREATE VIRTUAL TABLE docs USING guarded(doc, account=account_id, read='docs.read', write='docs.write');
INSERT INTO doc SELECT n, id, 'in ' || n FROM n;
INSERT INTO roles (account_id, name, permissions) SELECT id, 'reader', '["docs.read","users.read"]' FROM n;
INSERT INTO roles (account_id, name, permissions) SELECT id, 'writer', '["docs.read","docs.write"]' FROM n;
CREATE TEMP TABLE member AS SELECT n, '00000000-0000-4000-8000-000000000006' AS user_id, id AS account_id, iif(n % 2, 'writer', 'reader') AS role FROM n;
CREATE TEMP VIEW state AS SELECT (SELECT count(*) FROM docs) AS docs, (SELECT sum(usher_writable) FROM docs) AS writable, (SELECT count(DISTINCT account_id) FROM permissions WHERE user_id = actor()) AS accounts,
    (SELECT sum(can('docs.read', id)) FROM accounts) AS read, (SELECT sum(can('users.read', id)) FROM accounts) AS users, (SELECT sum(can('docs.write', id)) FROM accounts) AS write;

INSERT INTO account_memberships (user_id, account_id, role) SELECT user_id, account_id, role FROM member WHERE n = 1;
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'uma';
SELECT * FROM state;
SELECT act_as(NULL);
INSERT INTO account_memberships (user_id, account_id, role) SELECT user_id, account_id, role FROM member WHERE n BETWEEN 2 AND 7;
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'uma';
SELECT * FROM state;
SELECT act_as(NULL);
INSERT INTO account_memberships (user_id, account_id, role) SELECT user_id, account_id, role FROM member WHERE n IN (8, 9);
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'uma';
SELECT * FROM state;
SELECT act_as(NULL);
INSERT INTO account_memberships (user_id, account_id, role) SELECT user_id, account_id, role FROM member WHERE n > 9;
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'uma';
SELECT * FROM state;
-- Joined with other work, so that what is held is read among it.
SELECT count(*), sum(d.usher_writable), sum(can('docs.write', d.account_id)), count(DISTINCT length(hex(randomblob(d.id)))) FROM docs AS d JOIN accounts AS a ON a.id = d.account_id;
UPDATE docs SET title = title || '!' WHERE usher_writable;
UPDATE docs SET title = title || '?' WHERE id = 2;
SELECT count(*) FROM docs WHERE title LIKE '%!';
INSERT INTO docs (account_id, title) SELECT id, 'new' FROM n WHERE n IN (1, 99);
INSERT INTO docs (account_id, title) SELECT id, 'new' FROM n WHERE n = 100;
SELECT act_as(NULL);
UPDATE roles SET permissions = '["users.read"]' WHERE name = 'reader' AND account_id IN (SELECT id FROM n WHERE n > 50);
DELETE FROM account_memberships WHERE account_id IN (SELECT id FROM n WHERE n < 11);
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'uma';
SELECT * FROM state;
