-- The second step: a challenge and a code give a session. A challenge is good once and dies with
-- the fifth wrong code; a recovery code is good once.
.read setup/second_factor.sql
INSERT INTO factor VALUES ('uma'), ('mia');

.print -- what is no challenge
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', 'abcd-efgh-ijkl-mnop');
SELECT login_mfa('mfa0000000000000000000000000000000000000000', 'abcd-efgh-ijkl-mnop');
SELECT login_mfa('MFA_mfa0000000000000000000000000000000000000000', 'abcd-efgh-ijkl-mnop');
SELECT login_mfa('mfa_mfa000000000000000000000000000000000000000', 'abcd-efgh-ijkl-mnop');
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000001', 'abcd-efgh-ijkl-mnop');
SELECT login_mfa('', 'abcd-efgh-ijkl-mnop');
SELECT login_mfa(NULL, 'abcd-efgh-ijkl-mnop');
SELECT usher_error() ->> 'field';

.print -- what is no code
INSERT INTO challenge VALUES ('uma', '{"form":"opaque","device":"Ümas Telefon"}');
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000');
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', NULL);
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', '');
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', '12345');
SELECT usher_error();
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', 123456);
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', '123456', '{"token":"short"}');
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', '123456', '{"device":"x"}');
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', '123456', '[]');
SELECT failures FROM usher_ticket;
SELECT count(*) FROM usher_attempt;

.print -- a wrong code, and the right one
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', 'abcd-efgh-ijkl-mno2');
SELECT usher_error();
SELECT actor(), (SELECT failures FROM usher_ticket), (SELECT count(*) FROM usher_attempt);
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', 'abcd-efgh-ijkl-mnop', '{"token":"mfa1111111111111111111111111111111111111110"}');
SELECT actor();
SELECT name FROM users;
SELECT act_as(NULL);
SELECT u.name, s.form, s.device, s.mfa, hex(s.token_hash) FROM usher_session AS s JOIN usher_user AS u ON u.id = s.user_id;
SELECT name FROM users WHERE last_login_at IS NOT NULL;
SELECT count(*) FROM usher_attempt;
SELECT (SELECT name FROM users WHERE id = a.object_id) AS name, action, after FROM audit_log AS a ORDER BY id DESC LIMIT 2;

.print -- used up, both of them
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', '2345-6723-4567-2345');
INSERT INTO challenge VALUES ('uma', NULL);
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', 'abcd-efgh-ijkl-mnop');
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', ' 2345672345672345 ') NOT NULL;
SELECT act_as(NULL);
SELECT (SELECT name FROM users WHERE id = user_id) AS name, count(*) FROM usher_recovery_code GROUP BY user_id;

.print -- expired
INSERT INTO challenge VALUES ('mia', '{"form":"opaque"}');
UPDATE usher_ticket SET expires_at = '2022-01-01T00:00:00.000Z';
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', 'abcd-efgh-ijkl-mnop');
SELECT mfa_enroll('mfa_mfa0000000000000000000000000000000000000000');

.print -- a challenge enrols who has none, and only them
INSERT INTO challenge VALUES ('mia', '{"form":"opaque"}');
SELECT mfa_enroll('mfa_mfa0000000000000000000000000000000000000000');
INSERT INTO challenge VALUES ('carl', NULL);
SELECT mfa_enroll('mfa0000000000000000000000000000000000000000');
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', '123456');
SELECT mfa_enroll('mfa_mfa0000000000000000000000000000000000000000') GLOB 'otpauth://totp/default:carl%40*';
SELECT (SELECT name FROM users WHERE id = user_id) AS name, confirmed_at FROM usher_totp WHERE confirmed_at IS NULL;

.print -- the fifth wrong code kills the challenge
INSERT INTO challenge VALUES ('mia', '{"form":"opaque"}');
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', 'aaaa-aaaa-aaaa-aaaa');
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', 'aaaa-aaaa-aaaa-aaaa');
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', 'aaaa-aaaa-aaaa-aaaa');
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', 'aaaa-aaaa-aaaa-aaaa');
SELECT failures FROM usher_ticket;
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', 'aaaa-aaaa-aaaa-aaaa');
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', 'abcd-efgh-ijkl-mnop');

.print -- a locked connection: nobody signs in, and acts
DELETE FROM usher_attempt;
INSERT INTO challenge VALUES ('mia', '{"form":"opaque"}');
DROP TRIGGER give_factor;
DROP TRIGGER give_challenge;
SELECT usher_lockdown();
SELECT actor();
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', 'aaaa-aaaa-aaaa-aaaa');
SELECT actor();
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', 'abcd-efgh-ijkl-mnop', '{"token":"mfa2222222222222222222222222222222222222220"}');
SELECT actor();
SELECT mfa_recovery_codes('abcd-efgh-ijkl-mnop');
SELECT json_array_length(mfa_recovery_codes('2345-6723-4567-2345'));
SELECT mfa_remove(NULL, '2345-6723-4567-2345');
