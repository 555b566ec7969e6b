-- In a transaction that is left open, at a supplied time: a store of two accounts, each with its owner, olga and otto.
CREATE TEMP TABLE seed AS SELECT '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f' AS seed;
BEGIN;
SELECT usher_supply('2030-01-01T00:00:00Z', seed) FROM seed;
SELECT usher_init('{"replication":"statements","account_id":"00000000-0000-4000-8000-0000000000aa"}') IS NOT NULL;
INSERT INTO accounts (id, name) VALUES ('00000000-0000-4000-8000-0000000000ab', 'other');
SELECT invite_accept(invite_create('olga@example.org', 'owner', '{"account_id":"00000000-0000-4000-8000-0000000000aa"}'), '{"id":"00000000-0000-4000-8000-000000000001"}');
SELECT invite_accept(invite_create('otto@example.org', 'owner', '{"account_id":"00000000-0000-4000-8000-0000000000ab"}'), '{"id":"00000000-0000-4000-8000-000000000002"}');
