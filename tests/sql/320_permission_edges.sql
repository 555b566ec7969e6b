-- Edges of what somebody may: a key that ends while a transaction reads, rights in one account and not in another,
-- permissions of an application, many of them; a user whose state the database holds and no rule would make.
.read setup/people.sql
CREATE TEMP TABLE c (name, credential);
CREATE TEMP VIEW now AS SELECT can('users.read') AS may, (SELECT count(*) FROM users) AS sees;

.print -- a user who is not activated after all, while they act
SELECT act_as(id) FROM p WHERE name = 'mia';
UPDATE usher_user SET activated_at = NULL WHERE name = 'mia';
SELECT * FROM now;
SELECT * FROM can_explain('users.read');
UPDATE usher_user SET activated_at = created_at WHERE name = 'mia';
SELECT * FROM now;
UPDATE usher_user SET disabled_at = created_at WHERE name = 'mia';
SELECT * FROM now;
UPDATE usher_user SET disabled_at = NULL WHERE name = 'mia';
SELECT act_as(NULL);

.print -- invites: who may in their own account, and is a guest of another, may not there
CREATE TEMP VIEW invited AS SELECT email, account_id, invited_by FROM invites WHERE email LIKE 'edge%';
SELECT act_as(id) FROM p WHERE name = 'bert'; -- owner of ab
SELECT invite_create('edge1@example.org', 'user') IS NOT NULL;
INSERT INTO invites (email, role, account_id) VALUES ('edge2@example.org', 'user', '00000000-0000-4000-8000-0000000000aa');
SELECT usher_error();
SELECT act_as(NULL);
UPDATE account_memberships SET role = 'owner' WHERE user_id = (SELECT id FROM p WHERE name = 'hana') AND account_id LIKE '%0000aa';
SELECT act_as(id) FROM p WHERE name = 'hana'; -- manager of ab, and as a guest an owner of aa
INSERT INTO invites (email, role) VALUES ('edge5@example.org', 'user');
SELECT usher_error() ->> 'message';
INSERT INTO invites (email, role, account_id) VALUES ('edge3@example.org', 'user', '00000000-0000-4000-8000-0000000000aa');
SELECT act_as(id) FROM p WHERE name = 'gus'; -- user of both
INSERT INTO invites (email, role, account_id) VALUES ('edge4@example.org', 'user', '00000000-0000-4000-8000-0000000000aa');
SELECT usher_error();
SELECT act_as(NULL);
SELECT * FROM invited;

.print -- permissions of an application: ten of them, some in one account and some in the other
CREATE TABLE doc (id INTEGER PRIMARY KEY, owner_id TEXT, account_id TEXT, title TEXT);
INSERT INTO usher_permission (name, meaning) SELECT 'app.p' || value, 'of the application' FROM json_each('[0,1,2,3,4,5,6,7,8,9]');
CREATE VIRTUAL TABLE docs USING guarded(doc, owner=owner_id, account=account_id, read='app.p9', write='app.p0');
CREATE VIRTUAL TABLE first_docs USING guarded(doc, owner=owner_id, account=account_id, read='app.p0', write='app.p9');
INSERT INTO doc VALUES (1, NULL, '00000000-0000-4000-8000-0000000000aa', 'of aa'), (2, NULL, '00000000-0000-4000-8000-0000000000ab', 'of ab'), (3, NULL, '00000000-0000-4000-8000-0000000000ac', 'of ac');
INSERT INTO roles (account_id, name, permissions) SELECT '00000000-0000-4000-8000-0000000000aa', 'all', json_group_array('app.p' || value) FROM json_each('[0,1,2,3,4,5,6,7,8,9]');
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000ab', 'last', '["app.p9","users.read"]');
UPDATE account_memberships SET role = 'all' WHERE user_id = (SELECT id FROM p WHERE name = 'gus') AND account_id LIKE '%0000aa';
UPDATE account_memberships SET role = 'last' WHERE user_id = (SELECT id FROM p WHERE name = 'gus') AND account_id LIKE '%0000ab';
UPDATE account_memberships SET role = 'all' WHERE user_id = (SELECT id FROM p WHERE name = 'uma');
SELECT act_as(id) FROM p WHERE name = 'gus';
SELECT group_concat(can('app.p' || value)) FROM json_each('[0,1,2,3,4,5,6,7,8,9]');
SELECT title FROM docs ORDER BY id;
SELECT title FROM first_docs ORDER BY id;
UPDATE docs SET title = title || '!' WHERE id = 1;
UPDATE docs SET title = title || '!' WHERE id = 2;
SELECT usher_error();
UPDATE first_docs SET title = title || '?' WHERE id = 1;
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT group_concat(can('app.p' || value)) FROM json_each('[0,1,2,3,4,5,6,7,8,9]');
SELECT title FROM docs ORDER BY id;
SELECT title FROM first_docs ORDER BY id;
SELECT act_as(id) FROM p WHERE name = 'carl';
SELECT group_concat(can('app.p' || value)) FROM json_each('[0,1,2,3,4,5,6,7,8,9]');
SELECT count(*) FROM docs;
SELECT act_as(NULL);
SELECT id, title FROM doc;

.print -- the first permission of all, and the names that none has
SELECT act_as(id) FROM p WHERE name = 'olga';
SELECT name, can(name) FROM usher_permission WHERE name NOT LIKE 'app.%' ORDER BY name;
SELECT can('users.rea');
SELECT can('users.readx');
SELECT can('');
SELECT act_as(NULL);

.print -- permissions: to everybody their own, and those of the accounts whose users they may read
CREATE TEMP VIEW granted AS SELECT p.name, count(*) AS permissions, count(DISTINCT g.account_id) AS accounts , group_concat(DISTINCT g.role) AS roles, sum(g.membership_id = m.id) AS theirs FROM permissions AS g JOIN p ON p.id = g.user_id JOIN usher_membership AS m ON m.user_id = p.id AND m.account_id = g.account_id GROUP BY 1;
SELECT * FROM granted;
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT * FROM granted;
SELECT act_as(id) FROM p WHERE name = 'gus';
SELECT * FROM granted;
SELECT act_as(id) FROM p WHERE name = 'mia';
SELECT * FROM granted;
SELECT act_as(NULL);

.print -- a key that ends: at once, also in a transaction that has read what it holds
INSERT INTO c SELECT 'key', api_key_create('one', json_object('user_id', id, 'scopes', json_array('self.read', 'users.read'), 'expires_at', strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+2 seconds'))) FROM p WHERE name = 'mia';
INSERT INTO c SELECT 'session', session_create(id) FROM p WHERE name = 'mia';
BEGIN;
SELECT substr(authenticate(credential), -2) FROM c WHERE name = 'key';
.once /dev/null
SELECT * FROM now;
.shell sleep 2.1
SELECT * FROM now;
SELECT count(*) FROM accounts;
COMMIT;
SELECT substr(authenticate(credential), -2) FROM c WHERE name = 'session';
SELECT * FROM now;
