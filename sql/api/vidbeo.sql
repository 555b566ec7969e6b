-- Vidbeo API v2 (004).

-- A user: exactly the members of the document, in its order. Its roles are viewer, uploader,
-- admin, owner; a role of the account's own is shown by its name.
-- name: api_vidbeo_user
SELECT json_object(
    'id', u.id,
    'name', u.name,
    'email', u.email,
    'role', CASE u.role WHEN 'user' THEN 'viewer' WHEN 'creator' THEN 'uploader'
                        WHEN 'manager' THEN 'uploader' ELSE u.role END,
    'authentication', u.authentication,
    'notifications', json(ifnull(u.notifications, '[]')),
    'enabled', json(iif(u.enabled, 'true', 'false')),
    'mfa_required', json(CASE u.mfa_required WHEN 1 THEN 'true' WHEN 0 THEN 'false' END),
    'verified_email', json(CASE u.verified_email WHEN 1 THEN 'true' WHEN 0 THEN 'false' END),
    'created_by', u.created_by,
    'created_time', u.created_at,
    'updated_by', u.updated_by,
    'updated_time', u.updated_at), u.created_at, u.id
FROM main.usher_api_users AS u

-- name: api_vidbeo_user_find
SELECT u.rowid, u.role FROM main.usher_api_users AS u
WHERE u.id = ?1 AND u.discarded_at IS NULL AND u.service = 0

-- An invite, in the manner of the document's users.
-- name: api_vidbeo_invite
SELECT json_object(
    'id', i.id,
    'name', i.name,
    'email', i.email,
    'role', CASE i.role WHEN 'user' THEN 'viewer' WHEN 'creator' THEN 'uploader'
                        WHEN 'manager' THEN 'uploader' ELSE i.role END,
    'authentication', i.authentication,
    'status', i.status,
    'created_by', i.invited_by,
    'created_time', i.created_at,
    'updated_time', i.updated_at,
    'expires_time', i.expires_at), i.created_at, i.id
FROM main.usher_api_invites AS i
