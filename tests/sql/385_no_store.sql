-- Tables of functions where there is no store, where it is damaged, and where nobody acts: help is there for all, the
-- doctor looks at whatever there is, the others say what is wrong.
.mode list
.print -- no store
SELECT count(*) > 0, min(rowid) FROM usher_help;
SELECT severity, code, subject FROM usher_doctor LIMIT 1;
SELECT * FROM can_explain('users.read');
SELECT count(*) FROM settings_effective;
SELECT count(*) FROM settings_effective(NULL);
SELECT status FROM api('vidbeo', 'GET', '/', NULL, NULL);
SELECT count(*) FROM users;
INSERT INTO usher VALUES ('setting', '["invites.life"]');
SELECT setting('invites.life');
SELECT usher_version() IS NOT NULL, usher_error() ->> 'code';
.print -- a store
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
SELECT count(*) > 0 FROM usher_help;
SELECT count(*) > 0 FROM settings_effective;
SELECT granted FROM can_explain('users.read');
SELECT count(*) FROM usher_doctor WHERE severity = 'error';
.print -- in which a table is gone, while statements on it are kept
BEGIN;
DROP TABLE usher_setting;
SELECT count(*) > 0 FROM usher_help;
SELECT count(*) > 0 FROM settings_effective;
SELECT usher_error() ->> 'code';
SELECT count(*) FROM settings;
SELECT setting('invites.life');
SELECT severity, code, subject, message FROM usher_doctor WHERE severity = 'error';
SELECT granted FROM can_explain('users.read');
ROLLBACK;
SELECT count(*) > 0 FROM settings_effective;
BEGIN;
UPDATE usher_store SET version = 9999;
SELECT count(*) > 0 FROM usher_help;
SELECT severity, code, message FROM usher_doctor WHERE severity = 'error';
ROLLBACK;
.print -- nobody acts
SELECT usher_lockdown();
SELECT count(*) > 0 FROM usher_help;
SELECT count(*) > 0 FROM settings_effective;
SELECT severity, code FROM usher_doctor;
SELECT count(*), max(granted) FROM can_explain('users.read');
SELECT * FROM can_explain;
INSERT INTO usher VALUES ('setting', '["invites.life"]');
SELECT count(*) FROM usher;
SELECT count(*) FROM users;
SELECT status FROM api('vidbeo', 'GET', '/', NULL, NULL);
