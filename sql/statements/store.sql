-- The store itself.

-- name: schema_version
PRAGMA main.schema_version;

-- name: store_create
INSERT INTO main.usher_store (id, version, fingerprint, created_at) VALUES (1, ?1, ?2, ?3);

-- name: store_upgrade
UPDATE main.usher_store SET version = ?1, fingerprint = ?2, upgraded_at = ?3 WHERE id = 1;

-- name: store_replicate
UPDATE main.usher_store SET replication = ?1 WHERE id = 1;

-- name: store_supplied
UPDATE main.usher_store SET supplied = supplied + 1 WHERE id = 1;
