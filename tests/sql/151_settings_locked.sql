-- A value that is locked at a higher scope wins, and below it nothing is set, by anybody; what is there may be deleted.
.read setup/people.sql
.read setup/setting_teams.sql
CREATE TEMP VIEW uma AS SELECT setting('app.k', '00000000-0000-4000-8000-000000000006') AS value, value = setting('app.k', '00000000-0000-4000-8000-000000000006') AS same, source, substr(scope_id, 33) AS whose, locked FROM settings_effective('00000000-0000-4000-8000-000000000006') WHERE key = 'app.k';
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'app.k', '1'), ('team', '00000000-0000-4000-8000-00000000f001', 'app.k', '21'),
    ('team', '00000000-0000-4000-8000-00000000f002', 'app.k', '22'), ('user', '00000000-0000-4000-8000-000000000006', 'app.k', '3');
SELECT * FROM uma;
-- A team's: before the user's, and before that of a team which would come first. Of two, the first in order.
UPDATE settings SET locked = 1 WHERE scope_id = '00000000-0000-4000-8000-00000000f001';
SELECT * FROM uma;
UPDATE settings SET value = '4' WHERE scope = 'user';
SELECT usher_error();
UPDATE settings SET locked = 1 WHERE scope_id = '00000000-0000-4000-8000-00000000f002';
SELECT * FROM uma;
UPDATE settings SET locked = 0 WHERE scope = 'team';
-- The account's, before all.
UPDATE settings SET locked = 1 WHERE scope = 'account' AND key = 'app.k';
SELECT * FROM uma;
UPDATE settings SET value = '4' WHERE scope = 'user';
SELECT usher_error();
UPDATE settings SET value = '4' WHERE scope = 'team';
UPDATE settings SET locked = 1 WHERE scope = 'team';
INSERT OR REPLACE INTO settings (scope, scope_id, key, value) VALUES ('user', '00000000-0000-4000-8000-000000000006', 'app.k', '4');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '00000000-0000-4000-8000-000000000005', 'app.k', '4');
SELECT setting_patch('user', '00000000-0000-4000-8000-000000000006', 'app.k', '4');
SELECT usher_error();
INSERT INTO usher VALUES ('setting_patch', '["team","00000000-0000-4000-8000-00000000f003","app.k",4]');
-- OR IGNORE does not pass over what is forbidden.
INSERT OR IGNORE INTO settings (scope, scope_id, key, value) VALUES ('user', '00000000-0000-4000-8000-000000000006', 'app.k', '4');
-- In a transaction nothing of the statement stays.
BEGIN;
INSERT INTO settings (scope, scope_id, key, value) SELECT 'user', '00000000-0000-4000-8000-000000000005', column1, '4' FROM (VALUES ('app.other'), ('app.k'));
COMMIT;
SELECT count(*) FROM settings WHERE key = 'app.other';
-- Somebody of the other account is not locked; nor is another key.
INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '00000000-0000-4000-8000-000000000024', 'app.k', '5'), ('user', '00000000-0000-4000-8000-000000000006', 'app.l', '5');
-- A guest is bound by the account that is their own: red's lock is not on gus.
SELECT setting('app.k', '00000000-0000-4000-8000-000000000024');
-- uma may delete her own, and the account's own may be set.
SELECT act_as('00000000-0000-4000-8000-000000000006');
UPDATE settings SET value = '4' WHERE scope = 'user' AND key = 'app.k';
DELETE FROM settings WHERE scope = 'user' AND key = 'app.k';
INSERT INTO settings (scope, key, value) VALUES ('user', 'app.k', '4');
SELECT act_as(NULL);
UPDATE settings SET value = '9' WHERE scope = 'account' AND key = 'app.k';
SELECT * FROM uma;
-- Only accounts and teams lock.
UPDATE settings SET locked = 0 WHERE key = 'app.k';
INSERT INTO settings (scope, scope_id, key, value, locked) VALUES ('user', '00000000-0000-4000-8000-000000000006', 'app.k', '4', 1);
SELECT usher_error();
INSERT INTO settings (scope, scope_id, key, value, locked) VALUES ('user', '00000000-0000-4000-8000-000000000006', 'app.k', '4', 0);
UPDATE settings SET locked = 1 WHERE scope = 'user' AND key = 'app.k';
SELECT * FROM uma;
SELECT scope, substr(scope_id, 33), key, value, locked FROM settings WHERE key LIKE 'app.%' ORDER BY rowid;
-- OR REPLACE is a new row: not locked unless it says so.
INSERT OR REPLACE INTO settings (scope, scope_id, key, value, locked) VALUES ('team', '00000000-0000-4000-8000-00000000f001', 'app.k', '8', 1);
SELECT * FROM uma;
INSERT OR REPLACE INTO settings (scope, scope_id, key, value) VALUES ('team', '00000000-0000-4000-8000-00000000f001', 'app.k', '8');
SELECT * FROM uma;
