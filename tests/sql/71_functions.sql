-- Each function with arguments that it does not take.
INSERT INTO usher VALUES ('usher_init', NULL);
SELECT usher_version(1);
SELECT usher_error('x');
SELECT usher_debug(NULL);
SELECT actor(NULL);
SELECT act_as(NULL, NULL);
SELECT invite_create('x@example.org');
SELECT invite_create('x@example.org', 'user', '{}', 1);
SELECT invite_accept();
SELECT invite_accept('a', '{}', 1);
SELECT invite_decline();
SELECT invite_decline('a', 'b');
SELECT invite_revoke();
SELECT invite_resend();
SELECT invite_resend('a', '{}', 'c');
SELECT user_restore();
SELECT user_erase('a', 'b');

-- NULL, a number, a blob, an empty text, a NUL, bytes that are no UTF-8.
SELECT invite_create(NULL, NULL);
SELECT invite_create('x@example.org', NULL);
SELECT usher_error();
SELECT invite_create('x@example.org', 'user', 1);
SELECT invite_decline(1);
SELECT invite_decline(x'00');
SELECT invite_decline('');
SELECT invite_decline('a' || char(0));
SELECT invite_decline(CAST(x'ff' AS TEXT));
SELECT invite_revoke(1.5);
SELECT invite_revoke(x'00');
SELECT invite_revoke('');
SELECT invite_revoke(CAST(x'ff' AS TEXT));
SELECT invite_resend(0);
SELECT user_restore(x'');
SELECT user_restore('');
SELECT user_erase(1);
SELECT user_erase('00000000-0000-4000-8000-00000000000' || char(0));
SELECT usher_error();
SELECT act_as(x'');
SELECT act_as(0);

-- usher_error() keeps the last error of this connection until the next one.
SELECT 1;
SELECT usher_error() ->> 'code', usher_error() ->> 'field', usher_error() ->> 'status';
SELECT nonsense;
SELECT usher_error() ->> 'field';
SELECT json_valid(usher_error());
-- In a statement over several rows the first failure ends it. A SELECT keeps what the calls before it
-- did, as far as it is not in a transaction that is rolled back; INSERT ... SELECT takes all back.
SELECT invite_create(column1, 'user') IS NOT NULL FROM (VALUES ('a@example.org'), ('b@example.org'), ('c'), ('d@example.org'));
SELECT count(*) FROM invites;
CREATE TABLE made (token);
INSERT INTO made SELECT invite_create(column1, 'user') FROM (VALUES ('e@example.org'), ('f@example.org'), ('c'));
SELECT (SELECT count(*) FROM made), (SELECT count(*) FROM invites WHERE email IN ('e@example.org', 'f@example.org'));
INSERT INTO made SELECT invite_create(column1, 'user') FROM (VALUES ('e@example.org'), ('f@example.org'));
SELECT (SELECT count(*) FROM made), (SELECT count(*) FROM invites WHERE email IN ('e@example.org', 'f@example.org'));
