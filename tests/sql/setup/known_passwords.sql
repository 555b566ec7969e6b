-- Everybody's password is 'correct horse battery': Argon2id at the least cost, which is the account's.
INSERT INTO settings (scope, scope_id, key, value) SELECT 'account', a.id, k.column1, k.column2
FROM accounts AS a, (VALUES ('passwords.memory', '19456'), ('passwords.passes', '2')) AS k;
INSERT INTO usher_password (user_id, hash, updated_at)
SELECT id, '$argon2id$v=19$m=19456,t=2,p=1$v/2BPxGPxqUYHNjWyVK8nA$r6lDHhEqgjOkMmVaNoBzT+W6cpCNUQ4Q1BwmiwTJ0Ic', created_at FROM usher_user WHERE activated_at IS NOT NULL;
