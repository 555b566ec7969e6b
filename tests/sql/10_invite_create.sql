-- Inviting: by function or by INSERT, with what the caller gives and defaults for the rest.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');

-- The token is 43 characters; a time and an id are made.
SELECT length(invite_create('olga@example.org', 'owner')), usher_error();
SELECT email, role, status, authentication, name, user_id, invited_by, accepted_at, declined_at, revoked_at
FROM invites;
SELECT account_id, length(id), id GLOB '????????-????-7???-????-????????????' FROM invites;
SELECT julianday(expires_at) - julianday(created_at), created_at = updated_at, created_at GLOB '*Z' FROM invites;
-- No two tokens are the same.
SELECT invite_create('a@example.org', 'user') = invite_create('b@example.org', 'user');

-- Everything may be given; times are normalised, the UUID is made lower case.
SELECT invite_create('Adam.Ant+1@Example.ORG', 'admin', '{"id":"00000000-0000-4000-8000-0000000000B2",
    "account_id":"00000000-0000-4000-8000-0000000000AA", "name":"Adam Ant", "first_name":"Adam",
    "last_name":"Ant", "authentication":"sso", "expires_at":"2100-01-01t01:00:00.1239+01:00",
    "created_at":"2020-02-29T12:00:00Z", "token":"adam000000000000000000000000000000000000000"}');
.mode line
SELECT id, account_id, email, role, status, name, first_name, last_name, authentication, created_at, expires_at
FROM invites WHERE id = '00000000-0000-4000-8000-0000000000b2';
.mode list
-- NULL in an option, as in an INSERT, is not given.
SELECT invite_create('c@example.org', 'user', '{"name":null,"role":null}') IS NOT NULL;
SELECT invite_create('d@example.org', 'user', NULL) IS NOT NULL;

-- INSERT does the same; the role is user unless it is given, and the rowid is the caller's to choose.
INSERT INTO invites (email) VALUES ('e@example.org');
SELECT role, status FROM invites WHERE email = 'e@example.org';
INSERT INTO invites (rowid, id, email, role, token) VALUES
    (70, '00000000-0000-4000-8000-0000000000b7', 'f@example.org', 'creator', 'f000000000000000000000000000000000000000000')
RETURNING id, email, role, token;
SELECT last_insert_rowid(), (SELECT rowid FROM invites WHERE email = 'F@example.org');
SELECT email FROM invites WHERE token = 'f000000000000000000000000000000000000000000';

-- The life of an invite is a setting of the account.
INSERT INTO settings (scope, key, value) VALUES ('account', 'invites.life', 3600);
INSERT INTO invites (email) VALUES ('g@example.org');
SELECT strftime('%s', expires_at) - strftime('%s', created_at) FROM invites WHERE email = 'g@example.org';

-- One row each in the audit log, without the token.
SELECT action, count(*), count(before) FROM audit_log GROUP BY action ORDER BY action;
SELECT after FROM audit_log WHERE object_id = '00000000-0000-4000-8000-0000000000b2';
