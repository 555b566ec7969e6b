-- Whoever has a locked connection, or acts, tries to set the clock, to draw chance, to open what is sealed.
INSERT INTO usher VALUES ('usher_init', '[]');
SELECT length(invite_accept(invite_create('owner@example.org', 'owner'), '{"id":"00000000-0000-4000-8000-000000000001"}'));
.print -- by act_as() the system still is who really acts, and may; but an owner may not set a store up
SELECT act_as('00000000-0000-4000-8000-000000000001');
BEGIN;
SELECT usher_supply('2099-01-01T00:00:00Z', printf('%064d', 1));
INSERT INTO usher (call, args) VALUES ('usher_supply', json_array('2099-01-01T00:00:00Z', printf('%064d', 1)));
SELECT usher_now() < '2099';
COMMIT;
SELECT usher_init('{"replication":"statements"}');
.print -- on a locked connection, as nobody and as whoever shows a forged token
SELECT act_as(NULL);
SELECT usher_lockdown();
BEGIN;
SELECT usher_supply('2099-01-01T00:00:00Z', printf('%064d', 1));
INSERT INTO usher (call, args) VALUES ('usher_supply', json_array('2099-01-01T00:00:00Z', printf('%064d', 1)));
SELECT authenticate('AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA');
SELECT usher_supply('2099-01-01T00:00:00Z', printf('%064d', 1));
SELECT usher_now() < '2099';
COMMIT;
SELECT usher_init('{"replication":"none"}');
SELECT replication, supplied FROM usher_store;
SELECT usher_unseal('usher_outbox.token', '1', x'00');
SELECT count(*) FROM usher_help WHERE near = 'usher_stor' AND name LIKE '%secret%';
