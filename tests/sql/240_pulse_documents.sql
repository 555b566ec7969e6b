-- The examples of the document (002), with its list of attributes in place of its dots: requests as they
-- stand there; answers have its members, in its order, of its types, and beside them only what it tells of
-- elsewhere (meta.actions) and what JSON:API adds to a list (links).
.read setup/pulse.sql
CREATE TEMP TABLE create_request (json);
CREATE TEMP TABLE update_request (json);
CREATE TEMP TABLE user (json);
CREATE TEMP TABLE users_list (json);
.import --ascii setup/../../api/pulse/create_request.json create_request
.import --ascii setup/../../api/pulse/update_request.json update_request
.import --ascii setup/../../api/pulse/user.json user
.import --ascii setup/../../api/pulse/users.json users_list
.mode list

CREATE TEMP TABLE answer (name, status, headers, body);
INSERT INTO answer SELECT 'create', a.* FROM create_request AS r, api('pulse', 'POST', '/api/v1/users', r.json, @olga) AS a;
CREATE TEMP VIEW made AS SELECT body ->> '$.data.id' AS id FROM answer WHERE name = 'create';
SELECT json_extract(headers, '$.Location') = '/api/v1/users/' || id AS location FROM answer, made;
INSERT INTO answer SELECT 'return', a.* FROM made, api('pulse', 'GET', '/api/v1/users/' || id, NULL, @olga) AS a;
INSERT INTO answer SELECT 'update', a.* FROM made, update_request AS r, api('pulse', 'PUT', '/api/v1/users/' || id, r.json, @olga) AS a;
INSERT INTO answer SELECT 'patch', a.* FROM made, update_request AS r, api('pulse', 'PATCH', '/api/v1/users/' || id, r.json, @olga) AS a;
INSERT INTO answer SELECT 'list', a.* FROM made, api('pulse', 'GET', '/api/v1/users?sort=-created_at&page[size]=2&filter[avatar]=blank&filter[status]=in:created,active', NULL, @olga) AS a;

.print answers
SELECT name, status, body ->> '$.data.attributes.name', body ->> '$.data.attributes.status' FROM answer WHERE name <> 'list';
SELECT user_json(id, 'pulse') = json_extract(body, '$.data') FROM made, answer WHERE name = 'patch';

.print members, their order, their types
CREATE TEMP VIEW expected AS
SELECT name, (SELECT group_concat(ifnull(key, '$') || ' ' || type, char(10)) FROM json_tree(user.json)) AS tree FROM answer, user WHERE name <> 'list';
CREATE TEMP VIEW actual AS
SELECT name, (SELECT group_concat(ifnull(key, '$') || ' ' || type, char(10)) FROM json_tree(body) WHERE fullkey NOT LIKE '$.data.meta%') AS tree FROM answer WHERE name <> 'list';
SELECT e.name, e.tree = a.tree FROM expected AS e JOIN actual AS a USING (name);
SELECT tree FROM actual WHERE name = 'create';

.print of a list (avatar is there or null)
SELECT (SELECT group_concat(ifnull(key, '$'), ' ') FROM json_tree(users_list.json)) = (SELECT group_concat(ifnull(key, '$'), ' ') FROM json_tree(body)
        WHERE fullkey NOT LIKE '$.data[_].meta%' AND fullkey NOT LIKE '$.links%')
FROM users_list, answer WHERE name = 'list';
SELECT group_concat(key, ' ') FROM answer, json_each(body) WHERE name = 'list';

.print and what is besides
SELECT json_extract(body, '$.data.meta') FROM answer WHERE name = 'create';

.print delete, which returns the user
INSERT INTO answer SELECT 'delete', a.* FROM made, api('pulse', 'DELETE', '/api/v1/users/' || id, NULL, @olga) AS a;
SELECT status, body ->> '$.data.attributes.status', body ->> '$.data.attributes.discarded_at' IS NOT NULL FROM answer WHERE name = 'delete';
SELECT e.tree = replace(a.tree, 'discarded_at text', 'discarded_at null') FROM expected AS e JOIN actual AS a USING (name) WHERE name = 'delete';
