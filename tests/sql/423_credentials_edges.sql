-- Credentials at the edges: nobody to reset a password of, no master key for a code, a session whose row will not be changed, an actor whose row is gone.
.read setup/second_factor.sql
.mode list
.print -- a challenge that is gone while its code is looked at: nobody signs in
INSERT INTO factor VALUES ('uma');
INSERT INTO challenge VALUES ('uma', NULL);
CREATE TRIGGER takes AFTER DELETE ON usher_recovery_code BEGIN DELETE FROM usher_ticket; END;
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', 'abcd-efgh-ijkl-mnop');
SELECT actor(), (SELECT count(*) FROM usher_session), (SELECT count(*) FROM usher_recovery_code), (SELECT count(*) FROM usher_ticket);
DROP TRIGGER takes;

.print -- what is no id
SELECT email_verify_request('x');

.print -- who signed in, and whose row is gone, is of no account
SELECT count(session_create(id, json_object('token', substr(token, 1, 42) || 'A', 'form', 'opaque'))) FROM p WHERE name IN ('olga', 'uma', 'mia');
SELECT authenticate(substr(token, 1, 42) || 'A') = id FROM p WHERE name = 'olga';
CREATE TEMP TABLE row AS SELECT * FROM usher_user WHERE id LIKE '%-000000000001';
DELETE FROM usher_user WHERE id LIKE '%-000000000001';
SELECT logout();
SELECT storage_used();
SELECT setting('app.x');
SELECT * FROM settings_effective();
SELECT can('users.read');
SELECT invite_create('new@example.org', 'user');
INSERT INTO teams (name) VALUES ('of nobody');
INSERT INTO invites (email) VALUES ('new@example.org');
INSERT INTO notifications (audience, message) VALUES ('account', 'x');
SELECT count(*) FROM users;
SELECT mark_read('2099-01-01T00:00:00Z');
SELECT act_as(NULL);
INSERT INTO usher_user SELECT * FROM row;

.print -- a token that was replaced ends its session: if that cannot be, it says why
SELECT session_refresh(substr(token, 1, 42) || 'A', json_object('token', substr('new' || token, 1, 42) || 'A')) IS NOT NULL FROM p WHERE name = 'mia';
UPDATE usher_session SET refreshed_at = '2022-01-01T00:00:00.000Z' WHERE refreshed_at IS NOT NULL;
CREATE TRIGGER stays BEFORE UPDATE OF revoked_at ON usher_session BEGIN SELECT RAISE(ABORT, 'it stays'); END;
SELECT session_refresh(substr(token, 1, 42) || 'A') FROM p WHERE name = 'mia';
DROP TRIGGER stays;
INSERT INTO usher_setting (scope, scope_id, key, value, updated_at) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'sessions.leeway', 'damaged', '2022-01-01T00:00:00.000Z');
SELECT session_refresh(substr(token, 1, 42) || 'A') FROM p WHERE name = 'mia';
DELETE FROM usher_setting WHERE key = 'sessions.leeway';
SELECT count(*) FROM usher_session WHERE revoked_at IS NOT NULL;
SELECT session_refresh(substr(token, 1, 42) || 'A') FROM p WHERE name = 'mia';
SELECT count(*) FROM usher_session WHERE revoked_at IS NOT NULL;

.print -- an API key takes no key back, nor ends a session, of which it sees none
CREATE TEMP TABLE k AS SELECT api_key_create('k', '{"user_id":"00000000-0000-4000-8000-000000000006"}') AS key;
SELECT session_create('00000000-0000-4000-8000-000000000006') IS NOT NULL;
SELECT authenticate(key) IS NOT NULL FROM k;
DELETE FROM api_keys;
DELETE FROM sessions;
SELECT act_as(NULL);

.print -- a code of an app on a connection without the master key
INSERT INTO challenge VALUES ('uma', NULL);
.connection 1
.open test.db
.load dist/usher
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', '123456');
SELECT actor(), (SELECT failures FROM usher_ticket);
.connection 0

.print -- a password that is forgotten where nobody is: it says nothing
.open empty.db
.load dist/usher
SELECT usher_init('{"account_id":"00000000-0000-4000-8000-0000000000aa"}');
SELECT usher_key('0123456789abcdef0123456789abcdef') IS NOT NULL;
SELECT password_reset_request('nobody@example.org');
SELECT usher_lockdown();
SELECT password_reset_request('nobody@example.org');
.open empty.db
SELECT count(*) > 0 FROM usher_attempt;
