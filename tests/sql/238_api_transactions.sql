-- api(): a request is all or nothing, and who acts before it acts after it, whatever surrounds it: autocommit, BEGIN, SAVEPOINT, INSERT … SELECT.
.read setup/api_vidbeo.sql
CREATE TEMP TABLE t AS SELECT token FROM who WHERE name = 'olga';
CREATE TEMP VIEW uma AS SELECT name, role, enabled, (SELECT count(*) FROM audit_log WHERE object_id LIKE '%000006' AND actor <> 'system') AS log FROM users WHERE email = 'uma@example.org';
-- The name is written first, then the role is refused: nothing stays.
SELECT status, body ->> '$.errors[0].message' FROM t, api('vidbeo', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000006', '{"name":"half","enabled":false,"role":"nobody"}', token);
SELECT * FROM uma;
BEGIN;
SELECT status FROM t, api('vidbeo', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000006', '{"name":"half","enabled":false,"role":"nobody"}', token);
SELECT * FROM uma;
SELECT status FROM t, api('vidbeo', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000006', '{"name":"first"}', token);
SAVEPOINT s;
SELECT status FROM t, api('vidbeo', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000006', '{"name":"second"}', token);
SELECT * FROM uma;
ROLLBACK TO s;
SELECT * FROM uma;
COMMIT;
SELECT * FROM uma;
BEGIN;
SELECT status FROM t, api('vidbeo', 'DELETE', '/v2/users/00000000-0000-4000-8000-000000000006', NULL, token);
ROLLBACK;
SELECT * FROM uma;

-- One statement, several requests: each stands for itself; a statement that fails takes its own with it.
CREATE TEMP TABLE answers (status INTEGER CHECK (status = 200), body TEXT);
INSERT INTO answers SELECT status, body FROM t, (VALUES ('{"name":"third"}'), ('{"name":7}')), api('vidbeo', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000006', column1, token);
SELECT * FROM uma;
INSERT INTO answers SELECT status, body FROM t, (VALUES ('{"name":"third"}'), ('{"role":"uploader"}')), api('vidbeo', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000006', column1, token);
SELECT * FROM uma;
SELECT body ->> '$.result.name', body ->> '$.result.role' FROM answers;
SELECT status FROM t, (VALUES ('{"role":"viewer"}'), ('{"role":"nobody"}'), ('{"name":"fourth"}')), api('vidbeo', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000006', column1, token);
SELECT * FROM uma;
-- The last row that was inserted is the caller's business.
SELECT last_insert_rowid(), (SELECT status FROM t, api('vidbeo', 'POST', '/v2/invites', '{"email":"new@example.org"}', token)), last_insert_rowid();

-- Who acts: as before, after answers and failures, and in the statement itself.
SELECT actor(), status, actor() FROM t, api('vidbeo', 'GET', '/v2/users', NULL, token);
SELECT actor(), status, actor() FROM api('vidbeo', 'GET', '/v2/users', NULL, 'nonsense');
SELECT actor(), (SELECT count(*) FROM users) AS n, status FROM t, api('vidbeo', 'PATCH', '/v2/users/1', '{', token);
SELECT act_as('00000000-0000-4000-8000-000000000024');
SELECT actor(), (SELECT group_concat(name) FROM users), status, json_array_length(body, '$.result') FROM t, api('vidbeo', 'GET', '/v2/users', NULL, token);
SELECT actor(), status FROM api('vidbeo', 'GET', '/v2/users');
SELECT actor(), (SELECT group_concat(name) FROM users);
SELECT act_as(NULL);
BEGIN;
SELECT act_as('00000000-0000-4000-8000-000000000024');
SELECT status FROM t, api('vidbeo', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000006', '{"role":"nobody"}', token);
SELECT actor();
SELECT status FROM t, api('vidbeo', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000006', '{"name":"fifth"}', token);
SELECT actor();
COMMIT;
SELECT actor();
-- Half a scan of what somebody sees goes on with it.
SELECT u.name, (SELECT status FROM t, api('vidbeo', 'GET', '/v2/users/' || u.id, NULL, token)) FROM users AS u WHERE account_id LIKE '%0000ab';
-- act_as() in the statement itself takes effect when it is over.
SELECT act_as('00000000-0000-4000-8000-000000000024') IS NOT NULL, status, json_array_length(body, '$.result') FROM t, api('vidbeo', 'GET', '/v2/users', NULL, token);
SELECT actor();
SELECT act_as(NULL);
-- What is written is whose request it was.
SELECT DISTINCT real_actor, actor FROM audit_log WHERE action IN ('user.update', 'user.role', 'invite.create') AND actor <> 'system';
SELECT usher_error() ->> 'code';

-- A file that cannot be written, a statement that may not write.
PRAGMA query_only = 1;
SELECT status FROM t, api('vidbeo', 'GET', '/v2/users', NULL, token);
SELECT status FROM t, api('vidbeo', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000006', '{"name":"sixth"}', token);
SELECT actor();
PRAGMA query_only = 0;
SELECT * FROM uma;
