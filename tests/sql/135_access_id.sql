-- users.access_id: what a CDN knows a user by. Made with the user, private, not to be changed.
.read setup/people.sql
.mode list
SELECT count(*), count(DISTINCT access_id), min(length(access_id)), max(access_id GLOB '*[^0-9a-f]*') FROM users;
INSERT INTO users (account_id, email, access_id) VALUES ('00000000-0000-4000-8000-0000000000aa', 'a@example.org', '0123456789abcdef0123456789abcdef');
INSERT INTO users (account_id, email, access_id) VALUES ('00000000-0000-4000-8000-0000000000aa', 'b@example.org', '0123456789abcdef0123456789abcdef');
INSERT INTO users (account_id, email, access_id) VALUES ('00000000-0000-4000-8000-0000000000aa', 'b@example.org', '0123456789ABCDEF0123456789ABCDEF');
INSERT INTO users (account_id, email, access_id) VALUES ('00000000-0000-4000-8000-0000000000aa', 'b@example.org', '0123456789abcdef0123456789abcde');
INSERT INTO users (account_id, email, access_id) VALUES ('00000000-0000-4000-8000-0000000000aa', 'b@example.org', '0123456789abcdef0123456789abcdef0');
SELECT email FROM users WHERE access_id = '0123456789abcdef0123456789abcdef';
UPDATE users SET access_id = '1123456789abcdef0123456789abcdef' WHERE email = 'a@example.org';
-- Digits alone stay text.
INSERT INTO users (account_id, email, access_id) VALUES ('00000000-0000-4000-8000-0000000000aa', 'c@example.org', '01234567890123456789012345678901');
SELECT email, typeof(access_id) FROM users WHERE access_id = '01234567890123456789012345678901';
SELECT count(*) FROM users WHERE access_id = 1234567890123456789012345678901;
-- Not a user's to choose.
SELECT invite_create('d@example.org', 'user', '{"account_id":"00000000-0000-4000-8000-0000000000aa","token":"ddddddddddddddddddddddddddddddddddddddddddA"}');
SELECT invite_accept('ddddddddddddddddddddddddddddddddddddddddddA', '{"access_id":"2123456789abcdef0123456789abcdef"}');
-- Whose it is, and users.read_private, see it.
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT name, length(access_id) FROM users;
UPDATE users SET access_id = '1123456789abcdef0123456789abcdef';
SELECT act_as('00000000-0000-4000-8000-000000000004');
SELECT name, length(access_id) FROM users WHERE name IN ('mia', 'uma') ORDER BY name;
SELECT count(*) FROM users WHERE access_id = '0123456789abcdef0123456789abcdef';
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT name, length(access_id) FROM users WHERE name IN ('mia', 'uma') ORDER BY name;
SELECT act_as(NULL);
SELECT user_erase('00000000-0000-4000-8000-000000000006');
SELECT access_id FROM users WHERE id = '00000000-0000-4000-8000-000000000006';
-- Users of an older store get theirs from usher_init(); who was erased does not.
UPDATE usher_user SET access_id = NULL;
INSERT INTO usher VALUES ('usher_init', '[]');
SELECT count(*), count(DISTINCT access_id), min(length(access_id)) FROM users;
SELECT access_id FROM users WHERE id = '00000000-0000-4000-8000-000000000006';
