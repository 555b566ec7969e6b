-- Files and what they count for.

-- Of each checksum the largest size, once.
-- name: storage_files_used
SELECT ifnull(sum(size), 0)
FROM (SELECT max(size) AS size FROM main.usher_counted_file WHERE user_id = ?1 GROUP BY checksum);

-- name: storage_counted
SELECT ifnull(max(size), 0) FROM main.usher_counted_file WHERE user_id = ?1 AND checksum = ?2;

-- User ?1, with what the files of checksum ?2 count for, and the time.
-- name: storage_of_user
SELECT u.account_id, u.discarded_at IS NOT NULL, u.disk_space, u.disk_space_used,
       (SELECT ifnull(max(c.size), 0) FROM main.usher_counted_file AS c
        WHERE c.user_id = ?1 AND c.checksum = ?2),
       usher_now()
FROM main.usher_user AS u WHERE u.id = ?1;

-- name: storage_unlimited
SELECT 1 FROM main.usher_grant
WHERE user_id = ?1 AND account_id = ?2 AND permission = 'storage.unlimited';

-- The files of checksum ?2 counted for ?3 bytes before. (Below 0 only if what is kept has drifted.)
-- name: storage_settle
UPDATE main.usher_user
SET disk_space_used = max(disk_space_used - ?3
                          + (SELECT ifnull(max(c.size), 0) FROM main.usher_counted_file AS c
                             WHERE c.user_id = ?1 AND c.checksum = ?2), 0)
WHERE id = ?1;

-- name: storage_set_used
UPDATE main.usher_user SET disk_space_used = ?2 WHERE id = ?1 AND disk_space_used <> ?2;

-- name: storage_users_of_channel
SELECT DISTINCT user_id FROM main.usher_file WHERE channel_id = ?1;

-- name: file_owner
SELECT 1 FROM main.usher_file WHERE id = ?1 AND user_id = ?2;

-- May user, or key, ?2 change the channel that file ?1 is in?
-- name: file_of_channel
SELECT 1
FROM main.usher_file AS f
JOIN main.usher_channel AS c ON c.id = f.channel_id
WHERE f.id = ?1
  AND (EXISTS (SELECT 1 FROM main.usher_channel_member AS m
               WHERE m.channel_id = c.id AND m.user_id = ?2 AND m.mode = 'edit')
       OR EXISTS (SELECT 1 FROM main.usher_held AS h
                  WHERE h.principal = ?2 AND h.account_id = c.account_id
                    AND h.permission = 'channels.update' AND h.until > usher_now()));

-- name: file_delete
DELETE FROM main.usher_file WHERE number = ?1;
