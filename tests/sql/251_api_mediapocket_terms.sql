-- GET …/terms agrees, once; GET and POST …/email_notifications of mediapocket: the examples of the document, the
-- parameter that is a String, and what is none.
.read setup/people.sql
.mode list
CREATE TABLE document (body TEXT);
.import --ascii setup/../../api/mediapocket/terms.json document
.import --ascii setup/../../api/mediapocket/email_notifications.json document
.import --ascii setup/../../api/mediapocket/email_notifications_off.json document
.import --ascii setup/../../api/mediapocket/email_notifications_on.json document
SELECT json(body) FROM document;
-- uma asks.
INSERT INTO usher SELECT 'session_create', json_array(id, json_object('form', 'opaque', 'token', token)) FROM p WHERE name = 'uma';
CREATE TEMP VIEW terms AS SELECT status, headers, body, body = (SELECT json(body) FROM document WHERE rowid = 1) AS as_documented FROM p JOIN api('mediapocket', 'GET', '/api/v2/user/profile/terms', NULL, p.token) WHERE p.name = 'uma';
CREATE TEMP VIEW emails AS SELECT status, headers, body FROM p JOIN api('mediapocket', 'GET', '/api/v2/user/profile/email_notifications', NULL, p.token) WHERE p.name = 'uma';
CREATE TEMP VIEW row AS SELECT terms_agreed, email_notifications, (SELECT count(*) FROM audit_log WHERE object_id = u.id AND action = 'user.update') AS changes FROM users AS u WHERE name = 'uma';

-- The terms: agreed to once, however often they are fetched; the log names who did.
SELECT * FROM row;
SELECT * FROM terms;
SELECT * FROM row;
SELECT * FROM terms;
SELECT * FROM row;
SELECT substr(actor, 35), action, before, after FROM audit_log WHERE after LIKE '%terms_agreed%';
SELECT actor() IS NULL, (SELECT updated_by = id FROM users WHERE name = 'uma');
-- Nobody else's.
SELECT count(*) FROM users WHERE terms_agreed = 1;

-- E-mail notifications: on, off, on.
SELECT *, body = (SELECT json(body) FROM document WHERE rowid = 2) FROM emails;
CREATE TEMP TABLE post (n INTEGER PRIMARY KEY, body);
CREATE TEMP VIEW posted AS SELECT post.n, status, a.body FROM p JOIN post JOIN api('mediapocket', 'POST', '/api/v2/user/profile/email_notifications', post.body, p.token) AS a WHERE p.name = 'uma' ORDER BY post.n;
INSERT INTO post (body) VALUES ('{"email_notifications":"false"}');
SELECT * FROM posted;
SELECT *, body = (SELECT json(body) FROM document WHERE rowid = 3) FROM emails;
SELECT * FROM row;
UPDATE post SET body = ' { "email_notifications" : "tr\u0075e" } ';
SELECT * FROM posted;
SELECT *, body = (SELECT json(body) FROM document WHERE rowid = 4) FROM emails;
-- As a BLOB, as several drivers bind it.
UPDATE post SET body = CAST('{"email_notifications":"false"}' AS BLOB);
SELECT * FROM posted;
SELECT * FROM row;

-- What is none: nothing changes. Required; a String; the one parameter there is; an object, of JSON, of UTF-8.
DELETE FROM post;
INSERT INTO post (body) VALUES (NULL), (''), ('{}'), ('{"Email_notifications":"true"}'), ('{"email_notifications":"true","x":1}'), ('{"terms_agreed":"true"}'),
    ('{"email_notifications":true}'), ('{"email_notifications":false}'), ('{"email_notifications":1}'), ('{"email_notifications":null}'), ('{"email_notifications":["true"]}'), ('{"email_notifications":{}}'),
    ('{"email_notifications":"TRUE"}'), ('{"email_notifications":"1"}'), ('{"email_notifications":""}'), ('{"email_notifications":" true"}'), ('{"email_notifications":"' || hex(zeroblob(5000)) || '"}'),
    ('{"email_notifications":"true\u0000"}'), ('{"email_notifications":"true","email_notifications":"true"}'),
    ('[]'), ('"true"'), ('true'), ('null'), ('{"email_notifications":"true"'), ('{"email_notifications":"true"}x'), (CAST(x'7b22656d61696c5f6e6f74696669636174696f6e73223a22ff227d' AS TEXT)), ('{"a":' || replace(hex(zeroblob(200)), '0', '[') || replace(hex(zeroblob(200)), '0', ']') || '}'),
    ('email_notifications=true'), ('{"email_notifications":"true"}' || replace(hex(zeroblob(500000)), '0', ' ')), (replace(hex(zeroblob(10)), '0', ' '));
SELECT n, status, json_type(body, '$.error'), (SELECT count(*) FROM json_each(posted.body)) AS members, body FROM posted;
SELECT * FROM row;
INSERT INTO post VALUES (100, CAST(x'7b7d00' AS TEXT));
SELECT * FROM posted WHERE n = 100;
-- The parameter in the query is none of the body's.
SELECT status, a.body FROM p JOIN api('mediapocket', 'POST', '/api/v2/user/profile/email_notifications?email_notifications=true', NULL, p.token) AS a WHERE p.name = 'uma';
SELECT * FROM row;
-- A body where none is asked for is not looked at.
SELECT status, a.body FROM p JOIN api('mediapocket', 'GET', '/api/v2/user/profile/email_notifications', 'not JSON', p.token) AS a WHERE p.name = 'uma';
