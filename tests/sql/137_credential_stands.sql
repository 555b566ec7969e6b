-- Who acts by a session or a key does so as long as that one stands: not because they have another, and not when it is
-- somebody else's by now. What is left of them sees nothing.
.read setup/people.sql
CREATE TEMP TABLE c (name, credential);
INSERT INTO c SELECT 'key', api_key_create('one', json_object('user_id', id, 'id', '00000000-0000-4000-8003-0000000000f1', 'scopes', json_array('self.read', 'users.read'), 'expires_at', '9999-01-01T00:00:00Z')) FROM p WHERE name = 'mia';
INSERT INTO c SELECT 'other key', api_key_create('two', json_object('user_id', id, 'id', '00000000-0000-4000-8003-0000000000f2', 'scopes', json_array('self.read', 'users.read'))) FROM p WHERE name = 'mia';
INSERT INTO c SELECT 'session', session_create(id, json_object('id', '00000000-0000-4000-8003-0000000000f3')) FROM p WHERE name = 'mia';
INSERT INTO c SELECT 'other session', session_create(id, json_object('id', '00000000-0000-4000-8003-0000000000f4')) FROM p WHERE name = 'mia';
CREATE TEMP VIEW now AS SELECT can('users.read') AS may, (SELECT count(*) > 1 FROM users) AS sees, (SELECT count(*) FROM users WHERE id = '00000000-0000-4000-8000-000000000004') AS self;

.print -- a key, with a time at which it ends and without
SELECT substr(authenticate(credential), -2) FROM c WHERE name = 'other key';
SELECT * FROM now;
SELECT substr(authenticate(credential), -2) FROM c WHERE name = 'key';
SELECT * FROM now;
.print -- is gone, its user's, or over
SAVEPOINT s; DELETE FROM usher_api_key_scope WHERE key_id LIKE '%0000f1'; DELETE FROM usher_api_key WHERE id LIKE '%0000f1';
SELECT * FROM now;
ROLLBACK TO s;
SELECT * FROM now;
UPDATE usher_api_key SET user_id = '00000000-0000-4000-8000-000000000003' WHERE id LIKE '%0000f1';
SELECT * FROM now;
ROLLBACK TO s;
UPDATE usher_api_key SET expires_at = '2022-01-01T00:00:00.000Z' WHERE id LIKE '%0000f1';
SELECT * FROM now;
ROLLBACK TO s;
-- a user of that id has come since: the key would have their rights
INSERT INTO usher_user (id, account_id, email, access_id, created_at, updated_at) SELECT '00000000-0000-4000-8003-0000000000f1', account_id, 'f1@example.org', substr(access_id, 2) || 'x', created_at, updated_at FROM usher_user WHERE name = 'mia';
SELECT * FROM now;
ROLLBACK TO s;
UPDATE usher_api_key SET expires_at = NULL WHERE id LIKE '%0000f1';
SELECT * FROM now;
RELEASE s;
SELECT act_as(NULL);
.print -- a session
SELECT substr(authenticate(credential), -2) FROM c WHERE name = 'session';
SELECT * FROM now;
SAVEPOINT s; DELETE FROM usher_session WHERE id LIKE '%0000f3';
SELECT * FROM now;
ROLLBACK TO s;
UPDATE usher_session SET revoked_at = created_at WHERE id LIKE '%0000f3';
SELECT * FROM now;
ROLLBACK TO s;
UPDATE usher_session SET user_id = '00000000-0000-4000-8000-000000000003' WHERE id LIKE '%0000f3';
SELECT * FROM now;
ROLLBACK TO s;
UPDATE usher_session SET revoked_at = created_at WHERE id LIKE '%0000f4';
SELECT * FROM now;
RELEASE s;
