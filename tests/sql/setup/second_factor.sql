-- What the tests of the second factor start with: the cast, a master key, and a store whose keyed
-- hashes are known, so that recovery codes can be: abcd-efgh-ijkl-mnop and 2345-6723-4567-2345.
-- `factor` gives whoever is inserted a confirmed factor with both, `challenge` what login() leaves behind.
.read setup/people.sql
SELECT usher_key('0123456789abcdef0123456789abcdef');
UPDATE usher_secret SET hash_key = zeroblob(32);
CREATE TEMP TABLE factor (name TEXT);
CREATE TEMP TRIGGER give_factor AFTER INSERT ON factor BEGIN
    INSERT INTO usher_totp (user_id, secret, confirmed_at, created_at)
    SELECT id, zeroblob(72), created_at, created_at FROM usher_user WHERE name = new.name;
    INSERT INTO usher_recovery_code SELECT id, x'79d3feb1f314f663f1ecad9dcb01e9872ef6a0517bce282b8b867b1dbc157a8c' FROM usher_user WHERE name = new.name;
    INSERT INTO usher_recovery_code SELECT id, x'b2403d1aec0aae8e0ae3d09c211500902c4c748c1eb79bcea032158a1d067c06' FROM usher_user WHERE name = new.name;
END;
-- The token mfa0… of the challenge mfa_mfa0000000000000000000000000000000000000000, a minute before it expires.
CREATE TEMP TABLE challenge (name TEXT, data TEXT);
CREATE TEMP TRIGGER give_challenge AFTER INSERT ON challenge BEGIN
    DELETE FROM usher_ticket;
    INSERT INTO usher_ticket (purpose, user_id, token_hash, data, created_at, expires_at)
    SELECT 'mfa', id, x'1305ad0422bc9af8b165301dbfc9884f85a572ef4298a4743d004d656e38e071', new.data,
        strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-4 minutes'), strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+1 minute')
    FROM usher_user WHERE name = new.name;
END;
