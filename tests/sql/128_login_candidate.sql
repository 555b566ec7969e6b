-- An address that is in several accounts: whoever cannot sign in by password is passed over, whatever they are like.
.read setup/people.sql
.read setup/known_passwords.sql
UPDATE usher_user SET email = 'uma@example.org', created_at = '2020-01-01T00:00:00.000Z', verified_email = 1 WHERE name = 'gus';
INSERT INTO usher_password (user_id, hash, updated_at) SELECT id, (SELECT hash FROM usher_password WHERE user_id LIKE '%000006'), created_at FROM usher_user WHERE name = 'gus' ON CONFLICT DO UPDATE SET hash = excluded.hash;
CREATE TEMP VIEW who AS SELECT substr(actor(), -2) AS who;
SELECT length(login('uma@example.org', 'correct horse battery')) > 0;
SELECT * FROM who;
SELECT act_as(NULL);
UPDATE usher_user SET authentication = 'sso' WHERE name = 'gus';
SELECT length(login('uma@example.org', 'correct horse battery')) > 0;
SELECT * FROM who;
SELECT act_as(NULL);
UPDATE usher_user SET authentication = 'password', service = 1 WHERE name = 'gus';
SELECT length(login('uma@example.org', 'correct horse battery')) > 0;
SELECT * FROM who;
SELECT act_as(NULL);
UPDATE usher_user SET service = 0, activated_at = NULL WHERE name = 'gus';
SELECT length(login('uma@example.org', 'correct horse battery')) > 0;
SELECT * FROM who;
SELECT act_as(NULL);
