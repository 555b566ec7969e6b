-- Users.

-- name: user_state
SELECT number, account_id, email, activated_at IS NOT NULL, disabled_at IS NOT NULL,
       discarded_at IS NOT NULL, erased_at IS NOT NULL, service
FROM main.usher_user WHERE id = ?1;

-- name: user_next_recipient
SELECT ifnull(recipient, 0) + 1 FROM main.usher_user ORDER BY recipient DESC LIMIT 1;

-- name: user_email
SELECT email, service FROM main.usher_user WHERE id = ?1 AND discarded_at IS NULL;

-- Somebody but ?3 with e-mail ?1 belongs to account ?2, or to one that ?3 belongs to.
-- name: user_email_taken
SELECT 1
FROM main.usher_user AS u INDEXED BY usher_user_email
JOIN main.usher_membership AS m ON m.user_id = u.id
WHERE u.email = ?1 AND u.discarded_at IS NULL AND u.id <> ?3
  AND (m.account_id = ?2
       OR m.account_id IN (SELECT account_id FROM main.usher_membership WHERE user_id = ?3));

-- name: user_discard
UPDATE main.usher_user SET discarded_at = ?2, updated_at = ?2, updated_by = ?3
WHERE number = ?1;

-- name: user_restore
UPDATE main.usher_user
SET discarded_at = NULL, disabled_at = ifnull(disabled_at, ?2), updated_at = ?2, updated_by = ?3
WHERE number = ?1;

-- name: user_erase
UPDATE main.usher_user
SET email = NULL, name = NULL, first_name = NULL, last_name = NULL, locale = NULL, avatar = NULL,
    verified_email = 0, notifications = '[]', company = NULL, about = NULL, job_title = NULL,
    phone_number = NULL, favorites = '[]', access_id = NULL, last_login_at = NULL, last_read_at = NULL,
    discarded_at = ifnull(discarded_at, ?2), erased_at = ifnull(erased_at, ?2),
    updated_at = ?2, updated_by = ?3
WHERE number = ?1;

-- name: user_erase_mail
DELETE FROM main.usher_outbox
WHERE number IN (SELECT number FROM main.usher_outbox INDEXED BY usher_outbox_user
                 WHERE user_id = ?1
                 UNION ALL
                 SELECT number FROM main.usher_outbox INDEXED BY usher_outbox_invite
                 WHERE invite_id IN (SELECT id FROM main.usher_invite
                                     WHERE user_id = ?1 OR (user_id IS NULL AND email = ?2
                                                            AND account_id = ?3)));

-- name: user_erase_invites
DELETE FROM main.usher_invite
WHERE user_id = ?1 OR (user_id IS NULL AND email = ?2 AND account_id = ?3);
