-- pulse: filter[attribute]=operator:value and sort. Values are bound; % and _ are letters; what is unknown is 400.
.read setup/pulse.sql
UPDATE users SET avatar = 'carl_1%.png' WHERE name = 'carl';
UPDATE users SET avatar = 'carlX100.PNG' WHERE name = 'uma';
UPDATE users SET avatar = 'it''s.png' WHERE name = 'mia';
CREATE TEMP TABLE asked (n INTEGER PRIMARY KEY, query);
CREATE TEMP TABLE answers (n INTEGER PRIMARY KEY, query, status, body);

.print ---- operators
INSERT INTO asked (query) VALUES ('filter[name]=eq:uma'), ('filter[name]=eq:UMA'), ('filter[email]=eq:UMA@EXAMPLE.ORG'), ('filter[name]=!eq:uma'), ('filter[avatar]=!eq:it%27s.png'),
    ('filter[name]=gt:nora'), ('filter[name]=gte:nora'), ('filter[name]=lt:carl'), ('filter[name]=lte:carl'),
    ('filter[name]=pre:O'), ('filter[name]=suf:A'), ('filter[name]=ct:A'), ('filter[name]=!ct:a'), ('filter[avatar]=!ct:carl'),
    ('filter[name]=in:uma,mia,nobody'), ('filter[name]=!in:uma,mia'), ('filter[email]=in:UMA@example.org'),
    ('filter[avatar]=blank'), ('filter[avatar]=present'), ('filter[avatar]=blank:'), ('filter[discarded_at]=present'),
    ('filter[status]=eq:deleted'), ('filter[status]=!in:active,created'), ('filter[status]=eq:no'),
    ('filter[created_at]=eq:2022-01-01T00:00:05Z'), ('filter[created_at]=gte:2022-01-01T01:00:05%2B01:00&filter[created_at]=lt:2022-01-01T00:00:07Z'),
    ('filter[created_at]=in:2022-01-01T00:00:05Z,2022-01-01T01:00:07%2B01:00'), ('filter[created_at]=suf:09.000Z'),
    ('filter[name]=pre:'), ('filter[name]=suf:'), ('filter[name]=eq:'), ('filter[name]=suf:a+much+longer+name'),
    ('filter[status]=eq:active&filter[name]=ct:o'), ('filter%5Bname%5D=eq%3Auma');
.print ---- letters, not patterns, not SQL
INSERT INTO asked (query) VALUES ('filter[avatar]=ct:_1%25'), ('filter[avatar]=pre:carl_'), ('filter[avatar]=ct:%25'), ('filter[name]=ct:%25'), ('filter[name]=ct:_'), ('filter[avatar]=eq:it%27s.png'),
    ('filter[name]=eq:%27%20OR%201=1--'), ('filter[name]=in:%22],%27'), ('filter[name]=ct:*'), ('filter[avatar]=suf:.png'), ('filter[name]=eq:?1'), ('filter[name]=ct:@'), ('filter[name]=ct:%23');
INSERT INTO answers SELECT q.n, q.query, a.status, a.body FROM asked AS q, api('pulse', 'GET', '/api/v1/users?sort=name&fields[user]=name&' || q.query, NULL, @olga) AS a;
SELECT query, status, (SELECT group_concat(value ->> '$.attributes.name') FROM json_each(body, '$.data')) FROM answers;

.print ---- refused
SELECT t.column1, a.status, a.body ->> '$.errors[0].source.parameter', a.body ->> '$.errors[0].detail'
FROM (VALUES ('filter[nickname]=eq:x'), ('filter[alive]=eq:1'), ('filter[name]=is:x'), ('filter[name]=x'), ('filter[name]=eq'), ('filter[name]='), ('filter[name]=blank:x'), ('filter[name]=EQ:x'), ('filter[]=eq:x'), ('filter=eq:x'),
    ('filter[name]=eq:a&filter[name]=eq:b'), ('filter[created_at]=gt:yesterday'), ('filter[created_at]=in:2022-01-01T00:00:05Z,x'), ('filter[name][eq]=x'), ('filter[u.name]=eq:x'), ('filter[name%00]=eq:x'), ('filter[name]=eq:%ff'), ('filter[name]=eq:%2'),
    ('filter[name]=!gt:x'), ('Filter[name]=eq:x')) AS t, api('pulse', 'GET', '/api/v1/users?' || t.column1, NULL, @olga) AS a;

.print ---- sort
DELETE FROM asked;
DELETE FROM answers;
UPDATE users SET name = 'Zoe' WHERE name = 'adam';
INSERT INTO asked (query) VALUES ('sort=alive'), ('sort=-alive'), ('sort=name'), ('sort=-name'), ('sort=email'), ('sort=-email'), ('sort=created_at'), ('sort=-created_at'), ('sort=status,-name'), ('sort=-status,alive,email'), ('sort='), ('sort=-alive,-created_at&filter[status]=!eq:active');
INSERT INTO answers SELECT q.n, q.query, a.status, a.body FROM asked AS q, api('pulse', 'GET', '/api/v1/users?fields[user]=name&' || q.query, NULL, @olga) AS a;
SELECT query, status, (SELECT group_concat(value ->> '$.attributes.name') FROM json_each(body, '$.data')) FROM answers;
SELECT t.column1, a.status, a.body ->> '$.errors[0].source.parameter', a.body ->> '$.errors[0].detail'
FROM (VALUES ('sort=role'), ('sort=--name'), ('sort=name,'), ('sort=name,-name'), ('sort=name&sort=email'), ('sort=teams.name'), ('sort=+name'), ('sort=-'), ('sort=name;DROP TABLE usher_user')) AS t, api('pulse', 'GET', '/api/v1/users?' || t.column1, NULL, @olga) AS a;
.print ---- whoever sees only themself filters only themself
SELECT status, body ->> '$.data[0].attributes.name', json_array_length(body, '$.data') FROM api('pulse', 'GET', '/api/v1/users?sort=-name&filter[status]=present', NULL, @uma);
