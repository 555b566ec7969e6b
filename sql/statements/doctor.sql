-- What usher_doctor() looks for. ?1 is the time. A row is a finding: its subject, a message, and the
-- one statement that mends it, or NULL.

-- ------------------------------------------------------------------ who belongs where

-- Who does not belong to their own account has no rights there, and is not seen.
-- name: doctor_memberships
SELECT u.id, 'the user does not belong to their own account',
       printf('INSERT INTO main.usher_membership (id, user_id, account_id, role_id, created_at, updated_at) '
              || 'VALUES (lower(printf(''%%s-%%s-4%%s-8%%s-%%s'', hex(randomblob(4)), hex(randomblob(2)), '
              || 'substr(hex(randomblob(2)), 2), substr(hex(randomblob(2)), 2), hex(randomblob(6)))), '
              || '%Q, %Q, ''00000000-0000-7000-8000-000000000005'', %Q, %Q)',
              u.id, u.account_id, ?1, ?1)
FROM main.usher_user AS u
WHERE u.discarded_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM main.usher_membership AS m
                  WHERE m.user_id = u.id AND m.account_id = u.account_id)
ORDER BY u.number;

-- name: doctor_homes
SELECT m.id, 'the membership is wrong about whether its user is a guest',
       printf('UPDATE main.usher_membership SET home = %d WHERE number = %d',
              u.account_id = m.account_id, m.number)
FROM main.usher_membership AS m
JOIN main.usher_user AS u ON u.id = m.user_id
WHERE m.home <> (u.account_id = m.account_id)
ORDER BY m.number;

-- name: doctor_foreign_roles
SELECT m.id, 'the member has a role of another account',
       printf('UPDATE main.usher_membership SET role_id = ''00000000-0000-7000-8000-000000000005'' '
              || 'WHERE number = %d', m.number)
FROM main.usher_membership AS m
JOIN main.usher_role AS r ON r.id = m.role_id
WHERE r.account_id <> m.account_id
UNION ALL
SELECT i.id, 'the invite leads to a role of another account',
       printf('UPDATE main.usher_invite SET role_id = ''00000000-0000-7000-8000-000000000005'' '
              || 'WHERE number = %d', i.number)
FROM main.usher_invite AS i
JOIN main.usher_role AS r ON r.id = i.role_id
WHERE r.account_id <> i.account_id;

-- name: doctor_strangers
SELECT m.id, 'somebody is in a team of an account that they do not belong to',
       printf('DELETE FROM main.usher_team_membership WHERE number = %d', m.number)
FROM main.usher_team_membership AS m
JOIN main.usher_team AS t ON t.id = m.team_id
WHERE NOT EXISTS (SELECT 1 FROM main.usher_membership AS a
                  WHERE a.user_id = m.user_id AND a.account_id = t.account_id)
UNION ALL
SELECT m.id, 'somebody is in a channel of an account that they do not belong to',
       printf('DELETE FROM main.usher_channel_member WHERE number = %d', m.number)
FROM main.usher_channel_member AS m
JOIN main.usher_channel AS c ON c.id = m.channel_id
WHERE NOT EXISTS (SELECT 1 FROM main.usher_membership AS a
                  WHERE a.user_id = m.user_id AND a.account_id = c.account_id);

-- An account that nobody was in yet, or that is inviting its owner, is as it should be. Whoever was an
-- owner and is disabled may be let in again; else somebody is invited.
-- name: doctor_owners
SELECT a.id,
       'nobody active owns the account ' || a.name
       || iif(d.id IS NULL, ': SELECT invite_create(email, ''owner'', json_object(''account_id'', '''
                            || a.id || '''))', ''),
       iif(d.id IS NULL, NULL, printf('UPDATE users SET enabled = 1 WHERE id = %Q', d.id))
FROM main.usher_account AS a
LEFT JOIN main.usher_user AS d ON d.number =
    (SELECT min(u.number)
     FROM main.usher_user AS u
     JOIN main.usher_membership AS m ON m.user_id = u.id AND m.account_id = a.id
     WHERE m.role_id = '00000000-0000-7000-8000-000000000001' AND u.disabled_at IS NOT NULL
       AND u.activated_at IS NOT NULL AND u.discarded_at IS NULL)
WHERE EXISTS (SELECT 1 FROM main.usher_membership AS m WHERE m.account_id = a.id)
  AND NOT EXISTS (SELECT 1
                  FROM main.usher_membership AS m
                  JOIN main.usher_user AS u ON u.id = m.user_id
                  WHERE m.account_id = a.id AND m.role_id = '00000000-0000-7000-8000-000000000001'
                    AND u.activated_at IS NOT NULL AND u.disabled_at IS NULL
                    AND u.discarded_at IS NULL AND u.service = 0)
  AND NOT EXISTS (SELECT 1 FROM main.usher_invite AS i
                  WHERE i.account_id = a.id AND i.role_id = '00000000-0000-7000-8000-000000000001'
                    AND i.accepted_at IS NULL AND i.declined_at IS NULL AND i.revoked_at IS NULL
                    AND i.expires_at > ?1)
ORDER BY a.number;

-- ------------------------------------------------------------------------- what is left behind

-- name: doctor_settings
SELECT s.scope || ' ' || s.scope_id,
       printf('%d settings of %s %s that is not there', count(*),
              iif(s.scope = 'account', 'an', 'a'), s.scope),
       printf('DELETE FROM main.usher_setting WHERE scope = %Q AND scope_id = %Q', s.scope, s.scope_id)
FROM main.usher_setting AS s
WHERE NOT EXISTS (SELECT 1 FROM main.usher_account AS a WHERE s.scope = 'account' AND a.id = s.scope_id)
  AND NOT EXISTS (SELECT 1 FROM main.usher_team AS t WHERE s.scope = 'team' AND t.id = s.scope_id)
  AND NOT EXISTS (SELECT 1 FROM main.usher_user AS u WHERE s.scope = 'user' AND u.id = s.scope_id)
GROUP BY s.scope, s.scope_id;

-- As e-mail they are in nobody's inbox; notifications_prune() takes them when they are old.
-- name: doctor_notifications
SELECT n.audience || ' ' || n.audience_id,
       printf('%d notifications to %s %s that is not there', count(*),
              iif(n.audience = 'account', 'an', 'a'), n.audience),
       printf('UPDATE main.usher_notification SET audience = ''email'', audience_id = '''' '
              || 'WHERE audience = %Q AND audience_id = %Q', n.audience, n.audience_id)
FROM main.usher_notification AS n
WHERE n.audience IN ('user', 'team', 'account')
  AND NOT EXISTS (SELECT 1 FROM main.usher_account AS a
                  WHERE n.audience = 'account' AND a.id = n.audience_id)
  AND NOT EXISTS (SELECT 1 FROM main.usher_team AS t
                  WHERE n.audience = 'team' AND t.id = n.audience_id)
  AND NOT EXISTS (SELECT 1 FROM main.usher_user AS u
                  WHERE n.audience = 'user' AND u.id = n.audience_id)
GROUP BY n.audience, n.audience_id;

-- name: doctor_notification_states
SELECT 'usher_notification_state',
       printf('%d rows differ from their notification in its time: they are counted as unread, or read, '
              || 'by mistake', count(*)),
       'UPDATE main.usher_notification_state SET created_at = (SELECT n.created_at '
       || 'FROM main.usher_notification AS n WHERE n.number = notification) '
       || 'WHERE created_at <> (SELECT n.created_at FROM main.usher_notification AS n '
       || 'WHERE n.number = notification)'
FROM main.usher_notification_state AS s
JOIN main.usher_notification AS n ON n.number = s.notification
WHERE n.created_at <> s.created_at
GROUP BY NULL;

-- name: doctor_recipients
SELECT 'usher_user', printf('%d users have no place among the recipients: they see no notification', count(*)),
       'UPDATE main.usher_user SET recipient = o.place FROM (SELECT number, row_number() OVER '
       || '(ORDER BY number) + ifnull((SELECT max(u.recipient) FROM main.usher_user AS u), 0) AS place '
       || 'FROM main.usher_user WHERE recipient IS NULL) AS o WHERE o.number = usher_user.number'
FROM main.usher_user WHERE recipient IS NULL
GROUP BY NULL;

-- With somebody who is deleted end their sessions, keys, tickets and mail.
-- name: doctor_credentials
SELECT u.id, 'a session of a deleted user is alive',
       printf('UPDATE main.usher_session SET revoked_at = %Q WHERE user_id = %Q', ?1, u.id)
FROM main.usher_user AS u
WHERE u.discarded_at IS NOT NULL
  AND EXISTS (SELECT 1 FROM main.usher_session AS s WHERE s.user_id = u.id AND s.revoked_at IS NULL)
UNION ALL
SELECT u.id, 'an API key of a deleted user is good',
       printf('UPDATE main.usher_api_key SET expires_at = %Q WHERE user_id = %Q', ?1, u.id)
FROM main.usher_user AS u
WHERE u.discarded_at IS NOT NULL
  AND EXISTS (SELECT 1 FROM main.usher_api_key AS k
              WHERE k.user_id = u.id AND (k.expires_at IS NULL OR k.expires_at > ?1))
UNION ALL
SELECT u.id, 'a token of a deleted user is good',
       printf('DELETE FROM main.usher_ticket WHERE user_id = %Q', u.id)
FROM main.usher_user AS u
WHERE u.discarded_at IS NOT NULL
  AND EXISTS (SELECT 1 FROM main.usher_ticket AS t WHERE t.user_id = u.id)
UNION ALL
SELECT u.id, 'mail to a deleted user waits',
       printf('DELETE FROM main.usher_outbox WHERE user_id = %Q', u.id)
FROM main.usher_user AS u
WHERE u.discarded_at IS NOT NULL
  AND EXISTS (SELECT 1 FROM main.usher_outbox AS o WHERE o.user_id = u.id);

-- name: doctor_service_users
SELECT u.id, 'the API key that the user stands for is not there',
       printf('UPDATE main.usher_user SET discarded_at = %Q, updated_at = %Q WHERE id = %Q', ?1, ?1, u.id)
FROM main.usher_user AS u
WHERE u.service = 1 AND u.discarded_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM main.usher_api_key AS k WHERE k.user_id = u.id);

-- --------------------------------------------------------------------------- what is wanting

-- name: doctor_clock
SELECT 'usher_audit', 'the newest entry of the log is of ' || max(created_at)
       || ', which lies ahead: set the clock, or wait', NULL
FROM main.usher_audit
WHERE created_at > strftime('%Y-%m-%dT%H:%M:%fZ', ?1, '60 seconds')
GROUP BY NULL;

-- At less than the account's cost now, or not by Argon2id.
-- name: doctor_passwords
WITH cost (account_id, memory, passes) AS MATERIALIZED (
    SELECT a.id,
           ifnull((SELECT CAST(s.value AS INTEGER) FROM main.usher_setting AS s
                   WHERE s.scope = 'account' AND s.scope_id = a.id AND s.key = 'passwords.memory'),
                  (SELECT CAST(d.default_value AS INTEGER) FROM main.usher_setting_definition AS d
                   WHERE d.key = 'passwords.memory')),
           ifnull((SELECT CAST(s.value AS INTEGER) FROM main.usher_setting AS s
                   WHERE s.scope = 'account' AND s.scope_id = a.id AND s.key = 'passwords.passes'),
                  (SELECT CAST(d.default_value AS INTEGER) FROM main.usher_setting_definition AS d
                   WHERE d.key = 'passwords.passes'))
    FROM main.usher_account AS a
)
SELECT u.account_id,
       printf('%d passwords are hashed at less than passwords.memory and passwords.passes, or not by '
              || 'Argon2id: each is hashed anew when its user signs in; who never does may be asked to '
              || 'by password_reset_request()', count(*)),
       NULL
FROM main.usher_password AS p
JOIN main.usher_user AS u ON u.id = p.user_id
JOIN cost AS c ON c.account_id = u.account_id
WHERE u.discarded_at IS NULL
  AND (p.hash NOT GLOB '$argon2id$*'
       OR CAST(substr(p.hash, instr(p.hash, '$m=') + 3) AS INTEGER) < c.memory
       OR CAST(substr(p.hash, instr(p.hash, ',t=') + 3) AS INTEGER) < c.passes)
GROUP BY u.account_id;

-- What an account has set itself, and no account should need. `most`: beyond it; else below `least`.
-- name: doctor_lax_settings
WITH advice (key, least, most) AS (
    VALUES ('emails.verify_life', NULL, 604800),
           ('invites.life', NULL, 2592000),
           ('login.attempts', NULL, 10),
           ('login.lockout', 30, NULL),
           ('mfa.challenge_life', NULL, 900),
           ('notifications.allow_all_domains', NULL, 0),
           ('passwords.memory', 65536, NULL),
           ('passwords.reset_life', NULL, 14400),
           ('sessions.idle', NULL, 2592000),
           ('sessions.leeway', NULL, 60),
           ('sessions.life', NULL, 7776000)
)
SELECT s.key || ' of ' || s.scope_id,
       printf('the account has set it to %s, and %s than %d is not advised', s.value,
              iif(a.least IS NULL, 'more', 'less'), ifnull(a.least, a.most)),
       printf('DELETE FROM settings WHERE scope = ''account'' AND scope_id = %Q AND key = %Q',
              s.scope_id, s.key)
FROM advice AS a
JOIN main.usher_setting AS s ON s.scope = 'account' AND s.key = a.key
WHERE iif(s.value = 'true', 1, CAST(s.value AS INTEGER)) < a.least
   OR iif(s.value = 'true', 1, CAST(s.value AS INTEGER)) > a.most
ORDER BY s.scope_id, s.key;

-- name: doctor_mail
SELECT 'outbox', printf('%d mails were given up after as many attempts as they have; the column error '
                        || 'says why', count(*)),
       'UPDATE outbox SET attempts = 0 WHERE status = ''dead'''
FROM main.usher_outbox
WHERE attempts >= attempts_most AND (leased_until IS NULL OR leased_until <= ?1)
GROUP BY NULL;

-- ---------------------------------------------------------------------- for checks in C

-- name: doctor_role
SELECT 1 FROM main.usher_role WHERE id = ?1 AND name = ?2 AND account_id IS NULL;

-- name: doctor_role_holds
SELECT 1 FROM main.usher_role_permission WHERE role_id = ?1 AND permission = ?2;

-- Is a master key set? Mail that waits with what is sealed under it.
-- name: doctor_master_key
SELECT proof IS NOT NULL, (SELECT count(*) FROM main.usher_outbox WHERE token IS NOT NULL)
FROM main.usher_secret WHERE id = 1;

-- Key ?2 of table ?1: its column, the parent's, and whether it must have a value. Of one column.
-- name: doctor_foreign_key
SELECT f."from", ifnull(f."to", (SELECT p.name FROM main.pragma_table_info(f."table", 'main') AS p
                                 WHERE p.pk = 1)),
       (SELECT c."notnull" OR c.pk FROM main.pragma_table_info(?1, 'main') AS c WHERE c.name = f."from")
FROM main.pragma_foreign_key_list(?1, 'main') AS f
WHERE f.id = ?2
GROUP BY f.id HAVING count(*) = 1;

-- Tables of the application that refer to one of usher's.
-- name: doctor_referring
SELECT s.name, min(f."table")
FROM main.sqlite_schema AS s
JOIN main.pragma_foreign_key_list(s.name, 'main') AS f
WHERE s.type = 'table' AND s.name NOT LIKE 'usher\_%' ESCAPE '\' AND s.sql NOT LIKE 'CREATE VIRTUAL %'
  AND f."table" LIKE 'usher\_%' ESCAPE '\'
GROUP BY s.name;
