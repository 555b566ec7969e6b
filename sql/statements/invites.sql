-- Invites. The state is 0 pending, 1 accepted, 2 declined, 3 revoked, 4 expired.

-- name: invite_by_id
SELECT id, account_id, email, role_id, invited_by, number,
       CASE WHEN accepted_at IS NOT NULL THEN 1 WHEN declined_at IS NOT NULL THEN 2
            WHEN revoked_at IS NOT NULL THEN 3
            WHEN expires_at <= usher_now() THEN 4 ELSE 0 END,
       disclosed, channel_id, share_mode,
       coalesce(name, first_name, last_name, nullif(authentication, 'password')) IS NOT NULL,
       teams IS NOT NULL
FROM main.usher_invite WHERE id = ?1;

-- name: invite_by_token
SELECT id, account_id, email, role_id, invited_by, number,
       CASE WHEN accepted_at IS NOT NULL THEN 1 WHEN declined_at IS NOT NULL THEN 2
            WHEN revoked_at IS NOT NULL THEN 3
            WHEN expires_at <= usher_now() THEN 4 ELSE 0 END,
       disclosed, channel_id, share_mode,
       coalesce(name, first_name, last_name, nullif(authentication, 'password')) IS NOT NULL,
       teams IS NOT NULL
FROM main.usher_invite WHERE token_hash = ?1;

-- name: invite_token_taken
SELECT 1 FROM main.usher_invite WHERE token_hash = ?1 AND number <> ?2;

-- name: invite_open
SELECT id, account_id, email, role_id, invited_by, number, 0, disclosed, channel_id, share_mode,
       coalesce(name, first_name, last_name, nullif(authentication, 'password')) IS NOT NULL,
       teams IS NOT NULL
FROM main.usher_invite INDEXED BY usher_invite_open
WHERE email = ?1 AND account_id = ?2 AND ifnull(channel_id, '') = ?3
  AND accepted_at IS NULL AND declined_at IS NULL AND revoked_at IS NULL;

-- name: invite_open_any
SELECT id, account_id, email, role_id, invited_by, number, 0, disclosed, channel_id, share_mode,
       coalesce(name, first_name, last_name, nullif(authentication, 'password')) IS NOT NULL,
       teams IS NOT NULL
FROM main.usher_invite INDEXED BY usher_invite_open
WHERE email = ?1 AND account_id = ?2
  AND accepted_at IS NULL AND declined_at IS NULL AND revoked_at IS NULL
LIMIT 1;

-- May user ?1 share channel ?2?
-- name: invite_inviter_shares
SELECT 1
FROM main.usher_channel_member AS m
JOIN main.usher_user AS u ON u.id = m.user_id
WHERE m.user_id = ?1 AND m.channel_id = ?2 AND m.mode = 'edit' AND u.service = 0
  AND u.activated_at IS NOT NULL AND u.disabled_at IS NULL AND u.discarded_at IS NULL
UNION ALL
SELECT 1
FROM main.usher_channel AS c
JOIN main.usher_held AS h ON h.principal = ?1 AND h.account_id = c.account_id
 AND h.permission = 'channels.update' AND h.until > usher_now()
WHERE c.id = ?2
LIMIT 1;

-- May user, or key, ?2 change the channel that invite ?1 leads into?
-- name: invite_of_channel
SELECT 1
FROM main.usher_invite AS i
JOIN main.usher_channel AS c ON c.id = i.channel_id
WHERE i.id = ?1
  AND (EXISTS (SELECT 1 FROM main.usher_channel_member AS m
               WHERE m.channel_id = c.id AND m.user_id = ?2 AND m.mode = 'edit')
       OR EXISTS (SELECT 1 FROM main.usher_held AS h
                  WHERE h.principal = ?2 AND h.account_id = c.account_id
                    AND h.permission = 'channels.update' AND h.until > usher_now()));

-- Who in the account has this e-mail, whether they are there already, not merely created, and their
-- language.
-- name: invite_member
SELECT u.id, u.activated_at IS NOT NULL OR u.disabled_at IS NOT NULL OR u.account_id <> ?2, u.locale
FROM main.usher_user AS u INDEXED BY usher_user_email
JOIN main.usher_membership AS m ON m.user_id = u.id AND m.account_id = ?2
WHERE u.email = ?1 AND u.discarded_at IS NULL;

-- The active member of the account whose e-mail it is, in person.
-- name: invite_active_member
SELECT u.id
FROM main.usher_user AS u INDEXED BY usher_user_email
JOIN main.usher_membership AS m ON m.user_id = u.id AND m.account_id = ?2
WHERE u.email = ?1 AND u.service = 0
  AND u.activated_at IS NOT NULL AND u.disabled_at IS NULL AND u.discarded_at IS NULL;

-- Who has this e-mail: a member of the account, or whoever acts (?3), at home elsewhere.
-- Nobody else elsewhere: that they accepted an invite to the address shows that somebody
-- had the token, and in their account that may have been the inviter.
-- name: invite_person
SELECT u.id, 1
FROM main.usher_user AS u INDEXED BY usher_user_email
JOIN main.usher_membership AS m ON m.user_id = u.id AND m.account_id = ?2
WHERE u.email = ?1 AND u.discarded_at IS NULL
UNION ALL
SELECT id, 0 FROM main.usher_user WHERE id = ?3 AND email = ?1 AND discarded_at IS NULL
LIMIT 1;

-- The default authentication does not undo what was set when the user was created.
-- name: invite_profile
SELECT name, first_name, last_name, nullif(authentication, 'password') FROM main.usher_invite WHERE number = ?1;

-- What its mail says.
-- name: invite_mail
SELECT id, account_id, email, name, first_name, last_name, expires_at, role_id
FROM main.usher_invite WHERE number = ?1;

-- The language of whoever was created in the account for the address.
-- name: invite_locale
SELECT locale FROM main.usher_user INDEXED BY usher_user_email
WHERE email = ?1 AND account_id = ?2 AND discarded_at IS NULL;

-- What whoever holds the token is shown: what accepting leads to.
-- name: invite_show
SELECT json_object('id', i.id, 'account_id', i.account_id, 'account_name', a.name, 'email', i.email,
                   'name', ifnull(i.name, nullif(trim(ifnull(i.first_name, '') || ' '
                                                      || ifnull(i.last_name, '')), '')),
                   'role', r.name, 'authentication', i.authentication,
                   'created_at', i.created_at, 'expires_at', i.expires_at)
FROM main.usher_invite AS i
JOIN main.usher_account AS a ON a.id = i.account_id
LEFT JOIN main.usher_role AS r ON r.id = i.role_id
WHERE i.number = ?1;

-- name: invite_teams
SELECT teams FROM main.usher_invite WHERE number = ?1;

-- name: active_user_has_email
SELECT 1 FROM main.usher_user
WHERE id = ?1 AND email = ?2
  AND activated_at IS NOT NULL AND disabled_at IS NULL AND discarded_at IS NULL;

-- name: user_verified
SELECT 1 FROM main.usher_user WHERE id = ?1 AND verified_email = 1;

-- name: membership_role_of_invite
UPDATE main.usher_membership SET role_id = ?3, updated_at = ?4
WHERE user_id = ?1 AND account_id = ?2;

-- The token's hash stays, so that a second use can be told from a forged token.
-- name: invite_accepted
UPDATE main.usher_invite SET accepted_at = ?2, user_id = ?3, updated_at = ?2 WHERE number = ?1;

-- name: invite_declined
UPDATE main.usher_invite SET declined_at = ?2, updated_at = ?2 WHERE number = ?1;

-- name: invite_revoked
UPDATE main.usher_invite SET revoked_at = ?2, updated_at = ?2 WHERE number = ?1;

-- name: invite_delete
DELETE FROM main.usher_invite WHERE number = ?1;
