-- By an API key one has no inbox of one's own but as its scopes say: users.read_private shows it, users.update changes it (self.read and self.update: 136), notifications.send sends.
.read setup/notifications.sql
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'clerk', '["users.read","users.read_private","users.update"]');
UPDATE users SET role = 'clerk' WHERE name = 'mia';
CREATE TEMP TABLE made AS SELECT column1 AS name, api_key_create(column1, json_object('user_id', column2, 'scopes', json(column3))) AS key
FROM (VALUES ('blind', '00000000-0000-4000-8000-000000000003', '["users.read","users.update"]'), ('reader', '00000000-0000-4000-8000-000000000003', '["users.read","users.read_private"]'),
    ('writer', '00000000-0000-4000-8000-000000000004', '["users.read","users.read_private","users.update"]'), ('lesser', '00000000-0000-4000-8000-000000000003', '["users.read","users.read_private","users.update"]'), ('sender', '00000000-0000-4000-8000-000000000003', '["users.read","notifications.send"]'), ('lone', '00000000-0000-4000-8000-000000000003', '["notifications.send"]'));
INSERT INTO notifications (id, audience, audience_id, message, disposal, created_at) VALUES
    ('00000000-0000-4000-8000-0000000000d1', 'account', '00000000-0000-4000-8000-0000000000aa', 'to aa', 'on_ack', '2099-01-01T00:00:00Z'), ('00000000-0000-4000-8000-0000000000d2', 'user', '00000000-0000-4000-8000-000000000003', 'to adam', 'on_read', '2099-01-02T00:00:00Z'),
    ('00000000-0000-4000-8000-0000000000d5', 'user', '00000000-0000-4000-8000-000000000004', 'to mia', 'on_read', '2099-01-02T00:00:00Z');
.print -- without users.read_private
SELECT authenticate(key) FROM made WHERE name = 'blind';
SELECT * FROM mine; SELECT unread, has_new FROM users WHERE name IN ('adam', 'uma');
UPDATE notifications SET read = 1; DELETE FROM notifications;
SELECT notifications_fetch();
INSERT INTO notifications (audience, message) VALUES ('account', 'x');
SELECT mark_read('2099-01-01T00:00:00Z');
.print -- with it, without users.update
SELECT authenticate(key) FROM made WHERE name = 'reader';
SELECT * FROM mine; SELECT name, unread, has_new FROM users WHERE name IN ('adam', 'uma') ORDER BY name;
SELECT count(*) FROM notifications;
UPDATE notifications SET read = 1;
DELETE FROM notifications;
SELECT notifications_fetch();
SELECT mark_read('2099-01-02T00:00:00Z');
.print -- with both, where the role holds more than the key: as with any change of that user
SELECT authenticate(key) FROM made WHERE name = 'lesser';
UPDATE notifications SET read = 1;
.print -- with both
SELECT authenticate(key) FROM made WHERE name = 'writer';
UPDATE notifications SET read = 1 WHERE id LIKE '0000%d1';
SELECT * FROM mine; SELECT unread FROM users WHERE id = actor();
SELECT json_array_length(notifications_fetch());
SELECT * FROM mine;
SELECT mark_read('2099-01-03T00:00:00Z');
SELECT * FROM mine;
DELETE FROM notifications;
SELECT * FROM mine;
INSERT INTO notifications (audience, message) VALUES ('account', 'x');
SELECT notifications_fetch(1, '00000000-0000-4000-8000-000000000006');
.print -- with notifications.send: to whom the key sees
SELECT authenticate(key) FROM made WHERE name = 'sender';
INSERT INTO notifications (id, audience, message) VALUES ('00000000-0000-4000-8000-0000000000d3', 'account', 'by key');
INSERT INTO notifications (id, user_id, message) VALUES ('00000000-0000-4000-8000-0000000000d4', '00000000-0000-4000-8000-000000000006', 'by key');
SELECT * FROM mine;
SELECT authenticate(key) FROM made WHERE name = 'lone';
INSERT INTO notifications (user_id, message) VALUES ('00000000-0000-4000-8000-000000000006', 'x');
SELECT act_as(NULL);
SELECT id, created_by, message FROM sent WHERE id > 'd2';
