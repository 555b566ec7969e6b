-- Tokens that are shown as what they are not: the id within a JWT is no token of its session, whatever became of that; a ticket's token is one ticket's, and another challenge is another count.
.read setup/second_factor.sql
.read setup/known_passwords.sql
.print -- the jti of a session that stands, is revoked, has run out
CREATE TEMP TABLE j AS SELECT session_create(id, '{"form":"jwt"}') AS token FROM p WHERE name = 'uma';
SELECT length(jwt_verify(token) ->> 'jti') FROM j;
SELECT session_refresh(jwt_verify(token) ->> 'jti') FROM j;
UPDATE usher_session SET revoked_at = created_at;
SELECT session_refresh(jwt_verify(token) ->> 'jti') FROM j;
SELECT session_refresh(token) FROM j;
UPDATE usher_session SET revoked_at = NULL, expires_at = '2022-01-01T00:00:00.000Z';
SELECT session_refresh(jwt_verify(token) ->> 'jti') FROM j;
SELECT session_refresh(token) FROM j;

.print -- the same token for the same thing again, for somebody else, for another thing
SELECT length(password_reset_request('uma@example.org', '{"token":"r000000000000000000000000000000000000000000"}'));
UPDATE usher_attempt SET last_at = '2022-01-01T00:00:00.000Z';
UPDATE usher_ticket SET created_at = '2022-01-01T00:00:00.000Z';
SELECT length(password_reset_request('uma@example.org', '{"token":"r000000000000000000000000000000000000000000"}'));
UPDATE usher_attempt SET last_at = '2022-01-01T00:00:00.000Z';
SELECT password_reset_request('carl@example.org', '{"token":"r000000000000000000000000000000000000000000"}');
UPDATE usher_user SET verified_email = 0;
SELECT email_verify_request('00000000-0000-4000-8000-000000000006', '{"token":"r000000000000000000000000000000000000000000"}');
SELECT purpose, substr(user_id, -2) FROM usher_ticket;
.print -- what is misspelt
SELECT email_verify_request('00000000-0000-4000-8000-000000000006', '{"tokem":"x"}');
SELECT email_verify_request('00000000-0000-4000-8000-000000000006', '{"account_ib":"x"}');
SELECT password_reset_request('uma@example.org', '{"account_ib":"x"}');

.print -- wrong codes of one challenge do not count for the next
INSERT INTO factor VALUES ('carl');
INSERT INTO challenge VALUES ('carl', NULL);
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', 'xxxx-xxxx-xxxx-xxxx');
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', 'yyyy-yyyy-yyyy-yyyy');
SELECT purpose, failures FROM usher_ticket;
SELECT length(login('carl@example.org', 'correct horse battery'));
SELECT purpose, failures FROM usher_ticket;
.print -- one that is right, and will not be used up: that is said, and not that it was wrong
CREATE TRIGGER stays BEFORE DELETE ON usher_recovery_code BEGIN SELECT RAISE(ABORT, 'it stays'); END;
SELECT login('carl@example.org', 'correct horse battery', '{"code":"abcd-efgh-ijkl-mnop"}');
SELECT actor(), (SELECT count(*) FROM usher_recovery_code);
.print -- one that cannot be looked at, as the secret does not open: the same
SELECT login('carl@example.org', 'correct horse battery', '{"code":"123456"}');
SELECT usher_error() ->> 'code';
