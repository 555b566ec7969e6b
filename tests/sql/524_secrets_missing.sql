-- What cannot be looked at is no wrong code, and no right one: the second factor on a connection that has no master
-- key; the store's own secret, when it is lost.
.read setup/second_factor.sql
INSERT INTO factor VALUES ('uma');
INSERT INTO challenge VALUES ('uma', '{"form":"opaque"}');
.open test.db
.load dist/usher
.print -- no master key: a code of an app is not judged, and not counted; a recovery code needs none
SELECT login_mfa('mfa_mfa0000000000000000000000000000000000000000', '123456');
SELECT usher_error() ->> 'code';
SELECT failures FROM usher_ticket;
SELECT count(*) FROM usher_attempt;
SELECT length(login_mfa('mfa_mfa0000000000000000000000000000000000000000', 'abcd-efgh-ijkl-mnop')) > 9;
SELECT act_as(NULL);
.print -- the secret is lost, where statements are replicated
SELECT usher_init('{"replication":"statements"}');
BEGIN;
SELECT usher_supply('2022-06-01T00:00:00Z', printf('%064d', 7));
SELECT usher_init('{"replication":"statements"}') IS NOT NULL;
COMMIT;
DELETE FROM usher_secret;
BEGIN;
SELECT usher_supply('2022-06-01T00:00:01Z', printf('%064d', 8));
ROLLBACK;
SELECT usher_error() ->> 'code';
