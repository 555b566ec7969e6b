-- Mail to be sent.

-- The indexes are named because most mail may be of no invite: whoever knows that reads all of it. By
-- user or by invite in one statement would cost ten times as much, for a transient table.
-- name: mail_replace_user
DELETE FROM main.usher_outbox INDEXED BY usher_outbox_user WHERE user_id = ?2 AND kind = ?1;

-- What waits about invite ?1 is of this kind by now, to this person, and good until then.
-- name: mail_follow
UPDATE main.usher_outbox INDEXED BY usher_outbox_invite
SET kind = ?2, name = ?3, expires_at = ?4 WHERE invite_id = ?1;

-- name: mail_withdraw_account
DELETE FROM main.usher_outbox WHERE account_id = ?1;

-- The + keeps SQLite from making a table of the two, each time.
-- name: mail_withdraw_tickets
DELETE FROM main.usher_outbox INDEXED BY usher_outbox_user WHERE user_id = ?1 AND (+kind = ?2 OR +kind = ?3);

-- name: mail_withdraw_user
DELETE FROM main.usher_outbox INDEXED BY usher_outbox_user WHERE user_id = ?1;

-- name: mail_withdraw_invite
DELETE FROM main.usher_outbox INDEXED BY usher_outbox_invite WHERE invite_id = ?1;

-- What was sent to the team or account ?2, which user ?1 has left.
-- name: mail_withdraw_left
DELETE FROM main.usher_outbox
WHERE number IN (SELECT o.number FROM main.usher_outbox AS o INDEXED BY usher_outbox_user
                 CROSS JOIN main.usher_notification AS n ON n.id = o.notification_id
                 WHERE o.user_id = ?1 AND n.audience_id = ?2);

-- What nobody fetched in time is of no use to anybody.
-- name: mail_expire
DELETE FROM main.usher_outbox WHERE expires_at <= ?1;

-- The oldest ?3 that may be sent at ?1 are somebody's until ?2; without a token unless ?4. Of the two
-- kinds the first needs no sorting, however many wait. What the mailer says next is about this
-- attempt, also if it is what was said of the one before.
-- name: mail_claim
UPDATE main.usher_outbox
SET attempts = attempts + 1, leased_until = ?2, next_at = ?2, error = NULL
WHERE number IN (SELECT number FROM (SELECT number FROM main.usher_outbox
                                     WHERE next_at IS NULL AND attempts < attempts_most
                                       AND (?4 OR token IS NULL)
                                     ORDER BY number LIMIT ?3)
                 UNION ALL
                 SELECT number FROM (SELECT number FROM main.usher_outbox
                                     WHERE next_at <= ?1 AND attempts < attempts_most
                                       AND (?4 OR token IS NULL)
                                     ORDER BY +number LIMIT ?3)
                 ORDER BY number LIMIT ?3)
RETURNING number;

-- Was its last attempt made?
-- name: mail_dead
SELECT 1 FROM main.usher_outbox WHERE number = ?1 AND attempts >= attempts_most;

-- name: mail_failed
UPDATE main.usher_outbox SET error = ?2, leased_until = NULL, next_at = ?3 WHERE number = ?1;

-- Whoever is sending it at ?2 keeps it.
-- name: mail_revive
UPDATE main.usher_outbox
SET attempts = 0,
    leased_until = CASE WHEN leased_until > ?2 THEN leased_until END,
    next_at = CASE WHEN leased_until > ?2 THEN leased_until END
WHERE number = ?1;

-- name: mail_delete
DELETE FROM main.usher_outbox WHERE number = ?1;
