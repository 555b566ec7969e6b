-- What changes while a password is compared: whoever may not sign in by then does not, nor by a password that is another by then, and nothing is written of it.
.read setup/people.sql
.read setup/known_passwords.sql
CREATE TEMP TABLE was AS SELECT * FROM usher_user WHERE name = 'uma';
CREATE TEMP VIEW state AS SELECT actor(), (SELECT count(*) FROM usher_session) AS sessions, (SELECT last_login_at FROM usher_user WHERE name = 'uma') AS last, (SELECT max(failures) FROM usher_attempt) AS guesses;
.print -- her account wants a better hash: the one that was right is made anew
UPDATE settings SET value = 3 WHERE key = 'passwords.passes';
CREATE TABLE meanwhile (what TEXT);
CREATE TRIGGER it AFTER INSERT ON usher_attempt BEGIN
  UPDATE usher_user SET authentication = 'sso' WHERE name = 'uma' AND (SELECT what FROM meanwhile) = 'sso';
  UPDATE usher_user SET service = 1 WHERE name = 'uma' AND (SELECT what FROM meanwhile) = 'service';
  UPDATE usher_user SET activated_at = NULL WHERE name = 'uma' AND (SELECT what FROM meanwhile) = 'created';
  UPDATE usher_user SET disabled_at = created_at WHERE name = 'uma' AND (SELECT what FROM meanwhile) = 'disabled';
  UPDATE usher_user SET discarded_at = created_at WHERE name = 'uma' AND (SELECT what FROM meanwhile) = 'discarded';
  UPDATE usher_password SET hash = replace(hash, 'r6lD', 'AAAA') WHERE user_id LIKE '%000006' AND (SELECT what FROM meanwhile) = 'password';
END;
INSERT INTO meanwhile VALUES ('sso');
SELECT login('uma@example.org', 'correct horse battery');
SELECT * FROM state;
DELETE FROM usher_attempt;
UPDATE usher_user SET authentication = 'password' WHERE name = 'uma';
UPDATE meanwhile SET what = 'service';
SELECT login('uma@example.org', 'correct horse battery');
SELECT * FROM state;
DELETE FROM usher_attempt;
UPDATE usher_user SET service = 0 WHERE name = 'uma';
UPDATE meanwhile SET what = 'created';
SELECT login('uma@example.org', 'correct horse battery');
SELECT * FROM state;
DELETE FROM usher_attempt;
UPDATE usher_user SET activated_at = created_at WHERE name = 'uma';
UPDATE meanwhile SET what = 'disabled';
SELECT login('uma@example.org', 'correct horse battery');
SELECT * FROM state;
DELETE FROM usher_attempt;
UPDATE usher_user SET disabled_at = NULL WHERE name = 'uma';
UPDATE meanwhile SET what = 'discarded';
SELECT login('uma@example.org', 'correct horse battery');
SELECT * FROM state;
DELETE FROM usher_attempt;
UPDATE usher_user SET discarded_at = NULL WHERE name = 'uma';
UPDATE meanwhile SET what = 'password';
SELECT login('uma@example.org', 'correct horse battery');
SELECT * FROM state;
SELECT substr(hash, 20, 11), hash LIKE '%$AAAA%' FROM usher_password WHERE user_id LIKE '%000006';
DELETE FROM usher_attempt;
UPDATE usher_password SET hash = replace(hash, '$AAAA', '$r6lD') WHERE user_id LIKE '%000006';
.print -- and when nothing does
UPDATE meanwhile SET what = 'nothing';
SELECT length(login('uma@example.org', 'correct horse battery'));
SELECT substr(actor(), -2), (SELECT count(*) FROM sessions);
SELECT act_as(NULL);
SELECT substr(hash, 20, 11) FROM usher_password WHERE user_id LIKE '%000006';
SELECT count(*) FROM usher_attempt;
