-- The name that mail is sent to: the person's, or first and last name, whole, without what stands around them.
.read setup/passwords.sql
SELECT usher_key('0123456789abcdef0123456789abcdef');
CREATE TEMP VIEW mails AS SELECT kind, email, quote(name) AS name, locale FROM outbox ORDER BY email, kind;

.print -- a new invite, of a name, of first and last name, of one of them, of none
INSERT INTO invites (account_id, email, name, first_name, last_name) VALUES
    ('00000000-0000-4000-8000-0000000000aa', 'a@example.org', 'Ann', 'Anna', 'Arbor'),
    ('00000000-0000-4000-8000-0000000000aa', 'b@example.org', NULL, 'Ben', 'Berg'),
    ('00000000-0000-4000-8000-0000000000aa', 'c@example.org', NULL, 'Cora', NULL),
    ('00000000-0000-4000-8000-0000000000aa', 'd@example.org', NULL, NULL, 'Dahl'),
    ('00000000-0000-4000-8000-0000000000aa', 'e@example.org', NULL, NULL, NULL),
    ('00000000-0000-4000-8000-0000000000aa', 'f@example.org', NULL, '  Fay ', ' Ford  '),
    ('00000000-0000-4000-8000-0000000000aa', 'g@example.org', ' Gus ', 'Gustav', NULL);
SELECT * FROM mails;
.print -- and the same once they are sent again
CREATE TEMP TABLE first AS SELECT * FROM mails;
SELECT count(invite_resend(id)) FROM invites WHERE status = 'pending';
SELECT count(*) FROM mails;
SELECT * FROM first EXCEPT SELECT * FROM mails;
.print -- inviting again keeps what is not said anew
INSERT INTO invites (account_id, email, last_name) VALUES ('00000000-0000-4000-8000-0000000000aa', 'b@example.org', 'Burg');
UPDATE invites SET first_name = 'Coralie' WHERE email = 'c@example.org';
SELECT * FROM mails WHERE email BETWEEN 'b' AND 'd';

.print -- of 100 characters each, of several bytes
INSERT INTO invites (account_id, email, first_name, last_name) VALUES
    ('00000000-0000-4000-8000-0000000000aa', 'long@example.org', replace(printf('%100s', ''), ' ', '𝒜'), replace(printf('%100s', ''), ' ', '語'));
SELECT name = replace(printf('%100s', ''), ' ', '𝒜') || ' ' || replace(printf('%100s', ''), ' ', '語') FROM outbox WHERE email = 'long@example.org';
SELECT count(invite_resend(id)) FROM invites WHERE email = 'long@example.org';
SELECT name = replace(printf('%100s', ''), ' ', '𝒜') || ' ' || replace(printf('%100s', ''), ' ', '語') FROM outbox WHERE email = 'long@example.org';
SELECT count(invite_accept(token, '{"password":"correct horse"}')) FROM outbox WHERE email = 'long@example.org';
SELECT password_reset_request('long@example.org') IS NOT NULL;
SELECT kind, name = replace(printf('%100s', ''), ' ', '𝒜') || ' ' || replace(printf('%100s', ''), ' ', '語') FROM outbox WHERE email = 'long@example.org';

.print -- in the language of whoever was created for the address, in this account, into a channel, too
INSERT INTO users (email, account_id, locale) VALUES
    ('v@example.org', '00000000-0000-4000-8000-0000000000aa', 'de'),
    ('w@example.org', '00000000-0000-4000-8000-0000000000aa', 'zh-Hant'),
    ('x@example.org', '00000000-0000-4000-8000-0000000000aa', NULL),
    ('y@example.org', '00000000-0000-4000-8000-0000000000ab', 'fr');
INSERT INTO channels (id, account_id, name) VALUES ('00000000-0000-4000-8000-00000000c001', '00000000-0000-4000-8000-0000000000aa', 'news');
INSERT INTO invites (account_id, email) SELECT '00000000-0000-4000-8000-0000000000aa', email FROM users WHERE email BETWEEN 'v' AND 'z' AND email NOT LIKE 'w%';
INSERT INTO invites (channel_id, email) SELECT '00000000-0000-4000-8000-00000000c001', email FROM users WHERE email BETWEEN 'w' AND 'x';
SELECT email, locale FROM mails WHERE email BETWEEN 'v' AND 'z';
SELECT count(invite_resend(id)) FROM invites WHERE email BETWEEN 'v' AND 'z';
SELECT email, locale FROM mails WHERE email BETWEEN 'v' AND 'z';
