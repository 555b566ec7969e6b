-- outbox_claim(): the oldest mails are somebody's for a while, and nobody else's; the system alone claims.
.read setup/people.sql
CREATE TEMP VIEW mails AS SELECT email, kind, status, attempts, attempts_most, length(token) AS token, unixepoch(leased_until) - unixepoch('now') AS left, next_at IS leased_until AS same FROM outbox ORDER BY rowid;
SELECT outbox_claim(10, 60);
.print -- without the master key mail that has no token goes
SELECT notification_send('["uma@example.org","carl@example.org"]', 'Lunch', 'At noon.', '{"account_id":"00000000-0000-4000-8000-0000000000aa","id":"00000000-0000-4000-8000-00000000e001","url":"/lunch","data":{"at":[12,0],"where":"\"here\""}}') ->> 'accepted_recipients';
INSERT INTO invites (account_id, email) VALUES ('00000000-0000-4000-8000-0000000000aa', 'early@example.org');
SELECT kind, email FROM outbox ORDER BY rowid;
SELECT usher_key('0123456789abcdef0123456789abcdef');
INSERT INTO invites (id, account_id, email, name, token) VALUES ('00000000-0000-4000-8000-0000000000b1', '00000000-0000-4000-8000-0000000000aa', 'ann@example.org', 'Ann', 'ann0000000000000000000000000000000000000000'), ('00000000-0000-4000-8000-0000000000b2', '00000000-0000-4000-8000-0000000000aa', 'ben@example.org', NULL, 'ben0000000000000000000000000000000000000000');
SELECT * FROM mails;

.print -- an object has the columns of the table
CREATE TEMP TABLE claimed (list);
INSERT INTO claimed SELECT outbox_claim(1, 60);
SELECT (SELECT json_group_array(name) FROM pragma_table_xinfo('outbox')) = (SELECT json_group_array(key) FROM json_each(list, '$[0]')), json_array_length(list) FROM claimed;
SELECT key, value FROM claimed, json_each(list, '$[0]') WHERE key NOT IN ('id', 'created_at', 'next_at', 'leased_until');
SELECT count(*) FROM claimed, outbox AS o WHERE o.id = list ->> '$[0].id' AND o.leased_until = list ->> '$[0].leased_until' AND o.created_at = list ->> '$[0].created_at';

.print -- the rest, once
INSERT INTO claimed SELECT outbox_claim(1000, 86400);
SELECT value ->> 'email', value ->> 'token', value ->> 'invite_id', value ->> 'title', value ->> 'status' FROM claimed, json_each(list) WHERE claimed.rowid = 2;
SELECT outbox_claim(1000, 60);
SELECT email, status, attempts, left IN (59, 60) OR left IN (86399, 86400) AS left, same FROM mails;
-- Claims are not in the log: what becomes of the mail is.
SELECT count(*) FROM audit_log WHERE object_type = 'outbox';

.print -- taken back
UPDATE usher_outbox SET next_at = NULL, leased_until = NULL, attempts = 0;
BEGIN;
SELECT json_array_length(outbox_claim(3, 60));
SAVEPOINT s;
SELECT json_array_length(outbox_claim(3, 60)), json_array_length(outbox_claim(3, 60));
ROLLBACK TO s;
SELECT group_concat(attempts, '') FROM outbox;
ROLLBACK;
SELECT group_concat(attempts, '') FROM outbox;

.print -- by INSERT, row by row; the list is in the table
INSERT INTO usher (call, args) VALUES ('outbox_claim', '[1, 60]'), ('outbox_claim', json_array('1.0', 60.0));
SELECT email FROM outbox WHERE status = 'leased' ORDER BY rowid;
INSERT INTO usher (call, args) VALUES ('outbox_claim', '[1, 60]'), ('outbox_claim', '[0, 60]');
SELECT count(*) FROM outbox WHERE status = 'leased';
DELETE FROM outbox WHERE status = 'leased';
SELECT email FROM mails;

.print -- another connection, without the key: those that have a token are left alone
UPDATE usher_outbox SET token = NULL WHERE email = 'ben@example.org';
.connection 1
.open test.db
.load dist/usher
SELECT value ->> 'email', value ->> 'token' FROM json_each(outbox_claim(10, 60));
SELECT value ->> 'email', value ->> 'token' FROM json_each(outbox_claim(10, 60));
.connection 0
SELECT email, status FROM mails;
SELECT value ->> 'email', value ->> 'token' FROM json_each(outbox_claim(10, 60));

.print -- bad input
SELECT outbox_claim(NULL, 60);
SELECT outbox_claim(1, NULL);
SELECT outbox_claim(0, 60);
SELECT outbox_claim(1001, 60);
SELECT outbox_claim(-1, 60);
SELECT outbox_claim(9223372036854775808.0, 60);
SELECT outbox_claim(1.5, 60);
SELECT outbox_claim('many', 60);
SELECT outbox_claim(x'31', 60);
SELECT outbox_claim(1, 0);
SELECT outbox_claim(1, 86401);
SELECT outbox_claim(1, 'PT1M');
SELECT outbox_claim(1);
SELECT usher_error();

.print -- for the system alone: an owner, a user, an API key, nobody
UPDATE usher_outbox SET next_at = NULL, leased_until = NULL;
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT outbox_claim(1, 60);
INSERT INTO usher (call, args) VALUES ('outbox_claim', '[1, 60]');
SELECT act_as(NULL);
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT outbox_claim(1, 60);
SELECT usher_error();
SELECT act_as(NULL);
INSERT INTO usher SELECT 'api_key_create', json_array('mailer', json_object('user_id', '00000000-0000-4000-8000-000000000001', 'key', 'usk_suppliedKey1ASecretThatItsOwnerMadeUp00x7Qz3OeCPb'));
SELECT authenticate('usk_suppliedKey1ASecretThatItsOwnerMadeUp00x7Qz3OeCPb');
SELECT outbox_claim(1, 60);
SELECT act_as(NULL);
DROP TABLE temp.p;
DROP TABLE temp.claimed;
DROP VIEW temp.mails;
SELECT usher_lockdown();
SELECT outbox_claim(1, 60);
SELECT outbox_claim(0, 60);
