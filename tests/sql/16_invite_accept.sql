-- Accepting: a token is good once, for a user with what the invite and the profile say of them.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO invites (id, email, role, name, first_name, last_name, authentication, token) VALUES
    ('00000000-0000-4000-8000-0000000000b1', 'a@example.org', 'manager', 'Ann', 'A.', 'Ape', 'sso', 'a000000000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000b2', 'b@example.org', 'user', 'Ben', 'B.', NULL, NULL, 'b000000000000000000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000b3', 'c@example.org', 'user', NULL, NULL, NULL, NULL, 'c000000000000000000000000000000000000000000');

-- What is no token of ours, in every way.
SELECT invite_accept('a00000000000000000000000000000000000000000');
SELECT invite_accept('a0000000000000000000000000000000000000000000');
SELECT invite_accept('a00000000000000000000000000000000000000000!');
SELECT invite_accept('a000000000000000000000000000000000000000001');
SELECT invite_accept('A000000000000000000000000000000000000000000');
SELECT usher_error() ->> 'code', usher_error() ->> 'field';
SELECT invite_accept('');
SELECT invite_accept('a000000000000000000000000000000000000000000' || char(0));
SELECT invite_accept(x'61' || '00000000000000000000000000000000000000000');
SELECT invite_accept(CAST('a000000000000000000000000000000000000000000' AS BLOB));
SELECT invite_accept(CAST(x'ff' AS TEXT));
SELECT invite_accept(printf('%.*c', 1001, 'a'));
SELECT invite_accept(7);
SELECT invite_accept(NULL);
SELECT usher_error() ->> 'code', usher_error() ->> 'field';
SELECT invite_accept();
SELECT count(*) FROM users;
SELECT status FROM invites;

-- The invite's words stand; the profile's win.
SELECT invite_accept('a000000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-00000000000A"}');
SELECT invite_accept('b000000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-00000000000b",
    "name":"Benjamin","last_name":"Bee","locale":"de","avatar":"ben.png","notifications":["mail"],"favorites":{"x":[1]},
    "email_notifications":false,"terms_agreed":true,"company":"C","about":"a\nb","job_title":"J","phone_number":"1"}');
.mode line
SELECT id, account_id, email, name, first_name, last_name, role, status, authentication, verified_email, locale, avatar,
    notifications, favorites, email_notifications, terms_agreed, company, about, job_title, phone_number, created_by
FROM users;
.mode list
SELECT email, status, user_id, accepted_at = updated_at FROM invites ORDER BY id;

-- Once.
SELECT invite_accept('a000000000000000000000000000000000000000000');
SELECT usher_error();
SELECT invite_decline('a000000000000000000000000000000000000000000');
SELECT count(*) FROM users;

-- A profile says only what users may say of themselves; one that fails leaves the invite open.
SELECT invite_accept('c000000000000000000000000000000000000000000', '{"role":"owner"}');
SELECT invite_accept('c000000000000000000000000000000000000000000', '{"email":"x@example.org"}');
SELECT invite_accept('c000000000000000000000000000000000000000000', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}');
SELECT invite_accept('c000000000000000000000000000000000000000000', '{"enabled":1}');
SELECT invite_accept('c000000000000000000000000000000000000000000', '{"disk_space":1}');
SELECT invite_accept('c000000000000000000000000000000000000000000', '{"mfa_required":0}');
SELECT invite_accept('c000000000000000000000000000000000000000000', '{"authentication":"sso"}');
SELECT invite_accept('c000000000000000000000000000000000000000000', '{"verified_email":1}');
SELECT invite_accept('c000000000000000000000000000000000000000000', '{"created_at":"2020-01-01T00:00:00Z"}');
SELECT invite_accept('c000000000000000000000000000000000000000000', '{"q":"x"}');
SELECT invite_accept('c000000000000000000000000000000000000000000', '{"nickname":"x"}');
SELECT usher_error() ->> 'field';
SELECT invite_accept('c000000000000000000000000000000000000000000', '{"name":"x","name":"y"}');
SELECT invite_accept('c000000000000000000000000000000000000000000', '{"name":"x"} x');
SELECT invite_accept('c000000000000000000000000000000000000000000', '["name"]');
SELECT invite_accept('c000000000000000000000000000000000000000000', '{"name":""}');
SELECT invite_accept('c000000000000000000000000000000000000000000', '{"name":5}');
SELECT invite_accept('c000000000000000000000000000000000000000000', '{"locale":"en_"}');
SELECT invite_accept('c000000000000000000000000000000000000000000', '{"avatar":"../x"}');
SELECT invite_accept('c000000000000000000000000000000000000000000', '{"id":"x"}');
SELECT invite_accept('c000000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-00000000000a"}');
SELECT usher_error() ->> 'code', usher_error() ->> 'field';
SELECT count(*) FROM users;
SELECT count(*) FROM usher_membership;
SELECT status FROM invites WHERE email = 'c@example.org';
SELECT count(*) FROM audit_log;

-- In a transaction that is rolled back nothing happened.
BEGIN;
SELECT invite_accept('c000000000000000000000000000000000000000000') IS NOT NULL;
ROLLBACK;
SELECT status FROM invites WHERE email = 'c@example.org';
SELECT length(invite_accept('c000000000000000000000000000000000000000000', NULL));
