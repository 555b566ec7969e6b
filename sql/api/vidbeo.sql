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
FROM usher_api_users AS u
