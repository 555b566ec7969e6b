-- usher_lockdown() again takes away, and gives nothing, not even by half: a call that is refused leaves what was allowed as it
-- is, functions and modules. Views that SQLite cannot read stand in nobody's way. Nobody who acts is told so.
.read setup/people.sql
CREATE TEMP TABLE t AS SELECT session_create(id) AS token FROM p WHERE name = 'uma';
.print -- a table of usher's that cannot be connected, for what it is said to be
PRAGMA writable_schema = 1;
INSERT INTO sqlite_schema VALUES ('table', 'odd', 'odd', 0, 'CREATE VIRTUAL TABLE odd USING users(what)');
PRAGMA writable_schema = RESET;
SELECT usher_lockdown();
SELECT subject, message FROM usher_doctor() WHERE code = 'names';
PRAGMA writable_schema = 1;
DELETE FROM sqlite_schema WHERE name = 'odd';
PRAGMA writable_schema = RESET;
.print -- views that nobody can read
CREATE VIEW broken AS SELECT users.old_name FROM users;
CREATE VIEW lost AS SELECT docs.title FROM docs;
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'uma';
SELECT usher_lockdown('{"functions":["sha3","ieee754"],"modules":["completion"]}');
SELECT length(sha3('x')), ieee754(2), (SELECT count(*) > 0 FROM completion('sel'));
SELECT * FROM broken;
.print -- more functions
SELECT usher_lockdown('{"functions":["sha3","readfile"]}');
SELECT ieee754(2), length(sha3('x'));
SELECT readfile('none');
.print -- fewer functions, but more modules
SELECT usher_lockdown('{"functions":["sha3"],"modules":["completion","fsdir"]}');
SELECT ieee754(2), length(sha3('x'));
SELECT count(*) FROM fsdir('setup');
.print -- more functions, but fewer modules
SELECT usher_lockdown('{"functions":["sha3","readfile"],"modules":[]}');
SELECT count(*) > 0 FROM completion('sel');
SELECT readfile('none');
.print -- fewer of one kind: the other stays as it is
SELECT usher_lockdown('{"functions":["sha3"]}');
SELECT ieee754(2);
SELECT length(sha3('x')), (SELECT count(*) > 0 FROM completion('sel'));
SELECT usher_lockdown('{"modules":[]}');
SELECT count(*) FROM completion('sel');
SELECT length(sha3('x'));
SELECT usher_lockdown('{"modules":["completion"]}');
SELECT count(*) FROM completion('sel');

.print -- nobody acts
SELECT authenticate('nonsense');
INSERT INTO accounts (name) VALUES ('new');
SELECT usher_error() ->> 'code';
UPDATE settings SET value = 1;
SELECT storage_track('app', '{}');
SELECT usher_error() ->> 'code';
SELECT usher_init();
SELECT usher_error() ->> 'code';
SELECT audit_verify();
SELECT usher_error() ->> 'code';
.print -- somebody, for a transaction that has written nothing so far, and for one that has
BEGIN;
SELECT authenticate(token) IS NOT NULL FROM t;
SELECT substr(actor(), -2);
COMMIT;
SELECT actor();
BEGIN;
SELECT authenticate(token) IS NOT NULL FROM t;
UPDATE users SET about = 'mine' WHERE id = actor();
COMMIT;
SELECT actor();
