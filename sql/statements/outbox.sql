-- Mail to be sent.

-- name: mail_replace
DELETE FROM main.usher_outbox WHERE kind = ?1 AND (user_id = ?2 OR invite_id = ?3);

-- What waits about invite ?1 is of this kind by now, to this person, and good until then.
-- name: mail_follow
UPDATE main.usher_outbox SET kind = ?2, name = ?3, expires_at = ?4 WHERE invite_id = ?1;

-- name: mail_withdraw_account
DELETE FROM main.usher_outbox WHERE account_id = ?1;

-- name: mail_withdraw
DELETE FROM main.usher_outbox WHERE user_id = ?1 OR invite_id = ?2;

-- What nobody fetched in time is of no use to anybody.
-- name: mail_expire
DELETE FROM main.usher_outbox WHERE expires_at <= ?1;

-- name: mail_delete
DELETE FROM main.usher_outbox WHERE number = ?1;
