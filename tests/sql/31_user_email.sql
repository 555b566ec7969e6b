-- E-mail: unique per account among users that are not discarded, without regard to case; stored as
-- given; not changed by UPDATE unless the account allows it.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000ab', 'second');
INSERT INTO settings (scope, scope_id, key, value) SELECT 'account', id, 'users.direct_creation', 'true' FROM accounts;
INSERT INTO users (id, account_id, email) VALUES
    ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-0000000000aa', 'Ann.Ape+x@Example.org'),
    ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-0000000000aa', 'ben@example.org');
SELECT email FROM users WHERE email = 'ANN.APE+X@EXAMPLE.ORG';
SELECT count(*) FROM users WHERE email IN ('BEN@example.org', 'ann.ape+x@example.org');
INSERT INTO users (account_id, email) VALUES ('00000000-0000-4000-8000-0000000000aa', 'ann.ape+X@example.ORG');
SELECT usher_error();
INSERT INTO users (id, account_id, email) VALUES ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-0000000000ab', 'ann.ape+x@example.org');
-- Any number of users may have none.
INSERT INTO users (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000ab', 'a'), ('00000000-0000-4000-8000-0000000000ab', 'b');
INSERT INTO users (account_id, email) VALUES ('00000000-0000-4000-8000-0000000000ab', '');

-- Two in one statement.
INSERT INTO users (account_id, email) VALUES
    ('00000000-0000-4000-8000-0000000000ab', 'x@example.org'), ('00000000-0000-4000-8000-0000000000ab', 'X@example.org');
SELECT email, account_id FROM users ORDER BY rowid;

-- Immutable, in its letters too; the same again is no change.
UPDATE users SET email = 'ann@example.org' WHERE id = '00000000-0000-4000-8000-000000000001';
SELECT usher_error();
UPDATE users SET email = lower(email) WHERE id = '00000000-0000-4000-8000-000000000001';
UPDATE users SET email = NULL WHERE id = '00000000-0000-4000-8000-000000000001';
UPDATE users SET email = email, name = 'Ann' WHERE id = '00000000-0000-4000-8000-000000000001';
SELECT email, name FROM users WHERE id = '00000000-0000-4000-8000-000000000001';

-- The account may allow it. The new address has to be verified anew, and must be free.
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'users.email_change', 1);
UPDATE usher_user SET verified_email = 1;
UPDATE users SET email = 'Ann@example.org' WHERE id = '00000000-0000-4000-8000-000000000001';
SELECT email, verified_email FROM users WHERE id = '00000000-0000-4000-8000-000000000001';
-- In other letters it is the same address.
UPDATE usher_user SET verified_email = 1;
UPDATE users SET email = lower(email) WHERE id = '00000000-0000-4000-8000-000000000001';
SELECT email, verified_email FROM users WHERE id = '00000000-0000-4000-8000-000000000001';
UPDATE users SET email = 'BEN@example.org' WHERE id = '00000000-0000-4000-8000-000000000001';
SELECT usher_error();
UPDATE users SET email = 'nonsense' WHERE id = '00000000-0000-4000-8000-000000000001';
UPDATE users SET email = NULL WHERE id = '00000000-0000-4000-8000-000000000001';
UPDATE users SET email = 'ann.ape+x@example.org' WHERE id = '00000000-0000-4000-8000-000000000001';
UPDATE users SET email = 'same@example.org' WHERE account_id = '00000000-0000-4000-8000-0000000000aa';
SELECT id, email FROM users WHERE account_id = '00000000-0000-4000-8000-0000000000aa' ORDER BY id;
SELECT before, after FROM audit_log WHERE action = 'user.update' AND after LIKE '%email%';
UPDATE users SET email = 'x@example.org' WHERE id = '00000000-0000-4000-8000-000000000003';

-- Two users do not swap: each address must be free.
UPDATE users SET email = CASE email WHEN 'ben@example.org' THEN 'ann.ape+x@example.org' ELSE 'ben@example.org' END
WHERE account_id = '00000000-0000-4000-8000-0000000000aa';

-- Free after DELETE; then the deleted one cannot come back.
DELETE FROM users WHERE id = '00000000-0000-4000-8000-000000000002';
INSERT INTO users (id, account_id, email) VALUES ('00000000-0000-4000-8000-000000000004', '00000000-0000-4000-8000-0000000000aa', 'Ben@example.org');
SELECT id, email, status FROM users WHERE email = 'ben@example.org' ORDER BY id;
SELECT user_restore('00000000-0000-4000-8000-000000000002');
SELECT usher_error();
DELETE FROM users WHERE id = '00000000-0000-4000-8000-000000000004';
SELECT id, email, status FROM users WHERE email = 'ben@example.org' ORDER BY id;
SELECT user_restore('00000000-0000-4000-8000-000000000002');

-- A member from elsewhere counts as well, both ways.
INSERT INTO account_memberships (user_id, account_id) VALUES ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-0000000000aa');
SELECT usher_error() ->> 'code', usher_error() ->> 'field';
UPDATE users SET email = 'ann@example.org' WHERE id = '00000000-0000-4000-8000-000000000001';
INSERT INTO account_memberships (user_id, account_id) VALUES ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-0000000000aa');
INSERT INTO users (account_id, email) VALUES ('00000000-0000-4000-8000-0000000000aa', 'ann.ape+x@example.org');
UPDATE users SET email = 'ann.ape+x@example.org' WHERE id = '00000000-0000-4000-8000-000000000001';
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000ab', 'users.email_change', 1);
UPDATE users SET email = 'BEN@example.org' WHERE id = '00000000-0000-4000-8000-000000000003';
DELETE FROM users WHERE id = '00000000-0000-4000-8000-000000000003';
INSERT INTO users (account_id, email) VALUES ('00000000-0000-4000-8000-0000000000aa', 'ann.ape+x@example.org');
SELECT user_restore('00000000-0000-4000-8000-000000000003');
SELECT usher_error();
SELECT email, status FROM users ORDER BY rowid;
