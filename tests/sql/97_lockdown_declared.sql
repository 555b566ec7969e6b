-- What a virtual table is of is read from its declaration, comments, quotes and all: before the connection is locked down
-- everything that is not known to be harmless is found, and nothing else.
SELECT usher_init('{"account_id":"00000000-0000-4000-8000-0000000000aa"}') IS NOT NULL;
CREATE TABLE app_docs (owner_id TEXT, title TEXT);
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner=owner_id);
.print -- harmless, whatever stands between
CREATE VIRTUAL TABLE a -- using dbstat
    USING fts5(title);
CREATE VIRTUAL TABLE b /* using dbstat */ USING /**/ "fts5" (title);
CREATE VIRTUAL TABLE c/* it's */USING--"
    [fts5](title);
CREATE VIRTUAL TABLE "d "" e"USING`fts5`(title);
CREATE VIRTUAL TABLE f /* -- */ USING fts5(title);
.print -- not harmless, and in the way, one by one
CREATE VIRTUAL TABLE g /* using fts5 */ USING dbstat;
SELECT usher_lockdown();
DROP TABLE g;
CREATE VIRTUAL TABLE g -- using fts5
    USING "dbstat";
SELECT usher_lockdown();
DROP TABLE g;
CREATE VIRTUAL TABLE "g"" using fts5" USING dbstat;
SELECT usher_lockdown();
DROP TABLE "g"" using fts5";
CREATE VIRTUAL TABLE g USING fts5(title, content="app_docs");
SELECT usher_lockdown();
DROP TABLE g;
CREATE VIRTUAL TABLE g USING fts5(title, content='usher_user');
SELECT usher_lockdown();
DROP TABLE g;
.print -- nothing is
SELECT usher_lockdown();
SELECT count(*) FROM a, b, c, "d "" e", f;
