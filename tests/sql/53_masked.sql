-- A column that is NULL for whoever acts is NULL in all of a query: WHERE, ORDER BY, GROUP BY, DISTINCT, LIKE, IN, aggregates,
-- joins; and a guess that an UPDATE makes tells nothing.
.read setup/people.sql
CREATE TEMP TABLE phones AS SELECT id, phone_number, disk_space FROM users;

.print -- mia, a manager: a phone number is hers or NULL; a guest has no role
SELECT act_as(id) FROM p WHERE name = 'mia';
SELECT name FROM users WHERE phone_number IS NOT NULL;
SELECT name FROM users WHERE phone_number = 'tel uma' OR phone_number >= 'tel ol' OR phone_number LIKE 'tel u%' OR phone_number GLOB 'tel u*';
SELECT name FROM users WHERE phone_number IN ('tel uma', 'tel olga', 'tel mia');
SELECT name FROM users WHERE phone_number IN (SELECT phone_number FROM phones);
SELECT name FROM users WHERE phone_number BETWEEN 'tel' AND 'tem' ORDER BY name;
SELECT name FROM users WHERE phone_number <> 'tel uma';
SELECT count(*) FROM users WHERE phone_number IS NULL;
SELECT count(*) FROM users WHERE phone_number IS NOT 'tel uma';
SELECT name FROM users WHERE name = 'uma' AND phone_number = 'tel uma';
SELECT name FROM users WHERE id = '00000000-0000-4000-8000-000000000006' AND phone_number = 'tel uma';
SELECT name FROM users WHERE rowid = 6 AND disk_space = 6;
SELECT name FROM users WHERE disk_space > 0;
SELECT name FROM users WHERE disk_space + 0 > 0;
SELECT name FROM users WHERE iif(phone_number = 'tel uma', abs(-9223372036854775807 - 1), 0);
SELECT name FROM users WHERE CASE phone_number WHEN 'tel uma' THEN json('{') END;
SELECT name FROM users WHERE verified_email OR terms_agreed = 0 OR mfa_required = 0 OR authentication = 'password' OR favorites = '[]' OR notifications = '[]'
    OR email_notifications = 1 OR disk_space_used = 0 OR group_asset_access = 1 OR last_login_at IS NULL AND 0;
SELECT name, phone_number FROM users ORDER BY phone_number DESC, name LIMIT 2;
SELECT name FROM users ORDER BY disk_space, name DESC LIMIT 3;
SELECT phone_number, count(*) FROM users GROUP BY phone_number;
SELECT DISTINCT phone_number, disk_space FROM users;
SELECT min(phone_number), max(phone_number), count(phone_number), count(DISTINCT phone_number), group_concat(phone_number), sum(disk_space), avg(disk_space) FROM users;
SELECT max(disk_space) FILTER (WHERE name = 'uma'), total(disk_space) FROM users WHERE name <> 'mia';
SELECT name, row_number() OVER (ORDER BY disk_space DESC), lag(phone_number) OVER (ORDER BY rowid) FROM users WHERE rowid < 4;
SELECT u.name FROM users AS u JOIN phones AS f ON f.phone_number = u.phone_number;
SELECT u.name FROM phones AS f LEFT JOIN users AS u ON u.phone_number = f.phone_number WHERE u.name IS NOT NULL;
SELECT u.name FROM phones AS f JOIN users AS u USING (disk_space);
SELECT a.name, b.name FROM users AS a JOIN users AS b ON a.phone_number = b.phone_number;
SELECT name, (SELECT count(*) FROM users AS v WHERE v.phone_number = 'tel ' || p.name) FROM p WHERE name IN ('uma', 'mia');
SELECT name FROM p WHERE EXISTS (SELECT 1 FROM users AS u WHERE u.id = p.id AND u.disk_space = substr(p.id, -2) + 0);
SELECT phone_number FROM users UNION SELECT 'tel uma' INTERSECT SELECT phone_number FROM users;
SELECT name FROM users WHERE phone_number IS (SELECT phone_number FROM phones WHERE id = users.id);
WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r, users AS u WHERE u.rowid = n AND u.phone_number <> '' AND n < 20) SELECT max(n) FROM r;
SELECT group_concat(name) FROM (SELECT name FROM users WHERE role IS NULL ORDER BY name);
SELECT name FROM users WHERE name IN ('gus', 'hana') AND role IN ('user', 'admin', 'manager');
SELECT name FROM users WHERE name = 'hana' AND permissions LIKE '%users.read%';
SELECT role, count(*) FROM users GROUP BY role ORDER BY role;

.print -- an update that guesses: the same error for the right and the wrong value, and for NULL no change
UPDATE users SET phone_number = 'tel uma' WHERE name = 'uma';
UPDATE users SET phone_number = 'tel ola' WHERE name = 'uma';
UPDATE users SET disk_space = 6 WHERE name = 'uma';
UPDATE users SET disk_space = 7 WHERE name = 'uma';
UPDATE users SET mfa_required = 0 WHERE name = 'uma';
UPDATE users SET mfa_required = 1 WHERE name = 'uma';
UPDATE users SET role = 'user' WHERE name = 'gus';
UPDATE users SET role = 'creator' WHERE name = 'gus';
UPDATE users SET phone_number = NULL WHERE name = 'uma';
UPDATE users SET name = 'uma' WHERE phone_number = 'tel uma';
UPDATE users SET name = 'x' WHERE phone_number = 'tel uma';
DELETE FROM users WHERE phone_number = 'tel uma' OR disk_space = 6;
SELECT changes();
-- Their own they may set, but of nothing that they do not see.
UPDATE users SET about = (SELECT group_concat(phone_number) FROM users WHERE name <> 'mia') WHERE id = actor();
UPDATE users SET company = 'of ' || (SELECT phone_number FROM users WHERE name = 'uma') WHERE id = actor();
UPDATE users SET job_title = (SELECT disk_space FROM users WHERE name = 'uma') WHERE id = actor();
SELECT about, company, job_title FROM users WHERE id = actor();

.print -- who may update others, but not see what is private
SELECT act_as(NULL);
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'editor', '["settings.read","users.read","users.update"]');
UPDATE users SET role = 'editor' WHERE name = 'carl';
SELECT act_as(id) FROM p WHERE name = 'carl';
UPDATE users SET about = phone_number, company = ifnull(phone_number, 'none'), job_title = disk_space WHERE name = 'uma';
SELECT about, company, job_title FROM users WHERE name = 'uma';
UPDATE users SET about = phone_number || '!', company = NULL WHERE phone_number = 'tel uma';
SELECT changes();
-- What is not seen is not changed by being named: not by itself, not as NULL, not by UPDATE ... FROM.
UPDATE users SET phone_number = phone_number, disk_space = disk_space, favorites = favorites, about = 'named' WHERE name = 'uma';
UPDATE users SET phone_number = NULL WHERE name = 'uma';
UPDATE users SET job_title = v.column1 FROM (VALUES ('from')) AS v WHERE name = 'uma';
SELECT about, job_title FROM users WHERE name = 'uma';
SELECT name, phone_number, disk_space FROM usher_user WHERE name = 'uma';
-- A right guess is a change as a wrong one is: updated_at and updated_by do not tell.
BEGIN;
UPDATE usher_user SET updated_at = created_at, updated_by = NULL WHERE name = 'uma';
UPDATE users SET phone_number = 'tel uma' WHERE name = 'uma';
SELECT updated_at > created_at, updated_by = actor() FROM users WHERE name = 'uma';
ROLLBACK;
BEGIN;
UPDATE usher_user SET updated_at = created_at, updated_by = NULL WHERE name = 'uma';
UPDATE users SET phone_number = 'tel ola' WHERE name = 'uma';
SELECT updated_at > created_at, updated_by = actor() FROM users WHERE name = 'uma';
ROLLBACK;
-- They may write it, and still not read it.
UPDATE users SET phone_number = 'new' WHERE name = 'uma';
SELECT phone_number FROM users WHERE name = 'uma';
SELECT phone_number FROM usher_user WHERE name = 'uma';
SELECT act_as(NULL);
SELECT before, after FROM audit_log WHERE action = 'user.update' AND actor LIKE '%000005' ORDER BY id;
