-- Store version 3: invites.

-- The token itself is never stored, only its BLAKE2b hash.
CREATE TABLE usher_invite (
    number         INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    account_id     TEXT NOT NULL REFERENCES usher_account (id),
    email          TEXT NOT NULL COLLATE NOCASE CHECK (length(email) BETWEEN 3 AND 254),
    name           TEXT CHECK (length(name) BETWEEN 1 AND 100),
    first_name     TEXT CHECK (length(first_name) BETWEEN 1 AND 100),
    last_name      TEXT CHECK (length(last_name) BETWEEN 1 AND 100),
    role_id        TEXT NOT NULL REFERENCES usher_role (id),
    authentication TEXT NOT NULL DEFAULT 'password'
                   CHECK (authentication IN ('password', 'sso')),
    token_hash     BLOB UNIQUE CHECK (length(token_hash) = 32),
    user_id        TEXT REFERENCES usher_user (id),
    invited_by     TEXT REFERENCES usher_user (id),
    created_at     TEXT NOT NULL CHECK (length(created_at) = 24),
    expires_at     TEXT NOT NULL CHECK (length(expires_at) = 24),
    accepted_at    TEXT,
    declined_at    TEXT,
    revoked_at     TEXT,
    updated_at     TEXT NOT NULL CHECK (length(updated_at) = 24),
    CHECK ((accepted_at IS NOT NULL) + (declined_at IS NOT NULL) + (revoked_at IS NOT NULL) <= 1)
) STRICT;

-- Until version 8 the index usher_invite_open stood here: it allowed one open invite per account and
-- e-mail. That one's takes its place.
CREATE INDEX usher_invite_email ON usher_invite (email);
CREATE INDEX usher_invite_account ON usher_invite (account_id, created_at, id);
CREATE INDEX usher_invite_user ON usher_invite (user_id);
