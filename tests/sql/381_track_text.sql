-- The triggers of storage_track() to the letter: they are part of the store, and usher_doctor() and usher_lockdown()
-- take no others for its own. What they say of keys and of indexes, whatever these look like.
.read setup/people.sql
.mode list
PRAGMA ignore_check_constraints = 1;
CREATE TEMP VIEW texts AS SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name GLOB 'storage_track_*' ORDER BY name;
CREATE TEMP VIEW keys AS SELECT substr(sql, instr(sql, 'WHERE t."')) AS text FROM sqlite_schema WHERE name GLOB 'storage_track_*_before_insert' ORDER BY rowid DESC LIMIT 1;
.print -- a table without a checksum, and without a key
CREATE TABLE one (bytes INTEGER, owner TEXT);
SELECT storage_track('one', '{"size":"bytes","user":"owner"}');
SELECT * FROM texts;
SELECT storage_untrack('one');
DROP TABLE one;
.print -- with both, and names that are quoted
CREATE TABLE "t""2" (id INTEGER PRIMARY KEY, "by""tes" INTEGER, "ow ner" TEXT, "sha'" TEXT UNIQUE, "p q" TEXT COLLATE NOCASE, UNIQUE ("p q", "by""tes"));
SELECT storage_track('T"2', '{"size":"BY\"TES","user":"OW NER","checksum":"SHA''"}');
SELECT * FROM texts;
SELECT storage_untrack('t"2');
DROP TABLE "t""2";
.print -- what the rowid is called
CREATE TABLE r1 (rowid TEXT, b INTEGER, o TEXT);
CREATE TABLE r2 (rowid TEXT, b INTEGER, o TEXT, _rowid_ TEXT);
CREATE TABLE r3 (OID TEXT, b INTEGER, o TEXT, Rowid TEXT);
CREATE TABLE r4 (id INT PRIMARY KEY, b INTEGER, o TEXT);
CREATE TABLE r5 (id INTEGER PRIMARY KEY DESC, b INTEGER, o TEXT);
CREATE TABLE r6 (id INTEGER, b INTEGER, o TEXT, PRIMARY KEY (id, b));
CREATE TABLE r7 (a TEXT, b INTEGER, o TEXT, id integer, PRIMARY KEY (id));
CREATE TABLE r8 (o TEXT PRIMARY KEY, b INTEGER);
CREATE TABLE r9 (id INTEGER UNIQUE, b INTEGER, o TEXT);
CREATE TABLE ra (o TEXT, id INTEGER, b INTEGER, PRIMARY KEY (o, id));
SELECT storage_track('r1', '{"size":"b","user":"o"}'); SELECT * FROM keys;
SELECT storage_track('r2', '{"size":"b","user":"o"}'); SELECT * FROM keys;
SELECT storage_track('r3', '{"size":"b","user":"o"}'); SELECT * FROM keys;
SELECT storage_track('r4', '{"size":"b","user":"o"}'); SELECT * FROM keys;
SELECT storage_track('r5', '{"size":"b","user":"o"}'); SELECT * FROM keys;
SELECT storage_track('r6', '{"size":"b","user":"o"}'); SELECT * FROM keys;
SELECT storage_track('r7', '{"size":"b","user":"o"}'); SELECT * FROM keys;
SELECT storage_track('r8', '{"size":"b","user":"o"}'); SELECT * FROM keys;
SELECT storage_track('r9', '{"size":"b","user":"o"}'); SELECT * FROM keys;
SELECT storage_track('ra', '{"size":"b","user":"o"}'); SELECT * FROM keys;
.print -- indexes: words, quotes, comments, orders
CREATE TABLE x (id INTEGER PRIMARY KEY, b INTEGER, o TEXT, d TEXT, asc TEXT, abc TEXT, x0asc, x9asc, wZasc, xaasc, xzasc, x_asc, x$asc, xéasc, [b,c)] TEXT, "q""," TEXT, `r``)` TEXT);
CREATE INDEX x_no ON x (lower(d), b) WHERE b > 1;
CREATE UNIQUE INDEX x_0 ON x (b||x0asc, b||x9asc, b||wZasc, b||xaasc, b||xzasc, b||x_asc, b||x$asc, b||xéasc);
CREATE UNIQUE INDEX x_1 ON x (lower(d) ASC, lower(d)||d desc, b+abc, upper( d ) DESC, b||d ASC , abc||d);
CREATE UNIQUE INDEX "x(,2" ON x (b-1,b - 1,b*2, b / 2,b/2,b*/* , ) */2,b/**/+1,b/* x */+b, b --, )
 +3) WHERE b <> 'it''s, -- )' AND (d IN ('a', 'b')) AND b-1 > 0 AND asc AND coalesce(b,1) > 2;
CREATE UNIQUE INDEX x_3 ON x (abc||[b,c)], abc||`r``)`||'a''),', "q"","||"[", asc||'x', lower(asc), ((b+1)*(d||2)) COLLATE NOCASE, coalesce(b, d, asc));
CREATE UNIQUE INDEX x_4 /* on ( */ -- (
ON x(coalesce(b,2)) /* ) */ WHERE/**/(b)>0	AND	d
IS NOT NULL -- the end
;
CREATE UNIQUE INDEX x_5 ON x (b COLLATE NOCASE, o DESC, lower(d) COLLATE NOCASE ASC);
SELECT storage_track('x', '{"size":"b","user":"o"}');
SELECT * FROM keys;
.print -- renamed
CREATE TABLE y (id INTEGER PRIMARY KEY, b INTEGER, o TEXT, p TEXT);
SELECT storage_track('y', '{"size":"b","user":"o"}');
ALTER TABLE y RENAME COLUMN o TO "the owner";
ALTER TABLE y RENAME COLUMN b TO "by ""tes""";
ALTER TABLE y RENAME TO "the y";
SELECT storage_refresh('00000000-0000-4000-8000-000000000006');
INSERT INTO "the y" SELECT 1, 5, id, 'p' FROM p WHERE name = 'uma';
SELECT storage_refresh('00000000-0000-4000-8000-000000000006');
SELECT storage_track('the y', '{"size":"by \"tes\"","user":"the owner","checksum":"p"}');
ALTER TABLE "the y" RENAME COLUMN p TO """";
UPDATE "the y" SET """" = 'q', id = 2;
SELECT storage_refresh('00000000-0000-4000-8000-000000000006');
SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'the y' AND name GLOB '*_insert' ORDER BY name;
