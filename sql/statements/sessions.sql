-- Signing in: guesses, and sessions.

-- How often, and how many milliseconds before ?2. NULL: the time is mangled.
-- name: attempt
SELECT failures, CAST(round((julianday(?2) - julianday(last_at)) * 86400000.0) AS INTEGER)
FROM main.usher_attempt WHERE subject = ?1;

-- name: attempt_count
INSERT INTO main.usher_attempt (subject, failures, last_at) VALUES (?1, 1, ?2)
ON CONFLICT (subject) DO UPDATE SET failures = failures + 1, last_at = ?2;

-- name: attempt_anchor
UPDATE main.usher_attempt SET last_at = ?2 WHERE subject = ?1;

-- name: attempt_clear
DELETE FROM main.usher_attempt WHERE subject = ?1;

-- The guesses at ?1 that were made at ?2 are taken back: all, if there were no others...
-- name: attempt_forget
DELETE FROM main.usher_attempt
WHERE subject = ?1
  AND failures <= (SELECT a.failures FROM main.usher_attempt AS a WHERE a.subject = ?2);

-- ...or as many as these.
-- name: attempt_lessen
UPDATE main.usher_attempt
SET failures = failures - (SELECT a.failures FROM main.usher_attempt AS a WHERE a.subject = ?2)
WHERE subject = ?1
  AND failures > (SELECT a.failures FROM main.usher_attempt AS a WHERE a.subject = ?2);

-- No wait is as long as this. A few at a time: somebody may have guessed at many addresses. The
-- oldest first: what is part of a count is never younger than the count.
-- name: attempts_prune
DELETE FROM main.usher_attempt
WHERE subject IN (SELECT subject FROM main.usher_attempt
                  WHERE last_at < strftime('%Y-%m-%dT%H:%M:%fZ', ?1, '-2 days')
                  ORDER BY last_at LIMIT 100);

-- Who may sign in with e-mail ?1, in account ?2 (NULL: in any): the address that was shown to
-- be theirs first, then who was there first. With the hash that the password is compared with.
-- name: login_candidate
SELECT u.id, u.account_id, u.mfa_required, p.hash
FROM main.usher_user AS u INDEXED BY usher_user_email
LEFT JOIN main.usher_password AS p ON p.user_id = u.id
WHERE u.email = ?1 AND u.discarded_at IS NULL AND u.disabled_at IS NULL
  AND u.activated_at IS NOT NULL AND u.authentication = 'password' AND u.service = 0
  AND (?2 IS NULL OR EXISTS (SELECT 1 FROM main.usher_membership AS m
                             WHERE m.user_id = u.id AND m.account_id = ?2))
ORDER BY u.verified_email DESC, u.created_at, u.id
LIMIT 1;

-- Is it all still so, now that nobody else can write?
-- name: login_stands
SELECT 1 FROM main.usher_user AS u
WHERE u.id = ?1 AND u.discarded_at IS NULL AND u.disabled_at IS NULL
  AND u.activated_at IS NOT NULL AND u.authentication = 'password' AND u.service = 0
  AND ifnull((SELECT p.hash FROM main.usher_password AS p WHERE p.user_id = u.id), '') = ?2;

-- name: user_may_have_session
SELECT account_id FROM main.usher_user
WHERE id = ?1 AND activated_at IS NOT NULL AND disabled_at IS NULL AND discarded_at IS NULL
  AND service = 0;

-- name: user_logged_in
UPDATE main.usher_user SET last_login_at = ?2 WHERE id = ?1;

-- What a challenge keeps of the options: those that were given.
-- name: sign_in_json
SELECT json_patch('{}', json_object('account_id', nullif(?1, ''), 'id', nullif(?2, ''),
                                    'form', nullif(?3, ''), 'device', nullif(?4, '')));

-- When a session of now that lasts ?3 seconds, and ?2 without use, ends in any case; and when
-- if it is not used, in milliseconds since 1970.
-- name: session_terms
SELECT strftime('%Y-%m-%dT%H:%M:%fZ', ?1, ?3 || ' seconds'),
       CAST(round((julianday(?1) - 2440587.5) * 86400000.0) AS INTEGER) + 1000 * min(?2, ?3);

-- name: session_id_taken
SELECT 1 FROM main.usher_session WHERE id = ?1;

-- name: session_token_taken
SELECT 1 FROM main.usher_session WHERE token_hash = ?1
UNION ALL
SELECT 1 FROM main.usher_session_past WHERE token_hash = ?1;

-- The session of an opaque token ?1, present or past, or the one of id ?2. Its state is 0 active,
-- 1 expired, 2 revoked, 3 its user may not act; then when it ends if it is used now and no more,
-- in milliseconds since 1970, and how many milliseconds ago (or ahead) it was refreshed.
-- name: session_find
SELECT s.number, s.id, s.user_id, u.account_id, s.form, s.token_hash, s.previous_hash,
       s.last_used_at,
       CASE WHEN s.revoked_at IS NOT NULL THEN 2
            WHEN u.activated_at IS NULL OR u.disabled_at IS NOT NULL OR u.discarded_at IS NOT NULL
            THEN 3
            WHEN min(s.expires_at, strftime('%Y-%m-%dT%H:%M:%fZ', s.last_used_at,
                                            s.idle_seconds || ' seconds'))
                 > usher_now() THEN 0 ELSE 1 END,
       CAST(round((julianday(min(s.expires_at, strftime('%Y-%m-%dT%H:%M:%fZ', usher_now(),
                                                        s.idle_seconds || ' seconds')))
                   - 2440587.5) * 86400000.0) AS INTEGER),
       CAST(round(abs(julianday(usher_now()) - julianday(s.refreshed_at)) * 86400000.0) AS INTEGER)
FROM main.usher_session AS s
LEFT JOIN main.usher_user AS u ON u.id = s.user_id
WHERE s.number = coalesce((SELECT t.number FROM main.usher_session AS t WHERE t.token_hash = ?1),
                          (SELECT t.number FROM main.usher_session AS t WHERE t.id = ?2),
                          (SELECT t.number FROM main.usher_session_past AS p
                           JOIN main.usher_session AS t ON t.id = p.session_id
                           WHERE p.token_hash = ?1));

-- name: session_past_add
INSERT INTO main.usher_session_past (token_hash, session_id, created_at) VALUES (?1, ?2, ?3);

-- name: session_used
UPDATE main.usher_session SET last_used_at = ?2 WHERE id = ?1;

-- When a credential is used. It reads the file, so that SQLite holds it for the write that
-- follows: then it does not wait for others that write.
-- name: time_of_use
SELECT usher_now() FROM main.usher_store WHERE id = 1;

-- name: session_past_delete
DELETE FROM main.usher_session_past WHERE session_id = ?1;

-- name: session_delete
DELETE FROM main.usher_session WHERE id = ?1;

-- All of user ?1, but for ?2.
-- name: sessions_of_user
SELECT id FROM main.usher_session WHERE user_id = ?1 AND id IS NOT ?2;

-- name: sessions_end
DELETE FROM main.usher_session WHERE user_id = ?1 AND id IS NOT ?2;

-- The dead ones of user ?1 at ?2.
-- name: sessions_past_bury
DELETE FROM main.usher_session_past
WHERE session_id IN (
    SELECT id FROM main.usher_session
    WHERE user_id = ?1
      AND (revoked_at IS NOT NULL OR expires_at <= ?2
           OR strftime('%Y-%m-%dT%H:%M:%fZ', last_used_at, idle_seconds || ' seconds') <= ?2));

-- name: sessions_bury
DELETE FROM main.usher_session
WHERE user_id = ?1
  AND (revoked_at IS NOT NULL OR expires_at <= ?2
       OR strftime('%Y-%m-%dT%H:%M:%fZ', last_used_at, idle_seconds || ' seconds') <= ?2);
