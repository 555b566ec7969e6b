-- Everybody, each permission, each kind of object: what can() says, and by what rules; roles that are named alike in two
-- accounts; names of permissions that begin like usher's own.
.read setup/people.sql
.read setup/channels.sql
INSERT INTO roles (id, account_id, name, permissions) VALUES
    ('00000000-0000-4000-8000-0000000000f1', '00000000-0000-4000-8000-0000000000ab', 'reader', '["users.read"]'),
    ('00000000-0000-4000-8000-0000000000f2', '00000000-0000-4000-8000-0000000000aa', 'more', '["users.read","users.erase","roles.update"]'),
    ('00000000-0000-4000-8000-0000000000f3', '00000000-0000-4000-8000-0000000000aa', 'less', '["users.read"]'),
    ('00000000-0000-4000-8000-0000000000f4', '00000000-0000-4000-8000-0000000000aa', 'roles', '["users.read","roles.update","users.update","users.role"]');
UPDATE account_memberships SET role = 'roles' WHERE user_id = (SELECT id FROM p WHERE name = 'mia');
INSERT INTO teams (id, account_id, name) VALUES ('00000000-0000-4000-8000-00000000e001', '00000000-0000-4000-8000-0000000000aa', 'team');
INSERT INTO team_memberships (team_id, user_id, role) SELECT '00000000-0000-4000-8000-00000000e001', id, CASE name WHEN 'uma' THEN 'lead' ELSE 'member' END FROM p WHERE name IN ('uma', 'carl');
INSERT INTO invites (id, account_id, email, role) VALUES ('00000000-0000-4000-8000-00000000a901', '00000000-0000-4000-8000-0000000000aa', 'new@example.org', 'user'), ('00000000-0000-4000-8000-00000000a902', '00000000-0000-4000-8000-0000000000ab', 'uma@example.org', 'user'), ('00000000-0000-4000-8000-00000000a903', '00000000-0000-4000-8000-0000000000ab', 'carl@example.org', 'user');
UPDATE usher_user SET verified_email = name = 'carl' WHERE name IN ('uma', 'carl');
CREATE TEMP TABLE object (number INTEGER PRIMARY KEY, name, id);
INSERT INTO object (name, id) VALUES ('nothing', NULL), ('account aa', '00000000-0000-4000-8000-0000000000aa'), ('account ab', '00000000-0000-4000-8000-0000000000ab'), ('owner''s role', '00000000-0000-7000-8000-000000000001'),
    ('user''s role', '00000000-0000-7000-8000-000000000005'), ('role: more', '00000000-0000-4000-8000-0000000000f2'), ('role: less', '00000000-0000-4000-8000-0000000000f3'), ('role: roles', '00000000-0000-4000-8000-0000000000f4'), ('role of ab', '00000000-0000-4000-8000-0000000000f1'),
    ('team', '00000000-0000-4000-8000-00000000e001'), ('channel one', '00000000-0000-4000-8000-00000000c001'), ('channel far', '00000000-0000-4000-8000-00000000c004'), ('file of uma', '00000000-0000-4000-8000-00000000b001'), ('file far', '00000000-0000-4000-8000-00000000b005'),
    ('invite', '00000000-0000-4000-8000-00000000a901'), ('invite of uma', '00000000-0000-4000-8000-00000000a902'), ('invite of carl', '00000000-0000-4000-8000-00000000a903');
INSERT INTO object (name, id) SELECT name, id FROM p WHERE name IN ('olga', 'adam', 'mia', 'uma', 'hana', 'bob');
INSERT INTO object (name, id) SELECT 'as member: ' || p.name, m.id FROM usher_membership AS m JOIN p ON p.id = m.user_id WHERE p.name IN ('adam', 'uma', 'hana') ORDER BY p.id, m.account_id;
CREATE TEMP TABLE c (number INTEGER PRIMARY KEY, name, credential);
INSERT INTO c (name, credential) SELECT name, session_create(id) FROM p WHERE name IN ('olga', 'adam', 'mia', 'carl', 'uma', 'hana', 'bob') ORDER BY id;
INSERT INTO c (name, credential) SELECT 'key of adam', api_key_create('k', json_object('user_id', id, 'scopes', json_array('users.read', 'users.update', 'self.update', 'sessions.delete'))) FROM p WHERE name = 'adam';
INSERT INTO c (name, credential) SELECT 'key of uma', api_key_create('k', json_object('user_id', id, 'scopes', json_array())) FROM p WHERE name = 'uma';
CREATE TEMP VIEW may AS SELECT o.name, (SELECT group_concat(name, ' ') FROM (SELECT name FROM usher_permission WHERE can(name, o.id))) AS permissions FROM object AS o ORDER BY number;
CREATE TEMP VIEW why AS SELECT o.name, a.value AS permission, (SELECT group_concat(rule || CASE WHEN granted THEN '+' WHEN granted = 0 THEN '-' ELSE '' END || ifnull('(' || role || ')', ''), ' ') FROM can_explain(a.value, o.id)) AS rules,
    (SELECT detail FROM can_explain(a.value, o.id) ORDER BY step DESC LIMIT 1) AS detail
    FROM json_each('["users.update","roles.update","sessions.delete","invites.revoke","self.update"]') AS a, object AS o WHERE o.name NOT LIKE 'file%' ORDER BY a.key, number;
.once turns.sql
SELECT '.print -- ' || name || char(10) || 'SELECT substr(authenticate(credential), -2) FROM c WHERE number = ' || number || ';' || char(10) || 'SELECT * FROM may;' || CASE WHEN name IN ('adam', 'mia', 'uma', 'key of adam') THEN char(10) || 'SELECT * FROM why;' ELSE '' END FROM c ORDER BY number;
.read turns.sql
SELECT act_as(NULL);

.print -- permissions: the first of all, none of usher's own, and what begins like them
CREATE TABLE doc (id INTEGER PRIMARY KEY, o, a, x);
CREATE VIRTUAL TABLE first USING guarded(doc, owner=o, account=a, read='accounts.update', write='accounts.update');
CREATE VIRTUAL TABLE erase USING guarded(doc, owner=o, account=a, read='users.erase', write='users.erase');
CREATE VIRTUAL TABLE outer_docs USING guarded(doc, owner=o, account=a, read='out.x', write='jwt_k.x');
CREATE VIRTUAL TABLE account_docs USING guarded(doc, owner=o, account=a, read='account.x', write='u.x');
CREATE VIRTUAL TABLE outbox_docs USING guarded(doc, owner=o, account=a, read='outbox.x');
CREATE VIRTUAL TABLE audit_docs USING guarded(doc, owner=o, account=a, read='audit.x');
CREATE VIRTUAL TABLE self_docs USING guarded(doc, owner=o, account=a, read='self.read');
INSERT INTO doc VALUES (1, '00000000-0000-4000-8000-000000000006', '00000000-0000-4000-8000-0000000000aa', 'of uma'), (2, 'x', '', 'of account nothing'), (3, NULL, '00000000-0000-4000-8000-0000000000ab', 'of ab');
CREATE TEMP VIEW docs AS SELECT (SELECT group_concat(id || usher_writable) FROM first) AS first, (SELECT group_concat(id || usher_writable) FROM erase) AS erase, (SELECT group_concat(id || usher_writable) FROM outer_docs) AS outer;
SELECT act_as(id) FROM p WHERE name = 'adam';
SELECT * FROM docs;
UPDATE first SET x = 'by adam' WHERE id = 1;
UPDATE erase SET x = 'by adam' WHERE id = 1;
SELECT act_as(id) FROM p WHERE name = 'hana';
SELECT * FROM docs;
SELECT act_as(id) FROM p WHERE name = 'mia';
SELECT * FROM docs;
SELECT act_as(id) FROM p WHERE name = 'olga';
SELECT * FROM docs;
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT * FROM docs;
SELECT act_as(NULL);
SELECT x FROM doc WHERE id = 1;

.print -- roles: of another account, of a built-in one's name
INSERT INTO invites (account_id, email, role) VALUES ('00000000-0000-4000-8000-0000000000aa', 'role1@example.org', 'reader');
INSERT INTO invites (account_id, email, role) VALUES ('00000000-0000-4000-8000-0000000000ab', 'role2@example.org', 'reader');
UPDATE account_memberships SET role = 'less' WHERE user_id = (SELECT id FROM p WHERE name = 'bob');
SELECT email, role FROM invites WHERE email LIKE 'role%';
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'owner', '["users.read"]');
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'OWNER', '["users.read"]');
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'User', '["users.read"]');
.print -- questions that are none
SELECT * FROM can_explain();
SELECT * FROM can_explain(NULL);
SELECT can('x.y');
.print -- built-in roles that lost or won something
DELETE FROM usher_role_permission WHERE permission IN ('users.read', 'accounts.update') AND role_id LIKE '%000001';
INSERT INTO usher_role_permission (role_id, permission) SELECT id, 'users.erase' FROM usher_role WHERE name IN ('user', 'admin', 'manager');
SELECT subject, message FROM usher_doctor() WHERE message LIKE '%built-in%';
SELECT usher_init();
SELECT subject, message FROM usher_doctor() WHERE message LIKE '%built-in%';
