-- Requests one after the other, while nothing changes: what the last who asked may is kept for them, and for nobody else; not
-- for the same person by another credential either. Who acts on the connection is afterwards who it was.
.read setup/people.sql
CREATE TEMP TABLE c AS SELECT name, session_create(id) AS credential FROM p WHERE name IN ('olga', 'uma', 'carl', 'bert');
INSERT INTO c SELECT 'key', api_key_create('narrow', json_object('user_id', id, 'scopes', json_array('self.read'))) FROM p WHERE name = 'olga';
INSERT INTO c SELECT 'wide key', api_key_create('wide', json_object('user_id', id, 'scopes', json_array('self.read', 'users.read'))) FROM p WHERE name = 'olga';
INSERT INTO c VALUES ('nobody', NULL), ('wrong', 'sessionAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA');
CREATE TEMP TABLE turn (number INTEGER PRIMARY KEY, name);
INSERT INTO turn (name) SELECT a.name FROM c AS a, c AS b;
CREATE TEMP VIEW asked AS
    SELECT t.number, c.name, a.status, a.body LIKE '%carl@%' AS carl, a.body LIKE '%olga@%' AS olga, a.body LIKE '%bert@%' AS bert
    FROM turn AS t JOIN c USING (name), api('vidbeo', 'GET', '/v2/users', NULL, c.credential) AS a;
-- Everybody after everybody: pairs of who came before and who comes then.
DELETE FROM turn;
INSERT INTO turn (name) SELECT n.value FROM c AS a, c AS b, json_each(json_array(a.name, b.name)) AS n ORDER BY a.rowid, b.rowid, n.key;
CREATE TEMP VIEW answers AS SELECT name, count(*) AS times, group_concat(DISTINCT status || ' ' || carl || olga || bert) AS answer FROM asked GROUP BY 1;

.print -- in a statement
SELECT * FROM answers;
.print -- in a transaction
BEGIN;
SELECT count(*) FROM users;
SELECT * FROM answers;
SELECT name, status, carl, olga, bert FROM asked WHERE number < 30;
SELECT actor(), can('users.delete'), (SELECT count(*) FROM users);
COMMIT;
.print -- while somebody acts, whose rights are theirs afterwards
SELECT act_as(id) FROM p WHERE name = 'uma';
SELECT can('users.read'), count(*) FROM users;
BEGIN;
SELECT can('users.read'), count(*) FROM users;
SELECT name, status, carl, olga, bert FROM asked WHERE number < 20;
SELECT can('users.read'), count(*) FROM users;
SELECT a.status, can('users.read'), can('users.delete'), (SELECT count(*) FROM users) FROM c, api('vidbeo', 'GET', '/v2/users', NULL, c.credential) AS a;
COMMIT;
SELECT can('users.read'), count(*) FROM users;
SELECT act_as(NULL);
SELECT * FROM answers;
.print -- what changes meanwhile is seen at once
SELECT name, status, carl FROM asked WHERE number = (SELECT min(number) FROM turn WHERE name = 'olga');
UPDATE account_memberships SET role = 'user' WHERE user_id = (SELECT id FROM p WHERE name = 'olga');
SELECT name, status, carl FROM asked WHERE number = (SELECT min(number) FROM turn WHERE name = 'olga');
