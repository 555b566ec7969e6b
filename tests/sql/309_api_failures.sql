-- Whatever fails below an API is answered in the API's own way, with a status that its document has: here triggers
-- of the application's say why.
.read setup/people.sql
.mode list
INSERT INTO usher SELECT 'session_create', json_array(id, json_object('form', 'opaque', 'token', token)) FROM p WHERE name NOT IN ('dora', 'dan');
CREATE TABLE fate (code);
CREATE TRIGGER fail_conflict BEFORE UPDATE ON usher_user WHEN (SELECT code FROM fate) = 'conflict' BEGIN SELECT RAISE(ABORT, 'usher: conflict: not now'); END;
CREATE TRIGGER fail_expired BEFORE UPDATE ON usher_user WHEN (SELECT code FROM fate) = 'expired' BEGIN SELECT RAISE(ABORT, 'usher: expired: not any more'); END;
CREATE TRIGGER fail_quota BEFORE UPDATE ON usher_user WHEN (SELECT code FROM fate) = 'quota_exceeded' BEGIN SELECT RAISE(ABORT, 'usher: quota_exceeded: not so much'); END;
CREATE TRIGGER fail_unsupported BEFORE UPDATE ON usher_user WHEN (SELECT code FROM fate) = 'unsupported' BEGIN SELECT RAISE(ABORT, 'usher: unsupported: not so'); END;
CREATE TRIGGER fail_rate BEFORE UPDATE ON usher_user WHEN (SELECT code FROM fate) = 'rate_limited' BEGIN SELECT RAISE(ABORT, 'usher: rate_limited: not so often'); END;
CREATE TRIGGER fail_corrupt BEFORE UPDATE ON usher_user WHEN (SELECT code FROM fate) = 'corrupt' BEGIN SELECT RAISE(ABORT, 'usher: corrupt: not whole'); END;
CREATE TEMP TABLE route (profile, who, method, path, body);
INSERT INTO route VALUES
    ('mediapocket', 'uma', 'GET', '/api/v2/user/profile/terms', NULL),
    ('filespin', 'uma', 'PATCH', '/api/v1/user', '{"first_name":"U"}'),
    ('pulse', 'olga', 'PUT', '/api/v1/users/00000000-0000-4000-8000-000000000006', '{"data":{"type":"user","id":"00000000-0000-4000-8000-000000000006","attributes":{"name":"U"}}}'),
    ('studio', 'uma', 'GET', '/api/user/refresh_storage_used', NULL),
    ('vidbeo', 'olga', 'PATCH', '/v2/users/00000000-0000-4000-8000-000000000006', '{"name":"U"}');
UPDATE usher_user SET disk_space_used = 5 WHERE name = 'uma';
CREATE TEMP VIEW answers AS SELECT r.profile, a.status, a.body FROM route AS r LEFT JOIN p ON p.name = r.who JOIN api(r.profile, r.method, r.path, r.body, p.token) AS a;
INSERT INTO fate VALUES ('conflict');
SELECT profile, status, body FROM answers;
UPDATE fate SET code = 'expired';
SELECT profile, status, body FROM answers;
UPDATE fate SET code = 'quota_exceeded';
SELECT profile, status, body FROM answers;
UPDATE fate SET code = 'unsupported';
SELECT profile, status, body FROM answers;
UPDATE fate SET code = 'rate_limited';
SELECT profile, status, body FROM answers;
.print -- damage is no answer, but an error
UPDATE fate SET code = 'corrupt';
SELECT profile, status, body FROM answers;
DELETE FROM fate;
SELECT profile, status FROM answers;
