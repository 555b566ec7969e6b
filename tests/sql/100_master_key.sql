-- usher_key(): the first one given is the store's, a wrong one is refused, changing it seals everything
-- anew; it is nowhere in the file. What is sealed opens in its own row only.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO invites (email, role, token) VALUES ('olga@example.org', 'owner', 'olga000000000000000000000000000000000000000');
INSERT INTO usher VALUES ('invite_accept', '["olga000000000000000000000000000000000000000",{"id":"00000000-0000-4000-8000-000000000001"}]');

.print -- 1 What may be one: 32 to 1024 bytes, text or blob
SELECT usher_key(NULL);
SELECT usher_key('');
SELECT usher_key('0123456789abcdef0123456789abcde');
SELECT usher_key(zeroblob(31));
SELECT usher_key(zeroblob(1025));
SELECT usher_key(12345678901234567890123456789012);
SELECT usher_key(1);
SELECT usher_key();
SELECT usher_key('0123456789abcdef0123456789abcdef', NULL, 1);
SELECT count(*) FROM usher_secret WHERE proof IS NULL;

.print -- 2 None is set yet: nothing to change, and nothing that needs it can be done
SELECT usher_key('0123456789abcdef0123456789abcdef', 'fedcba9876543210fedcba9876543210');
SELECT jwt_key_create();
SELECT jwt_sign('{}');
SELECT jwks();
SELECT count(*) FROM usher_secret WHERE proof IS NULL;
SELECT count(*) FROM usher_signing_key;

.print -- 3 For the system only, and not on a locked connection
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT usher_key('0123456789abcdef0123456789abcdef');
INSERT INTO usher VALUES ('usher_key', '["0123456789abcdef0123456789abcdef"]');
SELECT act_as(NULL);

.print -- 4 The first one, taken back, and then for good: it brings a key that signs tokens
BEGIN;
SELECT usher_key('fedcba9876543210fedcba9876543210');
SELECT count(*) FROM usher_signing_key;
ROLLBACK;
SELECT count(*) FROM usher_signing_key;
SELECT count(*) FROM usher_secret WHERE proof IS NULL;
SELECT jwt_sign('{}');
SELECT usher_key('0123456789abcdef0123456789abcdef');
SELECT usher_key('0123456789abcdef0123456789abcdef');
SELECT usher_key(CAST('0123456789abcdef0123456789abcdef' AS BLOB));
SELECT usher_key(column1) FROM (VALUES ('0123456789abcdef0123456789abcdef'), ('0123456789abcdef0123456789abcdef'));
INSERT INTO usher VALUES ('usher_key', '["0123456789abcdef0123456789abcdef"]');
SELECT algorithm, issuer, audience, current FROM jwt_keys;
SELECT actor, action, object_type, object_id IS NOT NULL AS object, after FROM audit_log WHERE action GLOB '*key*';

.print -- 5 A wrong one is refused, and this connection goes on with the right one
SELECT usher_key('0123456789abcdef0123456789abcdeF');
SELECT usher_error();
SELECT usher_key('0123456789abcdef0123456789abcdef ');
SELECT length(jwt_sign('{}')) > 100;

.print -- 6 Changing it: all or nothing
SELECT jwt_key_create('{"kid":"h","algorithm":"HS256"}');
CREATE TEMP TABLE t AS SELECT jwt_sign('{"sub":"before"}') AS token;
CREATE TEMP TABLE s AS SELECT id, secret FROM usher_signing_key;
SELECT usher_key('0123456789abcdef0123456789abcdeF', 'fedcba9876543210fedcba9876543210');
SELECT usher_key('0123456789abcdef0123456789abcdef', 'fedcba9876543210fedcba987654321');
SELECT usher_key('0123456789abcdef0123456789abcdef', NULL);
SELECT count(*) FROM s JOIN usher_signing_key AS k ON k.id = s.id AND k.secret = s.secret;
SELECT jwt_verify(token) ->> 'sub' FROM t;
SELECT usher_key('0123456789abcdef0123456789abcdef', 'fedcba9876543210fedcba9876543210');
SELECT count(*) FROM s JOIN usher_signing_key AS k ON k.id = s.id AND k.secret = s.secret;
SELECT jwt_verify(token) ->> 'sub' FROM t;
SELECT usher_key('0123456789abcdef0123456789abcdef');
SELECT usher_key('fedcba9876543210fedcba9876543210');
SELECT action, before, after FROM audit_log WHERE action = 'key.change';

.print -- 7 Another connection, which was never given it
.connection 1
.open test.db
.load dist/usher
SELECT json_array_length(jwks(), '$.keys');
SELECT jwt_sign('{}');
SELECT usher_key('0123456789abcdef0123456789abcdef');
SELECT usher_key('fedcba9876543210fedcba9876543210');
SELECT length(jwt_sign('{}')) > 100;
.print -- and it changes the key under the first one
SELECT usher_key('fedcba9876543210fedcba9876543210', 'a third master key of some 40 bytes here');
.connection 0
SELECT jwt_verify(token) FROM t;
SELECT jwt_sign('{}');
SELECT usher_key('a third master key of some 40 bytes here');
SELECT jwt_verify(token) ->> 'sub' FROM t;

.print -- 8 What is sealed opens in its own row only, whole and unaltered
SELECT jwt_key_create('{"kid":"h2","algorithm":"HS256"}');
SAVEPOINT damage;
UPDATE usher_signing_key SET secret = (SELECT secret FROM usher_signing_key WHERE id = 'h') WHERE id = 'h2';
SELECT jwt_sign('{}');
SELECT usher_key('a third master key of some 40 bytes here', 'fedcba9876543210fedcba9876543210');
SELECT jwt_verify(token) ->> 'sub' FROM t;
ROLLBACK TO damage;
UPDATE usher_signing_key SET secret = substr(secret, 1, length(secret) - 1) WHERE id = 'h2';
SELECT jwt_sign('{}');
UPDATE usher_signing_key SET secret = x'00' WHERE id = 'h2';
SELECT jwt_sign('{}');
ROLLBACK TO damage;
UPDATE usher_signing_key SET secret = CAST(secret || x'00' AS BLOB) WHERE id = 'h2';
SELECT jwt_sign('{}');
ROLLBACK TO damage;
UPDATE usher_signing_key SET id = 'h3' WHERE id = 'h2';
SELECT jwt_sign('{}');
ROLLBACK TO damage;
RELEASE damage;
SELECT length(jwt_sign('{}')) > 100;

.print -- 9 A store that has lost its own secret, or its salt
SAVEPOINT damage;
UPDATE usher_secret SET salt = zeroblob(16);
SELECT usher_key('a third master key of some 40 bytes here');
ROLLBACK TO damage;
DELETE FROM usher_secret;
SELECT usher_key('a third master key of some 40 bytes here');
SELECT jwt_sign('{}');
ROLLBACK TO damage;
RELEASE damage;

.print -- 10 Nothing of it is in the file, nor in the log
SELECT count(*) FROM usher_audit WHERE instr(coalesce(after, '') || coalesce(before, ''), 'fedcba') OR instr(coalesce(after, '') || coalesce(before, ''), '012345');
.shell grep -aq -e 0123456789abcdef0123 -e fedcba9876543210fedc -e 'a third master' test.db && echo found || echo absent
.shell grep -aq olga@example.org test.db && echo found || echo absent

.print -- 11 Locked down: given before, it stays; it cannot be given any more
SELECT usher_lockdown();
SELECT usher_key('a third master key of some 40 bytes here');
SELECT jwt_verify(token) ->> 'sub' FROM temp.t;
