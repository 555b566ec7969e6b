-- A store that is replicated by statements: a change goes by the time and the seed that usher_supply() gave its
-- transaction, and by nothing else; so all that is printed here is the same whenever and wherever it is run.
.print -- the store itself is made so
SELECT usher_init('{"replication":"raft"}');
SELECT usher_init('{"replication":"statements"}');
SELECT count(*) FROM sqlite_schema;
BEGIN;
SELECT usher_supply('2022-03-01T11:00:00+01:00', '000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F');
SELECT usher_init('{"replication":"statements"}');
COMMIT;
SELECT usher_init('{"replication":"statements"}'), usher_init();
SELECT replication, supplied, created_at FROM usher_store;
SELECT id, name, created_at FROM accounts;
SELECT action, before, after, created_at, hex(hash) FROM usher_audit;
.print -- no change without a supply; who reads does not need one
SELECT invite_create('ann@example.org', 'owner');
SELECT usher_error();
INSERT INTO invites (email, role, token) VALUES ('ann@example.org', 'owner', 'umaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0');
INSERT INTO usher (call, args) VALUES ('invite_create', '["ann@example.org", "owner"]');
CREATE TABLE copy AS SELECT * FROM invites;
SELECT count(*), usher_now() > '2022-06-01' FROM invites;
.print -- with one, until the transaction ends
BEGIN;
SELECT usher_supply('2022-03-01T10:00:01Z', '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f');
SELECT invite_create('ann@example.org', 'owner');
SELECT id, status, created_at, expires_at FROM invites;
SELECT usher_now();
CREATE TABLE app (name TEXT, made_at TEXT);
INSERT INTO app VALUES ('first', usher_now());
COMMIT;
SELECT invite_create('bob@example.org', 'user');
INSERT INTO app VALUES ('second', usher_now());
.print -- the same seed makes something else, and, taken back, the same again
BEGIN;
SELECT usher_supply('2022-03-01T10:00:01Z', '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f');
SELECT invite_create('bob@example.org', 'user');
ROLLBACK;
BEGIN;
SELECT usher_supply('2022-03-01T10:00:01Z', '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f');
SELECT invite_create('bob@example.org', 'user');
COMMIT;
.print -- what is given goes on being taken
BEGIN;
SELECT usher_supply('2022-03-01T10:00:02Z', '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f');
SELECT invite_create('cat@example.org', 'user', '{"id":"00000000-0000-4000-8000-000000000003","token":"cataaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0"}');
COMMIT;
.print -- in one statement, without a transaction around it; and where it could hold for nothing
INSERT INTO usher (call, args) VALUES
    ('usher_supply', '["2022-03-01T10:00:03Z", "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"]'),
    ('invite_create', '["dan@example.org", "user"]');
INSERT INTO usher (call, args) VALUES
    ('usher_supply', '["2022-03-01T10:00:03Z", "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"]');
SELECT usher_supply('2022-03-01T10:00:03Z', '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f');
SELECT invite_create('eve@example.org', 'user');
.print -- taken back with its savepoint, or its statement, it is no more
BEGIN;
SAVEPOINT a;
SELECT usher_supply('2022-03-01T10:00:04Z', '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f');
ROLLBACK TO a;
SELECT invite_create('eve@example.org', 'user');
INSERT INTO usher (call, args) VALUES
    ('usher_supply', '["2022-03-01T10:00:05Z", "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"]'),
    ('invite_create', '["nobody", "user"]');
SELECT invite_create('eve@example.org', 'user');
ROLLBACK;
SELECT id, email, created_at FROM invites ORDER BY id;
.print -- passwords stay out of it
BEGIN;
SELECT usher_supply('2022-03-01T10:00:06Z', '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f');
SELECT invite_accept('cataaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0', '{"password":"correct horse battery"}');
SELECT invite_accept('cataaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0', '{"id":"00000000-0000-4000-8000-000000000013"}');
SELECT password_set('00000000-0000-4000-8000-000000000013', 'correct horse battery');
SELECT password_import('00000000-0000-4000-8000-000000000013', '$argon2id$v=19$m=65536,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$OKDaj3D7Sx8MuCdFyxUIuMiHlGzNEtT8dNkwrvEmPLo');
SELECT length(session_create('00000000-0000-4000-8000-000000000013', '{"form":"opaque"}'));
SELECT session_create('00000000-0000-4000-8000-000000000013', '{"form":"opaque","device":"d","token":"sessionaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0"}');
COMMIT;
SELECT login('cat@example.org', 'correct horse battery');
.print -- a session is used by the time that was supplied
BEGIN;
SELECT usher_supply('2022-03-01T11:00:00Z', '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f');
SELECT authenticate('sessionaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0');
COMMIT;
SELECT last_used_at FROM usher_session WHERE device = 'd';
.print -- by the clock it is over; and who recognised somebody otherwise than for a transaction does not supply
SELECT authenticate('sessionaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0') IS NULL;
BEGIN;
SELECT usher_supply('2022-03-01T11:00:00Z', '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f');
ROLLBACK;
SELECT act_as(NULL);
.print -- the mode is changed like anything else, and is on record
SELECT usher_init('{"replication":"none"}');
BEGIN;
SELECT usher_supply('2022-03-01T10:00:07Z', '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f');
SELECT usher_init('{"replication":"none"}');
ROLLBACK;
SELECT invite_create('fay@example.org', 'user');
BEGIN;
SELECT usher_supply('2022-03-01T10:00:07Z', '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f');
SELECT usher_init('{"replication":"none"}');
COMMIT;
SELECT length(invite_create('fay@example.org', 'user'));
SELECT action, before, after, created_at FROM usher_audit WHERE action = 'store.replication';
.print -- in a store that is not replicated a supply is for who wants it: for a test, or a store of examples
BEGIN;
SELECT usher_supply('2022-03-02T00:00:00Z', '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f');
SELECT invite_create('gus@example.org', 'user');
COMMIT;
SELECT created_at FROM invites WHERE email = 'gus@example.org';
SELECT replication, supplied FROM usher_store;
.print -- the time: the same within a statement, and nothing that an index could hold
SELECT count(DISTINCT usher_now()) FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT i FROM n);
CREATE INDEX live ON app (name) WHERE name > usher_now();
