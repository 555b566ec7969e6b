-- The database of `make serve`: a user of each kind, and what they show to be recognised. @key is the master key.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"0d000000-0000-7000-8000-000000000001"}]');
CREATE TEMP TABLE quiet AS SELECT usher_key(@key);

CREATE TEMP TABLE person AS
SELECT column1 AS name, column2 AS role, column3 AS id, lower(column1) || '@example.com' AS email
FROM (VALUES ('Ann', 'owner', '0d000000-0000-7000-8000-00000000000a'),
             ('Bob', 'admin', '0d000000-0000-7000-8000-00000000000b'),
             ('Cas', 'manager', '0d000000-0000-7000-8000-00000000000c'),
             ('Dee', 'creator', '0d000000-0000-7000-8000-00000000000d'),
             ('Eva', 'user', '0d000000-0000-7000-8000-00000000000e'),
             ('Fay', 'user', '0d000000-0000-7000-8000-00000000000f'),
             ('Gus', 'user', '0d000000-0000-7000-8000-000000000010'),
             ('Hal', 'user', '0d000000-0000-7000-8000-000000000011'),
             ('Ivy', 'user', '0d000000-0000-7000-8000-000000000012'));
CREATE TEMP TABLE invited AS SELECT id, name, invite_create(email, role) AS token FROM person;
INSERT INTO usher SELECT 'invite_accept', json_array(token, json_object('id', id, 'name', name)) FROM invited WHERE name <> 'Ivy';

-- Fay signs in elsewhere, Gus is disabled, Hal is deleted; Ivy has not answered yet, so there is no Ivy.
UPDATE users SET authentication = 'sso' WHERE name = 'Fay';
UPDATE users SET enabled = 0 WHERE name = 'Gus';
DELETE FROM users WHERE name = 'Hal';
INSERT INTO teams (id, name) VALUES ('0d000000-0000-7000-8000-000000000101', 'Press');
INSERT INTO team_memberships (team_id, user_id, role)
SELECT '0d000000-0000-7000-8000-000000000101', id, iif(name = 'Cas', 'lead', 'member') FROM person WHERE name IN ('Cas', 'Dee', 'Eva');

-- A password, an API key of all that its user may do, a session.
INSERT INTO usher SELECT 'password_set', json_array(id, 'correct horse battery') FROM person WHERE name IN ('Ann', 'Bob', 'Cas', 'Dee', 'Eva');
CREATE TEMP TABLE shown AS
SELECT name, role, id, email, api_key_create(name || '''s', json_object('user_id', id)) AS "API key", session_create(id, '{"form":"opaque"}') AS session
FROM person WHERE name NOT IN ('Gus', 'Hal', 'Ivy');
.mode column
SELECT name, role, email, id FROM shown;
.print
SELECT name, "API key", session FROM shown;
.print
.print Password (Fay has none, she signs in elsewhere): correct horse battery
