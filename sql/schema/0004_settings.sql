-- Store version 4: settings.

CREATE TABLE usher_setting (
    number     INTEGER PRIMARY KEY,
    scope      TEXT NOT NULL CHECK (scope IN ('account', 'team', 'user')),
    scope_id   TEXT NOT NULL,
    key        TEXT NOT NULL,
    value      ANY NOT NULL,
    locked     INTEGER NOT NULL DEFAULT 0 CHECK (locked IN (0, 1)),
    updated_by TEXT REFERENCES usher_user (id),
    updated_at TEXT NOT NULL CHECK (length(updated_at) = 24),
    UNIQUE (scope_id, key, scope)
) STRICT;
