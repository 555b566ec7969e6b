-- mark_read() moves the watermark, max(old, given): never back, whatever the offset; what was marked unread up to then is read; nothing else of the user changes.
.read setup/notifications.sql
INSERT INTO notifications (id, audience, audience_id, message, created_at) SELECT '00000000-0000-4000-8000-0000000000d' || value, 'account', '00000000-0000-4000-8000-0000000000aa', 'm' || value, format('2099-01-0%dT12:00:00.000Z', value) FROM json_each('[1,2,3,4,5]');
CREATE TEMP TABLE was AS SELECT updated_at, updated_by FROM users WHERE name = 'uma';
INSERT INTO seen SELECT max(id) FROM audit_log;
SELECT act_as(id) FROM p WHERE name = 'uma';
.print -- up to a time, and that included
SELECT mark_read('2099-01-02T11:59:59.999Z'); SELECT unread, has_new, last_read_at FROM users WHERE id = actor();
SELECT mark_read('2099-01-02T12:00:00Z'); SELECT unread, has_new, last_read_at FROM users WHERE id = actor();
SELECT * FROM mine;
.print -- an offset is taken and normalised; earlier, or the same, changes nothing
SELECT mark_read('2099-01-03T14:00:00.5+02:00');
SELECT mark_read('2099-01-03T12:00:00.400Z');
SELECT mark_read('2099-01-03T12:00:00.500Z');
SELECT mark_read('2099-01-04T02:00:00+14:00');
SELECT unread, has_new FROM users WHERE id = actor();
SELECT count(*) FROM audit_log WHERE id > (SELECT id FROM seen);
.print -- unread again, one by one, until the watermark is moved, or shown again
UPDATE notifications SET read = 0 WHERE id LIKE '0000%d1' OR id LIKE '0000%d3';
UPDATE notifications SET read = 1 WHERE id LIKE '0000%d5';
SELECT * FROM mine; SELECT unread, has_new FROM users WHERE id = actor();
SELECT mark_read('2099-01-01T12:00:00Z');
SELECT * FROM mine;
SELECT mark_read('2099-01-09T00:00:00Z');
SELECT * FROM mine; SELECT unread, has_new FROM users WHERE id = actor();
.print -- as a row, within a transaction, and taken back
BEGIN;
INSERT INTO usher (call, args) VALUES ('mark_read', '["2100-01-01T00:00:00Z"]');
SELECT last_read_at FROM users WHERE id = actor();
ROLLBACK;
SELECT last_read_at FROM users WHERE id = actor();
INSERT INTO usher (call, args) VALUES ('mark_read', json_array('2100-01-01T00:00:00Z', actor()));
SELECT last_read_at FROM users WHERE id = actor();
.print -- what is no time, or missing
SELECT mark_read('invalid-timestamp');
SELECT usher_error();
SELECT mark_read('2099-02-29T00:00:00Z');
SELECT mark_read('2099-01-01');
SELECT mark_read(4070908800);
SELECT mark_read('');
SELECT mark_read(NULL);
SELECT usher_error();
SELECT mark_read();
SELECT mark_read('2101-01-01T00:00:00Z', 'uma');
INSERT INTO usher (call, args) VALUES ('mark_read', '[]');
INSERT INTO usher (call, args) VALUES ('mark_read', '[null]');
SELECT last_read_at FROM users WHERE id = actor();
.print -- another's: with users.update, of whom one sees and does not outrank
SELECT mark_read('2101-01-01T00:00:00Z', '00000000-0000-4000-8000-000000000005');
SELECT act_as(id) FROM p WHERE name = 'mia';
SELECT mark_read('2101-01-01T00:00:00Z', '00000000-0000-4000-8000-000000000006');
SELECT act_as(id) FROM p WHERE name = 'adam';
SELECT mark_read('2101-01-01T00:00:00Z', '00000000-0000-4000-8000-000000000006');
SELECT mark_read('2101-01-01T00:00:00Z', '00000000-0000-4000-8000-000000000001');
SELECT mark_read('2101-01-01T00:00:00Z', '00000000-0000-4000-8000-000000000008');
SELECT mark_read('2101-01-01T00:00:00Z', '00000000-0000-4000-8000-000000000021');
SELECT mark_read('2101-01-01T00:00:00Z', '00000000-0000-4000-8000-0000000000ff');
SELECT act_as(id) FROM p WHERE name = 'beth';
SELECT mark_read('2101-01-01T00:00:00Z', '00000000-0000-4000-8000-000000000006');
.print -- the system names whose; all rows at once
SELECT act_as(NULL);
SELECT mark_read('2101-01-01T00:00:00Z');
SELECT mark_read('2099-01-03T12:00:00Z', id) FROM users WHERE name IN ('carl', 'uma') ORDER BY name;
SELECT * FROM counts;
.print -- each change is logged, once; the row is otherwise as it was
SELECT * FROM logged;
SELECT u.updated_at = w.updated_at, u.updated_by IS w.updated_by FROM users AS u, was AS w WHERE name = 'uma';
SELECT count(*) FROM usher_notification_state WHERE read = 0;
