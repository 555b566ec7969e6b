-- CREATE VIRTUAL TABLE … USING guarded(…): which table, whose rows, which permissions. Each mistake has an
-- error of its own, and nothing is left behind.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
CREATE TABLE app_docs (id INTEGER PRIMARY KEY, owner_id TEXT, account_id TEXT, title TEXT, words INTEGER AS (length(title)));
CREATE VIEW app_view AS SELECT * FROM app_docs;

-- The table.
CREATE VIRTUAL TABLE docs USING guarded;
CREATE VIRTUAL TABLE docs USING guarded();
CREATE VIRTUAL TABLE docs USING guarded(owner=owner_id);
CREATE VIRTUAL TABLE docs USING guarded(no_such, owner=owner_id);
CREATE VIRTUAL TABLE docs USING guarded(app docs, owner=owner_id);
CREATE VIRTUAL TABLE docs USING guarded('', owner=owner_id);
CREATE VIRTUAL TABLE docs USING guarded(app_view, owner=owner_id);
CREATE VIRTUAL TABLE docs USING guarded(usher_user, owner=id);
CREATE VIRTUAL TABLE docs USING guarded(USHER_nothing, owner=id);
CREATE VIRTUAL TABLE docs USING guarded(sqlite_schema, owner=name);
CREATE VIRTUAL TABLE docs USING guarded(users, owner=id);
CREATE VIRTUAL TABLE docs USING guarded(temp.app_docs, owner=owner_id);
CREATE VIRTUAL TABLE docs USING guarded(aux . app_docs, owner=owner_id);
CREATE VIRTUAL TABLE temp.docs USING guarded(app_docs, owner=owner_id);
ATTACH ':memory:' AS aux;
CREATE VIRTUAL TABLE aux.docs USING guarded(app_docs, owner=owner_id);
CREATE TABLE aux.app_elsewhere (id, owner_id);
CREATE VIRTUAL TABLE docs USING guarded(app_elsewhere, owner=owner_id);
DETACH aux;
CREATE TEMP TABLE app_temp (id, owner_id);
CREATE VIRTUAL TABLE docs USING guarded(app_temp, owner=owner_id);
CREATE VIRTUAL TABLE people USING users;
CREATE VIRTUAL TABLE docs USING guarded(people, owner=id);
CREATE TABLE app_pair (a, b, owner_id, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE VIRTUAL TABLE docs USING guarded(app_pair, owner=owner_id);
CREATE TABLE app_rowids (rowid, oid, _rowid_, owner_id);
CREATE VIRTUAL TABLE docs USING guarded(app_rowids, owner=owner_id);
CREATE TABLE app_clash (owner_id, Usher_Writable);
CREATE VIRTUAL TABLE docs USING guarded(app_clash, owner=owner_id);
CREATE TABLE app_wide (owner_id, c01, c02, c03, c04, c05, c06, c07, c08, c09, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20, c21, c22, c23, c24, c25, c26, c27, c28, c29, c30, c31, c32, c33, c34, c35, c36, c37, c38, c39, c40, c41, c42, c43, c44, c45, c46, c47, c48, c49, c50, c51, c52, c53, c54, c55, c56, c57, c58, c59, c60);
CREATE VIRTUAL TABLE wide USING guarded(app_wide, owner=owner_id);
INSERT INTO wide (c60, c01) VALUES ('last', 'first');
UPDATE wide SET c60 = c60 || '!', c59 = usher_writable;
SELECT c01, c59, c60, usher_writable FROM wide WHERE c60 = 'last!';
DROP TABLE wide;
ALTER TABLE app_wide ADD COLUMN c61;
CREATE VIRTUAL TABLE docs USING guarded(app_wide, owner=owner_id);

-- Whose rows.
CREATE VIRTUAL TABLE docs USING guarded(app_docs);
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner);
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner=);
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner='');
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner=owner_id title);
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner=no_such);
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner=rowid);
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner=usher_writable);
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner=words);
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner=owner_id, OWNER=title);
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner=owner_id, account=nowhere);
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner=owner_id, account=owner_id);
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner=owner_id, group=account_id);
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner_id=owner);

-- Which permissions.
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner=owner_id, read='docs.read');
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner=owner_id, write='docs.write');
CREATE VIRTUAL TABLE docs USING guarded(app_docs, account=account_id);
CREATE VIRTUAL TABLE docs USING guarded(app_docs, account=account_id, write='docs.write');
CREATE VIRTUAL TABLE docs USING guarded(app_docs, account=account_id, read='docs');
CREATE VIRTUAL TABLE docs USING guarded(app_docs, account=account_id, read='Docs.read');
CREATE VIRTUAL TABLE docs USING guarded(app_docs, account=account_id, read='docs..read');
CREATE VIRTUAL TABLE docs USING guarded(app_docs, account=account_id, read='docs.');
CREATE VIRTUAL TABLE docs USING guarded(app_docs, account=account_id, read='docs.1st');
CREATE VIRTUAL TABLE docs USING guarded(app_docs, account=account_id, read='docs.read''; --');
CREATE VIRTUAL TABLE docs USING guarded(app_docs, account=account_id, read='docs.reeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeead');
CREATE VIRTUAL TABLE docs USING guarded(app_docs, account=account_id, read='users.foo');
CREATE VIRTUAL TABLE docs USING guarded(app_docs, account=account_id, read='account_memberships.foo');
CREATE VIRTUAL TABLE docs USING guarded(app_docs, account=account_id, read='jwt_keys.foo');
CREATE VIRTUAL TABLE docs USING guarded(app_docs, account=account_id, read='outbox.foo');
CREATE VIRTUAL TABLE docs USING guarded(app_docs, account=account_id, read='usher.foo');
CREATE VIRTUAL TABLE docs USING guarded(app_docs, account=account_id, read='api_keys.foo');
CREATE VIRTUAL TABLE docs USING guarded(app_docs, account=account_id, read='channels.foo');
CREATE VIRTUAL TABLE docs USING guarded(app_docs, account=account_id, read='sessions.foo');
CREATE VIRTUAL TABLE docs USING guarded(app_docs, account=account_id, read='storage.foo');
CREATE VIRTUAL TABLE docs USING guarded(app_docs, account=account_id, read='teams.foo');
CREATE VIRTUAL TABLE docs USING guarded(app_docs, account=account_id, read='teams.read');
CREATE VIRTUAL TABLE docs USING guarded(app_docs, account=account_id, read=users.read, write='invites.foo');
SELECT usher_error();
SELECT name FROM sqlite_schema WHERE sql LIKE '%guarded%';
SELECT name FROM usher_permission WHERE name GLOB 'docs*';

-- Well said: names and values in any quotes, in any order, a permission of usher's own.
CREATE VIRTUAL TABLE docs USING guarded ( main . "app_docs" , write = docs.write, "read" = [docs.read], Account=`ACCOUNT_ID`, owner='owner_id' );
CREATE VIRTUAL TABLE notes USING guarded(APP_DOCS, account=account_id, read='users.read', write='docs.write');
CREATE VIRTUAL TABLE spread USING guarded(
	app_docs
,
	account
	=
	account_id
	, read	=	'accounts.update'
);
DROP TABLE spread;
SELECT name, meaning FROM usher_permission WHERE name GLOB 'docs*';
-- Owners hold what the application needs, so that they can grant it; nobody else does.
SELECT r.name, p.permission FROM usher_role_permission AS p JOIN usher_role AS r ON r.id = p.role_id WHERE permission GLOB 'docs*';
SELECT actor, action, object_type, object_id, after FROM audit_log WHERE action = 'permission.create';
SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo('docs');
-- Dropping leaves the table and the permissions alone.
INSERT INTO docs (title) VALUES ('kept');
DROP TABLE docs;
DROP TABLE notes;
SELECT id, title, words FROM app_docs;
SELECT count(*) FROM usher_permission WHERE name GLOB 'docs*';
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner=owner_id, account=account_id, read='docs.read', write='docs.write');
SELECT id, title FROM docs;
DROP TABLE docs;

-- Only the system guards; a rolled-back table leaves no permission.
BEGIN;
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner=owner_id, account=account_id, read='papers.read');
ROLLBACK;
SELECT count(*) FROM usher_permission WHERE name = 'papers.read';
INSERT INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 'true');
INSERT INTO usher VALUES ('invite_create', '["a@example.org","owner",{"token":"a000000000000000000000000000000000000000000"}]');
INSERT INTO usher VALUES ('invite_accept', '["a000000000000000000000000000000000000000000",{"id":"00000000-0000-4000-8000-000000000001"}]');
INSERT INTO usher VALUES ('act_as', '["00000000-0000-4000-8000-000000000001"]');
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner=owner_id);
SELECT name FROM sqlite_schema WHERE sql LIKE '%guarded%';
