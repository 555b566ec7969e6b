-- DELETE on users is soft: the row stays, the e-mail is free. user_restore() undoes it; the user stays
-- disabled.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO invites (email, role, token) VALUES
    ('olga@example.org', 'owner', 'olga000000000000000000000000000000000000000'),
    ('uma@example.org', 'user', 'uma0000000000000000000000000000000000000000'),
    ('dora@example.org', 'user', 'dora000000000000000000000000000000000000000');
INSERT INTO usher VALUES
    ('invite_accept', '["olga000000000000000000000000000000000000000",{"id":"00000000-0000-4000-8000-000000000001","name":"Olga"}]'),
    ('invite_accept', '["uma0000000000000000000000000000000000000000",{"id":"00000000-0000-4000-8000-000000000002","name":"Uma"}]'),
    ('invite_accept', '["dora000000000000000000000000000000000000000",{"id":"00000000-0000-4000-8000-000000000003","name":"Dora"}]');
UPDATE users SET enabled = 0 WHERE name = 'Dora';
CREATE TEMP VIEW state AS SELECT name, status, enabled, alive, discarded_at = updated_at AS now, role FROM users ORDER BY id;

DELETE FROM users WHERE name = 'Uma';
SELECT changes();
DELETE FROM users WHERE id = '00000000-0000-4000-8000-000000000003';
SELECT * FROM state;
SELECT count(*) FROM account_memberships;
-- Deleting again is no change.
DELETE FROM users WHERE name = 'Uma';
SELECT count(*) FROM audit_log WHERE action = 'user.delete';
-- A deleted user acts no more, and is not changed.
SELECT act_as('00000000-0000-4000-8000-000000000002');
UPDATE users SET name = 'X' WHERE id = '00000000-0000-4000-8000-000000000002';
SELECT usher_error();
UPDATE users SET enabled = 0 WHERE id = '00000000-0000-4000-8000-000000000002';
UPDATE users SET role = 'admin' WHERE id = '00000000-0000-4000-8000-000000000002';
UPDATE account_memberships SET role = 'admin' WHERE user_id = '00000000-0000-4000-8000-000000000002';
SELECT usher_error();
SELECT * FROM state;

-- Back again, disabled.
SELECT user_restore('00000000-0000-4000-8000-000000000002');
INSERT INTO usher VALUES ('user_restore', '["00000000-0000-4000-8000-000000000003"]');
SELECT * FROM state;
SELECT act_as('00000000-0000-4000-8000-000000000002');
UPDATE users SET enabled = 1 WHERE name = 'Uma';
SELECT act_as('00000000-0000-4000-8000-000000000002');
SELECT act_as(NULL);

-- Not twice; not whoever is not there; not under an e-mail that was taken meanwhile.
SELECT user_restore('00000000-0000-4000-8000-000000000002');
SELECT usher_error();
SELECT user_restore('00000000-0000-4000-8000-000000000009');
SELECT usher_error();
SELECT user_restore('Uma');
SELECT user_restore(NULL);
SELECT user_restore(2);
DELETE FROM users WHERE name = 'Uma';
INSERT INTO invites (email, token) VALUES ('UMA@example.org', 'xuma000000000000000000000000000000000000000');
SELECT invite_accept('xuma000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000004","name":"Uma II"}');
SELECT user_restore('00000000-0000-4000-8000-000000000002');
SELECT usher_error();
SELECT * FROM state;
SELECT action, object_id, before, json_remove(after, '$.discarded_at') FROM audit_log WHERE action IN ('user.delete', 'user.restore');

-- Several in one statement: all or none.
DELETE FROM users;
SELECT usher_error() ->> 'code';
SELECT * FROM state;
BEGIN;
DELETE FROM users WHERE role = 'user';
SELECT * FROM state;
ROLLBACK;
SELECT * FROM state;
