-- Papershift Pulse (002), JSON:API 1.1.
--
-- `@` is a parameter (ext/api/pulse/statement.c).
--
-- Resource objects: in front the whole resource, of which the handlers take away what was not asked
-- for, then its id. The relationships of a user are added where they are asked for (api_pulse_link_…).

-- A user: exactly the attributes of the document, in its order. `actions` are those of the document
-- that whoever asks may take; a list of names is our choice.
-- name: api_pulse_user
SELECT json_object(
    'id', u.id,
    'type', 'user',
    'attributes', json_object(
        'discarded_at', u.discarded_at,
        'email', u.email,
        'status', u.status,
        'name', u.name,
        'avatar', u.avatar),
    'meta', json_object(
        'actions', json((SELECT json_group_array(j.value) FROM json_each(u.actions) AS j
                         WHERE j.value IN ('edit', 'delete', 'invite', 'revoke_invitation')))))
    AS resource, u.id, u.account_id
FROM main.usher_api_users AS u;

-- The document says nothing of what is below: our choice, as all types but user are.
-- name: api_pulse_account
SELECT json_object('id', a.id, 'type', 'account', 'attributes', json_object('name', a.name))
    AS resource, a.id
FROM main.usher_api_accounts AS a;

-- name: api_pulse_account_membership
SELECT json_object(
    'id', m.id,
    'type', 'account_membership',
    'attributes', json_object('role', m.role),
    'relationships', json_object(
        'account', json_object('data', json_object('type', 'account', 'id', m.account_id)),
        'user', json_object('data', json_object('type', 'user', 'id', m.user_id))))
    AS resource, m.id
FROM main.usher_api_account_memberships AS m;

-- name: api_pulse_team
SELECT json_object(
    'id', t.id,
    'type', 'team',
    'attributes', json_object('name', t.name, 'description', t.description),
    'relationships', json_object(
        'account', json_object('data', json_object('type', 'account', 'id', t.account_id))))
    AS resource, t.id
FROM main.usher_api_teams AS t;

-- name: api_pulse_team_membership
SELECT json_object(
    'id', m.id,
    'type', 'team_membership',
    'attributes', json_object('role', m.role),
    'relationships', json_object(
        'team', json_object('data', json_object('type', 'team', 'id', m.team_id)),
        'user', json_object('data', json_object('type', 'user', 'id', m.user_id))))
    AS resource, m.id
FROM main.usher_api_team_memberships AS m;

-- There is one for each user: it has the user's id.
-- name: api_pulse_notification_setting
SELECT json_object(
    'id', u.id,
    'type', 'notification_setting',
    'attributes', json_object(
        'notifications', json(ifnull(u.notifications, '[]')),
        'email_notifications',
            json(CASE u.email_notifications WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)),
    'relationships', json_object(
        'user', json_object('data', json_object('type', 'user', 'id', u.id))))
    AS resource, u.id
FROM main.usher_api_users AS u;

-- What usher_invite_show() tells of an invite.
-- name: api_pulse_invite
SELECT json_object(
    'id', json_extract(s.invite, '$.id'),
    'type', 'invite',
    'attributes', json_object(
        'email', json_extract(s.invite, '$.email'),
        'name', json_extract(s.invite, '$.name'),
        'role', json_extract(s.invite, '$.role'),
        'account_name', json_extract(s.invite, '$.account_name'),
        'expires_at', json_extract(s.invite, '$.expires_at')),
    'relationships', json_object(
        'account', json_object('data',
            json_object('type', 'account', 'id', json_extract(s.invite, '$.account_id')))))
    AS resource, json_extract(s.invite, '$.id') AS id
FROM (SELECT @ AS invite) AS s;

-- Resource linkage of a user `o`, whatever of it is seen.
-- name: api_pulse_link_account
(SELECT json_object('type', 'account', 'id', a.id) FROM main.usher_api_accounts AS a
 WHERE a.id = o.account_id);

-- name: api_pulse_link_account_memberships
(SELECT json_group_array(json_object('type', 'account_membership', 'id', l.id))
 FROM (SELECT m.id FROM main.usher_api_account_memberships AS m
       WHERE m.user_id = o.id ORDER BY m.created_at, m.id) AS l);

-- name: api_pulse_link_teams
(SELECT json_group_array(json_object('type', 'team', 'id', l.id))
 FROM (SELECT t.id FROM main.usher_api_team_memberships AS m
       JOIN main.usher_api_teams AS t ON t.id = m.team_id
       WHERE m.user_id = o.id ORDER BY t.name, t.id) AS l);

-- name: api_pulse_link_team_memberships
(SELECT json_group_array(json_object('type', 'team_membership', 'id', l.id))
 FROM (SELECT m.id FROM main.usher_api_team_memberships AS m
       WHERE m.user_id = o.id ORDER BY m.created_at, m.id) AS l);

-- The same resources, of the users whose ids are in the list.
-- name: api_pulse_of_account
 WHERE a.id IN (SELECT u.account_id FROM main.usher_api_users AS u
                WHERE u.id IN (SELECT value FROM json_each(@))) ORDER BY a.name, a.id;

-- name: api_pulse_of_account_memberships
 WHERE m.user_id IN (SELECT value FROM json_each(@)) ORDER BY m.created_at, m.id;

-- name: api_pulse_of_teams
 WHERE t.id IN (SELECT v.team_id FROM main.usher_api_team_memberships AS v
                WHERE v.user_id IN (SELECT value FROM json_each(@))) ORDER BY t.name, t.id;

-- name: api_pulse_of_team_memberships
 WHERE m.user_id IN (SELECT value FROM json_each(@)) ORDER BY m.created_at, m.id;

-- name: api_pulse_count
SELECT count(*) FROM main.usher_api_users AS u;

-- Which users are on a page comes first: to sort whole resources would be to make all of them.
-- name: api_pulse_page
SELECT u.rowid FROM main.usher_api_users AS u;

-- Those, in that order.
-- name: api_pulse_of_page
 JOIN json_each(@) AS k ON k.value = u.rowid ORDER BY k.key;

-- Whom an invite would be for, and as what.
-- name: api_pulse_invitee
SELECT u.email, u.account_id, u.role, u.name FROM main.usher_api_users AS u;

-- The open invites of an address, which is why its user is `invited`, or was.
-- name: api_pulse_open_invites
SELECT i.id FROM main.usher_api_invites AS i
WHERE i.email = ?1 AND i.account_id = ?2 AND i.status IN ('pending', 'expired')
ORDER BY i.created_at, i.id;

-- What whoever accepts says of themself; the id, if they make it, stands beside the attributes.
-- name: api_pulse_profile
SELECT CASE WHEN json_type(?1, '$.data.id') IS NULL THEN p.profile
            ELSE json_set(p.profile, '$.id', json_extract(?1, '$.data.id')) END
FROM (SELECT ifnull(json_extract(?1, '$.data.attributes'), '{}') AS profile) AS p;

-- Is there something at this place of the body?
-- name: api_pulse_place
SELECT 1 WHERE CASE WHEN json_valid(?1) THEN json_type(?1, ?2) END IS NOT NULL;
