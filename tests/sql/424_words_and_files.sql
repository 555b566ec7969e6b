-- The best of several words is offered, whichever is found first; a real number in a row that was damaged is logged as such; a file of a format that SQLite does not know.
.read setup/people.sql
.mode list
SELECT can('xoles.update');
SELECT can('xiles.update');
SELECT can('xsers.read');

.print -- a setting whose stored value is a number of SQL's
INSERT INTO usher_setting (scope, scope_id, key, value, updated_at) VALUES ('user', '00000000-0000-4000-8000-000000000006', 'app.x', 1.5, '2022-01-01T00:00:00.000Z');
SELECT value FROM settings WHERE key = 'app.x';
UPDATE settings SET value = '2' WHERE key = 'app.x';
DELETE FROM settings WHERE key = 'app.x';
SELECT action, before, after FROM audit_log ORDER BY id DESC LIMIT 2;

.print -- schema format 5, of which SQLite knows 4
SELECT writefile('later.db', CAST(substr(readfile('test.db'), 1, 47) || x'05' || substr(readfile('test.db'), 49) AS BLOB)) > 0;
.open later.db
.load dist/usher
SELECT count(*) FROM users;
SELECT usher_init();
SELECT severity, code, message FROM usher_doctor() WHERE severity = 'error';
