-- The master key and what is sealed under it.

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
SELECT 3, number, id, token FROM main.usher_outbox WHERE token IS NOT NULL;
