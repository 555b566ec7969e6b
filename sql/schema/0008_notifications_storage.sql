-- Store version 8: channels, files and what they count for, notifications, mail that is claimed.

-- What is shared: its members edit it, or view it only. Deleted ones can be restored.
CREATE TABLE usher_channel (
    number       INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    account_id   TEXT NOT NULL REFERENCES usher_account (id),
    name         TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    description  TEXT NOT NULL DEFAULT '',
    discarded_at TEXT,
    created_by   TEXT REFERENCES usher_user (id),
    created_at   TEXT NOT NULL CHECK (length(created_at) = 24),
    updated_by   TEXT REFERENCES usher_user (id),
    updated_at   TEXT NOT NULL CHECK (length(updated_at) = 24)
) STRICT;

CREATE INDEX usher_channel_account ON usher_channel (account_id, created_at, id);

-- One row a person: whoever views does not edit, and the reverse (001).
CREATE TABLE usher_channel_member (
    number     INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    channel_id TEXT NOT NULL REFERENCES usher_channel (id),
    user_id    TEXT NOT NULL REFERENCES usher_user (id),
    mode       TEXT NOT NULL CHECK (mode IN ('edit', 'view')),
    created_by TEXT REFERENCES usher_user (id),
    created_at TEXT NOT NULL CHECK (length(created_at) = 24),
    updated_by TEXT REFERENCES usher_user (id),
    updated_at TEXT NOT NULL CHECK (length(updated_at) = 24)
) STRICT;

CREATE UNIQUE INDEX usher_channel_member_user ON usher_channel_member (user_id, channel_id);
CREATE INDEX usher_channel_member_channel ON usher_channel_member (channel_id, user_id);

-- An invite may lead into a channel, too. One is open per account, channel and e-mail; inviting
-- again reuses the row. (A store that was made before has an index of this name without the channel.)
ALTER TABLE usher_invite ADD COLUMN channel_id TEXT REFERENCES usher_channel (id);
ALTER TABLE usher_invite ADD COLUMN share_mode TEXT CHECK (share_mode IN ('edit', 'view'));
DROP INDEX IF EXISTS main.usher_invite_open;
CREATE UNIQUE INDEX usher_invite_open ON usher_invite (email, account_id, ifnull(channel_id, ''))
    WHERE accepted_at IS NULL AND declined_at IS NULL AND revoked_at IS NULL;
CREATE INDEX usher_invite_channel ON usher_invite (channel_id) WHERE channel_id IS NOT NULL;

-- A file that a user brought. Its content stands elsewhere; the checksum tells contents apart.
CREATE TABLE usher_file (
    number     INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    account_id TEXT NOT NULL REFERENCES usher_account (id), -- the channel's; without one, the user's
    user_id    TEXT NOT NULL REFERENCES usher_user (id),
    channel_id TEXT REFERENCES usher_channel (id),
    checksum   TEXT NOT NULL CHECK (length(checksum) BETWEEN 32 AND 128),
    size       INTEGER NOT NULL CHECK (size BETWEEN 0 AND 9007199254740991),
    format     TEXT CHECK (length(format) BETWEEN 1 AND 40),
    tree       TEXT NOT NULL DEFAULT 'main' CHECK (length(tree) BETWEEN 1 AND 40),
    created_at TEXT NOT NULL CHECK (length(created_at) = 24),
    updated_by TEXT REFERENCES usher_user (id),
    updated_at TEXT NOT NULL CHECK (length(updated_at) = 24)
) STRICT;

CREATE INDEX usher_file_user ON usher_file (user_id, checksum);
CREATE INDEX usher_file_channel ON usher_file (channel_id) WHERE channel_id IS NOT NULL;
CREATE INDEX usher_file_account ON usher_file (account_id, created_at, id);

-- The one formula of what counts against a user's disk space (001): what they brought, in the
-- main tree, without a channel or in one that is not deleted and that they edit, of a format
-- that is known and not excluded. Of each checksum the largest size counts, once.
CREATE VIEW usher_counted_file (user_id, checksum, size) AS
SELECT f.user_id, f.checksum, f.size
FROM usher_file AS f
WHERE f.tree = 'main' AND f.format <> 'perseus'
  AND (f.channel_id IS NULL
       OR EXISTS (SELECT 1
                  FROM usher_channel_member AS m
                  JOIN usher_channel AS c ON c.id = m.channel_id
                  WHERE m.user_id = f.user_id AND m.channel_id = f.channel_id AND m.mode = 'edit'
                    AND c.discarded_at IS NULL));

-- Tables of the application whose rows are files, too: triggers on them keep the usage.
CREATE TABLE usher_tracked (
    number          INTEGER PRIMARY KEY,
    table_name      TEXT NOT NULL COLLATE NOCASE UNIQUE,
    size_column     TEXT NOT NULL,
    user_column     TEXT NOT NULL,
    checksum_column TEXT,
    created_at      TEXT NOT NULL CHECK (length(created_at) = 24)
) STRICT;

-- What rows of theirs counted for when a statement set out to change them, or may replace them:
-- SQLite runs no DELETE trigger for those.
CREATE TABLE usher_tracked_doubt (
    tracked  INTEGER NOT NULL REFERENCES usher_tracked (number),
    row      INTEGER NOT NULL,
    user_id  TEXT,
    checksum ANY,
    size     INTEGER,
    held     INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1)), -- for who moves a row to this place
    PRIMARY KEY (tracked, row)
) STRICT, WITHOUT ROWID;

-- One row whoever it is for: audience_id is that of a user, team or account, '' of all and of
-- e-mail addresses, which stand in usher_outbox.
CREATE TABLE usher_notification (
    number      INTEGER PRIMARY KEY CHECK (number BETWEEN 1 AND 4294967295),
    id          TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    account_id  TEXT REFERENCES usher_account (id),
    audience    TEXT NOT NULL CHECK (audience IN ('user', 'team', 'account', 'all', 'email')),
    audience_id TEXT NOT NULL DEFAULT '',
    event       TEXT NOT NULL CHECK (length(event) BETWEEN 1 AND 100),
    title       TEXT,
    message     TEXT,
    url         TEXT,
    data        TEXT,
    disposal    TEXT NOT NULL DEFAULT 'keep' CHECK (disposal IN ('keep', 'on_read', 'on_ack')),
    created_by  TEXT REFERENCES usher_user (id),
    created_at  TEXT NOT NULL CHECK (length(created_at) = 24)
) STRICT;

-- With all that the inbox reads, so that it need not look at the rows.
CREATE INDEX usher_notification_audience
    ON usher_notification (audience, audience_id, created_at, id);
CREATE INDEX usher_notification_created ON usher_notification (created_at);
CREATE INDEX usher_notification_account ON usher_notification (account_id);

-- Where a recipient's row differs from what their watermark says (usher_user.last_read_at:
-- what was created up to then is read). created_at is the notification's.
CREATE TABLE usher_notification_state (
    user_id      TEXT NOT NULL REFERENCES usher_user (id),
    notification INTEGER NOT NULL REFERENCES usher_notification (number),
    created_at   TEXT NOT NULL CHECK (length(created_at) = 24),
    read         INTEGER NOT NULL CHECK (read IN (0, 1)),
    read_at      TEXT,
    disposed_at  TEXT,
    PRIMARY KEY (user_id, notification)
) STRICT, WITHOUT ROWID;

CREATE INDEX usher_notification_state_unread
    ON usher_notification_state (user_id, created_at) WHERE read = 0 AND disposed_at IS NULL;
CREATE INDEX usher_notification_state_notification ON usher_notification_state (notification);

-- Small and dense, unlike `number`, which may be supplied: with a notification's number it makes
-- the rowid of a recipient's row.
ALTER TABLE usher_user ADD COLUMN recipient INTEGER CHECK (recipient BETWEEN 1 AND 2147483647);
UPDATE usher_user SET recipient = o.place
FROM (SELECT number, row_number() OVER (ORDER BY number) AS place FROM usher_user) AS o
WHERE o.number = usher_user.number;
CREATE UNIQUE INDEX usher_user_recipient ON usher_user (recipient);
-- Who wants e-mail about anything at all.
CREATE INDEX usher_user_mailed ON usher_user (account_id) WHERE notifications <> '[]';

-- A row for each recipient of each notification: the views usher_inbox_…, plain ones, so that each
-- can be asked for one user by an index, also within another statement; together usher_inbox.
-- Broadcasts count from when somebody joined. What has no state of its own stands among the new
-- ones, beyond the watermark (a text from `last_read_at || ' '` on is later), or among the old.

CREATE VIEW usher_inbox_marked (user_id, recipient, number, id, created_at, read, read_at) AS
SELECT s.user_id, u.recipient, n.number, n.id, n.created_at, s.read, s.read_at
FROM usher_notification_state AS s
CROSS JOIN usher_user AS u ON u.id = s.user_id
CROSS JOIN usher_notification AS n ON n.number = s.notification
WHERE s.disposed_at IS NULL
  AND CASE n.audience
      WHEN 'user' THEN n.audience_id = s.user_id
      WHEN 'team' THEN EXISTS (SELECT 1 FROM usher_team_membership AS m
                               WHERE m.user_id = s.user_id AND m.team_id = n.audience_id
                                 AND m.created_at <= n.created_at)
      WHEN 'account' THEN EXISTS (SELECT 1 FROM usher_membership AS m
                                  WHERE m.user_id = s.user_id AND m.account_id = n.audience_id
                                    AND m.created_at <= n.created_at)
      WHEN 'all' THEN u.created_at <= n.created_at
      ELSE 0 END;

CREATE VIEW usher_inbox_new_user (user_id, recipient, number, id, created_at, read, read_at) AS
SELECT u.id, u.recipient, n.number, n.id, n.created_at, 0, NULL
FROM usher_user AS u
CROSS JOIN usher_notification AS n ON n.audience = 'user' AND n.audience_id = u.id
 AND n.created_at >= ifnull(u.last_read_at || ' ', '')
WHERE NOT EXISTS (SELECT 1 FROM usher_notification_state AS s
                  WHERE s.user_id = u.id AND s.notification = n.number);

CREATE VIEW usher_inbox_new_team (user_id, recipient, number, id, created_at, read, read_at) AS
SELECT u.id, u.recipient, n.number, n.id, n.created_at, 0, NULL
FROM usher_user AS u
CROSS JOIN usher_team_membership AS m ON m.user_id = u.id
CROSS JOIN usher_notification AS n ON n.audience = 'team' AND n.audience_id = m.team_id
 AND n.created_at >= max(m.created_at, ifnull(u.last_read_at || ' ', ''))
WHERE NOT EXISTS (SELECT 1 FROM usher_notification_state AS s
                  WHERE s.user_id = u.id AND s.notification = n.number);

CREATE VIEW usher_inbox_new_account (user_id, recipient, number, id, created_at, read, read_at) AS
SELECT u.id, u.recipient, n.number, n.id, n.created_at, 0, NULL
FROM usher_user AS u
CROSS JOIN usher_membership AS m ON m.user_id = u.id
CROSS JOIN usher_notification AS n ON n.audience = 'account' AND n.audience_id = m.account_id
 AND n.created_at >= max(m.created_at, ifnull(u.last_read_at || ' ', ''))
WHERE NOT EXISTS (SELECT 1 FROM usher_notification_state AS s
                  WHERE s.user_id = u.id AND s.notification = n.number);

CREATE VIEW usher_inbox_new_all (user_id, recipient, number, id, created_at, read, read_at) AS
SELECT u.id, u.recipient, n.number, n.id, n.created_at, 0, NULL
FROM usher_user AS u
CROSS JOIN usher_notification AS n ON n.audience = 'all' AND n.audience_id = ''
 AND n.created_at >= max(u.created_at, ifnull(u.last_read_at || ' ', ''))
WHERE NOT EXISTS (SELECT 1 FROM usher_notification_state AS s
                  WHERE s.user_id = u.id AND s.notification = n.number);

CREATE VIEW usher_inbox_old_user (user_id, recipient, number, id, created_at, read, read_at) AS
SELECT u.id, u.recipient, n.number, n.id, n.created_at, 1, NULL
FROM usher_user AS u
CROSS JOIN usher_notification AS n ON n.audience = 'user' AND n.audience_id = u.id
 AND n.created_at <= u.last_read_at
WHERE NOT EXISTS (SELECT 1 FROM usher_notification_state AS s
                  WHERE s.user_id = u.id AND s.notification = n.number);

CREATE VIEW usher_inbox_old_team (user_id, recipient, number, id, created_at, read, read_at) AS
SELECT u.id, u.recipient, n.number, n.id, n.created_at, 1, NULL
FROM usher_user AS u
CROSS JOIN usher_team_membership AS m ON m.user_id = u.id
CROSS JOIN usher_notification AS n ON n.audience = 'team' AND n.audience_id = m.team_id
 AND n.created_at BETWEEN m.created_at AND u.last_read_at
WHERE NOT EXISTS (SELECT 1 FROM usher_notification_state AS s
                  WHERE s.user_id = u.id AND s.notification = n.number);

CREATE VIEW usher_inbox_old_account (user_id, recipient, number, id, created_at, read, read_at) AS
SELECT u.id, u.recipient, n.number, n.id, n.created_at, 1, NULL
FROM usher_user AS u
CROSS JOIN usher_membership AS m ON m.user_id = u.id
CROSS JOIN usher_notification AS n ON n.audience = 'account' AND n.audience_id = m.account_id
 AND n.created_at BETWEEN m.created_at AND u.last_read_at
WHERE NOT EXISTS (SELECT 1 FROM usher_notification_state AS s
                  WHERE s.user_id = u.id AND s.notification = n.number);

CREATE VIEW usher_inbox_old_all (user_id, recipient, number, id, created_at, read, read_at) AS
SELECT u.id, u.recipient, n.number, n.id, n.created_at, 1, NULL
FROM usher_user AS u
CROSS JOIN usher_notification AS n ON n.audience = 'all' AND n.audience_id = ''
 AND n.created_at BETWEEN u.created_at AND u.last_read_at
WHERE NOT EXISTS (SELECT 1 FROM usher_notification_state AS s
                  WHERE s.user_id = u.id AND s.notification = n.number);

CREATE VIEW usher_inbox (user_id, recipient, number, id, created_at, read, read_at) AS
SELECT * FROM usher_inbox_marked
UNION ALL SELECT * FROM usher_inbox_new_user
UNION ALL SELECT * FROM usher_inbox_new_team
UNION ALL SELECT * FROM usher_inbox_new_account
UNION ALL SELECT * FROM usher_inbox_new_all
UNION ALL SELECT * FROM usher_inbox_old_user
UNION ALL SELECT * FROM usher_inbox_old_team
UNION ALL SELECT * FROM usher_inbox_old_account
UNION ALL SELECT * FROM usher_inbox_old_all;

-- Mail is claimed for a while, and tried again later if it was not acknowledged by DELETE.
ALTER TABLE usher_outbox ADD COLUMN notification_id TEXT REFERENCES usher_notification (id);
ALTER TABLE usher_outbox ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0);
ALTER TABLE usher_outbox ADD COLUMN attempts_most INTEGER NOT NULL DEFAULT 10
    CHECK (attempts_most >= 1);
ALTER TABLE usher_outbox ADD COLUMN next_at TEXT;      -- not before; NULL: at once
ALTER TABLE usher_outbox ADD COLUMN leased_until TEXT; -- somebody is sending it until then
ALTER TABLE usher_outbox ADD COLUMN error TEXT;        -- what the mailer said last
CREATE INDEX usher_outbox_notification ON usher_outbox (notification_id)
    WHERE notification_id IS NOT NULL;
CREATE INDEX usher_outbox_expires ON usher_outbox (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX usher_outbox_next ON usher_outbox (next_at) WHERE attempts < attempts_most;

-- As before; and what everybody has of themself, whatever their role, a key of theirs has at home
-- where a scope says so. An account's own key has no self.
DROP VIEW usher_held;
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
WHERE (k.owner = 'user') = (s.permission IN ('self.read', 'self.update'))
  AND (k.expires_at IS NULL OR k.expires_at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
  AND u.activated_at IS NOT NULL AND u.disabled_at IS NULL AND u.discarded_at IS NULL
UNION ALL
SELECT k.user_id, k.account_id, s.permission
FROM usher_api_key AS k
JOIN usher_api_key_scope AS s ON s.key_id = k.id
JOIN usher_user AS u ON u.id = k.user_id
WHERE k.owner = 'account' AND s.permission NOT IN ('self.read', 'self.update')
  AND (k.expires_at IS NULL OR k.expires_at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
  AND u.activated_at IS NOT NULL AND u.disabled_at IS NULL AND u.discarded_at IS NULL;
