-- A second factor is removed by its owner with a code, by who may update the user (up to their own
-- rank), and by the system.
.read setup/second_factor.sql
INSERT INTO factor VALUES ('olga'), ('adam'), ('mia'), ('uma'), ('bert'), ('gina'), ('hana');
CREATE TEMP VIEW left AS SELECT group_concat(name || ' ' || (SELECT count(*) FROM usher_recovery_code WHERE user_id = id), ', ') AS names
FROM (SELECT name, id FROM usher_user WHERE id IN (SELECT user_id FROM usher_totp) ORDER BY id);
SELECT * FROM left;

.print -- oneself: with a code
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT mfa_remove();
SELECT mfa_remove('00000000-0000-4000-8000-000000000006');
SELECT mfa_remove(NULL, NULL);
SELECT mfa_remove(NULL, '12345');
SELECT mfa_remove(NULL, 'abcd-efgh-ijkl-mno2');
SELECT mfa_remove('00000000-0000-4000-8000-000000000006', 'abcd-efgh-ijkl-mno2');
SELECT usher_error();
SELECT mfa_remove(NULL, 'ABCD EFGH IJKL MNOP');
SELECT mfa_remove(NULL, '2345-6723-4567-2345');
SELECT * FROM left;

.print -- others: not a user, not a manager
SELECT mfa_remove('00000000-0000-4000-8000-000000000004');
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000004');
SELECT mfa_remove('00000000-0000-4000-8000-000000000003', 'abcd-efgh-ijkl-mnop');
SELECT mfa_remove('00000000-0000-4000-8000-000000000001');

.print -- an admin: up to their rank, in their account, and not those whom they do not see
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT mfa_remove('00000000-0000-4000-8000-000000000001');
SELECT mfa_remove('00000000-0000-4000-8000-000000000021');
SELECT mfa_remove('00000000-0000-4000-8000-000000000023');
SELECT mfa_remove('00000000-0000-4000-8000-0000000000ff');
SELECT mfa_remove('x');
SELECT mfa_remove('00000000-0000-4000-8000-000000000006');
BEGIN;
SELECT mfa_remove('00000000-0000-4000-8000-000000000004');
SELECT * FROM left;
ROLLBACK;
SELECT * FROM left;
INSERT INTO usher VALUES ('mfa_remove', '["00000000-0000-4000-8000-000000000004"]'), ('mfa_remove', '["00000000-0000-4000-8000-000000000006"]');
SELECT * FROM left;
SELECT mfa_remove('00000000-0000-4000-8000-000000000004');
SELECT * FROM left;

.print -- of another account
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000022');
SELECT mfa_remove('00000000-0000-4000-8000-000000000003');
SELECT mfa_remove('00000000-0000-4000-8000-000000000025');
SELECT mfa_remove('00000000-0000-4000-8000-000000000021');
SELECT * FROM left;

.print -- the system: whose must be said
SELECT act_as(NULL);
SELECT mfa_remove();
SELECT mfa_remove(NULL);
SELECT mfa_remove(NULL, 'abcd-efgh-ijkl-mnop');
SELECT mfa_remove('00000000-0000-4000-8000-0000000000ff');
INSERT INTO usher SELECT 'mfa_remove', json_array(id) FROM users WHERE name IN ('olga', 'bert') ORDER BY id;
SELECT mfa_remove('00000000-0000-4000-8000-000000000008');
SELECT * FROM left;
SELECT (SELECT name FROM users WHERE id = a.actor) AS actor, (SELECT name FROM users WHERE id = object_id) AS name, account_id, action, before, after
FROM audit_log AS a WHERE action GLOB 'mfa*' ORDER BY id;

.print -- nobody
DROP TRIGGER give_factor;
DROP TRIGGER give_challenge;
SELECT usher_lockdown();
SELECT mfa_remove('00000000-0000-4000-8000-000000000003');
SELECT mfa_remove(NULL, 'abcd-efgh-ijkl-mnop');
SELECT mfa_recovery_codes('abcd-efgh-ijkl-mnop');
SELECT mfa_confirm('123456');
SELECT mfa_enroll();
