-- usher_init() sets the store up. Before it every table and function says what to call; after it
-- it changes nothing. The account may be given its id.
SELECT count(*) FROM users;
SELECT count(*) FROM audit_log;
INSERT INTO invites (email, role) VALUES ('olga@example.org', 'owner');
UPDATE users SET name = 'x';
DELETE FROM settings;
SELECT invite_create('olga@example.org', 'owner');
SELECT act_as(NULL);
INSERT INTO usher (call, args) VALUES ('invite_decline', '["x"]');
SELECT usher_error();
SELECT count(*) FROM sqlite_schema;

-- What needs no store works without one.
SELECT usher_version() GLOB '[0-9]*.[0-9]*.[0-9]*';
SELECT usher_debug() ->> '$.shadowed';
SELECT actor();

-- Bad options change nothing.
SELECT usher_init('{"account_id":"x"}');
SELECT usher_init('{"account":"00000000-0000-4000-8000-0000000000aa"}');
SELECT usher_init('[]');
SELECT usher_init('{');
SELECT usher_init(5);
SELECT usher_init('{}', 1);
SELECT count(*) FROM sqlite_schema;

-- Taken back with the transaction around it.
BEGIN;
SELECT usher_init() ->> 'created';
SELECT count(*) FROM accounts;
ROLLBACK;
SELECT count(*) FROM sqlite_schema;

-- An upper-case UUID is taken in lower case. The account has it from the start.
SELECT usher_init('{"account_id":"00000000-0000-4000-8000-0000000000AA"}') ->> 'created';
SELECT id, name, created_by FROM accounts;
SELECT action, object_id, account_id, real_actor, actor FROM audit_log;
SELECT name, system FROM roles ORDER BY id;

-- Again: nothing changes, not even the id.
CREATE TEMP TABLE before AS SELECT * FROM usher_store;
SELECT usher_init('{"account_id":"00000000-0000-4000-8000-0000000000bb"}') ->> 'created';
SELECT usher_init(NULL) ->> 'created';
INSERT INTO usher VALUES ('usher_init', '[]');
SELECT id FROM accounts;
SELECT count(*) FROM (SELECT * FROM usher_store EXCEPT SELECT * FROM before);
SELECT count(*) FROM audit_log;

-- Tables of the application that hide usher's are reported.
CREATE TABLE Settings (a);
CREATE TEMP VIEW users AS SELECT 1 AS one;
CREATE TABLE permissions (a);
SELECT usher_init() ->> 'shadowed';
SELECT usher_debug() ->> 'shadowed';
CREATE VIRTUAL TABLE people USING users;
SELECT count(*) FROM people;

-- Only the system sets up. The store belongs to its users.
DROP VIEW temp.users;
INSERT INTO invites (email, role, token) VALUES ('olga@example.org', 'owner', 'olga000000000000000000000000000000000000000');
SELECT act_as(invite_accept('olga000000000000000000000000000000000000000')) IS NOT NULL;
SELECT usher_init();
SELECT usher_error() ->> 'code';
