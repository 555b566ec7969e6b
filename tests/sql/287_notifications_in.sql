-- Notifications, whose rows come from a view, by a list of values: as a plain table with the same rows answers, also where the
-- list makes numbers of texts.
.read setup/notifications.sql
INSERT INTO notifications (user_id, title, message) SELECT '00000000-0000-4000-8000-000000000006', 'x', column1 FROM (VALUES ('5'), ('05'), ('5.0'), ('5e0'), ('Inf'), ('a'), ('7'));
CREATE TEMP TABLE plain (rowid_ INTEGER PRIMARY KEY, id TEXT, user_id TEXT, title TEXT, message TEXT, read INTEGER);
INSERT INTO plain SELECT rowid, id, user_id, title, message, read FROM notifications;
CREATE TEMP TABLE list (i INTEGER, r REAL, t TEXT, n);
INSERT INTO list VALUES (5, 5.0, '5', 5), (0, 9e999, 'a', 'a'), (NULL, NULL, NULL, NULL);

.print -- numbers, texts, and values of no affinity
SELECT group_concat(message, ' ') FROM (SELECT message FROM notifications WHERE message IN (SELECT i FROM list) ORDER BY message);
SELECT group_concat(message, ' ') FROM (SELECT message FROM plain WHERE message IN (SELECT i FROM list) ORDER BY message);
SELECT group_concat(message, ' ') FROM (SELECT message FROM notifications WHERE message IN (SELECT r FROM list) ORDER BY message);
SELECT group_concat(message, ' ') FROM (SELECT message FROM plain WHERE message IN (SELECT r FROM list) ORDER BY message);
SELECT group_concat(message, ' ') FROM (SELECT message FROM notifications WHERE message IN (SELECT t FROM list) ORDER BY message);
SELECT group_concat(message, ' ') FROM (SELECT message FROM notifications WHERE message IN (SELECT n FROM list) ORDER BY message);
SELECT group_concat(message, ' ') FROM (SELECT message FROM plain WHERE message IN (SELECT n FROM list) ORDER BY message);
SELECT group_concat(message, ' ') FROM (SELECT message FROM notifications WHERE message IN (5, 'a') ORDER BY message);
SELECT group_concat(message, ' ') FROM (SELECT message FROM plain WHERE message IN (5, 'a') ORDER BY message);
.print -- what finds a row is still asked for each value
SELECT group_concat(message, ' ') FROM (SELECT message FROM notifications WHERE rowid IN (SELECT rowid_ FROM plain WHERE message = '5') ORDER BY message);
SELECT group_concat(message, ' ') FROM (SELECT message FROM notifications WHERE id IN (SELECT id FROM plain WHERE message IN ('7', 'a')) ORDER BY message);
SELECT group_concat(message, ' ') FROM (SELECT message FROM notifications WHERE rowid IN (SELECT rowid_ + 0.5 FROM plain));
