-- usher_prune(before): what was over before that time goes, of each kind; what ended at it or later, and what is in force, stays.
.read setup/people.sql
CREATE TEMP TABLE t (n INTEGER PRIMARY KEY, at); -- before the limit, at it, after it, now, ahead
INSERT INTO t VALUES (1, '2023-12-31T23:59:59.999Z'), (2, '2024-01-01T00:00:00.000Z'), (3, '2024-01-01T00:00:00.001Z'), (4, '2099-01-01T00:00:00.000Z');
CREATE TEMP TABLE u AS SELECT id, row_number() OVER (ORDER BY id) AS n FROM p WHERE role = 'user' OR role = 'manager' LIMIT 4;
SELECT usher_key('a master key that is long enough for all');

.print -- invites: the hash goes, the row stays; pending ones that expired, too
DELETE FROM usher_invite;
INSERT INTO usher_invite (number, id, account_id, email, role_id, token_hash, created_at, expires_at, accepted_at, declined_at, revoked_at, updated_at)
SELECT 10 * k + n, '00000000-0000-4000-8003-0000000000' || (10 * k + n), '00000000-0000-4000-8000-0000000000aa', 'x' || (10 * k + n) || '@example.org', (SELECT id FROM usher_role WHERE name = 'user'), randomblob(32),
       '2020-01-01T00:00:00.000Z', iif(k = 4, at, '2020-01-02T00:00:00.000Z'), iif(k = 1, at, NULL), iif(k = 2, at, NULL), iif(k = 3, at, NULL), '2020-01-01T00:00:00.000Z'
FROM t, (SELECT 1 AS k UNION SELECT 2 UNION SELECT 3 UNION SELECT 4);
.print -- sessions: revoked, expired, idle; their past tokens, and those of the living
INSERT INTO usher_session (number, id, user_id, form, token_hash, created_at, last_used_at, idle_seconds, expires_at, revoked_at)
SELECT 10 * k + n, '00000000-0000-4000-8004-0000000000' || (10 * k + n), '00000000-0000-4000-8000-000000000006', 'opaque', randomblob(32), '2020-01-01T00:00:00.000Z', iif(k = 3, strftime('%Y-%m-%dT%H:%M:%fZ', at, '-60 seconds'), '2098-01-01T00:00:00.000Z'), 60, iif(k = 2, at, '2099-01-01T00:00:00.000Z'), iif(k = 1 AND n < 4, at, NULL)
FROM t, (SELECT 1 AS k UNION SELECT 2 UNION SELECT 3);
INSERT INTO usher_session_past SELECT randomblob(32), id, '2020-01-01T00:00:00.000Z' FROM usher_session;
.print -- tickets, by when they end
INSERT INTO usher_ticket (number, purpose, user_id, token_hash, created_at, expires_at) SELECT n, 'email_verify', id, randomblob(32), '2020-01-01T00:00:00.000Z', at FROM u JOIN t USING (n);
.print -- guesses, and notes that a reset was asked for
INSERT INTO usher_attempt SELECT CAST(printf('%032d', n) AS BLOB), 3, at FROM t;
INSERT INTO usher_attempt SELECT CAST(printf('%032d', 10 + n) AS BLOB), 0, at FROM t;
.print -- mail: no longer good, or given up; but what is being sent, or was given up after the limit
INSERT INTO usher_outbox (number, id, kind, email, created_at, expires_at, attempts, leased_until)
SELECT 10 * k + n, '00000000-0000-4000-8005-0000000000' || (10 * k + n), 'invite', 'x@example.org', iif(k IN (2, 4), at, '2020-01-01T00:00:00.000Z'), iif(k = 1, at, NULL), iif(k > 1, 10, 0), iif(k = 3, at, NULL)
FROM t, (SELECT 1 AS k UNION SELECT 2 UNION SELECT 3);
INSERT INTO usher_outbox (number, id, kind, email, created_at, attempts)
SELECT 40 + n, '00000000-0000-4000-8005-00000000004' || n, 'invite', 'x@example.org', '2020-01-01T00:00:00.000Z', 10 - (n = 4) FROM t;
INSERT INTO usher_audit (created_at, real_actor, actor, action, object_type, object_id) SELECT at, 'system', 'system', 'mail.dead', 'outbox', '00000000-0000-4000-8005-00000000004' || n FROM t WHERE n < 4;
.print -- API keys: what could be shown again; signing keys: what verified until then
INSERT INTO usher_api_key (number, id, user_id, account_id, owner, name, hint, key_hash, sealed, created_at, expires_at)
SELECT n, '00000000-0000-4000-8006-00000000000' || n, '00000000-0000-4000-8000-000000000006', '00000000-0000-4000-8000-0000000000aa', 'user', 'k', '12345678', randomblob(32), randomblob(60), '2020-01-01T00:00:00.000Z', at FROM t;
INSERT INTO usher_signing_key (number, id, algorithm, public_key, secret, issuer, audience, created_at, expires_at)
SELECT 10 + n, 'k' || n, 'HS256', NULL, randomblob(72), 'i', 'a', '2020-01-01T00:00:00.000Z', at FROM t;
.mode list
CREATE TEMP VIEW left AS
SELECT 'invites' AS kind, group_concat(number) AS numbers FROM (SELECT number FROM usher_invite WHERE token_hash IS NOT NULL ORDER BY number)
UNION ALL SELECT 'sessions', group_concat(number) FROM (SELECT number FROM usher_session ORDER BY number)
UNION ALL SELECT 'tokens', group_concat(number) FROM (SELECT s.number FROM usher_session_past JOIN usher_session AS s ON s.id = session_id ORDER BY s.number)
UNION ALL SELECT 'tickets', group_concat(number) FROM (SELECT number FROM usher_ticket ORDER BY number)
UNION ALL SELECT 'attempts', group_concat(CAST(substr(subject, -2) AS TEXT)) FROM (SELECT subject FROM usher_attempt ORDER BY subject)
UNION ALL SELECT 'mail', group_concat(number) FROM (SELECT number FROM usher_outbox ORDER BY number)
UNION ALL SELECT 'api keys', group_concat(number) FROM (SELECT number FROM usher_api_key WHERE sealed IS NOT NULL ORDER BY number)
UNION ALL SELECT 'jwt keys', group_concat(number) FROM (SELECT number FROM usher_signing_key ORDER BY number);
PRAGMA foreign_keys = ON;

.print -- in a transaction that is rolled back, nothing has happened
BEGIN;
SELECT usher_prune('2024-01-01T00:00:00.000Z');
ROLLBACK;
SELECT * FROM left;
.print -- by a statement that writes, and in any offset
INSERT INTO usher (call, args) VALUES ('usher_prune', '["2024-01-01T02:00:00+02:00"]');
SELECT * FROM left;
.print -- all rows of invites and API keys are there, as they were
SELECT count(*), count(DISTINCT email), group_concat(DISTINCT status), max(updated_at) FROM invites;
SELECT count(*), count(key_hash) FROM usher_api_key;
.print -- a second time there is nothing, and nothing is logged
SELECT usher_prune('2024-01-01T00:00:00Z');
SELECT action, object_type, object_id, after FROM audit_log WHERE action = 'store.prune';
PRAGMA foreign_key_check;
PRAGMA integrity_check;

.print -- what it takes: a time that is not ahead
SELECT usher_prune();
SELECT usher_prune(NULL);
SELECT usher_prune('soon');
SELECT usher_prune(5);
SELECT usher_prune('2098-01-01T00:00:00Z');
SELECT usher_prune(strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+2 seconds'));
SELECT usher_error();
.print -- the system only
SELECT act_as(id) FROM p WHERE name = 'olga';
SELECT usher_prune('2024-01-01T00:00:00Z');
INSERT INTO usher (call, args) VALUES ('usher_prune', '["2024-01-01T00:00:00Z"]');
SELECT act_as(NULL);
CREATE VIEW v AS SELECT usher_prune('2024-01-01T00:00:00Z');
SELECT * FROM v;
SELECT usher_lockdown();
DROP VIEW v;
SELECT usher_prune('2024-01-01T00:00:00Z');
