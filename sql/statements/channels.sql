-- Channels and who is in them.

-- name: channel_state
SELECT number, account_id, discarded_at IS NOT NULL FROM main.usher_channel WHERE id = ?1;

-- Does user ?2 edit the channel?
-- name: channel_editor
SELECT 1 FROM main.usher_channel_member WHERE channel_id = ?1 AND user_id = ?2 AND mode = 'edit';

-- name: channel_discard
UPDATE main.usher_channel SET discarded_at = ?2, updated_at = ?3, updated_by = ?4
WHERE number = ?1;

-- May user ?1 come into channel ?2, of account ?3? Deleted; a member of the account; the row that
-- they have there already, and its mode.
-- name: channel_candidate
SELECT u.discarded_at IS NOT NULL,
       EXISTS (SELECT 1 FROM main.usher_membership AS m
               WHERE m.user_id = u.id AND m.account_id = ?3),
       c.number, c.mode
FROM main.usher_user AS u
LEFT JOIN main.usher_channel_member AS c ON c.user_id = u.id AND c.channel_id = ?2
WHERE u.id = ?1;

-- A channel that user ?1 is in, of account ?2; NULL is any.
-- name: channel_of_user_next
SELECT m.number, m.channel_id, c.account_id, m.mode
FROM main.usher_channel_member AS m
JOIN main.usher_channel AS c ON c.id = m.channel_id
WHERE m.user_id = ?1 AND (?2 IS NULL OR c.account_id = ?2)
LIMIT 1;

-- name: channel_member_delete
DELETE FROM main.usher_channel_member WHERE number = ?1;

-- name: channels_delete_members
DELETE FROM main.usher_channel_member
WHERE channel_id IN (SELECT id FROM main.usher_channel WHERE account_id = ?1);

-- name: channels_delete
DELETE FROM main.usher_channel WHERE account_id = ?1;

-- Are users ?1 and ?2 in the same channel, which is not deleted?
-- name: channel_shared
SELECT 1
FROM main.usher_channel_member AS m
JOIN main.usher_channel_member AS o ON o.channel_id = m.channel_id AND o.user_id = ?2
JOIN main.usher_channel AS c ON c.id = m.channel_id
WHERE m.user_id = ?1 AND c.discarded_at IS NULL
LIMIT 1;
