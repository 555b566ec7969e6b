-- A locked connection where nobody acts: every table is empty, nothing can be written, and of the
-- functions only those answer that tell nothing or take a token. A forged token opens nothing.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO usher VALUES ('invite_create', '["olga@example.org","owner",{"id":"00000000-0000-4000-8000-0000000000c1","token":"olga000000000000000000000000000000000000000"}]');
INSERT INTO usher VALUES ('invite_accept', '["olga000000000000000000000000000000000000000",{"id":"00000000-0000-4000-8000-000000000001"}]');
INSERT INTO usher VALUES ('invite_create', '["uma@example.org","user",{"id":"00000000-0000-4000-8000-0000000000c2","token":"uma0000000000000000000000000000000000000000"}]');
INSERT INTO settings (scope, key, value) VALUES ('account', 'invites.life', '7200');
CREATE TABLE app_docs (owner_id TEXT, title TEXT);
INSERT INTO app_docs VALUES ('00000000-0000-4000-8000-000000000001', 'secret'), (NULL, 'nobody''s'), ('nobody', 'not theirs'), ('', 'nor this');
CREATE VIRTUAL TABLE docs USING guarded(app_docs, owner=owner_id);
CREATE TABLE before AS SELECT (SELECT group_concat(before || after) FROM usher_audit) AS log, (SELECT count(*) FROM usher_audit) AS entries;
SELECT usher_lockdown();
SELECT actor();

.print -- every table is empty
SELECT count(*) FROM users;
SELECT count(*) FROM accounts;
SELECT count(*) FROM account_memberships;
SELECT count(*) FROM roles;
SELECT count(*) FROM invites;
SELECT count(*) FROM invites WHERE token = 'uma0000000000000000000000000000000000000000';
SELECT count(*) FROM settings;
SELECT count(*) FROM audit_log;
SELECT count(*) FROM permissions;
SELECT count(*) FROM docs;
SELECT count(*) FROM users WHERE q = 'olga';
SELECT id FROM users WHERE rowid = 1 OR email = 'olga@example.org' OR id = '00000000-0000-4000-8000-000000000001';

.print -- what is not there is neither changed nor deleted
UPDATE users SET enabled = 0;
DELETE FROM users;
UPDATE invites SET status = 'revoked';
DELETE FROM invites;
UPDATE accounts SET name = 'mine';
DELETE FROM account_memberships;
UPDATE roles SET permissions = '[]';
UPDATE settings SET value = '60';
DELETE FROM settings;
UPDATE docs SET title = 'x';
DELETE FROM docs;

.print -- nothing can be added
INSERT INTO users (email) VALUES ('x@example.org');
INSERT INTO invites (email) VALUES ('x@example.org');
INSERT INTO accounts (name) VALUES ('x');
INSERT INTO account_memberships (user_id) VALUES ('00000000-0000-4000-8000-000000000001');
INSERT INTO roles (name) VALUES ('x');
INSERT OR REPLACE INTO settings (scope, key, value) VALUES ('account', 'invites.life', '60');
INSERT INTO docs (title) VALUES ('x');
INSERT OR IGNORE INTO docs (owner_id, title) VALUES ('nobody', 'x');

.print -- functions
SELECT invite_create('x@example.org', 'owner');
SELECT invite_revoke('00000000-0000-4000-8000-0000000000c2');
SELECT invite_resend('00000000-0000-4000-8000-0000000000c2');
SELECT user_restore('00000000-0000-4000-8000-000000000001');
SELECT user_erase('00000000-0000-4000-8000-000000000001');
SELECT usher_init();
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT act_as(NULL);
INSERT INTO usher VALUES ('act_as', '["00000000-0000-4000-8000-000000000001"]');
SELECT can('users.read'), can('users.read', '00000000-0000-4000-8000-000000000001'), can('accounts.update', '00000000-0000-4000-8000-0000000000aa');
SELECT rule, granted, detail FROM can_explain('users.read', '00000000-0000-4000-8000-000000000001');

.print -- forged tokens: too short, too long, stray bits, another alphabet, a hash, a used one, not text
SELECT invite_accept('');
SELECT invite_accept('uma000000000000000000000000000000000000000');
SELECT invite_accept('uma00000000000000000000000000000000000000000');
SELECT invite_accept('uma0000000000000000000000000000000000000001');
SELECT invite_accept('uma0000000000000000000000000000000000000+/=');
SELECT invite_accept('uma000000000000000000000000000000000000%');
SELECT invite_accept('AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA');
SELECT invite_accept('olga000000000000000000000000000000000000000');
SELECT invite_accept(x'756d6130303030303030');
SELECT invite_accept(NULL);
SELECT invite_decline('UMA0000000000000000000000000000000000000000');
SELECT invite_accept('uma0000000000000000000000000000000000000000', '{"role":"owner"}');
SELECT invite_accept('uma0000000000000000000000000000000000000000', '{"account_id":"00000000-0000-4000-8000-0000000000ab"}');
SELECT invite_accept('uma0000000000000000000000000000000000000000', '{"email":"eve@example.org"}');
SELECT invite_accept('uma0000000000000000000000000000000000000000', '{"verified_email":1}');

.print -- nothing came of it
.open test.db
.load dist/usher
SELECT email, role, status FROM users;
SELECT email, status FROM invites ORDER BY email;
SELECT value FROM settings;
SELECT title FROM app_docs;
SELECT (SELECT count(*) FROM usher_audit) = entries, (SELECT group_concat(before || after) FROM usher_audit) IS log FROM before;
