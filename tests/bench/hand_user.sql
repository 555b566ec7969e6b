-- Users by hand: the columns of usher_user, and what CHECK and DEFAULT can say of them. Of what the
-- triggers touch besides, the tables are copies of usher's (hand.c).
--
-- What usher's checks of these columns say is here, but for: labels of a domain longer than 63
-- characters, the inner form of a locale, texts blank but for characters that cannot be seen, and
-- what a driver bound as another type.

CREATE TABLE hand_user (
    number              INTEGER PRIMARY KEY,
    id                  TEXT NOT NULL UNIQUE
                        DEFAULT (printf('%08x-%04x-7%.3s-8%.3s-%s',
                            CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) >> 16,
                            CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) & 65535,
                            lower(hex(randomblob(2))), lower(hex(randomblob(2))),
                            lower(hex(randomblob(6)))))
                        CHECK (id GLOB '????????-????-????-????-????????????'
                               AND id NOT GLOB '*[^-0-9a-f]*'),
    account_id          TEXT NOT NULL REFERENCES usher_account (id),
    email               TEXT COLLATE NOCASE
                        CHECK (length(email) BETWEEN 3 AND 254
                               AND instr(email, '@') BETWEEN 2 AND 65
                               AND email NOT GLOB '*[^-A-Za-z0-9!#$%&''*+/=?^_`{|}~.@]*'
                               AND email NOT GLOB '.*' AND email NOT GLOB '*..*'
                               AND email NOT GLOB '*.@*'
                               AND email NOT GLOB '*@*[^-A-Za-z0-9.]*'
                               AND email NOT GLOB '*@[-.]*' AND email NOT GLOB '*[-.@]'
                               AND email NOT GLOB '*@*[.]-*' AND email NOT GLOB '*@*-.*'),
    name                TEXT CHECK (length(name) <= 100 AND trim(name) <> ''
                                    AND name NOT GLOB '*[' || char(1, 45, 31, 127) || ']*'),
    first_name          TEXT CHECK (length(first_name) <= 100 AND trim(first_name) <> ''
                                    AND first_name NOT GLOB '*[' || char(1, 45, 31, 127) || ']*'),
    last_name           TEXT CHECK (length(last_name) <= 100 AND trim(last_name) <> ''
                                    AND last_name NOT GLOB '*[' || char(1, 45, 31, 127) || ']*'),
    locale              TEXT CHECK (length(locale) BETWEEN 2 AND 35 AND locale GLOB '[A-Za-z]*'
                                    AND locale NOT GLOB '*[^-A-Za-z0-9_.@]*'),
    avatar              TEXT CHECK (length(avatar) <= 255 AND avatar NOT GLOB '*[/\]*'
                                    AND avatar NOT IN ('', '.', '..')
                                    AND avatar NOT GLOB '*[' || char(1, 45, 31, 127) || ']*'),
    authentication      TEXT NOT NULL DEFAULT 'password'
                        CHECK (authentication IN ('password', 'sso')),
    mfa_required        INTEGER NOT NULL DEFAULT 0 CHECK (mfa_required IN (0, 1)),
    verified_email      INTEGER NOT NULL DEFAULT 0 CHECK (verified_email IN (0, 1)),
    notifications       TEXT NOT NULL DEFAULT '[]'
                        CHECK (json_valid(notifications) AND json_type(notifications) = 'array'),
    email_notifications INTEGER NOT NULL DEFAULT 1 CHECK (email_notifications IN (0, 1)),
    disk_space          INTEGER NOT NULL DEFAULT 524288000 CHECK (disk_space >= 0),
    disk_space_used     INTEGER NOT NULL DEFAULT 0 CHECK (disk_space_used >= 0),
    terms_agreed        INTEGER NOT NULL DEFAULT 0 CHECK (terms_agreed IN (0, 1)),
    company             TEXT CHECK (length(company) <= 200 AND trim(company) <> ''
                                    AND company NOT GLOB '*[' || char(1, 45, 31, 127) || ']*'),
    about               TEXT CHECK (length(about) <= 4000),
    job_title           TEXT CHECK (length(job_title) <= 200 AND trim(job_title) <> ''
                                    AND job_title NOT GLOB '*[' || char(1, 45, 31, 127) || ']*'),
    phone_number        TEXT CHECK (length(phone_number) <= 40 AND trim(phone_number) <> ''
                                    AND phone_number NOT GLOB '*[' || char(1, 45, 31, 127) || ']*'),
    favorites           TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(favorites)),
    group_asset_access  INTEGER NOT NULL DEFAULT 1 CHECK (group_asset_access IN (0, 1)),
    last_login_at       TEXT,
    last_read_at        TEXT,
    activated_at        TEXT,
    disabled_at         TEXT,
    discarded_at        TEXT,
    erased_at           TEXT,
    created_by          TEXT REFERENCES hand_user (id),
    created_at          TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
                        CHECK (length(created_at) = 24),
    updated_by          TEXT REFERENCES hand_user (id),
    updated_at          TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
                        CHECK (length(updated_at) = 24),
    service             INTEGER NOT NULL DEFAULT 0 CHECK (service IN (0, 1)),
    access_id           TEXT DEFAULT (lower(hex(randomblob(16)))) CHECK (length(access_id) = 32),
    recipient           INTEGER AS (number)
) STRICT;

-- Who may do what: active users, through a membership.
CREATE VIEW hand_held (user_id, account_id, permission) AS
SELECT m.user_id, m.account_id, p.permission
FROM hand_user AS u
JOIN hand_membership AS m ON m.user_id = u.id
JOIN usher_role_permission AS p ON p.role_id = m.role_id
WHERE u.activated_at IS NOT NULL AND u.disabled_at IS NULL AND u.discarded_at IS NULL
  AND u.service = 0;

-- The accounts that one is the last active owner of would have none without them.
CREATE VIEW hand_bereft (user_id) AS
SELECT own.user_id
FROM hand_membership AS own
WHERE own.role_id = '00000000-0000-7000-8000-000000000001'
  AND NOT EXISTS (
      SELECT 1
      FROM hand_membership AS m
      JOIN hand_user AS u ON u.id = m.user_id
      WHERE m.account_id = own.account_id AND m.role_id = own.role_id
        AND u.activated_at IS NOT NULL AND u.disabled_at IS NULL AND u.discarded_at IS NULL
        AND u.service = 0
  );
