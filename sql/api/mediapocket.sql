-- The Media Pocket API (003).

-- A profile: exactly the members of the document, in its order. What an API key has no scope to see
-- is null. Our choices, where the document is silent: user_groups are the user's teams;
-- savedSearches are not ours to keep, so there are none; avatar_url is the avatar as the
-- application stored it.
--
-- `preference` is what is in force of the setting preferences, and what the default has where
-- that lacks something. Everybody has preferences from the beginning, so they are as old as their
-- user; once the user has stored some, these say the id and when they changed.
-- name: api_mediapocket_user
SELECT json_object(
    'last_login', u.last_login_at,
    'email', u.email,
    'id', u.rowid,
    'company', u.company,
    'first_name', u.first_name,
    'last_name', u.last_name,
    'favorites', json(u.favorites),
    'about', u.about,
    'job_title', u.job_title,
    'phone_number', u.phone_number,
    'user_role', json((
        SELECT json_object('id', r.rowid, 'name', r.name, 'created_at', r.created_at,
                           'updated_at', r.updated_at, 'description', r.description)
        FROM main.usher_api_roles AS r
        WHERE r.name = u.role AND (r.account_id IS NULL OR r.account_id = u.account_id))),
    'user_groups', json(CASE WHEN u.teams IS NOT NULL THEN (
        SELECT json_group_array(json_object('id', t.value ->> 'id', 'name', t.value ->> 'name'))
        FROM json_each(u.teams) AS t) END),
    'terms_agreed', json(CASE u.terms_agreed WHEN 1 THEN 'true' WHEN 0 THEN 'false' END),
    'sso', json(CASE u.authentication WHEN 'sso' THEN 'true' WHEN 'password' THEN 'false' END),
    'avatar_url', u.avatar,
    'savedSearches', json('[]'),
    'preference', json((
        WITH p (value) AS MATERIALIZED ( -- asked for where what is private is shown: it is private
            SELECT json_patch(d.default_value,
                              CASE WHEN u.terms_agreed IS NOT NULL
                                   THEN setting('preferences', u.id) END)
            FROM main.usher_api_setting_definitions AS d WHERE d.key = 'preferences')
        SELECT json_object(
            'id', ifnull(s.rowid, u.rowid),
            'results_per_page', p.value -> '$.results_per_page',
            'toggle_view', p.value -> '$.toggle_view',
            'user_id', u.rowid,
            'created_at', u.created_at,
            'updated_at', ifnull(s.updated_at, u.created_at),
            'search_attachments', p.value -> '$.search_attachments',
            'table_preset', p.value -> '$.table_preset',
            'search_options', p.value -> '$.search_options')
        FROM p
        LEFT JOIN main.usher_api_settings AS s
            ON s.scope_id = u.id AND s.key = 'preferences' AND s.scope = 'user'
        WHERE p.value IS NOT NULL)))
FROM main.usher_api_users AS u

-- name: api_mediapocket_emails
SELECT email_notifications FROM main.usher_api_users WHERE id = ?1 AND email_notifications IS NOT NULL
