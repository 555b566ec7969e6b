-- Store version 1: accounts, roles, users, memberships, invites, settings and
-- the audit log.
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

CREATE TABLE usher_account (
    number     INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    name       TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) BETWEEN 1 AND 100),
    created_by TEXT REFERENCES usher_user (id),
    created_at TEXT NOT NULL CHECK (length(created_at) = 24),
    updated_by TEXT REFERENCES usher_user (id),
    updated_at TEXT NOT NULL CHECK (length(updated_at) = 24)
) STRICT;

-- Built-in roles have no account and are the same everywhere.
CREATE TABLE usher_role (
    number      INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    account_id  TEXT REFERENCES usher_account (id),
    name        TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
    description TEXT NOT NULL DEFAULT '',
    created_at  TEXT NOT NULL CHECK (length(created_at) = 24),
    updated_at  TEXT NOT NULL CHECK (length(updated_at) = 24)
) STRICT;

CREATE UNIQUE INDEX usher_role_name ON usher_role (name, ifnull(account_id, ''));

CREATE TABLE usher_role_permission (
    role_id    TEXT NOT NULL REFERENCES usher_role (id) ON DELETE CASCADE,
    permission TEXT NOT NULL,
    PRIMARY KEY (role_id, permission)
) STRICT, WITHOUT ROWID;

CREATE TABLE usher_user (
    number              INTEGER PRIMARY KEY,
    id                  TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    account_id          TEXT NOT NULL REFERENCES usher_account (id),
    email               TEXT COLLATE NOCASE CHECK (length(email) BETWEEN 3 AND 254),
    name                TEXT CHECK (length(name) BETWEEN 1 AND 100),
    first_name          TEXT CHECK (length(first_name) BETWEEN 1 AND 100),
    last_name           TEXT CHECK (length(last_name) BETWEEN 1 AND 100),
    locale              TEXT CHECK (length(locale) BETWEEN 1 AND 35),
    avatar              TEXT CHECK (avatar NOT GLOB '*[/\]*'),
    authentication      TEXT NOT NULL DEFAULT 'password'
                        CHECK (authentication IN ('password', 'sso')),
    mfa_required        INTEGER NOT NULL DEFAULT 0 CHECK (mfa_required IN (0, 1)),
    verified_email      INTEGER NOT NULL DEFAULT 0 CHECK (verified_email IN (0, 1)),
    notifications       TEXT NOT NULL DEFAULT '[]',
    email_notifications INTEGER NOT NULL DEFAULT 1 CHECK (email_notifications IN (0, 1)),
    disk_space          INTEGER NOT NULL DEFAULT 524288000 CHECK (disk_space >= 0),
    disk_space_used     INTEGER NOT NULL DEFAULT 0 CHECK (disk_space_used >= 0),
    terms_agreed        INTEGER NOT NULL DEFAULT 0 CHECK (terms_agreed IN (0, 1)),
    company             TEXT,
    about               TEXT,
    job_title           TEXT,
    phone_number        TEXT,
    favorites           TEXT NOT NULL DEFAULT '[]',
    group_asset_access  INTEGER NOT NULL DEFAULT 1 CHECK (group_asset_access IN (0, 1)),
    last_login_at       TEXT,
    last_read_at        TEXT,
    activated_at        TEXT,
    disabled_at         TEXT,
    discarded_at        TEXT,
    erased_at           TEXT,
    created_by          TEXT REFERENCES usher_user (id),
    created_at          TEXT NOT NULL CHECK (length(created_at) = 24),
    updated_by          TEXT REFERENCES usher_user (id),
    updated_at          TEXT NOT NULL CHECK (length(updated_at) = 24)
) STRICT;

-- By e-mail, and an e-mail once per account among users that are not discarded.
CREATE UNIQUE INDEX usher_user_email
    ON usher_user (email, account_id, iif(discarded_at IS NULL, 0, number));
CREATE INDEX usher_user_created ON usher_user (created_at, id);
CREATE INDEX usher_user_account ON usher_user (account_id, created_at, id);

-- Who belongs to which account, as what. The account of usher_user has a row too.
CREATE TABLE usher_membership (
    number     INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    user_id    TEXT NOT NULL REFERENCES usher_user (id),
    account_id TEXT NOT NULL REFERENCES usher_account (id),
    role_id    TEXT NOT NULL REFERENCES usher_role (id),
    created_by TEXT REFERENCES usher_user (id),
    created_at TEXT NOT NULL CHECK (length(created_at) = 24),
    updated_by TEXT REFERENCES usher_user (id),
    updated_at TEXT NOT NULL CHECK (length(updated_at) = 24)
) STRICT;

CREATE UNIQUE INDEX usher_membership_user ON usher_membership (user_id, account_id);
CREATE INDEX usher_membership_role ON usher_membership (account_id, role_id, user_id);

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

-- One open invite per account and e-mail; inviting again reuses the row.
CREATE UNIQUE INDEX usher_invite_open ON usher_invite (email, account_id)
    WHERE accepted_at IS NULL AND declined_at IS NULL AND revoked_at IS NULL;
CREATE INDEX usher_invite_email ON usher_invite (email);
CREATE INDEX usher_invite_account ON usher_invite (account_id, created_at, id);
CREATE INDEX usher_invite_user ON usher_invite (user_id);

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
