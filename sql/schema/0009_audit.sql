-- Store version 9: the audit log can be told to be whole.
--
-- Each entry has a hash over itself and the entry before it; what it says of before and after is in
-- there by a hash of its own, so that it can be erased (user_erase()) and the chain still holds.

-- The keys of the chain: the last one is in use. secret is a seed, sealed under the master key; of it
-- are made the key of the hashes and the Ed25519 key that signs checkpoints.
CREATE TABLE usher_audit_key (
    number     INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE CHECK (length(id) = 36), -- kid
    public_key TEXT NOT NULL CHECK (length(public_key) = 43), -- base64url
    secret     BLOB NOT NULL,
    created_at TEXT NOT NULL CHECK (length(created_at) = 24)
) STRICT;

-- Where the chain begins, once its first entries were pruned: the last one of them, and the
-- checkpoint by which they were.
CREATE TABLE usher_audit_base (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    number     INTEGER NOT NULL CHECK (number >= 1),
    hash       BLOB NOT NULL CHECK (length(hash) = 32),
    checkpoint TEXT NOT NULL,
    pruned_at  TEXT NOT NULL CHECK (length(pruned_at) = 24)
) STRICT;

-- contents: 16 bytes of salt and the hash of before and after; NULL if both are. Erased: the hash only,
-- and erased_by is the entry that lists it. key_number: whose hash it is; NULL: anybody's who has the file.
ALTER TABLE usher_audit ADD COLUMN contents BLOB CHECK (length(contents) IN (32, 48));
ALTER TABLE usher_audit ADD COLUMN key_number INTEGER REFERENCES usher_audit_key (number);
ALTER TABLE usher_audit ADD COLUMN erased_by INTEGER CHECK (erased_by > number);

-- For those who write past usher, too. (REPLACE deletes without asking: the chain shows it.)
CREATE TRIGGER usher_audit_update BEFORE UPDATE ON usher_audit
WHEN OLD.hash IS NOT NULL
     AND NOT (NEW.before IS NULL AND NEW.after IS NULL AND NEW.contents = substr(OLD.contents, 17)
              AND NEW.erased_by IS NOT NULL AND OLD.erased_by IS NULL
              AND length(OLD.contents) = 48 AND NEW.number = OLD.number
              AND NEW.created_at = OLD.created_at AND NEW.real_actor = OLD.real_actor
              AND NEW.actor = OLD.actor AND NEW.action = OLD.action
              AND NEW.object_type = OLD.object_type AND NEW.object_id = OLD.object_id
              AND NEW.account_id IS OLD.account_id AND NEW.key_number IS OLD.key_number AND NEW.hash = OLD.hash)
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER usher_audit_delete BEFORE DELETE ON usher_audit
WHEN OLD.number > ifnull((SELECT number FROM usher_audit_base), 0)
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
