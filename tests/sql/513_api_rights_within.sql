-- A request reads what whoever acts holds as it is when it asks: what a trigger of the application's takes from them while it writes,
-- its answer does not show any more, and so nothing is written either. (An account without guests: who sees whom is known beforehand.)
.read setup/api_vidbeo.sql
CREATE TEMP TABLE t AS SELECT token FROM who WHERE name = 'bert';
SELECT status FROM t, api('vidbeo', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000024', '{"name":"Gus"}', token);
CREATE TRIGGER steps_down AFTER UPDATE OF name ON usher_user BEGIN
    UPDATE usher_membership SET role_id = (SELECT id FROM usher_role WHERE name = 'user') WHERE user_id = '00000000-0000-4000-8000-000000000021';
END;
SELECT status, body FROM t, api('vidbeo', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000024', '{"name":"Gustav"}', token);
SELECT name, role FROM users WHERE id IN ('00000000-0000-4000-8000-000000000021', '00000000-0000-4000-8000-000000000024');
.print -- so do the rows of one statement: whoever is disabled while it runs changes none
DROP TRIGGER steps_down;
CREATE TRIGGER falls AFTER UPDATE OF name ON usher_user BEGIN
    UPDATE usher_user SET disabled_at = NEW.updated_at WHERE id = '00000000-0000-4000-8000-000000000021';
END;
SELECT act_as(id) FROM p WHERE name = 'bert';
UPDATE users SET name = name || '!' WHERE id IN ('00000000-0000-4000-8000-000000000024', '00000000-0000-4000-8000-000000000026');
SELECT usher_error();
SELECT count(*) FROM users WHERE name LIKE '%!';
SELECT act_as(NULL);
SELECT name, enabled FROM users WHERE id IN ('00000000-0000-4000-8000-000000000021', '00000000-0000-4000-8000-000000000024', '00000000-0000-4000-8000-000000000026');
