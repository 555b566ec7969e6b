-- The master key and what is sealed under it; keys that sign tokens.

-- name: secret_seed
INSERT INTO main.usher_secret (id, hash_key, salt) VALUES (1, ?1, ?2) ON CONFLICT (id) DO NOTHING;

-- name: secret
SELECT hash_key, salt, proof FROM main.usher_secret WHERE id = 1;

-- name: secret_set_proof
UPDATE main.usher_secret SET proof = ?1 WHERE id = 1;

-- Everything that is sealed: its place (keyring.c), row, id, and the sealed value.
-- name: sealed_values
SELECT 0, number, id, secret FROM main.usher_signing_key
UNION ALL
SELECT 1, number, id, sealed FROM main.usher_api_key WHERE sealed IS NOT NULL
UNION ALL
SELECT 2, number, user_id, secret FROM main.usher_totp
UNION ALL
SELECT 3, number, id, token FROM main.usher_outbox WHERE token IS NOT NULL
UNION ALL
SELECT 4, number, id, secret FROM main.usher_audit_key;

-- name: signing_key_insert
INSERT INTO main.usher_signing_key
    (id, algorithm, public_key, secret, issuer, audience, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- Older keys verify for so long, and none of them longer than it was to.
-- name: signing_keys_retire
UPDATE main.usher_signing_key
SET expires_at = min(coalesce(expires_at, '9999'), strftime('%Y-%m-%dT%H:%M:%fZ', ?1, ?2 || ' seconds'));

-- name: signing_key_taken
SELECT 1 FROM main.usher_signing_key WHERE id = ?1;

-- name: signing_key_any
SELECT 1 FROM main.usher_signing_key;

-- name: signing_key_delete
DELETE FROM main.usher_signing_key WHERE number = ?1;

-- name: signing_key
SELECT id, algorithm, public_key, secret, issuer, audience, CAST(strftime('%s', usher_now()) AS INTEGER)
FROM main.usher_signing_key
WHERE id = ?1 AND (expires_at IS NULL OR expires_at > usher_now());

-- name: signing_key_current
SELECT id, algorithm, public_key, secret, issuer, audience, CAST(strftime('%s', usher_now()) AS INTEGER)
FROM main.usher_signing_key
WHERE expires_at IS NULL ORDER BY number DESC LIMIT 1;

-- RFC 7517, 8037.
-- name: jwks
SELECT json_object('keys', json_group_array(json_object(
    'kty', 'OKP', 'crv', 'Ed25519', 'use', 'sig', 'alg', algorithm, 'kid', id, 'x', public_key)))
FROM (SELECT algorithm, id, public_key FROM main.usher_signing_key
      WHERE algorithm = 'EdDSA'
        AND (expires_at IS NULL OR expires_at > usher_now())
      ORDER BY number);

-- What is given stays as it is.
-- name: jwt_claims
SELECT json_insert(?1, '$.iss', ?2, '$.aud', ?3, '$.iat', ?4, '$.exp', ?5);

-- name: jwt_session_claims
SELECT json_object('iss', ?1, 'aud', ?2, 'sub', ?3, 'sid', ?4, 'jti', ?5, 'iat', ?6, 'exp', ?7);

-- The key of the audit log's chain, of which the last one is in use.
-- name: audit_key_in_use
SELECT id FROM main.usher_audit_key ORDER BY number DESC LIMIT 1;

-- name: audit_key_current
SELECT number, id, public_key, secret FROM main.usher_audit_key ORDER BY number DESC LIMIT 1;

-- name: audit_key
SELECT number, id, public_key, secret FROM main.usher_audit_key WHERE number = ?1;

-- name: audit_key_by_id
SELECT number, id, public_key, secret FROM main.usher_audit_key WHERE id = ?1;

-- name: audit_key_insert
INSERT INTO main.usher_audit_key (id, public_key, secret, created_at) VALUES (?1, ?2, ?3, ?4);
