-- Store version 6: credentials. Passwords, sessions, keys, tokens, and the mail that carries them.
--
-- No secret stands here as it is: passwords as Argon2 strings, tokens and keys as
-- hashes, and what must be readable again sealed under the master key (usher_key()).

-- What only this store has. hash_key keys hashes, so that they mean nothing elsewhere; it is no
-- credential. proof is sealed under the master key and tells whether one is right; NULL: none is set.
CREATE TABLE usher_secret (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    hash_key BLOB NOT NULL CHECK (length(hash_key) = 32),
    salt     BLOB NOT NULL CHECK (length(salt) = 16),
    proof    BLOB
) STRICT;

CREATE TABLE usher_password (
    number     INTEGER PRIMARY KEY,
    user_id    TEXT NOT NULL UNIQUE REFERENCES usher_user (id),
    hash       TEXT NOT NULL CHECK (length(hash) BETWEEN 50 AND 127),
    updated_at TEXT NOT NULL CHECK (length(updated_at) = 24)
) STRICT;

-- What was guessed at in vain: the subject is a keyed hash, of an e-mail address, say. Without
-- failures: a reset of the password was asked for.
CREATE TABLE usher_attempt (
    subject  BLOB PRIMARY KEY CHECK (length(subject) = 32),
    failures INTEGER NOT NULL CHECK (failures >= 0),
    last_at  TEXT NOT NULL CHECK (length(last_at) = 24)
) STRICT, WITHOUT ROWID;

CREATE INDEX usher_attempt_last_at ON usher_attempt (last_at);
CREATE INDEX usher_attempt_reset ON usher_attempt (last_at) WHERE failures = 0;

-- token_hash is that of the present token: of all of an opaque one, of a JWT's jti. previous_hash
-- is that of the one before, which may be shown again by mistake for a while.
CREATE TABLE usher_session (
    number       INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    user_id      TEXT NOT NULL REFERENCES usher_user (id),
    form         TEXT NOT NULL CHECK (form IN ('jwt', 'opaque')),
    token_hash   BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    previous_hash BLOB,
    device       TEXT CHECK (length(device) BETWEEN 1 AND 200),
    mfa          INTEGER NOT NULL DEFAULT 0 CHECK (mfa IN (0, 1)),
    created_at   TEXT NOT NULL CHECK (length(created_at) = 24),
    refreshed_at TEXT,
    last_used_at TEXT NOT NULL CHECK (length(last_used_at) = 24),
    idle_seconds INTEGER NOT NULL CHECK (idle_seconds > 0),
    expires_at   TEXT NOT NULL CHECK (length(expires_at) = 24),
    revoked_at   TEXT
) STRICT;

CREATE INDEX usher_session_user ON usher_session (user_id, created_at, id);

-- Tokens that a refresh replaced: whoever shows one again has stolen it, or was stolen from.
CREATE TABLE usher_session_past (
    token_hash BLOB PRIMARY KEY CHECK (length(token_hash) = 32),
    session_id TEXT NOT NULL REFERENCES usher_session (id) ON DELETE CASCADE,
    created_at TEXT NOT NULL CHECK (length(created_at) = 24)
) STRICT, WITHOUT ROWID;

CREATE INDEX usher_session_past_session ON usher_session_past (session_id);

-- Tokens that are good for one thing, once. Asking again replaces the one before.
CREATE TABLE usher_ticket (
    number     INTEGER PRIMARY KEY,
    purpose    TEXT NOT NULL CHECK (purpose IN ('password_reset', 'email_verify', 'mfa')),
    user_id    TEXT NOT NULL REFERENCES usher_user (id),
    token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    email      TEXT COLLATE NOCASE,  -- the address that it proves
    failures   INTEGER NOT NULL DEFAULT 0,
    data       TEXT,                 -- JSON
    created_at TEXT NOT NULL CHECK (length(created_at) = 24),
    expires_at TEXT NOT NULL CHECK (length(expires_at) = 24)
) STRICT;

CREATE UNIQUE INDEX usher_ticket_user ON usher_ticket (user_id, purpose);

-- Keys that sign tokens. The one that does not expire signs, the others verify until they do.
CREATE TABLE usher_signing_key (
    number     INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE CHECK (length(id) BETWEEN 1 AND 100), -- kid
    algorithm  TEXT NOT NULL CHECK (algorithm IN ('EdDSA', 'HS256', 'HS512')),
    public_key TEXT CHECK (length(public_key) = 43), -- base64url
    secret     BLOB NOT NULL,        -- sealed
    issuer     TEXT NOT NULL CHECK (length(issuer) BETWEEN 1 AND 200),
    audience   TEXT NOT NULL CHECK (length(audience) BETWEEN 1 AND 200),
    created_at TEXT NOT NULL CHECK (length(created_at) = 24),
    expires_at TEXT,
    CHECK ((algorithm = 'EdDSA') = (public_key IS NOT NULL))
) STRICT;

-- A key acts as its user. One of the account has a user of its own (usher_user.service).
CREATE TABLE usher_api_key (
    number       INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    kind         TEXT NOT NULL DEFAULT 'api' CHECK (kind IN ('api', 'upload')),
    user_id      TEXT NOT NULL REFERENCES usher_user (id),
    account_id   TEXT NOT NULL REFERENCES usher_account (id),
    owner        TEXT NOT NULL CHECK (owner IN ('user', 'account')),
    name         TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    hint         TEXT NOT NULL CHECK (length(hint) = 8),
    key_hash     BLOB NOT NULL UNIQUE CHECK (length(key_hash) = 32),
    sealed       BLOB,               -- the key itself, if it is to be shown again
    created_by   TEXT REFERENCES usher_user (id),
    created_at   TEXT NOT NULL CHECK (length(created_at) = 24),
    expires_at   TEXT,
    last_used_at TEXT
) STRICT;

-- What it may do: of what its user may do, when it is used. One of the account: this.
CREATE TABLE usher_api_key_scope (
    key_id     TEXT NOT NULL REFERENCES usher_api_key (id) ON DELETE CASCADE,
    permission TEXT NOT NULL REFERENCES usher_permission (name),
    PRIMARY KEY (key_id, permission)
) STRICT, WITHOUT ROWID;

CREATE INDEX usher_api_key_user ON usher_api_key (user_id, created_at, id);
CREATE INDEX usher_api_key_account ON usher_api_key (account_id, created_at, id);

CREATE TABLE usher_totp (
    number       INTEGER PRIMARY KEY,
    user_id      TEXT NOT NULL UNIQUE REFERENCES usher_user (id),
    secret       BLOB NOT NULL,      -- sealed
    last_step    INTEGER NOT NULL DEFAULT 0, -- a code is good once
    confirmed_at TEXT,               -- NULL: enrolment has begun
    created_at   TEXT NOT NULL CHECK (length(created_at) = 24)
) STRICT;

CREATE TABLE usher_recovery_code (
    user_id   TEXT NOT NULL REFERENCES usher_user (id),
    code_hash BLOB NOT NULL CHECK (length(code_hash) = 32),
    PRIMARY KEY (user_id, code_hash)
) STRICT, WITHOUT ROWID;

-- Mail to be sent, written in the transaction of its cause.
CREATE TABLE usher_outbox (
    number     INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    kind       TEXT NOT NULL,        -- activation, invite, password_reset, email_verify
    account_id TEXT REFERENCES usher_account (id),
    user_id    TEXT REFERENCES usher_user (id),
    invite_id  TEXT REFERENCES usher_invite (id) ON DELETE CASCADE,
    email      TEXT NOT NULL,
    name       TEXT,
    locale     TEXT,
    token      BLOB,                 -- sealed
    created_at TEXT NOT NULL CHECK (length(created_at) = 24),
    expires_at TEXT
) STRICT;

CREATE INDEX usher_outbox_account ON usher_outbox (account_id);
CREATE INDEX usher_outbox_user ON usher_outbox (user_id, kind);
CREATE INDEX usher_outbox_invite ON usher_outbox (invite_id);

-- The user behind an account's API key: nobody signs in as one, and its membership gives no rights.
ALTER TABLE usher_user ADD COLUMN service INTEGER NOT NULL DEFAULT 0 CHECK (service IN (0, 1));
-- What a CDN knows the user by (000); no secret.
ALTER TABLE usher_user ADD COLUMN access_id TEXT CHECK (length(access_id) = 32);
CREATE UNIQUE INDEX usher_user_access ON usher_user (access_id);

-- As before, without service users.
DROP VIEW usher_grant;
CREATE VIEW usher_grant (user_id, account_id, permission, membership, role_id) AS
SELECT m.user_id, m.account_id, p.permission, m.number, m.role_id
FROM usher_user AS u
JOIN usher_membership AS m ON m.user_id = u.id
JOIN usher_role_permission AS p ON p.role_id = m.role_id
WHERE u.activated_at IS NOT NULL AND u.disabled_at IS NULL AND u.discarded_at IS NULL
  AND u.service = 0
UNION ALL
SELECT m.user_id, m.account_id, p.name, m.number, m.role_id
FROM usher_user AS u
JOIN usher_membership AS m ON m.user_id = u.id
JOIN usher_setting AS s ON s.scope_id = m.account_id
JOIN usher_permission AS p
WHERE u.activated_at IS NOT NULL AND u.disabled_at IS NULL AND u.discarded_at IS NULL
  AND u.service = 0
  AND m.role_id = '00000000-0000-7000-8000-000000000002'
  AND s.scope = 'account' AND s.key = 'invites.by_admins' AND s.value = 'true'
  AND p.name IN ('invites.create', 'invites.revoke');

-- What whoever acts may do: a user (by their id), or one of their keys (by its own; no user
-- has the id of a key). Like usher_grant the one place where that is read from. A key of the
-- account stands under the id of its service user, too: what that user did, an invite, say, is
-- good as long as the key is.
CREATE VIEW usher_held (principal, account_id, permission) AS
SELECT user_id, account_id, permission FROM usher_grant
UNION ALL
SELECT k.id, g.account_id, g.permission
FROM usher_api_key AS k
JOIN usher_api_key_scope AS s ON s.key_id = k.id
JOIN usher_grant AS g ON g.user_id = k.user_id AND g.permission = s.permission
WHERE k.owner = 'user'
  AND (k.expires_at IS NULL OR k.expires_at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
UNION ALL
SELECT k.id, k.account_id, s.permission
FROM usher_api_key AS k
JOIN usher_api_key_scope AS s ON s.key_id = k.id
JOIN usher_user AS u ON u.id = k.user_id
WHERE k.owner = 'account'
  AND (k.expires_at IS NULL OR k.expires_at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
  AND u.activated_at IS NOT NULL AND u.disabled_at IS NULL AND u.discarded_at IS NULL
UNION ALL
SELECT k.user_id, k.account_id, s.permission
FROM usher_api_key AS k
JOIN usher_api_key_scope AS s ON s.key_id = k.id
JOIN usher_user AS u ON u.id = k.user_id
WHERE k.owner = 'account'
  AND (k.expires_at IS NULL OR k.expires_at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
  AND u.activated_at IS NOT NULL AND u.disabled_at IS NULL AND u.discarded_at IS NULL;
