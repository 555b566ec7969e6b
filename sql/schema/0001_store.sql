-- Store version 1: the store itself and the audit log.
--
-- Plain STRICT tables in `main`. Everything here can be read, dumped and
-- restored without the extension; write through the extension's tables and
-- functions, which know the rules that a schema cannot express.
--
-- Conventions: `number` is the rowid (the API's numeric id), `id` a UUID in
-- lower case, `*_at` a UTC time as 2022-01-01T00:00:00.000Z, `*_by` the id of a
-- user or NULL for the system. A flag is 0 or 1.

CREATE TABLE usher_store (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    version     INTEGER NOT NULL CHECK (version >= 1),
    fingerprint BLOB,              -- hash over the schema of all usher_* objects
    created_at  TEXT NOT NULL,
    upgraded_at TEXT
) STRICT;

-- Append-only. `before` and `after` hold the members that changed, without secrets.
CREATE TABLE usher_audit (
    number      INTEGER PRIMARY KEY,
    created_at  TEXT NOT NULL,
    real_actor  TEXT NOT NULL,     -- 'system' or the id of the user on the connection
    actor       TEXT NOT NULL,     -- the same, after act_as()
    action      TEXT NOT NULL,
    object_type TEXT NOT NULL,
    object_id   TEXT NOT NULL,
    account_id  TEXT,
    before      TEXT,
    after       TEXT,
    hash        BLOB               -- reserved for the hash chain
) STRICT;

CREATE INDEX usher_audit_object ON usher_audit (object_id);
