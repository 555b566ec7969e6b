-- Lockout: whoever guesses wrong too often waits, twice as long each time; a ROLLBACK takes no guess back.
.read setup/people.sql
.read setup/known_passwords.sql
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'login.attempts', '2'), ('account', '00000000-0000-4000-8000-0000000000aa', 'login.lockout', '100');
CREATE TEMP TABLE o AS SELECT '{"account_id":"00000000-0000-4000-8000-0000000000aa"}' AS aa;
-- So long ago was the last guess, in seconds: hashing takes its time.
CREATE TEMP TABLE passed (seconds);
CREATE TEMP TRIGGER passing AFTER INSERT ON passed BEGIN
    UPDATE usher_attempt SET last_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-' || NEW.seconds || ' seconds'); END;

.print -- two are free, then it is 100 seconds, and the right password does not help
SELECT login('uma@example.org', 'wrong', aa) FROM o;
SELECT login('uma@example.org', 'wrong', aa) FROM o;
INSERT INTO passed VALUES (0);
SELECT login('uma@example.org', 'wrong', aa) FROM o;
SELECT usher_error();
SELECT login('UMA@example.org', 'correct horse battery', aa) FROM o;
SELECT failures FROM usher_attempt;
.print -- not yet after 99, and whoever asks then is not counted
INSERT INTO passed VALUES (99);
SELECT login('uma@example.org', 'wrong', aa) FROM o;
SELECT failures FROM usher_attempt;
.print -- after 100 one more; then 200
INSERT INTO passed VALUES (100);
SELECT login('uma@example.org', 'wrong', aa) FROM o;
INSERT INTO passed VALUES (0);
SELECT login('uma@example.org', 'wrong', aa) FROM o;
INSERT INTO passed VALUES (199);
SELECT login('uma@example.org', 'wrong', aa) FROM o;
.print -- success forgets
INSERT INTO passed VALUES (200);
SELECT length(login('uma@example.org', 'correct horse battery', aa)) FROM o;
SELECT count(*) FROM usher_attempt;
SELECT act_as(NULL);
.print -- a day at most
SELECT login('uma@example.org', 'wrong', aa) FROM o;
UPDATE usher_attempt SET failures = 11;
INSERT INTO passed VALUES (0);
SELECT login('uma@example.org', 'wrong', aa) FROM o;
UPDATE usher_attempt SET failures = 12;
SELECT login('uma@example.org', 'wrong', aa) FROM o;
UPDATE usher_attempt SET failures = 9000000000000000000;
SELECT login('uma@example.org', 'wrong', aa) FROM o;
INSERT INTO passed VALUES (86400);
UPDATE usher_attempt SET failures = 50;
SELECT login('uma@example.org', 'wrong', aa) FROM o;
.print -- an address that nobody has waits just so; others do not wait
DELETE FROM usher_attempt;
SELECT login('nobody@example.org', 'wrong', aa) FROM o;
SELECT login('nobody@example.org', 'wrong', aa) FROM o;
INSERT INTO passed VALUES (0);
SELECT login('nobody@example.org', 'wrong', aa) FROM o;
SELECT length(login('uma@example.org', 'correct horse battery', aa)) FROM o;
SELECT act_as(NULL);
.print -- without an account that counts: five, and a minute
DELETE FROM usher_attempt;
SELECT login('uma@example.org', 'wrong');
SELECT login('uma@example.org', 'wrong');
SELECT login('uma@example.org', 'wrong');
SELECT login('uma@example.org', 'wrong');
SELECT login('uma@example.org', 'wrong');
INSERT INTO passed VALUES (0);
SELECT login('uma@example.org', 'wrong');
INSERT INTO passed VALUES (59);
SELECT login('uma@example.org', 'wrong');
.print -- old ones go
INSERT INTO passed VALUES (172700);
SELECT login('bob@example.org', 'wrong');
SELECT count(*) FROM usher_attempt;
INSERT INTO passed VALUES (172801);
SELECT login('carl@example.org', 'wrong');
SELECT count(*) FROM usher_attempt;
.print -- a time that was mangled, or lies ahead, is no way around: the wait begins anew
UPDATE usher_attempt SET failures = 5, last_at = '2999-01-01T00:00:00.000Z';
SELECT login('carl@example.org', 'wrong');
SELECT failures, last_at < '2999' FROM usher_attempt ORDER BY 2 DESC;
UPDATE usher_attempt SET last_at = 'mangled mangled mangled ';
SELECT login('carl@example.org', 'wrong');
SELECT login('carl@example.org', 'wrong');
DELETE FROM usher_attempt;

.print -- not within anything that could be taken back; nothing is counted, nothing compared
BEGIN;
SELECT login('uma@example.org', 'wrong');
SELECT usher_error();
SELECT login('uma@example.org', 'correct horse battery');
ROLLBACK;
BEGIN IMMEDIATE;
SELECT login('uma@example.org', 'correct horse battery');
COMMIT;
SAVEPOINT s;
SELECT login('uma@example.org', 'correct horse battery');
ROLLBACK TO s;
RELEASE s;
INSERT INTO usher VALUES ('login', '["uma@example.org","correct horse battery"]');
CREATE TEMP TABLE guess (a);
INSERT INTO guess SELECT login('uma@example.org', 'correct horse battery');
INSERT INTO guess VALUES (login('uma@example.org', 'correct horse battery'));
INSERT INTO guess VALUES (1) RETURNING login('uma@example.org', 'correct horse battery');
UPDATE guess SET a = login('uma@example.org', 'correct horse battery');
INSERT INTO guess VALUES (1);
UPDATE guess SET a = login('uma@example.org', 'correct horse battery');
DELETE FROM guess WHERE a = login('uma@example.org', 'correct horse battery');
CREATE TABLE stolen AS SELECT login('uma@example.org', 'correct horse battery') AS token;
CREATE TEMP TABLE stolen AS SELECT login('uma@example.org', 'correct horse battery') AS token;
CREATE TEMP TRIGGER guessing AFTER INSERT ON guess BEGIN SELECT login('uma@example.org', 'correct horse battery'); END;
INSERT INTO guess VALUES (1);
UPDATE users SET about = login('uma@example.org', 'correct horse battery');
INSERT INTO invites (email) VALUES (login('uma@example.org', 'correct horse battery'));
SELECT actor(), (SELECT count(*) FROM usher_attempt), (SELECT count(*) FROM usher_session WHERE user_id LIKE '%000006');
.print -- many in one reading statement: each is counted; what it finds first fails it
SELECT login('uma@example.org', value) FROM json_each('["wrong","wrong","wrong"]');
SELECT failures FROM usher_attempt;
-- On a database that cannot be written nobody signs in.
PRAGMA query_only = 1;
SELECT login('uma@example.org', 'correct horse battery');
PRAGMA query_only = 0;
SELECT failures FROM usher_attempt;
