-- Keys at the edges: nothing that is drawn is drawn twice, what another connection changed is no error of this one, and a token is as long as it may be.
.open first.db
.load dist/usher
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
SELECT usher_key(zeroblob(1025));
SELECT usher_key(zeroblob(1024));
.open test.db
.load dist/usher
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
SELECT usher_key(zeroblob(1024));
.print -- two stores of the same master key have nothing in common
ATTACH 'first.db' AS first;
SELECT a.hash_key = b.hash_key, a.salt = b.salt, a.proof = b.proof, a.hash_key = zeroblob(32), a.salt = zeroblob(16) FROM main.usher_secret AS a, first.usher_secret AS b;
SELECT a.public_key = b.public_key, substr(a.secret, 1, 24) = substr(b.secret, 1, 24) FROM main.usher_audit_key AS a, first.usher_audit_key AS b;
SELECT a.public_key = b.public_key, substr(a.secret, 1, 24) = substr(b.secret, 1, 24) FROM main.usher_signing_key AS a, first.usher_signing_key AS b;
DETACH first;
.print -- each value is sealed with a nonce of its own
INSERT INTO usher SELECT 'invite_create', json_array(column1 || '@example.org', 'owner', json_object('token', column1 || '000000000000000000000000000000000000000000')) FROM (VALUES ('a'), ('b'));
INSERT INTO usher VALUES ('invite_accept', '["a000000000000000000000000000000000000000000",{"id":"00000000-0000-4000-8000-000000000001"}]');
INSERT INTO usher SELECT 'api_key_create', json_array('key ' || column1, json_object('user_id', '00000000-0000-4000-8000-000000000001', 'readable', 1)) FROM (VALUES (1), (2), (3), (4));
SELECT count(*), count(DISTINCT substr(sealed, 1, 24)), sum(substr(sealed, 1, 24) = zeroblob(24)) FROM usher_api_key;

.print -- a token has 8192 bytes at most
SELECT jwt_key_create('{"kid":"kkk"}');
CREATE TEMP TABLE plain AS SELECT length(jwt_verify(jwt_sign('{"a":""}'))) AS size;
SELECT length(jwt_sign(json_object('a', printf('%.*c', 6039 - size, 'x')))) FROM plain;
SELECT jwt_verify(jwt_sign(json_object('a', printf('%.*c', 6039 - size, 'x')))) IS NOT NULL FROM plain;
SELECT jwt_sign(json_object('a', printf('%.*c', 6040 - size, 'x'))) FROM plain;
SELECT jwt_key_create('{"kid":"k"}');
SELECT length(jwt_sign(json_object('a', printf('%.*c', 6040 - size, 'x')))) FROM plain;
SELECT jwt_sign(json_object('a', printf('%.*c', 6041 - size, 'x'))) FROM plain;

.print -- of several keys of the audit log the last one is in use
BEGIN;
INSERT INTO usher_audit_key (id, public_key, secret, created_at) SELECT '00000000-0000-4000-8000-0000000000f1', public_key, secret, created_at FROM usher_audit_key;
SELECT audit_checkpoint();
ROLLBACK;
SELECT length(audit_checkpoint()) > 200;
CREATE TABLE checkpoint AS SELECT audit_checkpoint() AS token;
.print -- one whose number is none
PRAGMA ignore_check_constraints = 1;
BEGIN;
UPDATE usher_audit_key SET number = 0;
SELECT audit_checkpoint();
SELECT audit_verify(token) FROM checkpoint;
ROLLBACK;
.print -- whoever has not the master key: the checkpoint is ours, but what it is of cannot be told; not of a key that is too short
.open test.db
.load dist/usher
SELECT audit_verify(token) FROM checkpoint;
SELECT audit_verify(substr(token, 1, length(token) - 2)) FROM checkpoint;
PRAGMA ignore_check_constraints = 1;
BEGIN;
UPDATE usher_audit_key SET public_key = 'AAAA';
SELECT audit_verify(token) FROM checkpoint;
ROLLBACK;

.print -- whoever was given the master key, and cannot read the log's key, writes nothing that would not be sealed
.open test.db
.load dist/usher
SELECT usher_key(zeroblob(1024));
SAVEPOINT s;
UPDATE usher_audit_key SET secret = zeroblob(72);
UPDATE users SET about = 'in vain';
ROLLBACK TO s;
UPDATE usher_audit_key SET public_key = 'AAAA' || substr(public_key, 5);
UPDATE users SET about = 'in vain';
SELECT audit_verify();
ROLLBACK TO s;
RELEASE s;
UPDATE users SET about = 'before';
SELECT key_number FROM usher_audit ORDER BY number DESC LIMIT 1;

.print -- another connection changes the master key: here nothing is sealed from now on, nor opened, and that is no error
SELECT length(key) FROM api_keys WHERE name = 'key 1';
.shell ${SQLITE:-sqlite3} -cmd '.load dist/usher' test.db "SELECT usher_key(zeroblob(1024)), usher_key(zeroblob(1024), zeroblob(1023))"
SELECT key IS NULL FROM api_keys WHERE name = 'key 1';
SELECT usher_error();
UPDATE users SET about = 'after';
SELECT usher_error();
SELECT key_number FROM usher_audit ORDER BY number DESC LIMIT 1;
SELECT json_extract(audit_verify(), '$.whole');
SELECT usher_key(zeroblob(1024));
SELECT usher_key(zeroblob(1023));
SELECT json_extract(audit_verify(), '$.whole'), length(key) FROM api_keys WHERE name = 'key 1';
UPDATE users SET about = 'sealed';
SELECT key_number FROM usher_audit ORDER BY number DESC LIMIT 1;
.print -- and again, between two entries of one connection, which knew the log's key
.shell ${SQLITE:-sqlite3} -cmd '.load dist/usher' test.db "SELECT usher_key(zeroblob(1023)), usher_key(zeroblob(1023), zeroblob(1022)); DELETE FROM usher_audit_key"
UPDATE users SET about = 'not sealed';
SELECT usher_error();
SELECT key_number FROM usher_audit ORDER BY number DESC LIMIT 1;

.print -- one that was given the key, and has written nothing yet
.open test.db
.load dist/usher
SELECT usher_key(zeroblob(1022));
INSERT INTO usher VALUES ('audit_verify', '[5]');
.shell ${SQLITE:-sqlite3} -cmd '.load dist/usher' test.db "SELECT usher_key(zeroblob(1022)), usher_key(zeroblob(1022), zeroblob(1021))"
UPDATE users SET about = 'not sealed, either';
SELECT usher_error() ->> 'message';
SELECT key_number FROM usher_audit ORDER BY number DESC LIMIT 1;

.print -- a log of which nothing is left, written to by who has not the key
.open test.db
.load dist/usher
.once trigger.sql
SELECT sql || ';' FROM sqlite_schema WHERE name = 'usher_audit_delete';
DROP TRIGGER usher_audit_delete;
DELETE FROM usher_audit;
.read trigger.sql
UPDATE users SET about = 'the first';
SELECT count(*), sum(key_number IS NULL) FROM usher_audit;
