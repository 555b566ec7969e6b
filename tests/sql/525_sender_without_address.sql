-- Who sends a message and has no address shares a domain with nobody: the user behind an account's key; one whose address
-- somebody made over in the store. Members get it all the same.
.read setup/people.sql
CREATE TEMP TABLE made (key);
SELECT act_as('00000000-0000-4000-8000-000000000001') IS NOT NULL;
INSERT INTO made SELECT api_key_create('bot', '{"owner":"account","scopes":["notifications.send"]}');
SELECT json_extract(notification_send('["uma@example.org","stranger@example.org","olga@example.org"]', 's', 'b'), '$.accepted_recipients', '$.rejected_recipients');
UPDATE usher_user SET verified_email = 1 WHERE id LIKE '%000001';
SELECT act_as('00000000-0000-4000-8000-000000000001') IS NOT NULL;
SELECT json_extract(notification_send('["uma@example.org","stranger@example.org"]', 's', 'b'), '$.accepted_recipients', '$.rejected_recipients');
.print -- a key of the account's
SELECT authenticate(key) IS NOT NULL FROM made;
SELECT json_extract(notification_send('["uma@example.org","stranger@example.org"]', 's', 'b'), '$.accepted_recipients', '$.rejected_recipients');
SELECT json_extract(notification_send('["stranger@example.org"]', 's', 'b'), '$.accepted_recipients', '$.rejected_recipients');
SELECT act_as(NULL) IS NULL;
UPDATE usher_user SET verified_email = 1 WHERE service = 1;
SELECT authenticate(key) IS NOT NULL FROM made;
SELECT json_extract(notification_send('["stranger@example.org",""," "]', 's', 'b'), '$.accepted_recipients', '$.rejected_recipients');
SELECT authenticate(NULL) IS NULL;
.print -- an address that is none
UPDATE usher_user SET email = 'example.org', verified_email = 1 WHERE id LIKE '%000003';
SELECT act_as('00000000-0000-4000-8000-000000000003') IS NOT NULL;
SELECT json_extract(notification_send('["uma@example.org","stranger@example.org","example.org","x@xample.org"]', 's', 'b'), '$.accepted_recipients', '$.rejected_recipients');
SELECT act_as(NULL) IS NULL;
