-- Where there is no store, or none yet: what reads it says so first, whatever it was asked; what shows nothing of it
-- answers, and says what is wrong with the question.
SELECT usher_now() > '2022', usher_error() IS NULL;
SELECT can('no such permission');
SELECT can('users.read', 'no id');
SELECT setting('no.such.setting');
SELECT jwt_verify('no token');
SELECT jwks();
SELECT storage_check('much');
SELECT user_json('no id');
SELECT usher_addons('no id');
SELECT * FROM can_explain('no such permission');
SELECT * FROM settings_effective('no id');
INSERT INTO usher VALUES ('can', '["no such permission"]');
SELECT usher_error() ->> 'code';
SELECT usher_supply('2022-01-01T00:00:00Z', 'no seed');
SELECT usher_supply('2022-01-01T00:00:00Z', printf('%064d', 7)) IS NOT NULL;
SELECT name FROM usher_help('can');
SELECT name FROM usher_help(5);
SELECT name FROM usher_help(x'00');
SELECT usher_error() ->> 'code', usher_error() ->> 'field';
.print -- a store
SELECT usher_init('{"account_id":"00000000-0000-4000-8000-0000000000aa"}') IS NOT NULL;
SELECT can('no such permission');
SELECT can('users.read', 'no id');
SELECT setting('no.such.setting');
SELECT jwt_verify('no token');
SELECT storage_check('much');
SELECT * FROM settings_effective('no id');
.print -- as many arguments as any function may have, and one more
INSERT INTO usher VALUES ('can', '["users.read",2,3,4,5,6,7,8]');
INSERT INTO usher VALUES ('can', '["users.read",2,3,4,5,6,7,8,9]');
SELECT usher_error() ->> 'message';
