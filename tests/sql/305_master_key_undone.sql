-- A master key whose giving was undone seals nothing: what it sealed would never open.
.read setup/people.sql
BEGIN;
SELECT usher_key('0123456789abcdef0123456789abcdef');
ROLLBACK;
SELECT jwt_sign('{}');
BEGIN;
SELECT usher_key('0123456789abcdef0123456789abcdef');
ROLLBACK;
SELECT api_key_create('one', '{"user_id":"00000000-0000-4000-8000-000000000006","readable":1}');
SELECT usher_key('0123456789abcdef0123456789abcdef');
SELECT usher_error();
SELECT length(jwt_sign('{}')) > 100;
SELECT proof IS NULL FROM usher_secret;
