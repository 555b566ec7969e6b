-- In which order an UPDATE comes to its rows: active owners last, for whoever sees all of them; else as they came in,
-- which tells nothing. The first that cannot be changed is the one that is told of. And what of it is a change.
.read setup/people.sql
INSERT INTO roles (account_id, name, permissions) SELECT '00000000-0000-4000-8000-0000000000aa', column1, column2
FROM (VALUES ('keeper', '["users.read","users.update"]'), ('insider', '["users.read","users.read_private","users.update"]'));
UPDATE account_memberships SET role = 'keeper' WHERE user_id LIKE '%000006';
UPDATE account_memberships SET role = 'insider' WHERE user_id LIKE '%000005';
.print -- the system: owners last
UPDATE users SET disk_space = iif(name = 'olga', 'much', -1) WHERE name IN ('olga', 'nora');
.print -- who may not see what is private: the owner came first
SELECT act_as('00000000-0000-4000-8000-000000000006') IS NOT NULL;
SELECT group_concat(name || ' ' || role) FROM users WHERE name IN ('olga', 'nora');
UPDATE users SET about = iif(name = 'nora', x'00', 'x') WHERE name IN ('olga', 'nora');
SELECT act_as(NULL) IS NULL;
.print -- who may
SELECT act_as('00000000-0000-4000-8000-000000000005') IS NOT NULL;
SELECT group_concat(name || ' ' || role) FROM users WHERE name IN ('olga', 'nora');
UPDATE users SET about = iif(name = 'nora', x'00', 'x') WHERE name IN ('olga', 'nora');
SELECT act_as(NULL) IS NULL;
.print -- what they see is what counts: their own number is no change; another's is one, or a guess would tell
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'none', '[]');
UPDATE users SET role = 'none' WHERE name = 'nora';
SELECT act_as('00000000-0000-4000-8000-000000000006') IS NOT NULL;
SELECT name, phone_number FROM users WHERE name IN ('uma', 'nora') ORDER BY name;
UPDATE users SET phone_number = 'tel uma' WHERE name = 'uma';
UPDATE users SET phone_number = 'tel nora' WHERE name = 'nora';
SELECT act_as(NULL) IS NULL;
SELECT action, substr(object_id, -2), after FROM audit_log WHERE actor LIKE '%000006' AND action = 'user.update';
