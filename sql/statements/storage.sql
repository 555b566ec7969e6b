-- Files and what they count for.

-- Of each checksum the largest size, once.
-- name: storage_files_used
SELECT ifnull(sum(size), 0)
FROM (SELECT max(size) AS size FROM main.usher_counted_file WHERE user_id = ?1 GROUP BY checksum);

-- name: storage_set_used
UPDATE main.usher_user SET disk_space_used = ?2 WHERE id = ?1 AND disk_space_used <> ?2;

-- name: storage_users_of_channel
SELECT DISTINCT user_id FROM main.usher_file WHERE channel_id = ?1;
