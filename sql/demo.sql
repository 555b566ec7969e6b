-- The story that `make demo` tells: an empty database file gets an owner, the
-- owner invites people, they accept, one declines, and the rules hold.
--
-- Ids and tokens are given here so that the output is always the same; left
-- out, usher makes them.

.mode box
.print -- An empty database becomes a store.
SELECT usher_init('{"account_id":"0d000000-0000-7000-8000-000000000001"}') AS usher_init;

.print -- The system invites the first owner. The token goes out by mail; only its hash stays.
SELECT invite_create('ann@example.com', 'owner', json_object(
    'token', 'ann-ann-ann-ann-ann-ann-ann-ann-ann-ann-anA')) AS token;

.print -- Ann accepts, and says who she is.
SELECT invite_accept('ann-ann-ann-ann-ann-ann-ann-ann-ann-ann-anA', json_object(
    'id', '0d000000-0000-7000-8000-00000000000a', 'name', 'Ann Archer', 'locale', 'en_GB'
)) AS user_id;

.print -- From here on Ann acts, and invites two more: by function, and by plain INSERT.
SELECT act_as('0d000000-0000-7000-8000-00000000000a') AS actor;
SELECT length(invite_create('bob@example.com', 'creator', json_object(
    'token', 'bob-bob-bob-bob-bob-bob-bob-bob-bob-bob-boA'))) AS characters;
INSERT INTO invites(email, role, token)
VALUES ('cas@example.com', 'user', 'cas-cas-cas-cas-cas-cas-cas-cas-cas-cas-caA');

.print -- Bob accepts. Cas would rather not.
SELECT act_as(NULL) IS NULL AS system;
SELECT invite_accept('bob-bob-bob-bob-bob-bob-bob-bob-bob-bob-boA', json_object(
    'id', '0d000000-0000-7000-8000-00000000000b', 'first_name', 'Bob', 'last_name', 'Baker'
)) AS user_id;
SELECT invite_decline('cas-cas-cas-cas-cas-cas-cas-cas-cas-cas-caA') IS NOT NULL AS declined;

.print -- Who is there?
SELECT name, email, role, status FROM users ORDER BY created_at, id;
SELECT email, role, status FROM invites ORDER BY created_at, id;

.print -- The rules hold whatever the statement: an account keeps its last owner.
DELETE FROM users WHERE email = 'ANN@example.com';
SELECT json_extract(usher_error(), '$.code') AS error;

.print -- Ownership is handed over in one statement.
UPDATE users SET role = CASE name WHEN 'Bob Baker' THEN 'owner' ELSE 'manager' END;
SELECT name, role FROM users ORDER BY name;

.print -- Everything that happened is on record, in the same transactions.
SELECT id, CASE actor WHEN 'system' THEN actor ELSE (SELECT name FROM users WHERE users.id = actor)
           END AS actor, action
FROM audit_log ORDER BY id;
