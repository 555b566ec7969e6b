-- The table accounts: the system makes and deletes accounts; whoever may renames their own.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
CREATE TEMP TABLE team AS SELECT column1 AS name, column2 AS role, '00000000-0000-4000-8000-00000000000' || column3 AS id,
    substr(column1 || '0000000000000000000000000000000000000000000', 1, 43) AS token
FROM (VALUES ('olga', 'owner', 1), ('otto', 'owner', 2), ('adam', 'admin', 3), ('abel', 'admin', 4), ('mia', 'manager', 5), ('uma', 'user', 6));
INSERT INTO invites (email, role, token) SELECT name || '@example.org', role, token FROM team;
INSERT INTO usher SELECT 'invite_accept', json_array(token, json_object('id', id, 'name', name)) FROM team;
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000AB', 'Second');
INSERT INTO accounts (rowid, id, name) VALUES (50, '00000000-0000-4000-8000-0000000000ac', replace(printf('%.*c', 100, 'x'), 'x', 'ü')) RETURNING rowid, id;
INSERT INTO accounts (name) VALUES ('made');
SELECT rowid, id, substr(name, 1, 10), length(name), created_by FROM accounts WHERE name <> 'made' ORDER BY rowid;
SELECT rowid, id GLOB '????????-????-7*' FROM accounts WHERE name = 'MADE';

-- The name is unique, without regard to case.
INSERT INTO accounts (name) VALUES ('SECOND');
SELECT usher_error();
UPDATE accounts SET name = 'Default' WHERE name = 'second';
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000ab', 'other');
SELECT usher_error() ->> 'field';
UPDATE accounts SET name = 'SECOND' WHERE name = 'second';
UPDATE accounts SET name = 'SECOND' WHERE name = 'second';
SELECT action, object_id, account_id, before, after FROM audit_log WHERE action = 'account.update';

-- Bad input.
INSERT INTO accounts (id) VALUES ('00000000-0000-4000-8000-0000000000ad');
SELECT usher_error();
INSERT INTO accounts (name) VALUES (NULL);
INSERT INTO accounts (name) VALUES ('');
INSERT INTO accounts (name) VALUES (5);
INSERT INTO accounts (name) VALUES (printf('%.*c', 101, 'x'));
INSERT INTO accounts (name) VALUES (CAST(x'ff' AS TEXT));
INSERT INTO accounts (name) VALUES ('a' || char(0));
INSERT INTO accounts (name, id) VALUES ('a', 'x');
INSERT INTO accounts (name, created_at) VALUES ('a', '2022-01-01T00:00:00Z');
INSERT INTO accounts (name, created_by) VALUES ('a', '00000000-0000-4000-8000-000000000001');
UPDATE accounts SET name = NULL;
UPDATE accounts SET id = '00000000-0000-4000-8000-0000000000ad' WHERE name = 'made';
UPDATE accounts SET created_at = '2022-01-01T00:00:00Z' WHERE name = 'made';
UPDATE accounts SET updated_by = '00000000-0000-4000-8000-000000000001' WHERE name = 'made';
SELECT usher_error() ->> 'field', count(*) FROM accounts;

-- One with users, or that had some, stays; else its invites and settings go along.
INSERT INTO invites (account_id, email, token) VALUES
    ('00000000-0000-4000-8000-0000000000ab', 'x@example.org', 'x000000000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000ac', 'y@example.org', 'y000000000000000000000000000000000000000000');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000ab', 'invites.life', 60);
SELECT invite_accept('y000000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000009"}');
DELETE FROM users WHERE id = '00000000-0000-4000-8000-000000000009';
DELETE FROM accounts WHERE rowid = 50;
SELECT usher_error();
DELETE FROM accounts WHERE name = 'second';
SELECT count(*) FROM invites WHERE email = 'x@example.org';
SELECT count(*) FROM settings;
SELECT invite_accept('x000000000000000000000000000000000000000000');
DELETE FROM accounts;
SELECT count(*) FROM accounts;

-- Who acts: owner and admin rename their own account, nobody makes or deletes one.
SELECT act_as('00000000-0000-4000-8000-000000000001');
UPDATE accounts SET name = 'Olga''s' WHERE id = '00000000-0000-4000-8000-0000000000aa';
UPDATE accounts SET name = 'x' WHERE name = 'made';
DELETE FROM accounts WHERE name = 'made';
SELECT changes(), count(*) FROM accounts;
INSERT INTO accounts (name) VALUES ('x');
DELETE FROM accounts;
SELECT usher_error();
SELECT act_as('00000000-0000-4000-8000-000000000003');
UPDATE accounts SET name = 'Adam''s' WHERE name = 'Olga''s';
SELECT act_as('00000000-0000-4000-8000-000000000005');
UPDATE accounts SET name = 'x' WHERE name = 'Adam''s';
SELECT act_as(NULL);
SELECT substr(a.name, 1, 10), u.name FROM accounts AS a LEFT JOIN users AS u ON u.id = a.updated_by ORDER BY a.rowid;
DELETE FROM accounts WHERE name = 'made';
SELECT action, count(*) FROM audit_log WHERE object_type = 'accounts' GROUP BY action;
