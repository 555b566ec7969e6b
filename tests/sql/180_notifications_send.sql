-- Sending is INSERT: one stored row whoever it is for, a row for each recipient when it is read; what is given, what is added.
.read setup/notifications.sql

.print -- to one user: with the least, and with all that may be given; user_id says the same as audience_id
INSERT INTO notifications (id, audience_id, message) VALUES ('00000000-0000-4000-8000-0000000000D1', '00000000-0000-4000-8000-000000000006', 'least');
SELECT last_insert_rowid() = (SELECT rowid FROM notifications WHERE id LIKE '0000%d1'), last_insert_rowid() >> 32 = (SELECT recipient FROM usher_user WHERE name = 'uma'), last_insert_rowid() & 4294967295;
INSERT INTO notifications (id, user_id, account_id, audience, audience_id, event, title, message, url, data, disposal, created_at)
VALUES ('00000000-0000-4000-8000-0000000000d2', '00000000-0000-4000-8000-000000000006', '00000000-0000-4000-8000-0000000000aa', 'user', '00000000-0000-4000-8000-000000000006', 'report.ready-2_b',
    'Done', 'All ' || char(10) || 'of it', 'https://example.org/r?1#x', ' { "a" : [1, 2.50, null] } ', 'on_ack', '2099-01-01T01:00:00+01:00');
INSERT INTO notifications (id, user_id, message) VALUES ('00000000-0000-4000-8000-0000000000d3', '00000000-0000-4000-8000-000000000006', 'by user_id');
SELECT * FROM sent WHERE created_at LIKE '2099%';
SELECT id, account, audience, audience_id, event, title, message, url, data, disposal, created_by FROM sent WHERE id <> 'd2';
SELECT substr(user_id, -2), substr(account_id, -2), audience, substr(audience_id, -2), event, title, message, url, data, disposal, created_by, created_at, read, read_at FROM notifications WHERE id LIKE '0000%d2';
SELECT unixepoch('now') - unixepoch(created_at) BETWEEN 0 AND 60 FROM notifications WHERE id LIKE '0000%d1';

.print -- to a team, an account, everybody: one stored row, a row for each recipient; the rowid is then the stored row's
INSERT INTO notifications (id, audience, audience_id, message, created_at) VALUES ('00000000-0000-4000-8000-0000000000d4', 'team', '00000000-0000-4000-8000-0000000000e1', 'to red', '2099-01-02T00:00:00Z');
SELECT last_insert_rowid();
INSERT INTO notifications (id, audience, audience_id, message, created_at) VALUES ('00000000-0000-4000-8000-0000000000d5', 'account', '00000000-0000-4000-8000-0000000000aa', 'to aa', '2099-01-03T00:00:00Z');
INSERT INTO notifications (id, audience, account_id, message, created_at) VALUES ('00000000-0000-4000-8000-0000000000d6', 'account', '00000000-0000-4000-8000-0000000000ab', 'to ab', '2099-01-04T00:00:00Z');
INSERT INTO notifications (id, audience, message, created_at) VALUES ('00000000-0000-4000-8000-0000000000d7', 'all', 'to all', '2099-01-05T00:00:00Z');
SELECT last_insert_rowid();
SELECT id, account, audience, audience_id, message FROM sent WHERE id > 'd3';
SELECT substr(n.id, -2), count(*), group_concat(name) FROM (SELECT n.id, u.name FROM notifications AS n JOIN users AS u ON u.id = n.user_id WHERE n.message LIKE 'to %' ORDER BY n.id, u.id) AS n GROUP BY n.id;
SELECT audience, audience_id IS NULL, account_id IS NULL FROM notifications WHERE id LIKE '0000%d7' LIMIT 1;
SELECT * FROM counts;

.print -- the account of what the system sends to one user is the user's own, unless it says another that they belong to
INSERT INTO notifications (id, user_id, message) VALUES ('00000000-0000-4000-8000-0000000000d8', '00000000-0000-4000-8000-000000000023', 'to gina');
INSERT INTO notifications (id, user_id, account_id, message) VALUES ('00000000-0000-4000-8000-0000000000d9', '00000000-0000-4000-8000-000000000023', '00000000-0000-4000-8000-0000000000aa', 'to the guest');
SELECT id, account, message FROM sent WHERE id > 'd7';

.print -- by a user: in their name, to their own account where none is named
SELECT act_as(id) FROM p WHERE name = 'mia';
INSERT INTO notifications (id, audience, message) VALUES ('00000000-0000-4000-8000-0000000000da', 'account', 'from mia');
INSERT INTO notifications (id, user_id, message, url) VALUES ('00000000-0000-4000-8000-0000000000db', '00000000-0000-4000-8000-000000000023', 'to the guest', '/inbox?x=1');
SELECT act_as(NULL);
SELECT id, account, audience, audience_id, created_by FROM sent WHERE id > 'd9';

.print -- several rows, one statement; a transaction; taken back
INSERT INTO notifications (user_id, message) SELECT id, 'for ' || name FROM p WHERE name IN ('olga', 'otto', 'adam') ORDER BY id;
BEGIN;
INSERT INTO notifications (audience, message, event) VALUES ('all', 'undone', 'undone'), ('all', 'undone', 'undone');
SELECT count(*) FROM usher_notification WHERE event = 'undone';
SAVEPOINT s;
INSERT INTO notifications (audience, message, event) VALUES ('all', 'undone', 'undone');
ROLLBACK TO s;
SELECT count(*), count(DISTINCT id) FROM notifications WHERE event = 'undone' AND user_id = '00000000-0000-4000-8000-000000000001';
ROLLBACK;
SELECT count(*) FROM notifications WHERE event = 'undone';
SELECT message FROM notifications WHERE message LIKE 'for %' ORDER BY rowid;

.print -- one may copy what was sent, also under another name of the table: what is written is not met
CREATE VIRTUAL TABLE inbox USING notifications;
INSERT INTO inbox (user_id, message) SELECT user_id, 'again ' || message FROM notifications WHERE user_id = '00000000-0000-4000-8000-000000000003';
SELECT message FROM notifications WHERE user_id = '00000000-0000-4000-8000-000000000003' ORDER BY id;
DROP TABLE inbox;

.print -- the log says to whom, and what about; not what was written
SELECT * FROM logged WHERE object IN ('d1', 'd2', 'd4', 'd7', 'db');
SELECT count(*) FROM audit_log WHERE after GLOB '*least*' OR after GLOB '*All*' OR after GLOB '*to the guest*';
