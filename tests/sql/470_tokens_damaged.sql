-- A key that signs tokens and was damaged is called damage wherever a token is made or shown, and not a wrong token; what was made up instead of one is no token, and nothing is said of why.
.read setup/people.sql
.read setup/known_passwords.sql
SELECT jwt_key_create('{"kid":"early"}');
SELECT usher_key('0123456789abcdef0123456789abcdef');
CREATE TEMP TABLE j AS SELECT session_create('00000000-0000-4000-8000-000000000006', '{"form":"jwt","id":"00000000-0000-4000-8002-000000000006"}') AS token;
CREATE TEMP TABLE kept AS SELECT * FROM usher_signing_key;
PRAGMA ignore_check_constraints = 1;

.print -- its public key: nothing verifies
UPDATE usher_signing_key SET public_key = 'AAAA';
SELECT authenticate(token) FROM j;
SELECT session_refresh(token) FROM j;
SELECT jwt_verify(token) FROM j;
SELECT status, body FROM j, api('vidbeo', 'GET', '/v2/users', NULL, token);
SELECT act_as(NULL);
UPDATE usher_signing_key SET public_key = (SELECT public_key FROM kept);

.print -- its secret: nothing is signed, and nothing is left of what was to be
UPDATE usher_signing_key SET secret = zeroblob(72);
SELECT jwt_sign('{}');
SELECT session_create('00000000-0000-4000-8000-000000000006', '{"form":"jwt"}');
SELECT login('uma@example.org', 'correct horse battery', '{"form":"jwt"}');
SELECT session_refresh(token) FROM j;
SELECT actor(), (SELECT count(*) FROM usher_session), (SELECT count(*) FROM usher_session WHERE refreshed_at IS NOT NULL);
UPDATE usher_signing_key SET secret = zeroblob(39);
SELECT jwt_sign('{}');
UPDATE usher_signing_key SET secret = (SELECT secret FROM kept);
SELECT authenticate(token) IS NOT NULL FROM j;
SELECT act_as(NULL);

.print -- a session's token that is refreshed: no other stands for it, what it was is not kept, and its id alone opens nothing
CREATE TEMP TABLE n AS SELECT jwt_verify(token) ->> 'jti' AS jti FROM j;
SELECT session_refresh(token, '{"token":"uma0000000000000000000000000000000000000000"}') FROM j;
SELECT usher_error() ->> 'field';
SELECT authenticate(jti) IS NULL FROM n;
SELECT act_as(NULL);
CREATE TEMP TABLE before AS SELECT created_at, expires_at FROM usher_session;
UPDATE usher_session SET revoked_at = last_used_at;
SELECT session_refresh(jti) FROM n;
UPDATE usher_session SET revoked_at = NULL, created_at = '1960-01-01T00:00:00.000Z', expires_at = '1970-01-01T00:00:00.000Z';
SELECT session_refresh(jti) FROM n;
UPDATE usher_session SET (created_at, expires_at) = (SELECT * FROM before);
SELECT session_refresh(token) IS NOT NULL FROM j;
SELECT count(*) FROM usher_session_past;
SELECT authenticate(token) IS NULL FROM j;
SELECT act_as(NULL);
UPDATE usher_session SET revoked_at = last_used_at;
SELECT session_refresh(token) FROM j;
UPDATE usher_session SET created_at = '1960-01-01T00:00:00.000Z', expires_at = '1970-01-01T00:00:00.000Z';
SELECT session_refresh(token) FROM j;
UPDATE usher_session SET revoked_at = NULL;
SELECT session_refresh(token) FROM j;

.print -- cut off right after it was shown whole: a signature of 63 bytes, and of none
SELECT jwt_verify(t) IS NOT NULL, jwt_verify(substr(t, 1, length(t) - 2)), jwt_verify(substr(t, 1, length(t) - 86)) FROM (SELECT jwt_sign('{}') AS t);

.print -- with the HMAC of a key whose secret is sealed: on a connection without the master key it is neither good nor bad
SELECT jwt_key_create('{"kid":"h","algorithm":"HS512"}');
CREATE TABLE shown AS SELECT jwt_sign('{}') AS token, session_create('00000000-0000-4000-8000-000000000006', '{"form":"jwt"}') AS session;
SELECT jwt_verify(token) IS NOT NULL, jwt_verify(substr(token, 1, length(token) - 86)) FROM shown;
.open test.db
.load dist/usher
SELECT usher_error(), jwt_verify('x.y.z'), jwt_verify('!.!.!'), jwt_verify('e30.e30.e30'), usher_error();
SELECT authenticate(session) FROM shown;
SELECT usher_error();
SELECT jwt_verify(token) FROM shown;
SELECT act_as(NULL);

.print -- header by header: one of another type, of too long a kid, of a kid that is no text, with a NUL behind it
SELECT usher_key('0123456789abcdef0123456789abcdef');
SELECT jwt_key_create('{"kid":"k","algorithm":"HS256","secret":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}');
SELECT column1, jwt_verify(column2) IS NOT NULL, usher_error() IS NULL FROM (VALUES
    ('good', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImsiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjo0MTAyNDQ0ODAwfQ.20KiWfYeNt3VRVbPMpQ8s54OZJxq-y28M5Gsyx2WIlc'),
    ('a checkpoint', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImsiLCJ0eXAiOiJhdWRpdCtqd3QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjo0MTAyNDQ0ODAwfQ.s305dqQAtsztzsvWPeVFYINqa4xBEsizSU-bPpVSr3M'),
    ('a NUL', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImsiLCJ0eXAiOiJKV1QifQA.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjo0MTAyNDQ0ODAwfQ.p2lurJzmR1UFOEcs2oR-AmPdTsUSJKEwhdSA93sDE1c'),
    ('more behind it', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImsiLCJ0eXAiOiJKV1QifQB7ImFsZyI6Im5vbmUifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjo0MTAyNDQ0ODAwfQ.jvU7dWGNLOlsQkd4Hd8KQYqezbjQoJXSKOrjSa5XDu4'),
    ('a kid in a list', 'eyJhbGciOiJIUzI1NiIsImtpZCI6WyJrIl0sInR5cCI6IkpXVCJ9.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjo0MTAyNDQ0ODAwfQ.9mS2MCKYf6nnNGKAuOZzf6uDPUk5CVuVE9hfFS1kPlY'),
    ('an algorithm of 8', 'eyJhbGciOiJIUzI1Ni0xMiIsImtpZCI6ImsiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjo0MTAyNDQ0ODAwfQ.tvCVWQHjCtslivxlUZ_N3V9xT5vuwp2g3n1lqkmxMTI'),
    ('a kid of 101', 'eyJraWQiOiJra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2trayIsImFsZyI6IkhTMjU2IiwidHlwIjoiSldUIn0.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjo0MTAyNDQ0ODAwfQ.SS3-bn7_-3vv3am1M0dEie8YOyaUC1yzGmYQcxXk798'),
    ('a kid of 470', 'eyJraWQiOiJra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2trayIsImFsZyI6IkhTMjU2IiwidHlwIjoiSldUIn0.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjo0MTAyNDQ0ODAwfQ.5IMsPQ90LQuqn6nYh89XEd7uZWJRoGVpT0Gqh0c8NOU'),
    ('a type of 10', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImsiLCJ0eXAiOiJhdCtqd3Qrand0In0.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjo0MTAyNDQ0ODAwfQ.TTFMw2z04yVmWvRCw1z5SQug9oqKDpUMe-lmW0CBHZI'));

.print -- a checkpoint says what it is: audit+jwt
SELECT substr(audit_checkpoint(), 81, 25) = 'InR5cCI6ImF1ZGl0K2p3dCJ9.';
