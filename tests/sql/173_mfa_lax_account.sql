-- Guesses at a second factor are counted by the settings of the user's own account, not of the one that login() named.
.read setup/second_factor.sql
INSERT INTO settings (scope, scope_id, key, value) VALUES
    ('account', '00000000-0000-4000-8000-0000000000aa', 'login.attempts', '100'),
    ('account', '00000000-0000-4000-8000-0000000000ab', 'login.attempts', '1'),
    ('account', '00000000-0000-4000-8000-0000000000ab', 'login.lockout', '86400');
INSERT INTO factor VALUES ('gina');
-- Gina is at home in the second account and a guest of the first.
INSERT INTO challenge VALUES ('gina', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}');
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', 'abcd-efgh-ijkl-mno2');
UPDATE usher_attempt SET last_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-86000 seconds');
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', 'abcd-efgh-ijkl-mno3');
SELECT usher_error() ->> 'code', failures FROM usher_attempt;
