-- What can() asks for. An object: whom it is about, its account, whether it is the actor's own (?2).

-- name: object_user
SELECT id, account_id, id = ?2 FROM main.usher_user WHERE number = ?1;

-- name: object_account
SELECT NULL, id, id = ?2 FROM main.usher_account WHERE number = ?1;

-- name: object_invite
SELECT NULL, i.account_id, i.email = u.email AND u.verified_email
FROM main.usher_invite AS i JOIN main.usher_user AS u ON u.id = ?2
WHERE i.number = ?1;

-- name: object_membership
SELECT user_id, account_id, user_id = ?2 FROM main.usher_membership WHERE number = ?1;

-- name: object_role
SELECT NULL, account_id, id = ?2 FROM main.usher_role WHERE number = ?1;

-- name: object_team
SELECT NULL, account_id, id = ?2 FROM main.usher_team WHERE number = ?1;

-- name: object_channel
SELECT NULL, account_id, id = ?2 FROM main.usher_channel WHERE number = ?1;

-- name: object_file
SELECT NULL, account_id, id = ?2 FROM main.usher_file WHERE number = ?1;

-- Of user ?1, or their key ?4.
-- name: judge_role
SELECT r.name,
       EXISTS (SELECT 1 FROM main.usher_role_permission AS p
               WHERE p.role_id = m.role_id AND p.permission = ?3),
       EXISTS (SELECT 1 FROM main.usher_held AS h
               WHERE h.principal = ?4 AND h.account_id = ?2 AND h.permission = ?3
                 AND h.until > usher_now())
FROM main.usher_membership AS m
JOIN main.usher_role AS r ON r.id = m.role_id
WHERE m.user_id = ?1 AND m.account_id = ?2;
