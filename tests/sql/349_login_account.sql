-- Whose settings count for an address that nobody has: those of the account that is named, or of the only one; of several none.
-- Failures are of one address and account together; what a login may have in its options, to the limit.
.read setup/people.sql
.read setup/known_passwords.sql
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'login.attempts', 2);
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000ab', 'login.attempts', 1);
.print -- several accounts, none is named: five times
SELECT login('nobody1@example.org', 'wrong');
SELECT login('nobody1@example.org', 'wrong');
SELECT login('nobody1@example.org', 'wrong');
SELECT login('nobody1@example.org', 'wrong');
SELECT login('nobody1@example.org', 'wrong');
SELECT login('nobody1@example.org', 'wrong');
.print -- one is named: as often as it says
SELECT login('nobody2@example.org', 'wrong', json_object('account_id', '00000000-0000-4000-8000-0000000000aa'));
SELECT login('nobody2@example.org', 'wrong', json_object('account_id', '00000000-0000-4000-8000-0000000000AA'));
SELECT login('nobody2@example.org', 'wrong', json_object('account_id', '00000000-0000-4000-8000-0000000000aa'));
SELECT login('nobody3@example.org', 'wrong', json_object('account_id', '00000000-0000-4000-8000-0000000000ab'));
SELECT login('nobody3@example.org', 'wrong', json_object('account_id', '00000000-0000-4000-8000-0000000000ab'));
.print -- somebody's address, in the account that is named and in another one
SELECT login('uma@example.org', 'wrong', json_object('account_id', '00000000-0000-4000-8000-0000000000ab'));
SELECT login('uma@example.org', 'correct horse battery', json_object('account_id', '00000000-0000-4000-8000-0000000000ab'));
SELECT length(login('uma@example.org', 'correct horse battery', json_object('account_id', '00000000-0000-4000-8000-0000000000aa'))) > 0, length(login('mia@example.org', 'correct horse battery')) > 0;
SELECT substr(actor(), -2);
SELECT act_as(NULL);
.print -- options
SELECT length(login('adam@example.org', 'correct horse battery', json_object('device', printf('%.100c', 'd'), 'form', 'opaque', 'id', '00000000-0000-4000-8000-00000000D001', 'token', printf('%.43c', 'A')))), actor();
SELECT id, substr(user_id, -2), form, length(device) FROM sessions WHERE id LIKE '%0000d001';
SELECT login('adam@example.org', 'correct horse battery', json_object('code', printf('%.41c', '1')));
SELECT login('adam@example.org', 'correct horse battery', json_object('form', 'cookie'));
SELECT login('adam@example.org', 'correct horse battery', json_object('form', 'jwt', 'token', printf('%.43c', 'A')));
SELECT login('adam@example.org', 'correct horse battery', json_object('token', 'x'));
SELECT login('adam@example.org', 'correct horse battery', json_object('account_id', 'x'));
SELECT login('adam@example.org', 'correct horse battery', json_object('id', 'x'));
SELECT login('adam@example.org', 'correct horse battery', json_object('devices', 'x'));
SELECT login(NULL, 'correct horse battery');
SELECT usher_error() ->> 'field';
SELECT login('no address', 'correct horse battery');
SELECT login(printf('%.64c@%.60c.%.60c.%.63c.org', 'a', 'b', 'c', 'd'), 'x');
SELECT login(printf('%.64c@%.61c.%.60c.%.63c.org', 'a', 'b', 'c', 'd'), 'x');
SELECT login('adam@example.org', NULL);
SELECT login('adam@example.org', 7);
SELECT length(login(upper('adam@example.org'), 'correct horse battery')) > 0;
SELECT substr(actor(), -2);
SELECT act_as(NULL);
SELECT status, form, count(*) FROM sessions GROUP BY 1, 2;
SELECT substr(id, -2), last_login_at IS NOT NULL FROM usher_user WHERE last_login_at IS NOT NULL ORDER BY 1;
.print -- the only account there is: its settings count for whoever is not there, too
.open only.db
.load dist/usher
INSERT INTO usher VALUES ('usher_init', NULL);
INSERT INTO settings (scope, key, value) VALUES ('account', 'login.attempts', 1), ('account', 'passwords.memory', 19456), ('account', 'passwords.passes', 2);
SELECT login('nobody@example.org', 'wrong');
SELECT login('nobody@example.org', 'wrong');
SELECT usher_error() ->> 'code';
