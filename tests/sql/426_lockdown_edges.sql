-- A locked connection at the edges: what is asked of sqlite_master elsewhere than in main, tables of usher's that do not connect because their store is damaged.
.read setup/people.sql
.mode list
CREATE TABLE t (x);
ATTACH 'aside.db' AS aside;
CREATE TABLE aside.t (x);
PRAGMA writable_schema = ON;
.print -- the schema of the database aside is not written, either
SELECT usher_lockdown();
UPDATE aside.sqlite_master SET sql = 'x';
UPDATE main.sqlite_master SET sql = 'x';
SELECT sql FROM aside.sqlite_master;

.print -- a guarded table that cannot connect, because the schema of another database was damaged meanwhile
.open test.db
.load dist/usher
CREATE VIRTUAL TABLE seen USING guarded(t, owner=x);
.open test.db
.load dist/usher
ATTACH 'aside.db' AS aside;
.connection 1
.open aside.db
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = 'CREATE TABLE t !x)';
PRAGMA schema_version = 77;
.connection 0
SELECT usher_lockdown();
SELECT usher_error();
DETACH aside;
SELECT usher_lockdown();
