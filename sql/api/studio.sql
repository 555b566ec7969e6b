-- The Kolibri Studio User API (001).

-- A user: the members of the document, in its order. What Django keeps as text is never null there:
-- a name that is not known is ''. disk_space and disk_space_used, which the document does not
-- require, stand there for whom they are shown to: where they are not, json_insert() meets a member
-- that is there already, and does nothing. Of the channels each is there once.
-- name: api_studio_user
SELECT json_insert(
    json_object(
        'id', u.id,
        'email', u.email,
        'first_name', ifnull(u.first_name, ''),
        'last_name', ifnull(u.last_name, ''),
        'is_active', json(iif(u.status = 'active', 'true', 'false')),
        'editable_channels', json(u.editable_channels),
        'view_only_channels', json(u.view_only_channels)),
    iif(u.disk_space IS NULL, '$.id', '$.disk_space'), u.disk_space,
    iif(u.disk_space IS NULL, '$.id', '$.disk_space_used'), u.disk_space_used)
FROM main.usher_api_users AS u

-- An invitation: the members are our choice, after those of the API itself. `invited` is the user who
-- accepted, or who has that address, in the account before others, if whoever asks sees them; without one, the name is what the
-- inviter wrote.
-- name: api_studio_invitation
SELECT json_object(
    'id', i.id,
    'invited', ifnull(i.user_id, u.id),
    'email', i.email,
    'sender', i.invited_by,
    'sender_name', i.inviter_name,
    'channel', i.channel_id,
    'channel_name', i.channel_name,
    'share_mode', i.share_mode,
    'accepted', json(iif(i.status = 'accepted', 'true', 'false')),
    'declined', json(iif(i.status = 'declined', 'true', 'false')),
    'revoked', json(iif(i.status = 'revoked', 'true', 'false')),
    'first_name', ifnull(iif(u.id IS NULL, i.first_name, u.first_name), ''),
    'last_name', ifnull(iif(u.id IS NULL, i.last_name, u.last_name), ''),
    'created', i.created_at)
FROM main.usher_api_invites AS i
LEFT JOIN main.usher_api_users AS u
    ON u.id = coalesce(
        i.user_id,
        (SELECT v.id FROM main.usher_api_users AS v
         WHERE v.email = i.email AND v.discarded_at IS NULL AND v.account_id = i.account_id),
        (SELECT min(v.id) FROM main.usher_api_users AS v
         WHERE v.email = i.email AND v.discarded_at IS NULL))
WHERE i.channel_id IS NOT NULL

-- name: api_studio_invitation_id
SELECT i.id FROM main.usher_api_invites AS i WHERE i.id = lower(?1) AND i.channel_id IS NOT NULL;

-- The row of user ?1 in channel ?2; are both there?
-- name: api_studio_member
SELECT (SELECT m.rowid FROM main.usher_api_channel_members AS m
        WHERE m.channel_id = ?2 AND m.user_id = lower(?1)),
       EXISTS (SELECT 1 FROM main.usher_api_users WHERE id = lower(?1))
       AND EXISTS (SELECT 1 FROM main.usher_api_channels WHERE id = ?2);
