-- Bad input to invites: each gives one clear error with code and field, and nothing is changed.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO invites (id, email, token) VALUES
    ('00000000-0000-4000-8000-0000000000b1', 'a@example.org', 'a000000000000000000000000000000000000000000');
CREATE TEMP TABLE before AS SELECT * FROM usher_invite;

-- E-mail: the addr-spec of RFC 5321 without comments and quoted locals, at most 254 characters.
SELECT invite_create(NULL, 'user');
SELECT usher_error();
INSERT INTO invites (role) VALUES ('user');
INSERT INTO invites (email) VALUES (NULL);
SELECT invite_create('', 'user');
SELECT invite_create('x', 'user');
SELECT invite_create('x@', 'user');
SELECT invite_create('@example.org', 'user');
SELECT invite_create('x@@example.org', 'user');
SELECT invite_create('x y@example.org', 'user');
SELECT invite_create(' x@example.org', 'user');
SELECT invite_create('x@example.org ', 'user');
SELECT invite_create('x@example.org' || char(10), 'user');
SELECT invite_create('x@-example.org', 'user');
SELECT invite_create('x@example..org', 'user');
SELECT invite_create('.x@example.org', 'user');
SELECT invite_create('x.@example.org', 'user');
SELECT invite_create('"x y"@example.org', 'user');
SELECT invite_create('X <x@example.org>', 'user');
SELECT invite_create('x@[127.0.0.1]', 'user');
SELECT invite_create('ü@example.org', 'user');
SELECT invite_create('x@exämple.org', 'user');
SELECT invite_create('x@example.org' || char(0), 'user');
SELECT invite_create(CAST(x'7840ff2e6f7267' AS TEXT), 'user');
SELECT invite_create(CAST('x@example.org' AS BLOB), 'user');
SELECT invite_create(5, 'user');
SELECT invite_create(5.5, 'user');
SELECT usher_error();
SELECT invite_create(printf('%.*c@example.org', 65, 'x'), 'user');
SELECT invite_create(printf('x@%.*c.org', 64, 'x'), 'user');
SELECT invite_create(printf('x@%.*c.%.*c.%.*c.%.*c', 63, 'x', 63, 'x', 63, 'x', 61, 'x'), 'user');

-- Role.
SELECT invite_create('x@example.org', 'boss');
SELECT usher_error();
SELECT invite_create('x@example.org', 'OWNER');
SELECT invite_create('x@example.org', '');
SELECT invite_create('x@example.org', 5);
SELECT invite_create('x@example.org', printf('%.*c', 41, 'x'));
SELECT invite_create('x@example.org', 'user' || char(0));
SELECT invite_create('x@example.org', CAST(x'ff' AS TEXT));
SELECT invite_create('x@example.org', x'75736572');
SELECT usher_error();

-- Options.
SELECT invite_create('x@example.org', 'user', '{"nickname":"x"}');
SELECT usher_error();
SELECT invite_create('x@example.org', 'user', '{"email":"y@example.org"}');
SELECT usher_error();
SELECT invite_create('x@example.org', 'user', '{"role":"owner"}');
SELECT invite_create('x@example.org', 'user', '{"status":"accepted"}');
SELECT invite_create('x@example.org', 'user', '{"invited_by":"00000000-0000-4000-8000-000000000001"}');
SELECT invite_create('x@example.org', 'user', '{"user_id":"00000000-0000-4000-8000-000000000001"}');
SELECT invite_create('x@example.org', 'user', '{"accepted_at":"2022-01-01T00:00:00Z"}');
SELECT invite_create('x@example.org', 'user', '{"updated_at":"2022-01-01T00:00:00Z"}');
SELECT invite_create('x@example.org', 'user', '{"name":"x","name":"y"}');
SELECT usher_error();
SELECT invite_create('x@example.org', 'user', '{"name":"x"');
SELECT invite_create('x@example.org', 'user', '{"name":"x"}}');
SELECT invite_create('x@example.org', 'user', '{"name":"x",}');
SELECT invite_create('x@example.org', 'user', '{''name'':''x''}');
SELECT invite_create('x@example.org', 'user', '{"name":"\u0000"}');
SELECT invite_create('x@example.org', 'user', '{"name":"\ud800"}');
SELECT invite_create('x@example.org', 'user', '');
SELECT invite_create('x@example.org', 'user', 'null');
SELECT invite_create('x@example.org', 'user', '["x"]');
SELECT invite_create('x@example.org', 'user', 5);
SELECT invite_create('x@example.org', 'user', x'7b7d');
SELECT invite_create('x@example.org', 'user', CAST(x'7bff7d' AS TEXT));
SELECT invite_create('x@example.org', 'user', '{}' || char(0));
SELECT usher_error();

-- The columns.
INSERT INTO invites (email, id) VALUES ('x@example.org', 'x');
INSERT INTO invites (email, id) VALUES ('x@example.org', '00000000-0000-4000-8000-0000000000b1 ');
INSERT INTO invites (email, id) VALUES ('x@example.org', '00000000-0000-4000-8000-0000000000bg');
INSERT INTO invites (email, id) VALUES ('x@example.org', '{00000000-0000-4000-8000-0000000000b}');
INSERT INTO invites (email, id) VALUES ('x@example.org', 5);
INSERT INTO invites (email, id) VALUES ('x@example.org', x'00000000000040008000000000000000');
INSERT INTO invites (email, id) VALUES ('x@example.org', '00000000-0000-4000-8000-0000000000B1');
SELECT usher_error();
INSERT INTO invites (email, account_id) VALUES ('x@example.org', 'x');
INSERT INTO invites (email, account_id) VALUES ('x@example.org', '00000000-0000-4000-8000-0000000000ab');
SELECT usher_error();
INSERT INTO invites (email, token) VALUES ('x@example.org', 'x');
INSERT INTO invites (email, token) VALUES ('x@example.org', 'a0000000000000000000000000000000000000000000');
INSERT INTO invites (email, token) VALUES ('x@example.org', 'a000000000000000000000000000000000000000001');
INSERT INTO invites (email, token) VALUES ('x@example.org', 'a00000000000000000000000000000000000000000=');
INSERT INTO invites (email, token) VALUES ('x@example.org', 'a+00000000000000000000000000000000000000000');
INSERT INTO invites (email, token) VALUES ('x@example.org', x'61');
INSERT INTO invites (email, token) VALUES ('x@example.org', 'a000000000000000000000000000000000000000000');
SELECT usher_error();
INSERT INTO invites (email, name) VALUES ('x@example.org', '');
INSERT INTO invites (email, name) VALUES ('x@example.org', '   ');
INSERT INTO invites (email, name) VALUES ('x@example.org', 'a' || char(9) || 'b');
INSERT INTO invites (email, name) VALUES ('x@example.org', 'a' || char(0));
INSERT INTO invites (email, name) VALUES ('x@example.org', CAST(x'61ff' AS TEXT));
INSERT INTO invites (email, name) VALUES ('x@example.org', CAST(x'c0af' AS TEXT));
INSERT INTO invites (email, name) VALUES ('x@example.org', CAST(x'eda080' AS TEXT));
INSERT INTO invites (email, name) VALUES ('x@example.org', 5);
INSERT INTO invites (email, name) VALUES ('x@example.org', x'61');
INSERT INTO invites (email, name) VALUES ('x@example.org', printf('%.*c', 101, 'x'));
SELECT usher_error();
INSERT INTO invites (email, first_name) VALUES ('x@example.org', printf('%.*c', 101, 'x'));
INSERT INTO invites (email, last_name) VALUES ('x@example.org', printf('%.*c', 101, 'x'));
INSERT INTO invites (email, authentication) VALUES ('x@example.org', 'ldap');
INSERT INTO invites (email, authentication) VALUES ('x@example.org', 'SSO');
INSERT INTO invites (email, authentication) VALUES ('x@example.org', 1);
SELECT usher_error();
INSERT INTO invites (email, expires_at) VALUES ('x@example.org', '2100-01-01');
INSERT INTO invites (email, expires_at) VALUES ('x@example.org', '2100-01-01 00:00:00');
INSERT INTO invites (email, expires_at) VALUES ('x@example.org', '2100-02-29T00:00:00Z');
INSERT INTO invites (email, expires_at) VALUES ('x@example.org', '2100-01-01T24:00:00Z');
INSERT INTO invites (email, expires_at) VALUES ('x@example.org', '2100-01-01T00:00:00');
INSERT INTO invites (email, expires_at) VALUES ('x@example.org', 4102444800);
INSERT INTO invites (email, expires_at) VALUES ('x@example.org', 'now');
SELECT usher_error();
INSERT INTO invites (email, created_at) VALUES ('x@example.org', 'yesterday');
INSERT INTO invites (email, status) VALUES ('x@example.org', 'accepted');
INSERT INTO invites (email, user_id) VALUES ('x@example.org', '00000000-0000-4000-8000-000000000001');
INSERT INTO invites (email, invited_by) VALUES ('x@example.org', '00000000-0000-4000-8000-000000000001');
INSERT INTO invites (email, accepted_at) VALUES ('x@example.org', '2022-01-01T00:00:00Z');
INSERT INTO invites (email, declined_at) VALUES ('x@example.org', '2022-01-01T00:00:00Z');
INSERT INTO invites (email, revoked_at) VALUES ('x@example.org', '2022-01-01T00:00:00Z');
INSERT INTO invites (email, updated_at) VALUES ('x@example.org', '2022-01-01T00:00:00Z');
INSERT INTO invites (rowid, email) VALUES (0, 'x@example.org');
INSERT INTO invites (rowid, email) VALUES (-1, 'x@example.org');
INSERT INTO invites (rowid, email) VALUES (1.5, 'x@example.org');
INSERT INTO invites (rowid, email) VALUES ('x', 'x@example.org');
INSERT INTO invites (nickname) VALUES ('x');

-- Nothing was changed, and nothing was logged.
SELECT * FROM usher_invite EXCEPT SELECT * FROM before;
SELECT count(*), (SELECT count(*) FROM audit_log), (SELECT count(*) FROM usher_membership) FROM usher_invite;

-- The other side of each limit.
SELECT length(invite_create(printf('%.*c@example.org', 64, 'x'), 'user'));
SELECT length(invite_create(printf('x@%.*c.org', 63, 'x'), 'user'));
SELECT length(invite_create(printf('x@%.*c.%.*c.%.*c.%.*c', 63, 'x', 63, 'x', 63, 'x', 60, 'x'), 'user'));
SELECT max(length(email)) FROM invites;
SELECT length(invite_create('x@example', 'user'));
SELECT length(invite_create('!#$%&''*+-/=?^_`{|}~@example.org', 'user'));
INSERT INTO invites (email, name, first_name, last_name) VALUES ('y@example.org', replace(printf('%.*c', 100, 'x'), 'x', 'ü'),
    replace(printf('%.*c', 100, 'x'), 'x', '😀'), printf('%.*c', 100, 'x'));
SELECT length(name), length(first_name), length(last_name) FROM invites WHERE email = 'y@example.org';
