-- Tables of the store whose definitions are gone, or empty, while the connection still knows them: noticed, as any change is.
SELECT usher_init() IS NOT NULL;
CREATE TEMP TABLE was AS SELECT name, sql FROM sqlite_schema WHERE name = 'usher_store';
SELECT count(*) FROM users;
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = NULL WHERE name = 'usher_store';
SELECT count(*) FROM users;
INSERT INTO accounts (name) VALUES ('x');
UPDATE sqlite_schema SET sql = '' WHERE name = 'usher_store';
SELECT count(*) FROM users;
.print -- put back
UPDATE sqlite_schema SET sql = (SELECT was.sql FROM was) WHERE name = 'usher_store';
SELECT count(*) FROM users;
INSERT INTO accounts (name) VALUES ('x');
PRAGMA integrity_check;
