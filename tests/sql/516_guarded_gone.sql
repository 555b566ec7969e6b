-- Rows that a trigger has deleted, or given away, before their turn in an UPDATE or DELETE of a guarded table: what is gone is passed over, what is
-- somebody else's by then is refused with all the rest.
.read setup/people.sql
.mode list
CREATE TABLE doc (id INTEGER PRIMARY KEY, owner_id TEXT, title TEXT);
CREATE VIRTUAL TABLE docs USING guarded(doc, owner=owner_id);
INSERT INTO doc SELECT column1, id, column2 FROM p, (VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd')) WHERE name = 'uma';
CREATE TABLE keyed (k TEXT PRIMARY KEY, owner_id TEXT, title TEXT) WITHOUT ROWID;
CREATE VIRTUAL TABLE keys USING guarded(keyed, owner=owner_id);
INSERT INTO keyed SELECT * FROM doc;
CREATE TRIGGER doc_next AFTER UPDATE ON doc WHEN NEW.title LIKE 'x%' BEGIN DELETE FROM doc WHERE id = OLD.id + 1; END;
CREATE TRIGGER doc_gone AFTER DELETE ON doc BEGIN DELETE FROM doc WHERE id = OLD.id + 1; END;
CREATE TRIGGER keyed_next AFTER UPDATE ON keyed WHEN NEW.title LIKE 'x%' BEGIN DELETE FROM keyed WHERE k = OLD.k + 1; END;
SELECT act_as(id) FROM p WHERE name = 'uma';
UPDATE docs SET title = 'x' || title;
SELECT group_concat(id || title, ' ') FROM doc;
UPDATE keys SET title = 'x' || title;
SELECT group_concat(k || title, ' ') FROM keyed;
SELECT usher_error();
INSERT INTO docs (id, title) VALUES (2, 'b'), (3, 'c');
DELETE FROM docs WHERE id IN (1, 2, 4);
SELECT group_concat(id || title, ' ') FROM doc;
.print -- given away
DROP TRIGGER doc_next;
DROP TRIGGER doc_gone;
INSERT INTO docs (id, title) VALUES (1, 'a'), (2, 'b');
CREATE TRIGGER doc_given AFTER UPDATE ON doc WHEN NEW.title = 'y' BEGIN UPDATE doc SET owner_id = '00000000-0000-4000-8000-000000000005' WHERE id = OLD.id + 1; END;
UPDATE docs SET title = 'y';
SELECT group_concat(id || title, ' '), count(DISTINCT owner_id) FROM doc;
CREATE TRIGGER doc_taken AFTER DELETE ON doc BEGIN UPDATE doc SET owner_id = NULL WHERE id = OLD.id + 1; END;
DELETE FROM docs WHERE id < 3;
SELECT group_concat(id || title, ' '), count(DISTINCT owner_id) FROM doc;
