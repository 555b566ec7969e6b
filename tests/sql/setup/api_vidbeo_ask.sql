CREATE TEMP TABLE answer AS SELECT ask.rowid AS n, ask.who, ask.method, ask.path, api.status, api.headers, api.body
FROM ask CROSS JOIN api('vidbeo', ask.method, ask.path, ask.body, (SELECT token FROM who WHERE who.name = ask.who));
SELECT ifnull(who, 'nobody') || ' ' || method || ' ' || path || ' ' || status || CASE json_type(body, '$.result')
    WHEN 'null' THEN ' ' || (body ->> '$.errors[0].code') || ifnull(' ' || (body ->> '$.errors[0].field'), '') || ': ' || (body ->> '$.errors[0].message')
    WHEN 'array' THEN ' ' || (SELECT json_group_array(coalesce(value ->> 'name', value ->> 'email')) FROM json_each(body, '$.result')) || ' ' || iif(json_type(body, '$.links.next') = 'text', 'next', body -> 'links')
    ELSE ' ' || json_remove(body -> 'result', '$.created_time', '$.updated_time', '$.expires_time') END
FROM answer ORDER BY n;
DELETE FROM ask;
DROP TABLE answer;
