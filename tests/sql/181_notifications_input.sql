-- What a notification must be: each error of bad input, both sides of each limit, and nothing is written by what fails.
.read setup/notifications.sql
CREATE TEMP TABLE before AS SELECT (SELECT count(*) FROM usher_notification) AS n, (SELECT count(*) FROM usher_audit) AS a;
.print -- whom it is for
INSERT INTO notifications (message) VALUES ('x');
INSERT INTO notifications (user_id, message) VALUES (NULL, 'x');
INSERT INTO notifications (user_id, message) VALUES ('uma', 'x');
INSERT INTO notifications (user_id, message) VALUES (6, 'x');
INSERT INTO notifications (user_id, message) VALUES ('00000000-0000-4000-8000-0000000000ff', 'x');
INSERT INTO notifications (audience_id, message) VALUES ('00000000-0000-4000-8000-0000000000ff', 'x');
INSERT INTO notifications (audience, message) VALUES ('everybody', 'x');
INSERT INTO notifications (audience, message) VALUES ('ALL', 'x');
INSERT INTO notifications (audience, message) VALUES ('email', 'x');
INSERT INTO notifications (audience, message) VALUES (x'616c6c', 'x');
INSERT INTO notifications (audience, message) VALUES ('team', 'x');
INSERT INTO notifications (audience, audience_id, message) VALUES ('team', '00000000-0000-4000-8000-0000000000ff', 'x');
INSERT INTO notifications (audience, audience_id, message) VALUES ('team', '00000000-0000-4000-8000-000000000006', 'x');
INSERT INTO notifications (audience, audience_id, message) VALUES ('account', '00000000-0000-4000-8000-0000000000ff', 'x');
INSERT INTO notifications (audience, message) VALUES ('account', 'x');
INSERT INTO notifications (user_id, message) VALUES ('00000000-0000-4000-8000-000000000008', 'to the deleted');
SELECT usher_error();
.print -- what contradicts itself
INSERT INTO notifications (user_id, audience_id, message) VALUES ('00000000-0000-4000-8000-000000000006', '00000000-0000-4000-8000-000000000005', 'x');
INSERT INTO notifications (user_id, account_id, message) VALUES ('00000000-0000-4000-8000-000000000006', '00000000-0000-4000-8000-0000000000ab', 'x');
INSERT INTO notifications (user_id, account_id, message) VALUES ('00000000-0000-4000-8000-000000000006', '00000000-0000-4000-8000-0000000000ff', 'x');
INSERT INTO notifications (audience, user_id, message) VALUES ('all', '00000000-0000-4000-8000-000000000006', 'x');
INSERT INTO notifications (audience, audience_id, message) VALUES ('all', '00000000-0000-4000-8000-0000000000aa', 'x');
INSERT INTO notifications (audience, account_id, message) VALUES ('all', '00000000-0000-4000-8000-0000000000aa', 'x');
INSERT INTO notifications (audience, audience_id, user_id, message) VALUES ('team', '00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-000000000006', 'x');
INSERT INTO notifications (audience, audience_id, account_id, message) VALUES ('team', '00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-0000000000ab', 'x');
INSERT INTO notifications (audience, audience_id, account_id, message) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-0000000000ab', 'x');
INSERT INTO notifications (audience, account_id, user_id, message) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-000000000006', 'x');
.print -- what usher keeps
INSERT INTO notifications (rowid, audience, message) VALUES (7, 'all', 'x');
INSERT INTO notifications (audience, message, read) VALUES ('all', 'x', 1);
INSERT INTO notifications (audience, message, read_at) VALUES ('all', 'x', '2022-01-01T00:00:00Z');
INSERT INTO notifications (audience, message, created_by) VALUES ('all', 'x', '00000000-0000-4000-8000-000000000006');
INSERT INTO notifications (audience, message, created_at) VALUES ('all', 'x', 'yesterday');
INSERT INTO notifications (id, audience, message) VALUES ('1', 'all', 'x');
.print -- the event
INSERT INTO notifications (audience, event, message) VALUES ('all', '', 'x');
INSERT INTO notifications (audience, event, message) VALUES ('all', 'two words', 'x');
INSERT INTO notifications (audience, event, message) VALUES ('all', 'caf' || char(233), 'x');
INSERT INTO notifications (audience, event, message) VALUES ('all', 'a"b', 'x');
INSERT INTO notifications (audience, event, message) VALUES ('all', 5, 'x');
INSERT INTO notifications (audience, event, message) VALUES ('all', printf('%.101c', 'e'), 'x');
INSERT INTO notifications (audience, event, message) VALUES ('all', 'invite', 'x');
INSERT INTO notifications (audience, audience_id, event, message) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'password_reset', 'x');
.print -- what it says
INSERT INTO notifications (audience) VALUES ('all');
INSERT INTO notifications (audience, message) VALUES ('all', '');
INSERT INTO notifications (audience, message) VALUES ('all', char(10) || ' ');
INSERT INTO notifications (audience, message) VALUES ('all', 'a' || char(7));
INSERT INTO notifications (audience, message) VALUES ('all', 'a' || char(0) || 'b');
INSERT INTO notifications (audience, message) VALUES ('all', CAST(x'ff41' AS TEXT));
INSERT INTO notifications (audience, message) VALUES ('all', 5);
INSERT INTO notifications (audience, message) VALUES ('all', printf('%.4001c', 'm'));
INSERT INTO notifications (audience, message, title) VALUES ('all', 'x', ' ');
INSERT INTO notifications (audience, message, title) VALUES ('all', 'x', 'two' || char(10) || 'lines');
INSERT INTO notifications (audience, message, title) VALUES ('all', 'x', printf('%.201c', 't'));
INSERT INTO notifications (audience, message, disposal) VALUES ('all', 'x', 'never');
.print -- where it leads
INSERT INTO notifications (audience, message, url) VALUES ('all', 'x', 'example.org/x');
INSERT INTO notifications (audience, message, url) VALUES ('all', 'x', 'javascript:alert(1)');
INSERT INTO notifications (audience, message, url) VALUES ('all', 'x', 'ftp://example.org/x');
INSERT INTO notifications (audience, message, url) VALUES ('all', 'x', 'https://user@example.org/');
INSERT INTO notifications (audience, message, url) VALUES ('all', 'x', '//example.org/x');
INSERT INTO notifications (audience, message, url) VALUES ('all', 'x', '/\example.org/x');
INSERT INTO notifications (audience, message, url) VALUES ('all', 'x', '/a b');
INSERT INTO notifications (audience, message, url) VALUES ('all', 'x', '/' || printf('%.2000c', 'u'));
.print -- what goes with it
INSERT INTO notifications (audience, message, data) VALUES ('all', 'x', '{"a":');
INSERT INTO notifications (audience, message, data) VALUES ('all', 'x', '{"a":1,"a":2}');
INSERT INTO notifications (audience, message, data) VALUES ('all', 'x', x'7b7d');
INSERT INTO notifications (audience, message, data) VALUES ('all', 'x', '"' || printf('%.65535c', 'd') || '"');
.print -- the second row of a statement; an id that is taken; OR IGNORE
INSERT INTO notifications (audience, message) VALUES ('all', 'x'), ('all', NULL);
BEGIN;
INSERT INTO notifications (audience, message, event) VALUES ('all', 'x', 'a b');
COMMIT;
SELECT n = (SELECT count(*) FROM usher_notification), a = (SELECT count(*) FROM usher_audit) FROM before;
INSERT INTO notifications (id, audience, message) VALUES ('00000000-0000-4000-8000-0000000000d1', 'all', 'first');
INSERT INTO notifications (id, audience, message) VALUES ('00000000-0000-4000-8000-0000000000d1', 'all', 'second');
SELECT usher_error();
INSERT OR IGNORE INTO notifications (id, audience, message) VALUES ('00000000-0000-4000-8000-0000000000d1', 'all', 'third'), (NULL, 'all', 'fourth');
SELECT message FROM usher_notification ORDER BY number;

.print -- as much as is allowed
INSERT INTO notifications (audience, event, title, message, url, data) VALUES ('all', printf('%.100c', 'e'), printf('%.200c', 't'), printf('%.4000c', 'm'), '/' || printf('%.1999c', 'u'), '"' || printf('%.65534c', 'd') || '"');
INSERT INTO notifications (audience, message, url, data) VALUES ('all', 'x', 'http://example.org:8080/x', 'null'), ('all', 'x', '/', 0), ('all', 'x', NULL, '[]');
SELECT length(event), length(title), length(message), length(url), length(data) FROM usher_notification ORDER BY number LIMIT 3 OFFSET 2;
SELECT url, data FROM usher_notification WHERE message = 'x' ORDER BY number;
.print -- usher's own events: the system sends them, to one user
INSERT INTO notifications (user_id, event, message) VALUES ('00000000-0000-4000-8000-000000000006', 'invite', 'x'), ('00000000-0000-4000-8000-000000000006', 'email_verify', 'x');
SELECT event FROM notifications WHERE user_id = '00000000-0000-4000-8000-000000000006' AND audience = 'user' ORDER BY id;
