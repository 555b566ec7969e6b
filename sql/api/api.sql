-- What all profiles ask for.

-- The JSON type of a member of the body, and its value.
-- name: api_member
SELECT json_type(?1, ?2), json_extract(?1, ?2);

-- While it runs, all that is read is of one state of the file.
-- name: api_snapshot
SELECT 1 FROM main.usher_store;

-- The members of an object, which is well-formed: their names, and their values as JSON.
-- name: api_members
SELECT key, CASE type WHEN 'text' THEN json_quote(value) WHEN 'true' THEN 'true'
                      WHEN 'false' THEN 'false' WHEN 'null' THEN 'null'
                      ELSE CAST(value AS TEXT) END
FROM json_each(?1);
