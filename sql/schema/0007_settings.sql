-- Store version 7: definitions of settings, and teams.

-- Every key there is; usher_init() fills it from settings.def, an application adds its own under app.
CREATE TABLE usher_setting_definition (
    number        INTEGER PRIMARY KEY,
    key           TEXT NOT NULL UNIQUE CHECK (length(key) BETWEEN 1 AND 100),
    type          TEXT NOT NULL CHECK (type IN ('boolean', 'integer', 'number', 'string', 'array',
                                                'object', 'any', 'image')),
    default_value TEXT,                -- JSON
    schema        TEXT NOT NULL DEFAULT '{}', -- JSON: what a value must be, in words of JSON Schema
    scopes        TEXT NOT NULL,       -- JSON list
    permission    TEXT NOT NULL REFERENCES usher_permission (name),
    builtin       INTEGER NOT NULL DEFAULT 0 CHECK (builtin IN (0, 1)),
    description   TEXT NOT NULL,
    created_at    TEXT NOT NULL CHECK (length(created_at) = 24)
) STRICT;

-- Of several teams that a user is in, the one of higher priority comes first; then the one
-- that they have been in for longer.
CREATE TABLE usher_team (
    number      INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    account_id  TEXT NOT NULL REFERENCES usher_account (id),
    name        TEXT NOT NULL COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 100),
    description TEXT NOT NULL DEFAULT '',
    priority    INTEGER NOT NULL DEFAULT 0,
    created_by  TEXT REFERENCES usher_user (id),
    created_at  TEXT NOT NULL CHECK (length(created_at) = 24),
    updated_by  TEXT REFERENCES usher_user (id),
    updated_at  TEXT NOT NULL CHECK (length(updated_at) = 24)
) STRICT;

CREATE UNIQUE INDEX usher_team_name ON usher_team (account_id, name);

CREATE TABLE usher_team_membership (
    number     INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    team_id    TEXT NOT NULL REFERENCES usher_team (id),
    user_id    TEXT NOT NULL REFERENCES usher_user (id),
    role       TEXT NOT NULL DEFAULT 'member' CHECK (role IN ('lead', 'member')),
    created_by TEXT REFERENCES usher_user (id),
    created_at TEXT NOT NULL CHECK (length(created_at) = 24),
    updated_by TEXT REFERENCES usher_user (id),
    updated_at TEXT NOT NULL CHECK (length(updated_at) = 24)
) STRICT;

CREATE UNIQUE INDEX usher_team_membership_user ON usher_team_membership (user_id, team_id);
CREATE INDEX usher_team_membership_team ON usher_team_membership (team_id, user_id);

-- Which teams an invite leads into: a JSON list of ids.
ALTER TABLE usher_invite ADD COLUMN teams TEXT;
