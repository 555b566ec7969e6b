-- pulse: the users: made, got, changed, deleted, and each way in which that fails. status and discarded_at
-- cannot be set; what a body does not name stays.
.read setup/pulse.sql

.print ---- made
SELECT status, headers, body FROM api('pulse', 'POST', '/api/v1/users', '{"data":{"type":"user","id":"00000000-0000-4000-8000-000000000031","attributes":{"name":"Ines","email":"ines@example.org","avatar":"ines.png"}}}', @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/users', '{"data":{"type":"user","id":"00000000-0000-4000-8000-000000000032"}}', @adam);
SELECT status, body ->> '$.data.attributes.email', body ->> '$.data.meta.actions' FROM api('pulse', 'POST', '/api/v1/users?include=account', '{"data":{"type":"user","id":"00000000-0000-4000-8000-000000000033","attributes":{"email":null},"relationships":{"account":{"data":{"type":"account","id":"00000000-0000-4000-8000-0000000000aa"}}}}}', @olga);
.print ---- not made: taken, malformed, not to be set, unknown, another type, not allowed
SELECT status, body FROM api('pulse', 'POST', '/api/v1/users', '{"data":{"type":"user","attributes":{"email":"INES@example.org"}}}', @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/users', '{"data":{"type":"user","id":"00000000-0000-4000-8000-000000000031"}}', @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/users', '{"data":{"type":"user","id":"31"}}', @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/users', '{"data":{"type":"user","attributes":{"email":"nobody"}}}', @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/users', '{"data":{"type":"user","attributes":{"status":"active"}}}', @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/users', '{"data":{"type":"user","attributes":{"discarded_at":"2022-01-01T00:00:00.000Z"}}}', @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/users', '{"data":{"type":"user","attributes":{"avatar":"pictures/a.png"}}}', @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/users', '{"data":{"type":"user","attributes":{"name":7}}}', @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/users', '{"data":{"type":"user","attributes":{"name":["a"]}}}', @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/users', '{"data":{"type":"user","attributes":{"name":"' || printf('%.*c', 101, 'x') || '"}}}', @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/users', '{"data":{"type":"user","attributes":{"role":"owner"}}}', @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/users', '{"data":{"type":"user","attributes":{"a/b~c":1}}}', @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/users', '{"data":{"type":"users"}}', @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/users', '{"data":{"type":"user","relationships":{"teams":{"data":[]}}}}', @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/users', '{"data":{"type":"user","relationships":{"account":{"data":{"type":"account","id":"00000000-0000-4000-8000-0000000000ac"}}}}}', @olga);
SELECT status, body FROM api('pulse', 'POST', '/api/v1/users', '{"data":{"type":"user","attributes":{"name":"x"}}}', @mia);
UPDATE settings SET value = 'false' WHERE key = 'users.direct_creation' AND scope_id = '00000000-0000-4000-8000-0000000000aa';
SELECT status, body FROM api('pulse', 'POST', '/api/v1/users', '{"data":{"type":"user","attributes":{"name":"x"}}}', @olga);
SELECT count(*) FROM users WHERE account_id LIKE '%0000aa';

.print ---- got
SELECT status, body FROM api('pulse', 'GET', '/api/v1/users/00000000-0000-4000-8000-000000000031', NULL, @mia);
SELECT status, body IS NULL, headers FROM api('pulse', 'HEAD', '/api/v1/users/00000000-0000-4000-8000-000000000031', NULL, @mia);
SELECT status, body ->> '$.data.attributes.status' FROM api('pulse', 'GET', '/api/v1/users/00000000-0000-4000-8000-000000000008', NULL, @mia);
SELECT status, body ->> '$.data.attributes.name' FROM api('pulse', 'GET', '/api/v1/users/00000000-0000-4000-8000-000000000006', NULL, @uma);
.print ---- not got: of nobody, of another account, no id, by whom users are not seen
SELECT status, body FROM api('pulse', 'GET', '/api/v1/users/00000000-0000-4000-8000-0000000000ff', NULL, @olga);
SELECT status, body FROM api('pulse', 'GET', '/api/v1/users/00000000-0000-4000-8000-000000000021', NULL, @olga);
SELECT status, body FROM api('pulse', 'GET', '/api/v1/users/1', NULL, @olga);
SELECT status, body FROM api('pulse', 'GET', '/api/v1/users/00000000-0000-4000-8000-000000000001', NULL, @uma);

.print ---- changed: what is named; as it was got; cleared
SELECT status, body ->> '$.data.attributes' FROM api('pulse', 'PUT', '/api/v1/users/00000000-0000-4000-8000-000000000031', '{"data":{"type":"user","id":"00000000-0000-4000-8000-000000000031","attributes":{"avatar":"two.png"}}}', @adam);
SELECT a.status, a.body ->> '$.data.attributes' FROM api('pulse', 'GET', '/api/v1/users/00000000-0000-4000-8000-000000000031', NULL, @adam) AS g,
    api('pulse', 'PUT', '/api/v1/users/00000000-0000-4000-8000-000000000031', g.body, @adam) AS a;
SELECT status, body ->> '$.data.attributes' FROM api('pulse', 'PATCH', '/api/v1/users/00000000-0000-4000-8000-000000000031', '{"data":{"type":"user","attributes":{"avatar":null,"name":"Inés"}}}', @adam);
SELECT status, body ->> '$.data.attributes.name' FROM api('pulse', 'PUT', '/api/v1/users/00000000-0000-4000-8000-000000000006', '{"data":{"type":"user","attributes":{"name":"Uma U."}}}', @uma);
SELECT status FROM api('pulse', 'PUT', '/api/v1/users/00000000-0000-4000-8000-000000000031', '{"data":{"type":"user"}}', @adam);
.print ---- not changed: the address, unless the account lets it; the state; another type or id; not allowed; deleted
SELECT status, body FROM api('pulse', 'PUT', '/api/v1/users/00000000-0000-4000-8000-000000000031', '{"data":{"type":"user","attributes":{"email":"else@example.org"}}}', @adam);
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'users.email_change', 'true');
SELECT status, body FROM api('pulse', 'PUT', '/api/v1/users/00000000-0000-4000-8000-000000000031', '{"data":{"type":"user","attributes":{"email":"olga@example.org"}}}', @adam);
SELECT status, body ->> '$.data.attributes.email' FROM api('pulse', 'PUT', '/api/v1/users/00000000-0000-4000-8000-000000000031', '{"data":{"type":"user","attributes":{"email":"else@example.org"}}}', @adam);
SELECT status, body FROM api('pulse', 'PUT', '/api/v1/users/00000000-0000-4000-8000-000000000031', '{"data":{"type":"user","attributes":{"status":"active","name":"not this"}}}', @adam);
SELECT status, body FROM api('pulse', 'PUT', '/api/v1/users/00000000-0000-4000-8000-000000000031', '{"data":{"type":"user","attributes":{"discarded_at":"2022-01-01T00:00:00Z"}}}', @adam);
SELECT status, body FROM api('pulse', 'PUT', '/api/v1/users/00000000-0000-4000-8000-000000000031', '{"data":{"type":"team"}}', @adam);
SELECT status, body FROM api('pulse', 'PUT', '/api/v1/users/00000000-0000-4000-8000-000000000031', '{"data":{"type":"user","id":"00000000-0000-4000-8000-000000000032"}}', @adam);
SELECT status, body FROM api('pulse', 'PUT', '/api/v1/users/00000000-0000-4000-8000-000000000031', '{"data":{"type":"user","relationships":{"account":{"data":null}}}}', @adam);
SELECT status, body FROM api('pulse', 'PUT', '/api/v1/users/00000000-0000-4000-8000-000000000031', '{"data":{"type":"user","attributes":{"name":"x"}}}', @mia);
SELECT status, body FROM api('pulse', 'PUT', '/api/v1/users/00000000-0000-4000-8000-000000000001', '{"data":{"type":"user","attributes":{"name":"x"}}}', @uma);
SELECT status, body FROM api('pulse', 'PUT', '/api/v1/users/00000000-0000-4000-8000-000000000008', '{"data":{"type":"user","attributes":{"name":"x"}}}', @adam);
SELECT id, email, name, avatar, status FROM users WHERE id LIKE '%0000000031';

.print ---- deleted, and who was the last owner
SELECT status, body ->> '$.data.attributes.status', body ->> '$.data.meta.actions' FROM api('pulse', 'DELETE', '/api/v1/users/00000000-0000-4000-8000-000000000031', NULL, @adam);
SELECT status, body ->> '$.data.attributes.status' FROM api('pulse', 'DELETE', '/api/v1/users/00000000-0000-4000-8000-000000000031', NULL, @adam);
SELECT status, body FROM api('pulse', 'DELETE', '/api/v1/users/00000000-0000-4000-8000-000000000005', NULL, @mia);
SELECT status, body FROM api('pulse', 'DELETE', '/api/v1/users/00000000-0000-4000-8000-0000000000ff', NULL, @olga);
.print ---- who deletes themself sees nothing any more
SELECT status, headers, body IS NULL FROM api('pulse', 'DELETE', '/api/v1/users/00000000-0000-4000-8000-000000000002', NULL, @otto);
SELECT status FROM api('pulse', 'GET', '/api/v1/users', NULL, @otto);
SELECT status, body FROM api('pulse', 'DELETE', '/api/v1/users/00000000-0000-4000-8000-000000000001', NULL, @olga);
SELECT name, status FROM users WHERE role = 'owner' AND account_id LIKE '%0000aa';
SELECT actor();
