-- What tables and table functions are to a schema: what a hostile one may call, which columns are hidden, which
-- names are known, and that a table which is made anew forgets what it was.
.read setup/people.sql
.print -- in a schema that is not trusted: what only tells, may be called; what acts, never
CREATE VIEW may1 AS SELECT count(*) > 0 FROM settings_effective('00000000-0000-4000-8000-000000000006');
CREATE VIEW may2 AS SELECT count(*) > 0 FROM can_explain('users.read');
CREATE VIEW may3 AS SELECT usher_version() IS NOT NULL;
CREATE VIEW may4 AS SELECT count(*) > 0 FROM usher_help('user');
CREATE VIEW not1 AS SELECT status FROM api('vidbeo', 'GET', '/', NULL, NULL);
CREATE VIEW not2 AS SELECT count(*) FROM usher_doctor;
CREATE VIEW not3 AS SELECT act_as(NULL);
PRAGMA trusted_schema = 0;
SELECT * FROM may1;
SELECT * FROM may2;
SELECT * FROM may3;
SELECT * FROM may4;
SELECT * FROM not1;
SELECT * FROM not2;
SELECT * FROM not3;
PRAGMA trusted_schema = 1;
.print -- columns that are hidden are in no *
SELECT name FROM pragma_table_xinfo('users') WHERE hidden ORDER BY cid;
SELECT name FROM pragma_table_xinfo('invites') WHERE hidden ORDER BY cid;
SELECT name FROM pragma_table_xinfo('can_explain') WHERE hidden ORDER BY cid;
SELECT count(*) FROM (SELECT * FROM users LIMIT 1) AS u JOIN pragma_table_info('users') AS c ON c.name = 'q';
.print -- where a table of usher's cannot be
ATTACH ':memory:' AS other;
CREATE VIRTUAL TABLE other.people USING users;
CREATE VIRTUAL TABLE people USING users(x);
CREATE VIRTUAL TABLE other.docs USING guarded(doc, owner=owner);
.print -- a table that is made anew
CREATE TABLE doc (id INTEGER PRIMARY KEY, owner TEXT, other TEXT, title TEXT);
INSERT INTO doc VALUES (1, '00000000-0000-4000-8000-000000000006', '00000000-0000-4000-8000-000000000005', 'first'), (2, '00000000-0000-4000-8000-000000000005', '00000000-0000-4000-8000-000000000006', 'second');
CREATE VIRTUAL TABLE docs USING guarded(doc, owner=owner);
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT id, title FROM docs;
UPDATE docs SET title = title || '!' WHERE id = 1;
SELECT act_as(NULL);
DROP TABLE docs;
CREATE VIRTUAL TABLE docs USING guarded(doc, owner=other);
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT id, title FROM docs;
UPDATE docs SET title = title || '!' WHERE id = 1;
UPDATE docs SET title = title || '?' WHERE id = 2;
SELECT act_as(NULL);
SELECT * FROM doc;
DROP TABLE docs;
CREATE TABLE doc2 AS SELECT * FROM doc;
UPDATE doc2 SET owner = '00000000-0000-4000-8000-000000000004', title = 'another';
CREATE VIRTUAL TABLE docs USING guarded(doc2, owner=owner);
SELECT act_as('00000000-0000-4000-8000-000000000004');
UPDATE docs SET title = title || '!' WHERE title LIKE 'an%';
SELECT id, title FROM docs;
SELECT act_as(NULL);
.print -- required arguments, and what is spelt like a function
SELECT count(*) FROM can_explain;
SELECT count(*) FROM can_explain(NULL);
SELECT * FROM api('vidbeo', 'GET');
SELECT status FROM api('vidbeo', 'GET', NULL);
SELECT count(*) > 0 FROM can_explain('users.read') ORDER BY 1;
INSERT INTO usher VALUES ('usher_ini', NULL);
INSERT INTO usher VALUES ('invite_accep', NULL);
INSERT INTO usher VALUES ('acto', NULL);
INSERT INTO usher VALUES ('outbox_clam', NULL);
INSERT INTO usher VALUES ('audit_verif', NULL);
INSERT INTO usher VALUES ('actor', '[1, 2, 3, 4, 5, 6, 7, 8]');
INSERT INTO usher VALUES ('actor', '[1, 2, 3, 4, 5, 6, 7, 8, 9]');
UPDATE usher SET call = 'actor' WHERE call = 'actor';
DELETE FROM usher WHERE call = 'actor';
SELECT setting(printf('%.*c', 1000, 'x'), '00000000-0000-4000-8000-000000000006');
SELECT setting(printf('%.*c', 1001, 'x'), '00000000-0000-4000-8000-000000000006');
.print -- an argument for which there is no memory
PRAGMA hard_heap_limit = 50000000;
SELECT jwt_verify(zeroblob(80000000));
PRAGMA hard_heap_limit = 4000000000;
SELECT jwt_verify(zeroblob(8)) IS NULL;
.print -- options by names that are none, and text that is looked at again
SELECT invite_create('x@example.org', 'user', '{"account_id":"00000000-0000-4000-8000-0000000000aa","idd":"x"}');
SELECT invite_create('x@example.org', 'user', '{"account_id":"00000000-0000-4000-8000-0000000000aa","statu":"x"}');
SELECT invite_create('x@example.org', 'user', '{"account_id":"00000000-0000-4000-8000-0000000000aa","last_nam":"x"}');
