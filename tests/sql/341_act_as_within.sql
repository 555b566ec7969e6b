-- act_as() and authenticate() within a transaction may be called by a statement that goes on to open tables: SQLite
-- gives none of them up, whatever the connection did before.
SELECT usher_init() ->> 'created';
CREATE TABLE app (name TEXT PRIMARY KEY, value);
INSERT INTO app VALUES ('token', 'nonsense');
BEGIN;
INSERT INTO app SELECT 'who', ifnull(authenticate(value), 'nobody') FROM app WHERE name = 'token';
INSERT INTO app SELECT 'then', (SELECT count(*) FROM app) + ifnull(act_as(NULL), 0) FROM app WHERE name = 'who';
COMMIT;
SELECT name, value FROM app ORDER BY name;
-- a transaction that has written nothing yet, and one that took it back
BEGIN;
SELECT ifnull(authenticate('nonsense'), 'nobody');
INSERT INTO app SELECT 'again', ifnull(authenticate(value), 'nobody') FROM app WHERE name = 'token';
ROLLBACK;
SELECT actor();
SELECT count(*) FROM accounts;
