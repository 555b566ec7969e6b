-- Passwords, and the tokens that are good for one thing, once.

-- name: password_of
SELECT hash FROM main.usher_password WHERE user_id = ?1;

-- One of all, by a number that means nothing.
-- name: password_any
SELECT hash FROM main.usher_password
WHERE number >= 1 + ?1 % (SELECT max(number) FROM main.usher_password)
ORDER BY number LIMIT 1;

-- name: password_put
INSERT INTO main.usher_password (user_id, hash, updated_at) VALUES (?1, ?2, ?3)
ON CONFLICT (user_id) DO UPDATE SET hash = ?2, updated_at = ?3;

-- name: password_delete
DELETE FROM main.usher_password WHERE user_id = ?1;

-- name: password_user
SELECT u.account_id, u.email, ifnull(u.name, nullif(trim(ifnull(u.first_name, '') || ' ' || ifnull(u.last_name, '')), '')),
       u.locale, p.hash, u.authentication = 'sso', u.service, u.discarded_at IS NOT NULL,
       u.activated_at IS NOT NULL AND u.disabled_at IS NULL AND u.discarded_at IS NULL,
       u.verified_email
FROM main.usher_user AS u LEFT JOIN main.usher_password AS p ON p.user_id = u.id
WHERE u.id = ?1;

-- Somebody who has an address, whoever it is.
-- name: password_anybody
SELECT id FROM main.usher_user WHERE email IS NOT NULL LIMIT 1;

-- name: password_email_verified
UPDATE main.usher_user SET verified_email = 1, updated_at = ?3
WHERE id = ?1 AND email = ?2 AND verified_email = 0;

-- Was this asked for in the minute before ?2? (A clock that has jumped back has not run.)
-- name: reset_recent
SELECT 1 FROM main.usher_attempt
WHERE subject = ?1 AND last_at <= ?2 AND last_at > strftime('%Y-%m-%dT%H:%M:%fZ', ?2, '-60 seconds');

-- name: reset_note
INSERT INTO main.usher_attempt (subject, failures, last_at) VALUES (?1, 0, ?2)
ON CONFLICT (subject) DO UPDATE SET last_at = ?2;

-- It matters for a minute; whoever asks for many addresses shall not fill the store. (Or lies ahead.)
-- name: reset_forget
DELETE FROM main.usher_attempt
WHERE subject IN (SELECT subject FROM main.usher_attempt WHERE failures = 0 AND last_at > ?1
                  UNION ALL
                  SELECT subject FROM main.usher_attempt
                  WHERE failures = 0
                    AND last_at <= strftime('%Y-%m-%dT%H:%M:%fZ', ?1, '-60 seconds'));

-- name: ticket_put
INSERT INTO main.usher_ticket (purpose, user_id, token_hash, email, data, created_at, expires_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (user_id, purpose) DO UPDATE
SET token_hash = ?3, email = ?4, failures = 0, data = ?5, created_at = ?6, expires_at = ?7;

-- name: ticket_token_taken
SELECT 1 FROM main.usher_ticket WHERE token_hash = ?1 AND (purpose <> ?2 OR user_id <> ?3);

-- name: ticket_by_token
SELECT number, user_id, email, failures, data,
       expires_at <= usher_now()
FROM main.usher_ticket WHERE token_hash = ?1 AND purpose = ?2;

-- Was one for this address made in the minute before ?4?
-- name: ticket_recent
SELECT 1 FROM main.usher_ticket
WHERE user_id = ?1 AND purpose = ?2 AND email = ?3 AND created_at <= ?4
  AND created_at > strftime('%Y-%m-%dT%H:%M:%fZ', ?4, '-60 seconds');

-- A number may be another ticket's by now.
-- name: ticket_stands
SELECT 1 FROM main.usher_ticket WHERE number = ?1 AND token_hash = ?2;

-- name: ticket_delete
DELETE FROM main.usher_ticket WHERE number = ?1;

-- What an old password opened, or was to replace it.
-- name: tickets_of_password
DELETE FROM main.usher_ticket WHERE user_id = ?1 AND purpose IN ('password_reset', 'mfa');

-- name: tickets_delete
DELETE FROM main.usher_ticket WHERE user_id = ?1;
