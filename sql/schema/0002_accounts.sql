-- Store version 2: accounts, roles, users and memberships.

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

-- Every permission there is; usher_init() fills it from permissions.def.
CREATE TABLE usher_permission (
    number  INTEGER PRIMARY KEY,
    name    TEXT NOT NULL UNIQUE,
    meaning TEXT NOT NULL
) STRICT;

CREATE TABLE usher_role_permission (
    role_id    TEXT NOT NULL REFERENCES usher_role (id) ON DELETE CASCADE,
    permission TEXT NOT NULL REFERENCES usher_permission (name),
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
