-- Gives everybody who can have them a password, tickets of each purpose, and the mail for them.
DELETE FROM usher_ticket;
DELETE FROM usher_outbox;
UPDATE usher_user SET verified_email = 0;
INSERT INTO usher SELECT 'password_set', json_array(id, 'correct horse') FROM users WHERE authentication = 'password' AND discarded_at IS NULL;
INSERT INTO usher SELECT 'password_reset_request', json_array(email) FROM users WHERE discarded_at IS NULL AND email IS NOT NULL;
INSERT INTO usher SELECT 'email_verify_request', json_array(id) FROM users WHERE discarded_at IS NULL AND email IS NOT NULL;
INSERT INTO usher_ticket (purpose, user_id, token_hash, created_at, expires_at) SELECT 'mfa', id, randomblob(32), created_at, '2100-01-01T00:00:00.000Z' FROM usher_user;
