-- The cast of the tests of access: an account (aa) of all roles, a second (ab) whose people are partly
-- guests of the first, a third; dora is disabled, dan deleted, nora merely created. Read by the scripts.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000ab', 'second'), ('00000000-0000-4000-8000-0000000000ac', 'third');
INSERT INTO settings (scope, scope_id, key, value) SELECT 'account', id, 'users.direct_creation', 'true' FROM accounts;
CREATE TEMP TABLE p AS SELECT column1 AS name, column2 AS role, '00000000-0000-4000-8000-0000000000' || column3 AS id,
    '00000000-0000-4000-8000-0000000000' || column4 AS account_id, substr(column1 || '0000000000000000000000000000000000000000000', 1, 43) AS token
FROM (VALUES ('olga', 'owner', '01', 'aa'), ('otto', 'owner', '02', 'aa'), ('adam', 'admin', '03', 'aa'), ('mia', 'manager', '04', 'aa'),
    ('carl', 'creator', '05', 'aa'), ('uma', 'user', '06', 'aa'), ('dora', 'user', '07', 'aa'), ('dan', 'user', '08', 'aa'),
    ('bert', 'owner', '21', 'ab'), ('beth', 'admin', '22', 'ab'), ('gina', 'user', '23', 'ab'), ('gus', 'user', '24', 'ab'), ('hana', 'manager', '25', 'ab'), ('bob', 'manager', '26', 'ab'));
INSERT INTO invites (id, account_id, email, role, token) SELECT replace(id, '4000-8000', '4000-8001'), account_id, name || '@example.org', role, token FROM p;
INSERT INTO usher SELECT 'invite_accept', json_array(token, json_object('id', id, 'name', name, 'phone_number', 'tel ' || name)) FROM p;
.shell sleep 0.01 # or nora may be as old as those, and lists are in that order
INSERT INTO users (id, account_id, email, name, phone_number) VALUES
    ('00000000-0000-4000-8000-000000000009', '00000000-0000-4000-8000-0000000000aa', 'nora@example.org', 'nora', 'tel nora');
INSERT INTO account_memberships (user_id, account_id, role) SELECT id, '00000000-0000-4000-8000-0000000000aa', column2
FROM (VALUES ('gina', 'manager'), ('gus', 'user'), ('hana', 'admin')) JOIN p ON p.name = column1;
UPDATE users SET enabled = 0 WHERE name = 'dora';
DELETE FROM users WHERE name = 'dan';
UPDATE users SET disk_space = rowid WHERE name <> 'dan';
