-- Keys that sign tokens at the edges: options that are NULL, no master key, secrets of every length, rows that are damaged, and which of several signs.
.open test.db
.load dist/usher
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
.print -- without the master key, whatever is asked for
SELECT jwt_key_create('{"kid":"none"}');
SELECT jwt_key_create('{"kid":""}');
SELECT count(*) FROM usher_signing_key;

.print -- what is given must be said
SELECT usher_key('0123456789abcdef0123456789abcdef');
SELECT jwt_key_create('{"issuer":null}');
SELECT jwt_key_create('{"audience":null}');
SELECT jwt_key_create('{"grace":null}');
SELECT jwt_key_create('{"kid":5}');
SELECT jwt_key_create('{"secret":5}');
SELECT count(*) FROM usher_signing_key;

.print -- secrets of any length that is long enough sign, and verify
CREATE TEMP TABLE made (kid, token);
CREATE TEMP VIEW k AS SELECT 'HS256' AS algorithm, 'a32' AS kid, 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' AS secret
  UNION ALL VALUES ('HS256', 'a33', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'), ('HS512', 'a64', printf('%.86c', 'A')), ('HS512', 'made', NULL), ('HS256', 'made256', NULL);
INSERT INTO made (kid) SELECT jwt_key_create(json_patch('{}', json_object('algorithm', algorithm, 'kid', kid, 'secret', secret))) FROM k WHERE kid = 'a32';
UPDATE made SET token = jwt_sign('{"sub":"x"}') WHERE token IS NULL;
INSERT INTO made (kid) SELECT jwt_key_create(json_patch('{}', json_object('algorithm', algorithm, 'kid', kid, 'secret', secret))) FROM k WHERE kid = 'a33';
UPDATE made SET token = jwt_sign('{"sub":"x"}') WHERE token IS NULL;
INSERT INTO made (kid) SELECT jwt_key_create(json_patch('{}', json_object('algorithm', algorithm, 'kid', kid, 'secret', secret))) FROM k WHERE kid = 'a64';
UPDATE made SET token = jwt_sign('{"sub":"x"}') WHERE token IS NULL;
INSERT INTO made (kid) SELECT jwt_key_create(json_patch('{}', json_object('algorithm', algorithm, 'kid', kid, 'secret', secret))) FROM k WHERE kid = 'made';
UPDATE made SET token = jwt_sign('{"sub":"x"}') WHERE token IS NULL;
INSERT INTO made (kid) SELECT jwt_key_create(json_patch('{}', json_object('algorithm', algorithm, 'kid', kid, 'secret', secret))) FROM k WHERE kid = 'made256';
UPDATE made SET token = jwt_sign('{"sub":"x"}') WHERE token IS NULL;
SELECT kid, jwt_verify(token) ->> 'sub' FROM made;

.print -- a public key that is too short, or no key at all
SELECT jwt_key_create('{"kid":"e"}');
CREATE TEMP TABLE e AS SELECT jwt_sign('{"sub":"x"}') AS token;
CREATE TEMP TABLE good AS SELECT public_key FROM usher_signing_key WHERE id = 'e';
PRAGMA ignore_check_constraints = 1;
UPDATE usher_signing_key SET public_key = 'AAAA' WHERE id = 'e';
SELECT jwt_verify(token) FROM e;
SELECT jwt_sign('{}');
UPDATE usher_signing_key SET public_key = NULL WHERE id = 'e';
SELECT jwt_verify(token) FROM e;
UPDATE usher_signing_key SET public_key = (SELECT public_key FROM good) WHERE id = 'e';
SELECT jwt_verify(token) ->> 'sub' FROM e;

.print -- of several that do not end the newest signs
UPDATE usher_signing_key SET expires_at = NULL;
CREATE TEMP TABLE newest AS SELECT jwt_sign('{"sub":"x"}') AS token;
UPDATE usher_signing_key SET expires_at = '2022-01-01T00:00:00.000Z' WHERE id <> 'e';
SELECT jwt_verify(token) ->> 'sub' FROM newest;
