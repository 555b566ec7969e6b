-- A second factor is begun by who acts, and by nobody else: an otpauth URL with a secret of 32 bytes,
-- which is in the store under the master key only. Until it is confirmed it is replaced at will.
.read setup/second_factor.sql
.print -- the system has none
SELECT mfa_enroll();
SELECT mfa_enroll(NULL);
SELECT mfa_confirm('123456');
SELECT mfa_recovery_codes('123456');

.print -- a user
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT mfa_confirm('123456');
SELECT mfa_recovery_codes('123456');
SELECT mfa_remove(NULL, '123456');
CREATE TEMP TABLE url AS SELECT mfa_enroll() AS url;
SELECT url GLOB 'otpauth://totp/default:uma%40example.org?secret=[A-Z2-7]*&issuer=default&algorithm=SHA256&digits=6&period=30',
    instr(url, '&issuer') - instr(url, 'secret=') - length('secret='), length(url) FROM url;
SELECT substr(url, instr(url, 'secret=') + 7, 52) GLOB replace(hex(zeroblob(26)), '0', '[A-Z2-7]') FROM url;
SELECT user_id, length(secret), last_step, confirmed_at FROM usher_totp;
CREATE TEMP TABLE first AS SELECT * FROM usher_totp;
SELECT mfa_recovery_codes('123456');
SELECT mfa_remove(NULL, '123456');
INSERT INTO url SELECT mfa_enroll();
SELECT count(DISTINCT url) FROM url;
SELECT count(*), sum(t.secret = f.secret) FROM usher_totp AS t, first AS f;

.print -- what confirms it
SELECT mfa_confirm();
SELECT mfa_confirm(NULL);
SELECT mfa_confirm('12345');
SELECT mfa_confirm('1234567');
SELECT mfa_confirm('12345x');
SELECT mfa_confirm(123456);
SELECT mfa_confirm('abcd-efgh-ijkl-mnop');
SELECT usher_error();
SELECT count(*) FROM usher_totp WHERE confirmed_at IS NOT NULL;
SELECT count(*) FROM usher_recovery_code;

.print -- in a transaction, and by DML
BEGIN;
SELECT length(mfa_enroll()) = (SELECT min(length(url)) FROM url);
ROLLBACK;
SELECT count(*), sum(t.secret = f.secret) FROM usher_totp AS t, first AS f;
INSERT INTO usher VALUES ('mfa_enroll', '[]');
SELECT count(*) FROM usher_totp;

.print -- a confirmed one stays
SELECT act_as(NULL);
DELETE FROM usher_totp;
INSERT INTO factor VALUES ('uma');
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT mfa_enroll();
SELECT mfa_confirm('123456');
SELECT act_as(NULL);

.print -- names that a URL cannot hold as they are
UPDATE accounts SET name = 'Käse & Söhne: 100%' WHERE name = 'default';
UPDATE usher_user SET email = 'o''t+to_~.-@example.org' WHERE name = 'otto';
UPDATE usher_user SET email = NULL WHERE name = 'mia';
SELECT act_as('00000000-0000-4000-8000-000000000002');
SELECT replace(url, substr(url, instr(url, 'secret=') + 7, 52), '…') FROM (SELECT mfa_enroll() AS url);
SELECT act_as('00000000-0000-4000-8000-000000000004');
SELECT replace(url, substr(url, instr(url, 'secret=') + 7, 52), '…') FROM (SELECT mfa_enroll() AS url);
SELECT act_as(NULL);

.print -- who signs in elsewhere has none here
UPDATE usher_user SET authentication = 'sso' WHERE name = 'carl';
SELECT act_as('00000000-0000-4000-8000-000000000005');
SELECT mfa_enroll();
SELECT act_as(NULL);
SELECT (SELECT name FROM users WHERE id = object_id) AS name, object_type, account_id, action, before, after FROM audit_log WHERE action GLOB 'mfa*' ORDER BY id;

.print -- on a locked connection: who acts, and nobody
SELECT act_as('00000000-0000-4000-8000-000000000003');
DROP TRIGGER give_factor;
DROP TRIGGER give_challenge;
SELECT usher_lockdown();
SELECT mfa_enroll() GLOB 'otpauth://*adam*';
SELECT count(*) FROM usher_totp;
