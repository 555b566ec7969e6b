-- Bad input to vidbeo: one error body, the documented status, nothing changed.
.read setup/api_vidbeo.sql
CREATE TEMP TABLE before AS SELECT (SELECT count(*) FROM audit_log) AS log, (SELECT json_group_array(json_array(name, role, enabled, authentication, notifications, mfa_required, updated_at)) FROM users) AS users;
INSERT INTO ask (who, method, path, body) SELECT 'olga', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000006', column1 FROM (VALUES
    (NULL), (''), ('{}'), ('[]'), ('null'), ('"name"'), ('12'), ('{'), ('{"name":"A"'), ('{"name":"A"} x'), ('{"name":"A",}'), ('{name:"A"}'), ('{''name'':"A"}'), ('// c' || char(10) || '{}'),
    ('{"name":"A","name":"B"}'), ('{"name":"A","n\u0061me":"B"}'),
    ('{"name":null}'), ('{"name":""}'), ('{"name":"   "}'), ('{"name":7}'), ('{"name":["A"]}'), ('{"name":{"first":"A"}}'), ('{"name":true}'), ('{"name":"A\u0000B"}'), ('{"name":"A\nB"}'), ('{"name":"\ud800"}'),
    ('{"name":"' || substr(hex(zeroblob(21)), 1, 41) || '"}'),
    ('{"role":"Admin"}'), ('{"role":"user"}'), ('{"role":"creator"}'), ('{"role":"manager"}'), ('{"role":""}'), ('{"role":null}'), ('{"role":4}'), ('{"role":"emperor"}'),
    ('{"authentication":"ldap"}'), ('{"authentication":null}'),
    ('{"notifications":"all"}'), ('{"notifications":null}'), ('{"notifications":[1]}'), ('{"notifications":{"a":"b"}}'), ('{"notifications":[["a"]]}'),
    ('{"enabled":1}'), ('{"enabled":0}'), ('{"enabled":"true"}'), ('{"enabled":null}'), ('{"enabled":1.0}'), ('{"mfa_required":"no"}'),
    ('{"email":"new@example.org"}'), ('{"id":"x"}'), ('{"verified_email":true}'), ('{"created_by":null}'), ('{"created_time":"2022-01-01T00:00:00.000Z"}'), ('{"updated_by":null}'), ('{"updated_time":"2022-01-01T00:00:00.000Z"}'),
    ('{"password":"secret"}'), ('{"Name":"A"}'), ('{"$.name":"A"}'), ('{"":"A"}'), ('{"rowid":1}'), ('{"account_id":"00000000-0000-4000-8000-0000000000ab"}'), ('{"name":"A","role":"nobody"}'), ('{"nämé":"A"}'), ('{"' || hex(zeroblob(300)) || '":1}'),
    ('{"name":1e999}'), ('{"name":123456789012345678901234567890}'), (CAST(x'7B226E616D65223A22FF227D' AS TEXT)), ('{"name":' || replace(hex(zeroblob(50)), '0', '[') || replace(hex(zeroblob(50)), '0', ']') || '}'));
.read setup/api_vidbeo_ask.sql
SELECT (SELECT count(*) FROM audit_log) = log, (SELECT json_group_array(json_array(name, role, enabled, authentication, notifications, mfa_required, updated_at)) FROM users) = users FROM before;

-- The error body has always the same members; of each an application can make something.
SELECT body FROM who, api('vidbeo', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000006', '{"name":7}', token) WHERE name = 'olga';
SELECT body FROM api('vidbeo', 'GET', '/nowhere');
-- A body as a blob is taken for its text.
SELECT status, body ->> '$.result.name' FROM who, api('vidbeo', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000006', CAST('{"name":"Blób"}' AS BLOB), token) WHERE name = 'olga';
SELECT status FROM who, api('vidbeo', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000006', x'', token) WHERE name = 'olga';
SELECT status, body -> 'errors' FROM who, api('vidbeo', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000006', CAST('{"name":"A"}' AS BLOB) || x'00', token) WHERE name = 'olga';
-- What PATCH does not look at is not looked at: a GET with a body, however malformed.
SELECT status FROM who, api('vidbeo', 'GET', '/v2/users/00000000-0000-4000-8000-000000000006', '{', token) WHERE name = 'olga';
