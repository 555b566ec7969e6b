-- An API key manages no second factor: not its owner's, and not another's, whatever its owner may.
.read setup/second_factor.sql
INSERT INTO factor VALUES ('uma');
SELECT act_as('00000000-0000-4000-8000-000000000001');
CREATE TEMP TABLE k AS SELECT api_key_create('a key') AS key;
SELECT authenticate(key) FROM k;
SELECT can('users.update', '00000000-0000-4000-8000-000000000006');
SELECT mfa_enroll();
SELECT mfa_confirm('123456');
SELECT mfa_recovery_codes('abcd-efgh-ijkl-mnop');
SELECT mfa_remove(NULL, 'abcd-efgh-ijkl-mnop');
SELECT mfa_remove('00000000-0000-4000-8000-000000000006');
INSERT INTO usher VALUES ('mfa_remove', '["00000000-0000-4000-8000-000000000006"]');
SELECT act_as(NULL);
SELECT (SELECT count(*) FROM usher_totp), (SELECT count(*) FROM usher_attempt);
