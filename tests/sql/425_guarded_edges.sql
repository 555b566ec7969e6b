-- Guarded tables: arguments that are none, tables whose rows cannot be told apart, rows that a trigger takes away before it is their turn.
.read setup/people.sql
.mode list
CREATE TABLE doc (id INTEGER PRIMARY KEY, owner TEXT, account TEXT, x);
.print -- arguments: nothing, half a name; blanks of every kind
CREATE VIRTUAL TABLE d USING guarded();
CREATE VIRTUAL TABLE d USING guarded(, owner=owner);
CREATE VIRTUAL TABLE d USING guarded(=doc);
CREATE VIRTUAL TABLE d USING guarded(main.);
CREATE VIRTUAL TABLE d USING guarded(main., owner=owner);
CREATE VIRTUAL TABLE d USING guarded(other.doc);
.once blanks.sql
SELECT 'CREATE VIRTUAL TABLE d USING guarded(' || char(13) || 'doc' || char(13, 10, 9, 12) || ', owner' || char(13) || '= owner' || char(12) || ', account=account);';
.read blanks.sql
SELECT name FROM pragma_table_info('d');

.print -- without a name for the rowid, and without a key: its rows cannot be told apart
CREATE TABLE nameless (rowid TEXT, _rowid_ TEXT, oid TEXT);
CREATE VIRTUAL TABLE n USING guarded(nameless, owner=oid);
CREATE TABLE named (rowid TEXT, _rowid_ TEXT, oid TEXT, id TEXT PRIMARY KEY);
CREATE VIRTUAL TABLE n USING guarded(named, owner=oid);
INSERT INTO n (id, oid) VALUES ('a', '00000000-0000-4000-8000-000000000006');
SELECT * FROM n;

.print -- nobody may guard a table, nor ask what is wrong
SELECT authenticate('nobody''s') IS NULL;
CREATE VIRTUAL TABLE e USING guarded(doc, owner=owner);
SELECT * FROM usher_doctor();
SELECT usher_error() ->> '$.code';
SELECT act_as(NULL);

.print -- rows that go with another, when both shall go, or change: each once, and no error
INSERT INTO d (id, owner, account, x) SELECT value, '00000000-0000-4000-8000-000000000006', '00000000-0000-4000-8000-0000000000aa', value FROM json_each('[1,2,3,4]');
CREATE TRIGGER both AFTER DELETE ON doc WHEN OLD.id = 1 BEGIN DELETE FROM doc WHERE id = 2; END;
CREATE TRIGGER too AFTER UPDATE ON doc WHEN OLD.id = 3 BEGIN DELETE FROM doc WHERE id = 4; END;
SELECT act_as('00000000-0000-4000-8000-000000000006');
DELETE FROM d WHERE id < 3;
SELECT id, x FROM d;
UPDATE d SET x = 'changed';
SELECT id, x FROM d;
SELECT act_as(NULL);
SELECT id, x FROM doc;
