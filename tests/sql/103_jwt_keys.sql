-- jwt_key_create() and the table jwt_keys: options, rotation with a grace time, and killing a key.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO invites (email, role, token) VALUES ('olga@example.org', 'owner', 'olga000000000000000000000000000000000000000');
INSERT INTO usher VALUES ('invite_accept', '["olga000000000000000000000000000000000000000",{"id":"00000000-0000-4000-8000-000000000001"}]');
SELECT usher_key('0123456789abcdef0123456789abcdef');
.headers on

.print -- 1 The first key came with the master key; another retires it
SELECT length(id) AS id, algorithm, current, expires_at IS NULL AS forever FROM jwt_keys;
CREATE TEMP TABLE t AS SELECT 'first' AS name, jwt_sign('{}') AS token;
SELECT length(jwt_key_create()) AS kid;
SELECT current, expires_at IS NULL AS forever, round(julianday(expires_at) - julianday('now'), 2) AS days FROM jwt_keys ORDER BY rowid;
INSERT INTO t SELECT 'second', jwt_sign('{}');
SELECT name, jwt_verify(token) IS NOT NULL AS good FROM t;

.print -- 2 Options
SELECT jwt_key_create('{"algorithm":"HS256","kid":"h","issuer":"i","audience":"a","grace":100}') AS kid;
SELECT jwt_key_create('{"algorithm":"HS512","kid":"A-z._~09"}') AS kid;
SELECT jwt_key_create('{"kid":"' || hex(zeroblob(50)) || '","issuer":"' || replace(hex(zeroblob(100)), '0', 'é') || '"}') IS NOT NULL AS kid;
SELECT jwt_key_create('{"algorithm":"HS256","kid":"least","secret":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}') AS kid;
SELECT jwt_key_create('{"algorithm":"HS512","kid":"least512","secret":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}') AS kid;
SELECT jwt_key_create(json_object('algorithm', 'HS256', 'kid', 'most', 'secret', replace(hex(zeroblob(683)), '0', 'A'))) AS kid;
SELECT jwt_key_create('{"kid":"e","secret":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}') AS kid;
SELECT jwt_key_create(NULL) IS NOT NULL AS made, jwt_key_create('{}') IS NOT NULL AS made;
SELECT id, algorithm, length(issuer) AS issuer, audience, length(public_key) AS public_key, current FROM jwt_keys WHERE length(id) <> 36;
SELECT count(*) AS one FROM jwt_keys WHERE current;
SELECT k.id, length(k.secret) - 40 AS bytes FROM usher_signing_key AS k WHERE length(k.id) BETWEEN 1 AND 9;

.print -- 3 What is refused changes nothing
CREATE TEMP TABLE before AS SELECT id, expires_at FROM jwt_keys;
SELECT jwt_key_create('');
SELECT jwt_key_create('[]');
SELECT jwt_key_create(5);
SELECT jwt_key_create('{"kid":"x","kid":"y"}');
SELECT jwt_key_create('{"key":"x"}');
SELECT jwt_key_create('{"algorithm":"none"}');
SELECT jwt_key_create('{"algorithm":"eddsa"}');
SELECT jwt_key_create('{"algorithm":"RS256"}');
SELECT jwt_key_create('{"algorithm":null}');
SELECT jwt_key_create('{"algorithm":["EdDSA"]}');
SELECT jwt_key_create('{"kid":"h"}');
SELECT jwt_key_create('{"kid":""}');
SELECT jwt_key_create('{"kid":null}');
SELECT jwt_key_create('{"kid":5}');
SELECT jwt_key_create('{"kid":"a b"}');
SELECT jwt_key_create('{"kid":"../x"}');
SELECT jwt_key_create('{"kid":"é"}');
SELECT jwt_key_create('{"kid":"a\"b"}');
SELECT jwt_key_create('{"kid":["x"]}');
SELECT jwt_key_create('{"kid":"' || hex(zeroblob(50)) || '0"}');
SELECT jwt_key_create('{"secret":""}');
SELECT jwt_key_create('{"secret":null}');
SELECT jwt_key_create('{"algorithm":"HS256","secret":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}');
SELECT jwt_key_create('{"algorithm":"HS256","secret":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}');
SELECT jwt_key_create('{"algorithm":"HS256","secret":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB"}');
SELECT jwt_key_create('{"algorithm":"HS256","secret":"AAAAAAAAAAAAAAAAAAAAA AAAAAAAAAAAAAAAAAAAAAA"}');
SELECT jwt_key_create('{"algorithm":"HS256","secret":"AAAAAAAAAAAAAAAAAAAAA+AAAAAAAAAAAAAAAAAAAAA"}');
SELECT jwt_key_create(json_object('algorithm', 'HS256', 'secret', replace(hex(zeroblob(683)), '0', 'A') || 'A'));
SELECT jwt_key_create(json_object('algorithm', 'HS256', 'secret', replace(hex(zeroblob(683)), '0', 'A') || 'AA'));
SELECT jwt_key_create('{"algorithm":"EdDSA","secret":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}');
SELECT jwt_key_create('{"secret":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","algorithm":"EdDSA"}');
SELECT jwt_key_create('{"issuer":""}');
SELECT jwt_key_create('{"issuer":null}');
SELECT jwt_key_create('{"issuer":5}');
SELECT jwt_key_create('{"issuer":["x"]}');
SELECT jwt_key_create('{"issuer":"' || hex(zeroblob(100)) || '0"}');
SELECT jwt_key_create('{"audience":" "}');
SELECT jwt_key_create('{"audience":{"x":1}}');
SELECT jwt_key_create('{"grace":-1}');
SELECT jwt_key_create('{"grace":31536001}');
SELECT jwt_key_create('{"grace":null}');
SELECT jwt_key_create('{"grace":"x"}');
SELECT jwt_key_create('{"grace":1.5}');
SELECT jwt_key_create('{}', 1);
SELECT count(*) AS same FROM before JOIN jwt_keys AS k ON k.id = before.id AND k.expires_at IS before.expires_at;
SELECT count(*) AS keys FROM jwt_keys;

.print -- 4 All or nothing, whatever surrounds it
BEGIN;
SELECT jwt_key_create('{"kid":"undone"}') AS kid;
ROLLBACK;
SELECT jwt_key_create(column1) AS kid FROM (VALUES ('{"kid":"two"}'), ('{"kid":"two"}'));
SELECT id, current FROM jwt_keys WHERE id IN ('undone', 'two');
INSERT INTO usher SELECT 'jwt_key_create', column1 FROM (VALUES ('[{"kid":"three"}]'), ('[{"kid":"three"}]'));
SELECT id, current FROM jwt_keys WHERE id IN ('two', 'three');
INSERT INTO usher VALUES ('jwt_key_create', '[{"kid":"three"}]');
SELECT id, current FROM jwt_keys WHERE id IN ('two', 'three');
CREATE TRIGGER no BEFORE INSERT ON usher_audit BEGIN SELECT RAISE(ABORT, 'no'); END;
SELECT jwt_key_create('{"kid":"four"}');
DELETE FROM jwt_keys WHERE id = 'two';
SELECT usher_key('0123456789abcdef0123456789abcdef', 'fedcba9876543210fedcba9876543210');
DROP TRIGGER no;
SELECT id, current FROM jwt_keys WHERE id IN ('two', 'three', 'four');
SELECT usher_key('0123456789abcdef0123456789abcdef') AS same;

.print -- 5 The grace time: none of the older keys gets more than it had
SELECT jwt_key_create('{"kid":"short","grace":31536000}') AS kid;
SELECT id, round(julianday(expires_at) - julianday('now')) AS days FROM jwt_keys WHERE id IN ('two', 'three', 'short');
SELECT jwt_key_create('{"kid":"now","grace":0}') AS kid;
SELECT count(*) AS expired, max(expires_at <= strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) AS expired FROM jwt_keys WHERE NOT current;
SELECT name, jwt_verify(token) IS NOT NULL AS good FROM t;
SELECT json_array_length(jwks(), '$.keys') AS keys;

.print -- 6 The table is read, and a key is deleted; nothing else
INSERT INTO jwt_keys (id) VALUES ('x');
UPDATE jwt_keys SET issuer = 'x';
SELECT name FROM pragma_table_xinfo('jwt_keys');
SELECT id FROM jwt_keys WHERE id = 'now' AND algorithm = 'EdDSA' AND issuer = 'usher';
SELECT jwt_key_create('{"kid":"last"}') AS kid;
INSERT INTO t SELECT 'now', jwt_sign('{}');
SELECT name, jwt_verify(token) IS NOT NULL AS good FROM t WHERE name = 'now';
DELETE FROM jwt_keys WHERE id = 'last';
SELECT name, jwt_verify(token) IS NOT NULL AS good FROM t WHERE name = 'now';
SELECT jwt_sign('{}');
SELECT count(*) AS current FROM jwt_keys WHERE current;
DELETE FROM jwt_keys WHERE id GLOB '*t*';
BEGIN;
DELETE FROM jwt_keys;
SELECT count(*) AS keys, jwks() AS jwks FROM jwt_keys;
ROLLBACK;
SELECT jwt_key_create('{"kid":"last"}') AS kid;
SELECT name, jwt_verify(token) IS NOT NULL AS good FROM t WHERE name = 'now';
SELECT action, object_id, before, after FROM audit_log WHERE object_id IN ('h', 'least', 'last', 'undone', 'x');

.print -- 7 A key may be there already when the master key is given: no other is made
DELETE FROM usher_signing_key WHERE id <> 'last';
UPDATE usher_secret SET proof = NULL;
SELECT usher_key('0123456789abcdef0123456789abcdef') AS given;
SELECT id FROM jwt_keys;

.print -- 8 A user sees none of them, and deletes none
SELECT act_as('00000000-0000-4000-8000-000000000001') AS actor;
SELECT count(*) AS seen FROM jwt_keys;
DELETE FROM jwt_keys;
INSERT INTO jwt_keys (id) VALUES ('x');
SELECT jwt_key_create();
SELECT act_as(NULL) AS actor;
SELECT count(*) AS keys FROM jwt_keys;

.print -- 9 A damaged key is corrupt, and never a way in
UPDATE usher_signing_key SET public_key = substr(public_key, 1, 42) || '!';
SELECT jwt_sign('{}');
SELECT jwt_verify(token) FROM t WHERE name = 'now';
SELECT jwt_verify('eyJhbGciOiJFZERTQSIsImtpZCI6Imxhc3QiLCJ0eXAiOiJKV1QifQ.e30.AA');
