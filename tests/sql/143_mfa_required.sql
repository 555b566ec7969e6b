-- login() asks for the second factor of who has one, and of who must have one: then it returns a
-- challenge, and nobody acts yet. users.mfa_required counts from the next sign-in.
.read setup/second_factor.sql
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'passwords.memory', '19456');
SELECT password_set('00000000-0000-4000-8000-000000000006', 'correct horse') IS NOT NULL;

.print -- without
SELECT login('uma@example.org', 'correct horse', '{"account_id":"00000000-0000-4000-8000-0000000000aa","form":"opaque","token":"mfa1111111111111111111111111111111111111110"}');
SELECT actor();
SELECT act_as(NULL);

.print -- required by an admin: the session stays, the next sign-in asks
SELECT act_as('00000000-0000-4000-8000-000000000003');
UPDATE users SET mfa_required = 1 WHERE name = 'uma';
SELECT act_as(NULL);
SELECT authenticate('mfa1111111111111111111111111111111111111110');
SELECT actor();
SELECT act_as(NULL);
WITH c (c) AS MATERIALIZED (SELECT login('uma@example.org', 'correct horse', '{"account_id":"00000000-0000-4000-8000-0000000000aa","form":"opaque"}')) SELECT c GLOB 'mfa_*', length(c) FROM c;
SELECT actor();
SELECT count(*) FROM usher_session;
SELECT purpose, failures, data ->> 'form' FROM usher_ticket;
INSERT INTO challenge VALUES ('uma', '{"form":"opaque"}');
SELECT mfa_enroll('mfa_mfa0000000000000000000000000000000000000000') GLOB 'otpauth://totp/default:uma%40*';

.print -- with a code in the same call
DELETE FROM usher_totp;
INSERT INTO factor VALUES ('uma');
SELECT length(login('uma@example.org', 'correct horse', '{"account_id":"00000000-0000-4000-8000-0000000000aa","form":"opaque","code":"abcd-efgh-ijkl-mnop"}'));
SELECT actor();
SELECT act_as(NULL);
SELECT count(*), sum(mfa) FROM usher_session;
SELECT count(*) FROM usher_recovery_code;

.print -- who has one is asked without being made to; what the caller supplies does not wait in the store
UPDATE users SET mfa_required = 0 WHERE name = 'uma';
WITH c (c) AS MATERIALIZED (SELECT login('uma@example.org', 'correct horse', '{"account_id":"00000000-0000-4000-8000-0000000000aa","form":"opaque","token":"mfa2222222222222222222222222222222222222220"}')) SELECT c GLOB 'mfa_*', length(c) FROM c;
SELECT ifnull(data, '') LIKE '%mfa2222%' FROM usher_ticket;
SELECT count(*) FROM usher_attempt;
INSERT INTO challenge VALUES ('uma', '{"form":"opaque"}');
SELECT length(login_mfa('mfa_mfa0000000000000000000000000000000000000000', '2345-6723-4567-2345'));
SELECT act_as(NULL);
SELECT count(*) FROM usher_attempt;

.print -- another password: the challenge of the old one is dead
INSERT INTO challenge VALUES ('uma', '{"form":"opaque"}');
SELECT password_set('00000000-0000-4000-8000-000000000006', 'battery staple') IS NOT NULL;
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', '2345-6723-4567-2345');

.print -- taken away: login() is one step again
SELECT mfa_remove('00000000-0000-4000-8000-000000000006');
SELECT length(login('uma@example.org', 'battery staple', '{"account_id":"00000000-0000-4000-8000-0000000000aa","form":"opaque"}'));
SELECT act_as(NULL);

.print -- a factor goes with who is erased, or signs in elsewhere; who is disabled or deleted keeps it
INSERT INTO factor VALUES ('uma'), ('mia'), ('carl'), ('otto');
UPDATE users SET enabled = 0 WHERE name = 'uma';
DELETE FROM users WHERE name = 'mia';
UPDATE users SET authentication = 'sso' WHERE name = 'carl';
SELECT user_erase('00000000-0000-4000-8000-000000000002');
SELECT u.id, t.number IS NOT NULL, (SELECT count(*) FROM usher_recovery_code WHERE user_id = u.id) FROM usher_user AS u LEFT JOIN usher_totp AS t ON t.user_id = u.id
WHERE u.id BETWEEN '00000000-0000-4000-8000-000000000002' AND '00000000-0000-4000-8000-000000000006' ORDER BY u.id;
