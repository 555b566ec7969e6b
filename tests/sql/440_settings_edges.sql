-- Settings and their definitions where little of either is given: rowids, types that are none, locks that stay.
.read setup/people.sql
.print -- definitions
INSERT INTO setting_definitions (rowid, key, type, description) VALUES (900, 'app.n', 'integer', 'N');
SELECT rowid, key, type FROM setting_definitions WHERE key = 'app.n';
INSERT INTO setting_definitions (key, type) VALUES ('app.m', x'6e756d626572');
INSERT INTO setting_definitions (key, type) VALUES ('app.m', 7);
INSERT INTO setting_definitions (key, type) VALUES ('app.m', NULL);
.print -- values
INSERT INTO settings (rowid, scope, scope_id, key, value) VALUES (900, 'account', '00000000-0000-4000-8000-0000000000aa', 'app.n', 5);
SELECT rowid, key, value, locked FROM settings WHERE key = 'app.n';
UPDATE settings SET locked = 0, value = 6 WHERE key = 'app.n';
UPDATE settings SET locked = 0, value = 6 WHERE key = 'app.n';
UPDATE settings SET locked = locked WHERE key = 'app.n';
SELECT rowid, key, value, locked FROM settings WHERE key = 'app.n';
UPDATE settings SET locked = 1, value = 6 WHERE key = 'app.n';
SELECT rowid, key, value, locked FROM settings WHERE key = 'app.n';
SELECT setting_patch('user', '00000000-0000-4000-8000-000000000005', 'app.o', '{"a":1}'), setting_patch('account', '00000000-0000-4000-8000-0000000000aa', 'app.o', '{"a":1}'), setting_patch('team', '00000000-0000-4000-8000-0000000000aa', 'app.o', '{"a":1}');
.print -- of nobody
SELECT usher_addons('00000000-0000-4000-8000-0000000000ff');
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT usher_addons('00000000-0000-4000-8000-0000000000ff');
SELECT setting('addons', '00000000-0000-4000-8000-0000000000ff');
SELECT setting('app.n', '00000000-0000-4000-8000-000000000021');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000ff', 'app.n', 5);
DELETE FROM settings;
SELECT act_as(NULL);
DELETE FROM settings WHERE key = 'no.such';
.print -- a store that holds a definition of nothing
PRAGMA ignore_check_constraints = 1;
UPDATE usher_setting_definition SET schema = '[]' WHERE key = 'app.n';
INSERT OR REPLACE INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'app.n', 7);
