-- The table notifications answers as a plain table with the same rows: by rowid, by id, in lists, ranges, orders, distinct, joined.
.read setup/notifications.sql
INSERT INTO notifications (id, audience, audience_id, message, created_at) VALUES
    ('00000000-0000-4000-8000-0000000000d1', 'account', '00000000-0000-4000-8000-0000000000aa', 'to aa', '2099-01-01T00:00:00Z'), ('00000000-0000-4000-8000-0000000000d2', 'team', '00000000-0000-4000-8000-0000000000e1', 'to red', '2099-01-02T00:00:00Z'),
    ('00000000-0000-4000-8000-0000000000d3', 'user', '00000000-0000-4000-8000-000000000006', 'to uma', '2099-01-03T00:00:00Z'), ('00000000-0000-4000-8000-0000000000d4', 'all', NULL, 'to all', '2099-01-04T00:00:00Z');
SELECT mark_read('2099-01-02T00:00:00Z', '00000000-0000-4000-8000-000000000006');
UPDATE notifications SET read = 0 WHERE id LIKE '0000%d1' AND user_id LIKE '%000006';
CREATE TEMP TABLE plain AS SELECT rowid AS number, * FROM notifications;
SELECT count(*), count(DISTINCT number) FROM plain;
SELECT typeof(max(number)), max(number >> 32) <= (SELECT max(recipient) FROM usher_user) FROM plain;

.print -- by rowid: one row; what is no rowid finds none
SELECT count(*) FROM plain AS p JOIN notifications AS n ON n.rowid = p.number AND n.id = p.id AND n.user_id = p.user_id AND n.read = p.read;
SELECT count(*) FROM notifications WHERE rowid = (SELECT min(number) FROM plain) + 0.5;
SELECT count(*) FROM notifications WHERE rowid = CAST((SELECT min(number) FROM plain) AS REAL);
SELECT count(*) FROM notifications WHERE rowid = CAST((SELECT min(number) FROM plain) AS TEXT);
SELECT count(*) FROM notifications WHERE rowid IS (SELECT min(number) FROM plain);
SELECT count(*) FROM notifications WHERE rowid = 1;
SELECT count(*) FROM notifications WHERE rowid = NULL OR rowid IS NULL;
SELECT count(*) FROM notifications WHERE rowid = 'abc' OR rowid = x'00' OR rowid = -1 OR rowid = 9223372036854775807 OR rowid = 1e300;
SELECT (SELECT count(*) FROM notifications WHERE rowid IN (SELECT number FROM plain WHERE number % 3 = 0)) = (SELECT count(*) FROM plain WHERE number % 3 = 0);
SELECT (SELECT count(*) FROM notifications WHERE rowid > (SELECT number FROM plain ORDER BY number LIMIT 1 OFFSET 5)) = (SELECT count(*) - 6 FROM plain);
.print -- by id, by user, in lists, with order and limit
SELECT (SELECT group_concat(rowid) FROM (SELECT rowid FROM notifications WHERE id = '00000000-0000-4000-8000-0000000000d1' ORDER BY rowid)) = (SELECT group_concat(number) FROM (SELECT number FROM plain WHERE id LIKE '0000%d1' ORDER BY number));
SELECT substr(id, -2), substr(user_id, -2), read FROM notifications WHERE user_id IN ('00000000-0000-4000-8000-000000000006', '00000000-0000-4000-8000-000000000021', 'x', NULL, 6) ORDER BY created_at DESC, user_id LIMIT 4;
SELECT substr(id, -2), substr(user_id, -2) FROM notifications WHERE id IN ('00000000-0000-4000-8000-0000000000d2', '00000000-0000-4000-8000-0000000000d3') ORDER BY id, user_id;
SELECT substr(id, -2), read FROM notifications WHERE (user_id, read) IN (VALUES ('00000000-0000-4000-8000-000000000006', 0)) ORDER BY id;
SELECT DISTINCT message FROM notifications ORDER BY message;
SELECT DISTINCT message, read FROM notifications WHERE user_id = '00000000-0000-4000-8000-000000000006' ORDER BY message, read;
SELECT message, count(*) FROM notifications WHERE user_id NOT IN (SELECT id FROM p WHERE account_id LIKE '%0000ab') GROUP BY message ORDER BY message;
SELECT substr(id, -2) FROM notifications WHERE user_id = '00000000-0000-4000-8000-000000000006' ORDER BY created_at LIMIT 2 OFFSET 1;
SELECT (SELECT count(*) FROM notifications WHERE read) = (SELECT count(*) FROM plain WHERE read), (SELECT count(*) FROM notifications WHERE read = '0') = (SELECT count(*) FROM plain WHERE read = 0);
.print -- joined from both sides; unread for each user as a full count gives it
SELECT u.name, count(n.id), sum(n.read = 0) FROM users AS u LEFT JOIN notifications AS n ON n.user_id = u.id WHERE u.account_id LIKE '%0000aa' GROUP BY u.id ORDER BY u.id LIMIT 6;
SELECT count(*) FROM users AS u WHERE u.unread <> (SELECT count(*) FROM notifications AS n WHERE n.user_id = u.id AND n.read = 0);
SELECT count(*) FROM users AS u WHERE u.unread <> (SELECT count(*) FROM plain AS n WHERE n.user_id = u.id AND n.read = 0);
SELECT name, unread FROM users WHERE unread >= 3 ORDER BY unread DESC, id LIMIT 3;
.print -- all rows changed in one statement, by a join
UPDATE notifications SET read = 1 WHERE rowid IN (SELECT number FROM plain WHERE user_id IN (SELECT id FROM p WHERE name = 'carl'));
SELECT name, unread FROM users WHERE name IN ('carl', 'uma') ORDER BY name;
