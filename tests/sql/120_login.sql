-- login(): whoever may sign in gets a token and acts; everybody else gets one and the same answer.
.read setup/people.sql
.read setup/known_passwords.sql
CREATE TEMP TABLE t (token);
CREATE TEMP VIEW now AS SELECT iif(length(actor()) = 36, substr(actor(), -2), actor()) AS who, (SELECT count(*) FROM users) AS sees;

.print -- the right password: a token, and they act; the address in any case
SELECT length(login('uma@example.org', 'correct horse battery'));
SELECT * FROM now;
SELECT length(login('UMA@Example.ORG', 'correct horse battery', '{"device":"a phone","id":"00000000-0000-4000-8000-0000000000f1"}'));
SELECT * FROM now;
SELECT id LIKE '%0000f1' AS named, form, device, mfa, status, current, created_at = last_used_at, refreshed_at, length(expires_at) FROM sessions ORDER BY created_at, id;
SELECT last_login_at >= created_at FROM users WHERE id = actor();
SELECT act_as(NULL);
SELECT token_hash IS NOT NULL, length(token_hash), previous_hash, idle_seconds, julianday(expires_at) - julianday(created_at) FROM usher_session;
SELECT real_actor, actor, action, object_type, substr(object_id, -2) = 'f1' AS named, substr(account_id, -2), after FROM audit_log WHERE action LIKE 'user.login' ORDER BY id;
SELECT length(login('gina@example.org', 'correct horse battery', NULL)), actor();
SELECT * FROM now;

.print -- one answer: wrong, unknown, disabled, deleted, merely created, sso, without a password; who acts stays
SELECT act_as(NULL);
UPDATE users SET authentication = 'sso' WHERE name = 'otto';
SELECT act_as(id) IS NULL FROM p WHERE name = 'mia';
SELECT login('uma@example.org', 'wrong');
SELECT usher_error();
SELECT login('nobody@example.org', 'correct horse battery');
SELECT usher_error();
SELECT login('dora@example.org', 'correct horse battery');
SELECT usher_error();
SELECT login('dan@example.org', 'correct horse battery');
SELECT usher_error();
SELECT login('nora@example.org', 'correct horse battery');
SELECT usher_error();
SELECT login('otto@example.org', 'correct horse battery');
SELECT usher_error();
SELECT login('uma@example.org', 'correct horse battery', '{"account_id":"00000000-0000-4000-8000-0000000000ab"}');
SELECT usher_error();
SELECT login('uma@example.org', 'correct horse battery', '{"account_id":"00000000-0000-4000-8000-0000000000ff"}');
SELECT usher_error();
SELECT * FROM now;
SELECT act_as(NULL);
UPDATE users SET authentication = 'password' WHERE name = 'otto';
-- Each was counted, known or not, and no name stands there.
SELECT typeof(subject), length(subject), failures FROM usher_attempt ORDER BY failures;
SELECT count(*) FROM usher_session;

.print -- an account that is named: members, guests too
SELECT length(login('gina@example.org', 'correct horse battery', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}'));
SELECT * FROM now;
SELECT act_as(NULL);
.print -- several of one address: whose address is verified, then who was there first
INSERT INTO users (id, account_id, email, name) VALUES ('00000000-0000-4000-8000-000000000031', '00000000-0000-4000-8000-0000000000ab', 'uma@example.org', 'other');
UPDATE usher_user SET activated_at = created_at, created_at = '2020-01-01T00:00:00.000Z' WHERE name = 'other';
INSERT INTO usher_password (user_id, hash, updated_at) SELECT '00000000-0000-4000-8000-000000000031', hash, updated_at FROM usher_password LIMIT 1;
SELECT length(login('uma@example.org', 'correct horse battery'));
SELECT * FROM now;
SELECT act_as(NULL);
UPDATE usher_user SET verified_email = 1 WHERE name = 'other';
SELECT length(login('uma@example.org', 'correct horse battery'));
SELECT * FROM now;
SELECT length(login('uma@example.org', 'correct horse battery', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}'));
SELECT * FROM now;
SELECT act_as(NULL);
UPDATE users SET enabled = 0 WHERE name = 'other';
SELECT length(login('uma@example.org', 'correct horse battery'));
SELECT * FROM now;
SELECT act_as(NULL);

.print -- the caller supplies what would be made
SELECT login('adam@example.org', 'correct horse battery', '{"token":"adamadamadamadamadamadamadamadamadamadamadA","id":"00000000-0000-4000-8000-0000000000F2"}');
SELECT id, form FROM sessions WHERE current;
SELECT act_as(NULL);
SELECT login('adam@example.org', 'correct horse battery', '{"token":"adamadamadamadamadamadamadamadamadamadamadA"}');
SELECT usher_error();
SELECT login('adam@example.org', 'correct horse battery', '{"id":"00000000-0000-4000-8000-0000000000f2"}');
SELECT usher_error();
SELECT * FROM now;

.print -- bad input: said before anything is counted
CREATE TEMP TABLE counted AS SELECT * FROM usher_attempt;
SELECT login(NULL, 'correct horse battery');
SELECT login('uma@example.org', NULL);
SELECT login('uma', 'correct horse battery');
SELECT login('', 'correct horse battery');
SELECT login(1, 'correct horse battery');
SELECT login('uma@example.org', 12345678);
SELECT login('uma@example.org', x'00');
SELECT login('uma@example.org', replace(hex(zeroblob(2049)), '0', 'a'));
SELECT login('uma@example.org');
SELECT login('uma@example.org', 'correct horse battery', '[]');
SELECT login('uma@example.org', 'correct horse battery', 'x');
SELECT login('uma@example.org', 'correct horse battery', '{"x":1}');
SELECT login('uma@example.org', 'correct horse battery', '{"user_id":"00000000-0000-4000-8000-000000000001"}');
SELECT login('uma@example.org', 'correct horse battery', '{"account_id":"x"}');
SELECT login('uma@example.org', 'correct horse battery', '{"id":1}');
SELECT login('uma@example.org', 'correct horse battery', '{"form":"JWT"}');
SELECT login('uma@example.org', 'correct horse battery', '{"form":"jwt"}');
SELECT login('uma@example.org', 'correct horse battery', '{"form":"jwt","token":"adamadamadamadamadamadamadamadamadamadamadA"}');
SELECT login('uma@example.org', 'correct horse battery', '{"device":""}');
SELECT login('uma@example.org', 'correct horse battery', json_object('device', replace(hex(zeroblob(100)), '0', 'd') || 'd'));
SELECT login('uma@example.org', 'correct horse battery', '{"token":"short"}');
SELECT login('uma@example.org', 'correct horse battery', '{"token":"adamadamadamadamadamadamadamadamadamadamadB"}');
SELECT login('uma@example.org', 'correct horse battery', '{"token":1}');
SELECT login('uma@example.org', 'correct horse battery', '{"device":"a","device":"b"}');
SELECT count(*) FROM (SELECT * FROM usher_attempt EXCEPT SELECT * FROM counted);
-- The longest are taken, and what is null is not given.
SELECT length(login('uma@example.org', 'correct horse battery', json_object('device', replace(hex(zeroblob(100)), '0', 'é'), 'code', NULL, 'form', 'opaque')));
SELECT length(device), mfa FROM sessions WHERE current;
SELECT act_as(NULL);
SELECT login('uma@example.org', replace(hex(zeroblob(2048)), '0', 'a') || '') IS NULL WHERE 0;

.print -- no secret in the errors, in the log, in the file
SELECT count(*) FROM usher_audit WHERE before || after LIKE '%horse%' OR after LIKE '%adamadam%' OR after LIKE '%wrong%';
.shell grep -c -a -e 'correct horse' -e adamadamadam test.db
