-- A guarded table whose declaration says what it cannot (it was made by another version, or edited by hand) shows nothing, says why, and can be
-- dropped: what it was to guard is not shown without.
.read setup/people.sql
.mode list
CREATE TABLE doc (id INTEGER PRIMARY KEY, owner_id TEXT, account_id TEXT, title TEXT);
INSERT INTO doc SELECT rowid, id, account_id, name FROM p WHERE name IN ('uma', 'carl', 'bert');
CREATE VIRTUAL TABLE docs USING guarded(doc, owner=owner_id);
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT title FROM docs;
SELECT act_as(NULL);
CREATE TEMP TABLE said (n INTEGER PRIMARY KEY, arguments TEXT);
INSERT INTO said (arguments) VALUES ('doc, owner=owner_id, colour=blue'), ('doc, owner=owner_id, owner=title'), ('doc, owner=owner_id, account=account_id, read=users.nothing'),
    ('doc, owner=owner_id, account=account_id, read=docs'), ('doc'), ('doc, owner=who'), ('doc, account=who, read=users.read'), ('doc, owner=owner_id, read=users.read'), ('temp.doc, owner=owner_id'), (''), ('dog, owner=owner_id');
.once each.sql
SELECT 'PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = ' || quote('CREATE VIRTUAL TABLE docs USING guarded(' || arguments || ')') || ' WHERE name = ''docs''; PRAGMA writable_schema = RESET;' || char(10) || 'SELECT * FROM docs;' || char(10) || 'SELECT act_as(id) IS NULL FROM p WHERE name = ''uma'';' || char(10) || 'SELECT count(*) FROM docs;' || char(10) || 'INSERT INTO docs DEFAULT VALUES;' || char(10) || 'SELECT act_as(NULL);' FROM said ORDER BY n;
.read each.sql
SELECT group_concat(name) FROM pragma_table_info('docs');
SELECT count(*) FROM doc;
DROP TABLE docs;
CREATE VIRTUAL TABLE docs USING guarded(doc, account=who, read=users.read);
CREATE VIRTUAL TABLE docs USING guarded(doc, owner=owner_id);
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT title FROM docs;
.print -- a column that is nearly called so is named, the first and the last; but none of usher's own
SELECT act_as(NULL);
CREATE TABLE note (proprietor TEXT, title TEXT, division TEXT);
CREATE VIRTUAL TABLE notes USING guarded(note, owner=propietor);
CREATE VIRTUAL TABLE notes USING guarded(note, owner=proprietor, account=divisoin);
CREATE VIRTUAL TABLE notes USING guarded(note, owner=usher_writabel);
