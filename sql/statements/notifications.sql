-- Notifications: what is sent, and what became of it in an inbox.

-- May user ?1 be sent something in account ?2 (NULL: their own)? Their place among the recipients;
-- deleted; a member; the account.
-- name: notification_candidate
SELECT u.recipient, u.discarded_at IS NOT NULL,
       EXISTS (SELECT 1 FROM main.usher_membership AS m
               WHERE m.user_id = u.id AND m.account_id = ifnull(?2, u.account_id)),
       ifnull(?2, u.account_id)
FROM main.usher_user AS u WHERE u.id = ?1;

-- Who has an inbox: deleted, and up to when all is read.
-- name: inbox_owner
SELECT number, account_id, discarded_at IS NOT NULL, last_read_at
FROM main.usher_user WHERE id = ?1;

-- Who wants mail about event ?3, sent at ?4 to audience ?1, ?2: active, of an address that is theirs,
-- and not without having asked, unless it is usher's own (?5). A list of events is compact JSON, and
-- an event is a word: it stands there between quotes, or not at all.
-- name: notification_mailed
WITH crowd (is_there) AS ( -- of an account with many guests; few of them want mail
    SELECT EXISTS (SELECT 1 FROM (SELECT 1 FROM main.usher_membership INDEXED BY usher_membership_guest
                                  WHERE account_id = ?2 AND home = 0 LIMIT 1 OFFSET 1000))
    WHERE ?1 = 'account'
), recipient (id) AS (
    SELECT ?2 WHERE ?1 = 'user'
    UNION ALL
    SELECT m.user_id FROM main.usher_team_membership AS m
    WHERE ?1 = 'team' AND m.team_id = ?2 AND m.created_at <= ?4
    UNION ALL
    SELECT u.id
    FROM main.usher_user AS u INDEXED BY usher_user_mailed
    CROSS JOIN main.usher_membership AS m ON m.user_id = u.id AND m.account_id = u.account_id
    WHERE ?1 = 'account' AND u.account_id = ?2 AND u.notifications <> '[]' AND m.created_at <= ?4
    UNION ALL
    SELECT m.user_id
    FROM crowd AS c
    CROSS JOIN main.usher_membership AS m INDEXED BY usher_membership_guest
    WHERE NOT c.is_there AND m.account_id = ?2 AND m.home = 0 AND m.created_at <= ?4
    UNION ALL
    SELECT u.id
    FROM crowd AS c
    CROSS JOIN main.usher_user AS u INDEXED BY usher_user_mailed
    CROSS JOIN main.usher_membership AS m ON m.user_id = u.id AND m.account_id = ?2
    WHERE c.is_there AND u.notifications <> '[]' AND m.home = 0 AND m.created_at <= ?4
    UNION ALL
    SELECT u.id FROM main.usher_user AS u INDEXED BY usher_user_mailed
    WHERE ?1 = 'all' AND u.notifications <> '[]' AND u.created_at <= ?4
)
SELECT u.id, u.account_id, u.email,
       ifnull(u.name, nullif(trim(ifnull(u.first_name, '') || ' ' || ifnull(u.last_name, '')), '')),
       u.locale
FROM recipient AS r
CROSS JOIN main.usher_user AS u ON u.id = r.id
WHERE u.activated_at IS NOT NULL AND u.disabled_at IS NULL AND u.discarded_at IS NULL
  AND u.email IS NOT NULL AND u.verified_email = 1
  AND (?5 OR (u.email_notifications = 1 AND instr(u.notifications, '"' || ?3 || '"') > 0));

-- The newest of user ?1, as they are fetched; and what it takes to dispose of those that go by it. Of
-- each part of usher_inbox no more is read than can be among them, where an index has their order.
-- name: inbox_newest
WITH part (number, id, created_at, read) AS (
    SELECT * FROM (SELECT number, id, created_at, read FROM main.usher_inbox_marked
                   WHERE user_id = ?1 ORDER BY created_at DESC, id DESC LIMIT ?2)
    UNION ALL
    SELECT * FROM (SELECT number, id, created_at, read FROM main.usher_inbox_new_user
                   WHERE user_id = ?1 ORDER BY created_at DESC, id DESC LIMIT ?2)
    UNION ALL
    SELECT * FROM (SELECT number, id, created_at, read FROM main.usher_inbox_new_team
                   WHERE user_id = ?1 ORDER BY created_at DESC, id DESC LIMIT ?2)
    UNION ALL
    SELECT * FROM (SELECT number, id, created_at, read FROM main.usher_inbox_new_account
                   WHERE user_id = ?1 ORDER BY created_at DESC, id DESC LIMIT ?2)
    UNION ALL
    SELECT * FROM (SELECT number, id, created_at, read FROM main.usher_inbox_new_all
                   WHERE user_id = ?1 ORDER BY created_at DESC, id DESC LIMIT ?2)
    UNION ALL
    SELECT * FROM (SELECT number, id, created_at, read FROM main.usher_inbox_old_user
                   WHERE user_id = ?1 ORDER BY created_at DESC, id DESC LIMIT ?2)
    UNION ALL
    SELECT * FROM (SELECT number, id, created_at, read FROM main.usher_inbox_old_team
                   WHERE user_id = ?1 ORDER BY created_at DESC, id DESC LIMIT ?2)
    UNION ALL
    SELECT * FROM (SELECT number, id, created_at, read FROM main.usher_inbox_old_account
                   WHERE user_id = ?1 ORDER BY created_at DESC, id DESC LIMIT ?2)
    UNION ALL
    SELECT * FROM (SELECT number, id, created_at, read FROM main.usher_inbox_old_all
                   WHERE user_id = ?1 ORDER BY created_at DESC, id DESC LIMIT ?2)
)
SELECT json_object('id', n.id, 'event', n.event, 'title', n.title, 'message', n.message,
                   'url', n.url, 'data', CASE WHEN json_valid(n.data) THEN json(n.data) END,
                   'disposal', n.disposal, 'created_at', n.created_at,
                   'read', json(iif(i.read, 'true', 'false'))),
       n.disposal = 'on_read', i.number, i.created_at, i.read
FROM (SELECT * FROM part ORDER BY created_at DESC, id DESC LIMIT ?2) AS i
CROSS JOIN main.usher_notification AS n ON n.number = i.number
ORDER BY i.created_at DESC, i.id DESC;

-- name: inbox_read
INSERT INTO main.usher_notification_state (user_id, notification, created_at, read, read_at)
VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT DO UPDATE SET read = ?4, read_at = ?5;

-- name: inbox_dispose
INSERT INTO main.usher_notification_state (user_id, notification, created_at, read, disposed_at)
VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT DO UPDATE SET disposed_at = ?5;

-- What user ?1 had marked unread of what was created up to ?2 is read, as the watermark says.
-- name: inbox_unmark
DELETE FROM main.usher_notification_state
WHERE user_id = ?1 AND created_at <= ?2 AND read = 0 AND disposed_at IS NULL;

-- What is about to go: created before ?1; sent to ?2, ?3; or in account ?4. Most that there is may be of
-- one account, and whoever knows that would rather read all of it than ask the index.
-- name: notifications_end_states
DELETE FROM main.usher_notification_state
WHERE notification IN (SELECT number FROM main.usher_notification WHERE created_at < ?1
                       UNION ALL
                       SELECT number FROM main.usher_notification
                       WHERE audience = ?2 AND audience_id = ?3
                       UNION ALL
                       SELECT number FROM main.usher_notification INDEXED BY usher_notification_account
                       WHERE account_id = ?4);

-- name: notifications_end_mail
DELETE FROM main.usher_outbox
WHERE notification_id IN (SELECT id FROM main.usher_notification WHERE created_at < ?1
                          UNION ALL
                          SELECT id FROM main.usher_notification
                          WHERE audience = ?2 AND audience_id = ?3
                          UNION ALL
                          SELECT id FROM main.usher_notification INDEXED BY usher_notification_account
                          WHERE account_id = ?4);

-- name: notifications_end
DELETE FROM main.usher_notification
WHERE number IN (SELECT number FROM main.usher_notification WHERE created_at < ?1
                 UNION ALL
                 SELECT number FROM main.usher_notification
                 WHERE audience = ?2 AND audience_id = ?3
                 UNION ALL
                 SELECT number FROM main.usher_notification INDEXED BY usher_notification_account
                 WHERE account_id = ?4);

-- name: inbox_forget
DELETE FROM main.usher_notification_state WHERE user_id = ?1;

-- By which address user ?1 is known, and whether it is theirs.
-- name: notification_sender
SELECT email, verified_email FROM main.usher_user WHERE id = ?1;

-- Who of the members of account ?2 has e-mail ?1.
-- name: notification_member
SELECT u.id,
       ifnull(u.name, nullif(trim(ifnull(u.first_name, '') || ' ' || ifnull(u.last_name, '')), '')),
       u.locale
FROM main.usher_user AS u INDEXED BY usher_user_email
JOIN main.usher_membership AS m ON m.user_id = u.id
WHERE u.email = ?1 AND u.discarded_at IS NULL AND u.service = 0 AND m.account_id = ?2;
