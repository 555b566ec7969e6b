-- jwt_sign() and jwt_verify(): what may be claimed, what is added, who may, and when.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO invites (email, role, token) VALUES ('olga@example.org', 'owner', 'olga000000000000000000000000000000000000000');
INSERT INTO usher VALUES ('invite_accept', '["olga000000000000000000000000000000000000000",{"id":"00000000-0000-4000-8000-000000000001"}]');
SELECT usher_key('0123456789abcdef0123456789abcdef');
-- The secret is the seed of RFC 8037, appendix A.
SELECT jwt_key_create('{"kid":"a","secret":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","issuer":"https://example.org","audience":"app","grace":0}');
.headers on

.print -- 1 The public key of RFC 8037
SELECT jwks();
SELECT id, algorithm, issuer, audience, public_key, expires_at, current FROM jwt_keys WHERE id = 'a';

.print -- 2 What is added, and what stays as it was given: order, numbers, escapes, nested objects
CREATE TEMP TABLE t AS SELECT jwt_sign('{"sub":"x", "n":[1,2.50,1e3,null,true,"a\/b\u00e9"], "o":{"exp":1}}') AS token;
SELECT length(token) - length(replace(token, '.', '')) AS dots, token GLOB 'eyJhbGciOiJFZERTQSIsImtpZCI6ImEiLCJ0eXAiOiJKV1QifQ.*' AS header FROM t;
SELECT json_remove(jwt_verify(token), '$.iat', '$.exp') AS claims,
       jwt_verify(token) ->> 'exp' - (jwt_verify(token) ->> 'iat') AS ttl,
       abs(jwt_verify(token) ->> 'iat' - strftime('%s', 'now')) < 10 AS now FROM t;
SELECT json_remove(jwt_verify(jwt_sign('{}')), '$.iat', '$.exp') AS claims;
SELECT jwt_verify(jwt_sign('{"iat":5,"exp":32503680000,"aud":["app","other"],"iss":"https://example.org"}')) AS claims;
SELECT jwt_verify(jwt_sign('{"\u0065xp":32503680000,"iat":5}')) AS claims;

.print -- 3 For how long: 1 second to a year, as any driver binds it; an hour unless said
SELECT ttl, jwt_verify(token) ->> 'exp' - (jwt_verify(token) ->> 'iat') AS seconds
FROM (SELECT column1 AS ttl, jwt_sign('{}', column1) AS token FROM (VALUES (NULL), (1), (31536000), (60.0), ('61')));
SELECT jwt_sign('{}', 0);
SELECT jwt_sign('{}', -1);
SELECT jwt_sign('{}', 31536001);
SELECT jwt_sign('{}', 9223372036854775807);
SELECT jwt_sign('{}', 1.5);
SELECT jwt_sign('{}', 'x');
SELECT jwt_sign('{"exp":32503680000}', 60);
SELECT jwt_verify(jwt_sign('{"exp":32503680000,"iat":1}', NULL)) AS claims;

.print -- 4 What cannot be claimed
SELECT jwt_sign(NULL);
SELECT jwt_sign('');
SELECT jwt_sign('[]');
SELECT jwt_sign('"x"');
SELECT jwt_sign(5);
SELECT jwt_sign(x'7b7d');
SELECT jwt_sign('{"a":1,"a":2}');
SELECT jwt_sign('{"a":{"b":1,"b":2}}');
SELECT jwt_sign('{"exp":1}');
SELECT jwt_sign('{"exp":"32503680000"}');
SELECT jwt_sign('{"exp":true}');
SELECT jwt_sign('{"exp":null}');
SELECT jwt_sign('{"exp":1e300}');
SELECT jwt_sign('{"nbf":"1"}');
SELECT jwt_sign('{"iat":-1}');
SELECT jwt_sign('{"iat":32503680000}');
SELECT jwt_sign('{"iss":"usher"}');
SELECT jwt_sign('{"iss":5}');
SELECT jwt_sign('{"sub":5}');
SELECT jwt_sign('{"jti":null}');
SELECT jwt_sign('{"aud":5}');
SELECT jwt_sign('{"aud":["app",5]}');
SELECT jwt_sign('{"x":"' || char(0) || '"}');
SELECT jwt_sign('{"x":"' || CAST(x'ff' AS TEXT) || '"}');
SELECT jwt_sign(json_object('x', hex(zeroblob(3100))));
SELECT length(jwt_sign(json_object('x', hex(zeroblob(2950))))) BETWEEN 7900 AND 8192 AS fits;
SELECT jwt_sign();
SELECT jwt_sign('{}', 1, 1);

.print -- 5 What is not valid yet verifies later
SELECT jwt_verify(jwt_sign(json_object('nbf', strftime('%s', 'now') + 3000))) AS later;
SELECT jwt_verify(jwt_sign(json_object('nbf', strftime('%s', 'now') + 50))) IS NOT NULL AS leeway;

.print -- 6 The audience: the key's, or the one that is asked for
SELECT aud, want, jwt_verify(token, want) IS NOT NULL AS good FROM
    (SELECT column1 AS aud, jwt_sign(json_object('aud', json(column1))) AS token FROM (VALUES ('"app"'), ('"mail"'), ('["mail","app"]'), ('[]'))),
    (SELECT column1 AS want FROM (VALUES (NULL), ('app'), ('mail'), ('APP'), ('')));
SELECT jwt_verify(token, 5) FROM t;
SELECT jwt_verify(token, x'00') FROM t;

.print -- 7 What is no token is no error
SELECT jwt_verify(column1) AS claims FROM (VALUES (NULL), (''), ('x'), ('..'), ('a.b.c'), (5), (1.5), (x'00'), (hex(zeroblob(9000))), (CAST(x'ff2eff2eff' AS TEXT)));
SELECT jwt_verify(CAST(token AS BLOB)) AS claims FROM t;
SELECT jwt_verify(token || char(0)) AS claims FROM t;
SELECT jwt_verify();

.print -- 8 Who may: anybody verifies, the system signs
SELECT act_as('00000000-0000-4000-8000-000000000001') AS actor;
SELECT jwt_verify(token) ->> 'sub' AS sub FROM t;
SELECT json_array_length(jwks(), '$.keys') AS keys;
SELECT jwt_sign('{}');
SELECT jwt_key_create();
INSERT INTO usher VALUES ('jwt_sign', '[{}]');
SELECT act_as(NULL) AS actor;

.print -- 9 A view or a trigger in the file may verify, and not have signed
CREATE VIEW reads AS SELECT jwt_verify('x') IS NULL AS bad, jwks() IS NOT NULL AS keys;
CREATE VIEW signs AS SELECT jwt_sign('{}') AS token;
SELECT * FROM reads;
SELECT * FROM signs;

.print -- 10 In a transaction, and as many as there are rows
BEGIN;
SELECT count(jwt_verify(jwt_sign(json_object('n', value)))) AS n FROM json_each('[1,2,3]');
ROLLBACK;
INSERT INTO usher SELECT 'jwt_sign', json_array(json_object('n', value)) FROM json_each('[1,2,3]');

.print -- 11 No secret, and no token, is in the log
SELECT action, object_id, after FROM audit_log WHERE object_id = 'a' OR action GLOB 'jwt_sign*';

.print -- 12 On a locked connection nobody verifies, too
SELECT usher_lockdown() AS locked;
SELECT jwt_verify(token) ->> 'sub' AS sub FROM temp.t;
SELECT json_array_length(jwks(), '$.keys') AS keys;
SELECT jwt_sign('{}');
SELECT jwt_key_create();
SELECT count(*) AS seen FROM jwt_keys;
DELETE FROM jwt_keys;
