-- The allow-list of e-mail recipients: oneself, members, the same domain, allowed domains, anybody; and the reasons.
.read setup/people.sql
-- carl and mia move: the domain of a sender is not that of the others. nora's address was never verified.
UPDATE usher_user SET email = 'carl@Studio.Example.com' WHERE name = 'carl';
UPDATE usher_user SET email = 'mia@example.net' WHERE name = 'mia';
CREATE TEMP TABLE r AS SELECT '["CARL@studio.example.COM","uma@example.org","UMA@EXAMPLE.ORG","gina@example.org","dora@example.org","nora@example.org","dan@example.org","bert@example.org","x@example.org","x@studio.example.com","x@STUDIO.Example.COM","x@evil-studio.example.com","x@a.studio.example.com","x@example.com","x@studio.example.com.evil.org","x@example.net"]' AS recipients;
CREATE TEMP VIEW mails AS SELECT email, user_id FROM outbox ORDER BY rowid;
.mode list

.print -- one's own address, members (guests, disabled, created ones, too), one's domain
SELECT act_as('00000000-0000-4000-8000-000000000005');
CREATE TEMP TABLE a AS SELECT notification_send(recipients, 's', 'b') AS a FROM r;
SELECT act_as(NULL);
SELECT value FROM a, json_each(a, '$.accepted_recipients');
SELECT value ->> 'recipient', value ->> 'reason' FROM a, json_each(a, '$.rejected_recipients');
SELECT * FROM mails;
DELETE FROM outbox;

.print -- a domain of an address that was not verified is nobody's; the address is one's own
UPDATE usher_user SET verified_email = 0 WHERE name = 'carl';
SELECT act_as('00000000-0000-4000-8000-000000000005');
SELECT notification_send('["carl@studio.example.com","x@studio.example.com"]', 's', 'b') ->> 'accepted_recipients';
SELECT act_as(NULL);
UPDATE usher_user SET verified_email = 1 WHERE name = 'carl';

.print -- domains that the account allows: whole ones, in any case
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'notifications.allowed_domains', '["Example.NET","partner.org"]');
SELECT act_as('00000000-0000-4000-8000-000000000005');
SELECT json_remove(notification_send('["x@example.net","x@EXAMPLE.net","y@partner.org","y@a.partner.org","y@evilpartner.org","y@partner.org.evil.org","y@org"]', 's', 'b'), '$.notification_id', '$.queued_at');
SELECT act_as(NULL);
DELETE FROM outbox;
-- They are the account's, not another's; nor those of a user.
INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '00000000-0000-4000-8000-000000000005', 'notifications.allowed_domains', '["x.org"]');
SELECT act_as('00000000-0000-4000-8000-000000000026');
SELECT notification_send('["y@partner.org","uma@example.org"]', 's', 'b') ->> 'accepted_recipients';
SELECT notification_send('["y@partner.org","z@partner.org","nobody"]', 's', 'b');
SELECT usher_error();
SELECT act_as(NULL);

.print -- the system
SELECT notification_send('["x@partner.org","x@example.com"]', 's', 'b', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}') ->> 'rejected_recipients';

.print -- anybody, but not what is no address
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'notifications.allow_all_domains', 'true');
SELECT act_as('00000000-0000-4000-8000-000000000005');
SELECT notification_send('["x@anywhere.example","dan@example.org","","nobody","a@b@c","a b@c.d"," x@y.z","x@y.z ","@y.z","x@","x@y..z","x@-y.z","\"x\"@y.z","x@[127.0.0.1]","x@y.z\r\nBcc: all@y.z","é@y.z","x@é.z","<x@y.z>"]', 's', 'b') ->> 'rejected_recipients';
SELECT notification_send(json_array(printf('%.64c', 'l') || '@' || printf('%.63c', 'd') || '.' || printf('%.63c', 'd') || '.' || printf('%.61c', 'd'), printf('%.64c', 'l') || '@' || printf('%.63c', 'd') || '.' || printf('%.63c', 'd') || '.' || printf('%.62c', 'd')), 's', 'b') ->> '$.rejected_recipients[#-1].reason';
SELECT act_as(NULL);
SELECT count(*), max(length(email)) FROM outbox WHERE length(email) > 200;
DELETE FROM outbox;

.print -- 50 are taken, whoever stands before them; who is named twice counts once
CREATE TEMP TABLE n AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1001) SELECT i FROM n;
SELECT act_as('00000000-0000-4000-8000-000000000005');
DELETE FROM a;
INSERT INTO a SELECT notification_send(json_group_array('m' || i || '@x.org'), 's', 'b') FROM n WHERE i <= 50;
INSERT INTO a SELECT notification_send(json_group_array('m' || i || '@x.org'), 's', 'b') FROM n WHERE i <= 52;
INSERT INTO a SELECT notification_send(json_group_array(iif(i % 2, 'M', 'm') || (i / 2) || '@x.org'), 's', 'b') FROM n WHERE i <= 101;
INSERT INTO a SELECT notification_send(json_group_array(iif(i = 3, 'nobody', 'm' || i || '@x.org')), 's', 'b') FROM n WHERE i <= 51;
SELECT json_array_length(a, '$.accepted_recipients'), a ->> '$.accepted_recipients[0]', a ->> '$.accepted_recipients[49]', a ->> 'rejected_recipients' FROM a;
SELECT json_array_length(notification_send(json_group_array('m' || i || '@x.org'), 's', 'b'), '$.rejected_recipients') FROM n WHERE i <= 1000;
SELECT notification_send(json_group_array('m' || i || '@x.org'), 's', 'b') FROM n;
SELECT act_as(NULL);
SELECT count(*), count(DISTINCT notification_id) FROM outbox;

.print -- a value that was mangled allows nothing
UPDATE usher_setting SET value = 'false' WHERE key = 'notifications.allow_all_domains';
UPDATE usher_setting SET value = '["partner.org"' WHERE key = 'notifications.allowed_domains';
SELECT notification_send('["x@partner.org"]', 's', 'b', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}');
UPDATE usher_setting SET value = '[1,"partner.org",["x.org"]]' WHERE key = 'notifications.allowed_domains';
SELECT notification_send('["x@partner.org","x@x.org","x@1"]', 's', 'b', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}') ->> 'accepted_recipients';
