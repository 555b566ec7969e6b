-- The table below a guarded one stays closed to joins by USING and NATURAL, of which SQLite does not tell all, also if its
-- name is of several words; other joins of that kind are nobody's concern.
SELECT usher_init('{"account_id":"00000000-0000-4000-8000-0000000000aa"}') IS NOT NULL;
SELECT invite_accept(invite_create('olga@example.org', 'owner'), '{"id":"00000000-0000-4000-8000-000000000001"}') IS NOT NULL;
SELECT invite_accept(invite_create('uma@example.org', 'user'), '{"id":"00000000-0000-4000-8000-000000000002"}') IS NOT NULL;
CREATE TABLE "two words" (owner_id TEXT, title TEXT);
CREATE TABLE note (title TEXT);
INSERT INTO "two words" VALUES ('00000000-0000-4000-8000-000000000001', 'secret');
INSERT INTO note VALUES ('note');
CREATE VIRTUAL TABLE docs USING guarded("two words", owner=owner_id);
SELECT act_as('00000000-0000-4000-8000-000000000002'), usher_lockdown();
SELECT count(*) FROM docs;
SELECT title FROM "two words";
SELECT title FROM (SELECT 'x' AS title) FULL JOIN "two words" USING (title);
SELECT title FROM (SELECT 'x' AS title) FULL JOIN [Two Words] USING (title);
SELECT title FROM (SELECT 'x' AS title) NATURAL FULL JOIN `two words`;
SELECT title FROM (SELECT 'secret' AS title) JOIN 'two words' USING (title);
SELECT title FROM (SELECT 'x' AS title) FULL JOIN note USING (title);
SELECT title FROM (SELECT 'x' AS title) NATURAL FULL JOIN docs;
-- Comments hide nothing (rather too much is refused: what stands in one counts), and a minus begins none.
SELECT title FROM (SELECT 'x' AS title) -- it's one
    FULL JOIN "two words" USING (title);
SELECT title FROM (SELECT 'x' AS title) /* it's "one */ FULL JOIN "two words" USING (title);
SELECT title, 1-1 FROM (SELECT 'x' AS title) FULL JOIN "two words" USING (title);
SELECT title, 3/1*2 FROM (SELECT 'x' AS title) FULL JOIN "two words" USING (title);
SELECT title FROM (SELECT 'x' AS title) -- not "two words"
    FULL JOIN note USING (title) /* nor "two words" */;
