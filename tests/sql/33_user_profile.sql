-- The profile: what may be written, the limits on both sides, and the forms in which values come.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO invites (email, role, token) VALUES ('a@example.org', 'user', 'a000000000000000000000000000000000000000000');
SELECT invite_accept('a000000000000000000000000000000000000000000', '{"id":"00000000-0000-4000-8000-000000000001"}');
CREATE TEMP VIEW x AS SELECT replace(printf('%.*c', 5000, 'x'), 'x', 'ü') AS long;

-- A name of its own, or made of first and last name.
SELECT name IS NULL FROM users;
UPDATE users SET first_name = 'Ann';
SELECT name FROM users;
UPDATE users SET last_name = 'Ape';
SELECT name FROM users;
UPDATE users SET first_name = NULL;
SELECT name FROM users WHERE name = 'Ape';
UPDATE users SET name = 'Annie';
SELECT name, first_name, last_name FROM users;
UPDATE users SET name = NULL;
SELECT name FROM users;

-- Lengths count characters, not bytes.
UPDATE users SET name = (SELECT substr(long, 1, 100) FROM x), first_name = (SELECT substr(long, 1, 100) FROM x),
    last_name = (SELECT substr(long, 1, 100) FROM x), company = (SELECT substr(long, 1, 200) FROM x),
    job_title = (SELECT substr(long, 1, 200) FROM x), phone_number = (SELECT substr(long, 1, 40) FROM x),
    about = (SELECT substr(long, 1, 4000) FROM x), avatar = (SELECT substr(long, 1, 255) FROM x);
SELECT length(name), length(first_name), length(last_name), length(company), length(job_title), length(phone_number),
    length(about), length(avatar) FROM users;
UPDATE users SET name = (SELECT substr(long, 1, 101) FROM x);
UPDATE users SET first_name = (SELECT substr(long, 1, 101) FROM x);
UPDATE users SET last_name = (SELECT substr(long, 1, 101) FROM x);
UPDATE users SET company = (SELECT substr(long, 1, 201) FROM x);
UPDATE users SET job_title = (SELECT substr(long, 1, 201) FROM x);
UPDATE users SET phone_number = (SELECT substr(long, 1, 41) FROM x);
UPDATE users SET about = (SELECT substr(long, 1, 4001) FROM x);
UPDATE users SET avatar = (SELECT substr(long, 1, 256) FROM x);
SELECT usher_error() ->> 'field';
SELECT length(name), length(first_name), length(last_name), length(company), length(job_title), length(phone_number),
    length(about), length(avatar) FROM users;
UPDATE users SET name = 'A', first_name = 'B', last_name = 'C', company = 'D', job_title = 'E', phone_number = 'F', about = '', avatar = 'G';
SELECT name, first_name, last_name, company, job_title, phone_number, about, avatar FROM users;
UPDATE users SET about = 'a' || char(9) || 'b' || char(13, 10) || 'c';
SELECT replace(replace(about, char(13), '<CR>'), char(9), '<TAB>') FROM users;

-- An avatar is a bare file name.
UPDATE users SET avatar = 'a/b.png';
UPDATE users SET avatar = '/b.png';
UPDATE users SET avatar = 'a\b.png';
UPDATE users SET avatar = '..';
UPDATE users SET avatar = '.';
UPDATE users SET avatar = '';
UPDATE users SET avatar = 'C:x' || char(10);
SELECT usher_error();
UPDATE users SET avatar = '..png';
UPDATE users SET avatar = 'my photo (1).png';
SELECT avatar FROM users;

-- A locale is a well-formed BCP 47 tag or POSIX name.
CREATE TEMP TABLE tags AS SELECT column1 AS tag FROM (VALUES ('en'), ('en-GB'), ('zh-Hant-TW'), ('de-CH-1996'), ('es-419'),
    ('sl-rozaj-biske'), ('de-a-value-x-private'), ('x-whatever'), ('en_GB'), ('en_GB.UTF-8'), ('de_DE.UTF-8@euro'), ('C'), ('POSIX'), ('C.UTF-8'));
INSERT INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 'true');
INSERT INTO users (name, locale) SELECT 'tag', tag FROM tags;
SELECT group_concat(locale, ' ') FROM users WHERE name = 'tag';
DELETE FROM users WHERE name = 'tag';
UPDATE users SET locale = 'de' WHERE name = 'A';
UPDATE users SET locale = 'e' WHERE name = 'A';
UPDATE users SET locale = 'en-' WHERE name = 'A';
UPDATE users SET locale = 'en_gb' WHERE name = 'A';
UPDATE users SET locale = 'en GB' WHERE name = 'A';
UPDATE users SET locale = 'toolonglanguage' WHERE name = 'A';
UPDATE users SET locale = 'en-x' WHERE name = 'A';
UPDATE users SET locale = '' WHERE name = 'A';
UPDATE users SET locale = 5 WHERE name = 'A';
UPDATE users SET locale = 'en-x-aaaaaaaa-bbbbbbbb-cccccccc-dddd' WHERE name = 'A';
SELECT usher_error() ->> 'field', locale FROM users WHERE name = 'A';
UPDATE users SET locale = 'en-x-aaaaaaaa-bbbbbbbb-cccccccc-ddd' WHERE name = 'A';
UPDATE users SET locale = NULL WHERE name = 'A' AND length(locale) = 35;
SELECT locale IS NULL FROM users WHERE name = 'A';

-- Lists and JSON are kept compact.
UPDATE users SET notifications = ' [ "video.created" , "\u00fc" ] ', favorites = '{"b": [1, 2.50, null], "a": "x"}' WHERE name = 'A';
SELECT notifications, favorites FROM users WHERE name = 'A';
UPDATE users SET notifications = '[]', favorites = 'null' WHERE name = 'A';
SELECT notifications, favorites FROM users WHERE name = 'A';
UPDATE users SET notifications = '["a", 1]' WHERE name = 'A';
UPDATE users SET notifications = '{"a": "b"}' WHERE name = 'A';
UPDATE users SET notifications = '"a"' WHERE name = 'A';
UPDATE users SET notifications = 'a' WHERE name = 'A';
UPDATE users SET notifications = NULL WHERE name = 'A';
UPDATE users SET notifications = x'5b5d' WHERE name = 'A';
UPDATE users SET notifications = '["\u0000"]' WHERE name = 'A';
UPDATE users SET favorites = '[1,]' WHERE name = 'A';
UPDATE users SET favorites = '{"a":1,"a":2}' WHERE name = 'A';
UPDATE users SET favorites = '[1] [2]' WHERE name = 'A';
UPDATE users SET favorites = '' WHERE name = 'A';
UPDATE users SET favorites = NULL WHERE name = 'A';
UPDATE users SET favorites = 'NaN' WHERE name = 'A';
SELECT usher_error() ->> 'field', notifications, favorites FROM users WHERE name = 'A';

-- Booleans and numbers come as INTEGER, REAL or TEXT, as drivers bind them, and are stored as INTEGER.
UPDATE users SET mfa_required = 1.0, email_notifications = '0', terms_agreed = TRUE, group_asset_access = '0.0', disk_space = 1e6 WHERE name = 'A';
SELECT mfa_required, email_notifications, terms_agreed, group_asset_access, disk_space, typeof(mfa_required), typeof(disk_space) FROM users WHERE name = 'A';
UPDATE users SET disk_space = '524288000' WHERE name = 'A';
SELECT typeof(disk_space), disk_space FROM users WHERE name = 'A';
UPDATE users SET disk_space = 0 WHERE name = 'A';
UPDATE users SET disk_space = 9223372036854775807 WHERE name = 'A';
UPDATE users SET disk_space = -1 WHERE name = 'A';
UPDATE users SET disk_space = 1.5 WHERE name = 'A';
UPDATE users SET disk_space = 9223372036854775808 WHERE name = 'A';
UPDATE users SET disk_space = 'much' WHERE name = 'A';
UPDATE users SET disk_space = ' 5' WHERE name = 'A';
UPDATE users SET disk_space = NULL WHERE name = 'A';
UPDATE users SET mfa_required = 2 WHERE name = 'A';
UPDATE users SET mfa_required = 'true' WHERE name = 'A';
UPDATE users SET mfa_required = x'01' WHERE name = 'A';
UPDATE users SET email_notifications = -1 WHERE name = 'A';
UPDATE users SET terms_agreed = 0.5 WHERE name = 'A';
UPDATE users SET group_asset_access = NULL WHERE name = 'A';
UPDATE users SET enabled = 'no' WHERE name = 'A';
UPDATE users SET authentication = 'Password' WHERE name = 'A';
SELECT usher_error() ->> 'field', disk_space, mfa_required, email_notifications, terms_agreed, group_asset_access FROM users WHERE name = 'A';
