-- A token is a secret: at rest there is its hash only, and no table, log or error shows it.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO invites (id, email, token) VALUES
    ('00000000-0000-4000-8000-0000000000b1', 'a@example.org', 'aaaaSECRETaaaa00000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000b2', 'b@example.org', 'bbbbSECRETbbbb00000000000000000000000000000'),
    ('00000000-0000-4000-8000-0000000000b3', 'c@example.org', 'ccccSECRETcccc00000000000000000000000000000');
INSERT INTO usher VALUES
    ('invite_resend', '["00000000-0000-4000-8000-0000000000b2",{"token":"ddddSECRETdddd00000000000000000000000000000"}]'),
    ('invite_create', '["c@example.org","user",{"token":"eeeeSECRETeeee00000000000000000000000000000"}]'),
    ('invite_accept', '["aaaaSECRETaaaa00000000000000000000000000000"]'),
    ('invite_decline', '["ddddSECRETdddd00000000000000000000000000000"]');
SELECT typeof(token_hash), length(token_hash), count(DISTINCT token_hash) FROM usher_invite;

-- No backing table holds it, as text or as bytes.
CREATE TEMP VIEW everything AS
    SELECT (SELECT json_group_array(json_array(email, name, hex(token_hash))) FROM usher_invite)
        || (SELECT json_group_array(json_array(before, after, object_id, hex(contents), hex(hash))) FROM usher_audit)
        || (SELECT json_group_array(json_array(email, name, about)) FROM usher_user) AS text;
SELECT text LIKE '%SECRET%', text LIKE '%' || hex('SECRET') || '%' FROM everything;

-- The column answers only to the token itself.
SELECT count(*), count(token) FROM invites;
SELECT email, status FROM invites WHERE token = 'aaaaSECRETaaaa00000000000000000000000000000';
SELECT email FROM invites WHERE 'eeeeSECRETeeee00000000000000000000000000000' = token;
SELECT email FROM invites WHERE token = 'bbbbSECRETbbbb00000000000000000000000000000';
SELECT email FROM invites WHERE token = 'aaaaSECRETaaaa';
SELECT email FROM invites WHERE token = 'AAAASECRETAAAA00000000000000000000000000000';
SELECT email FROM invites WHERE token = (SELECT token_hash FROM usher_invite LIMIT 1);
SELECT email FROM invites WHERE token = NULL;
SELECT email FROM invites WHERE token IS NULL AND email = 'a@example.org';
SELECT email FROM invites WHERE token LIKE 'aaaaSECRET%';
SELECT email FROM invites WHERE token > '' OR token < 'zzzz';
SELECT email FROM invites WHERE email = 'a@example.org' AND token = 'aaaaSECRETaaaa00000000000000000000000000000';
SELECT email FROM invites WHERE email = 'b@example.org' AND token = 'aaaaSECRETaaaa00000000000000000000000000000';
SELECT i.email FROM (VALUES ('eeeeSECRETeeee00000000000000000000000000000')) AS v
JOIN invites AS i ON i.token = v.column1;

-- It cannot be set by UPDATE.
UPDATE invites SET token = 'ffffSECRETffff00000000000000000000000000000';
SELECT usher_error() ->> 'field';

-- Errors do not repeat it.
SELECT invite_accept('aaaaSECRETaaaa00000000000000000000000000000');
SELECT usher_error() LIKE '%SECRET%';
SELECT invite_accept('zzzzSECRETzzzz00000000000000000000000000000');
SELECT usher_error() LIKE '%SECRET%';
SELECT invite_accept('zzzzSECRETzzzz0000000000000000000000000000!');
SELECT usher_error() LIKE '%SECRET%';
INSERT INTO invites (email, token) VALUES ('d@example.org', 'eeeeSECRETeeee00000000000000000000000000000');
SELECT usher_error() LIKE '%SECRET%', usher_error() ->> 'field';
SELECT invite_create('d@example.org', 'user', '{"token":"eeeeSECRETeeee0000000000000000000000000000!"}');
SELECT usher_error() LIKE '%SECRET%';
INSERT INTO usher VALUES ('invite_accept', '["eeeeSECRETeeee00000000000000000000000000000"');
SELECT usher_error() LIKE '%SECRET%';
INSERT INTO usher VALUES ('invite_accept', 'eeeeSECRETeeee00000000000000000000000000000');
SELECT usher_error() LIKE '%SECRET%';
SELECT invite_revoke('eeeeSECRETeeee00000000000000000000000000000');
SELECT usher_error() LIKE '%SECRET%';
SELECT act_as('eeeeSECRETeeee00000000000000000000000000000');
SELECT usher_error() LIKE '%SECRET%';
SELECT text LIKE '%SECRET%' FROM everything;
