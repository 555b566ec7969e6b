-- api_key_create(): the form of a key, whose it is, what it may be given.
.read setup/people.sql
.mode list
CREATE TEMP TABLE made (name, key);

-- By a user: 53 characters, all their permissions unless said otherwise; shown this once.
SELECT act_as('00000000-0000-4000-8000-000000000004');
INSERT INTO made VALUES ('first', api_key_create('Build server', '{"id":"00000000-0000-4000-8000-00000000e001"}'));
SELECT length(key), key GLOB 'usk_*', key GLOB '*[^0-9A-Za-z_]*', instr(substr(key, 5), '_') FROM made;
SELECT id, kind, owner, user_id, account_id, name, hint = (SELECT substr(key, 1, 8) FROM made) AS hint, key, created_by, length(created_at) AS created, expires_at, last_used_at, status FROM api_keys;
SELECT scopes FROM api_keys;
-- Two keys are not the same.
SELECT api_key_create('a') <> api_key_create('a');
-- In the caller's hand: id, key, scopes, expiry, kind.
SELECT api_key_create('given', '{"id":"00000000-0000-4000-8000-00000000E002","key":"usk_alphaalphaalphaalphaalphaalphaalphaalphaalp3x56yj","scopes":["users.read","users.read"],"expires_at":"2100-01-01T00:00:00+01:00","kind":"upload","owner":"user","user_id":"00000000-0000-4000-8000-000000000004","readable":0}');
SELECT kind, name, hint, scopes, expires_at FROM api_keys WHERE id = '00000000-0000-4000-8000-00000000e002';
SELECT length(api_key_create('upload', '{"kind":"upload"}')), length(api_key_create('nothing', '{"scopes":[]}'));
SELECT kind, scopes FROM api_keys WHERE name IN ('upload', 'nothing') ORDER BY name;
-- A checksum may begin with 0.
SELECT api_key_create('zero', '{"key":"usk_00207zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz00yv5i"}');
-- Taken.
SELECT api_key_create('again', '{"key":"usk_alphaalphaalphaalphaalphaalphaalphaalphaalp3x56yj"}');
SELECT api_key_create('again', '{"id":"00000000-0000-4000-8000-00000000e002"}');
-- Under the id of a user it would have that user's rights.
SELECT api_key_create('me', '{"id":"00000000-0000-4000-8000-000000000001"}');
SELECT usher_error() ->> 'field';
-- Malformed.
SELECT api_key_create(NULL);
SELECT api_key_create('');
SELECT api_key_create(substr(hex(zeroblob(60)), 1, 101));
SELECT length(api_key_create(substr(hex(zeroblob(60)), 1, 100)));
SELECT api_key_create('x', '[]');
SELECT api_key_create('x', '{"name":"y"}');
SELECT api_key_create('x', '{"hint":"y"}');
SELECT api_key_create('x', '{"kind":"other"}');
SELECT api_key_create('x', '{"owner":"team"}');
SELECT api_key_create('x', '{"id":"1"}');
SELECT api_key_create('x', '{"scopes":"users.read"}');
SELECT api_key_create('x', '{"scopes":["users.fly"]}');
SELECT api_key_create('x', '{"scopes":[7]}');
SELECT api_key_create('x', '{"expires_at":"tomorrow"}');
SELECT api_key_create('x', '{"expires_at":"2020-01-01T00:00:00Z"}');
SELECT api_key_create('x', '{"readable":2}');
SELECT api_key_create('x', '{"readable":1}');
SELECT api_key_create('x', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}');
SELECT api_key_create();
SELECT api_key_create('x', '{}', 1);
-- Keys: too short, too long, another prefix, another alphabet, a checksum of another.
SELECT api_key_create('x', '{"key":"usk_alphaalphaalphaalphaalphaalphaalphaalphaalp3x56y"}');
SELECT api_key_create('x', '{"key":"usk_alphaalphaalphaalphaalphaalphaalphaalphaalp3x56yj0"}');
SELECT api_key_create('x', '{"key":"USK_alphaalphaalphaalphaalphaalphaalphaalphaalp1JsJBc"}');
SELECT api_key_create('x', '{"key":"usk_alphaalphaalphaalphaalphaalphaalphaalphaal-1JsJBc"}');
SELECT api_key_create('x', '{"key":"usk_alphaalphaalphaalphaalphaalphaalphaalphaalp3x56yd"}');
SELECT api_key_create('x', '{"key":"usk_alphaalphaalphaalphaalphaalphaalphaalphaalq1JsJBc"}');
-- Nobody gives a key what they do not have, makes one for others, or for the account without the right.
SELECT api_key_create('x', '{"scopes":["users.read","users.update"]}');
SELECT api_key_create('x', '{"user_id":"00000000-0000-4000-8000-000000000001"}');
SELECT api_key_create('x', '{"owner":"account","scopes":["users.read"]}');
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT api_key_create('x', '{"kind":"upload"}');
SELECT length(api_key_create('x'));
SELECT scopes FROM api_keys;
-- A guest's rights elsewhere count: gina is a user at home and a manager here.
SELECT act_as('00000000-0000-4000-8000-000000000023');
SELECT length(api_key_create('x', '{"scopes":["users.read"]}'));
SELECT account_id, scopes FROM api_keys;

-- The system says whose; not of who is disabled, deleted, merely created, or not there.
SELECT act_as(NULL);
SELECT api_key_create('x');
SELECT api_key_create('x', '{"user_id":"00000000-0000-4000-8000-000000000007"}');
SELECT api_key_create('x', '{"user_id":"00000000-0000-4000-8000-000000000008"}');
SELECT api_key_create('x', '{"user_id":"00000000-0000-4000-8000-000000000009"}');
SELECT api_key_create('x', '{"user_id":"00000000-0000-4000-8000-00000000dead"}');
SELECT api_key_create('x', '{"user_id":"00000000-0000-4000-8000-000000000006","scopes":["users.read"]}');
SELECT length(api_key_create('by the system', '{"user_id":"00000000-0000-4000-8000-000000000006","id":"00000000-0000-4000-8000-00000000e003"}'));
SELECT user_id, created_by, scopes FROM api_keys WHERE name = 'by the system';
-- Nor may a user come to have the id of a key.
INSERT INTO users (id, account_id, email) VALUES ('00000000-0000-4000-8000-00000000e001', '00000000-0000-4000-8000-0000000000aa', 'e1@example.org');
SELECT invite_create('e1@example.org', 'user', '{"account_id":"00000000-0000-4000-8000-0000000000aa","token":"e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1A"}');
SELECT invite_accept('e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1A', '{"id":"00000000-0000-4000-8000-00000000e001"}');

-- By INSERT; in a transaction that is rolled back; one of several that fails takes all with it.
INSERT INTO usher VALUES ('api_key_create', '["by insert",{"user_id":"00000000-0000-4000-8000-000000000006"}]');
SELECT count(*) FROM api_keys WHERE name = 'by insert';
BEGIN;
SELECT length(api_key_create('rolled back', '{"user_id":"00000000-0000-4000-8000-000000000006"}'));
ROLLBACK;
CREATE TEMP TABLE wanted AS SELECT column1 AS scope FROM (VALUES ('settings.read'), ('users.read'));
BEGIN;
INSERT INTO made SELECT 'several', api_key_create('several', json_object('user_id', '00000000-0000-4000-8000-000000000006', 'scopes', json_array(scope))) FROM wanted;
COMMIT;
SELECT name FROM api_keys WHERE name IN ('rolled back', 'several');
-- A failure leaves nothing: no user without its key, no key without its scopes.
SELECT api_key_create('torn', '{"owner":"account","account_id":"00000000-0000-4000-8000-0000000000aa","scopes":["users.read","users.fly"]}');
SELECT (SELECT count(*) FROM users WHERE name = 'torn'), (SELECT count(*) FROM usher_api_key WHERE name = 'torn'), (SELECT count(*) FROM usher_api_key_scope WHERE key_id NOT IN (SELECT id FROM usher_api_key));

-- Only a hash is stored.
SELECT typeof(key_hash), length(key_hash), sealed FROM usher_api_key WHERE id = '00000000-0000-4000-8000-00000000e001';
SELECT count(*) FROM usher_audit, made WHERE instr(after, key) OR instr(before, key);
SELECT action, object_type, object_id, account_id, before, after FROM audit_log WHERE action LIKE 'api_key%' AND after ->> 'name' IN ('given', 'by the system') ORDER BY id;
