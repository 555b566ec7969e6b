-- Joins on a locked connection: the statement that stays open for them finds no more than any other, and
-- nobody feeds it from outside.
.read setup/people.sql
CREATE TABLE guess AS SELECT id, email FROM users;
INSERT INTO guess VALUES ('nobody', 'nobody@example.org'), (NULL, NULL), (7, x'00');
SELECT act_as('00000000-0000-4000-8000-000000000006');
SELECT usher_lockdown();
.print -- of all that were guessed, oneself
SELECT u.id, u.email, u.phone_number FROM guess CROSS JOIN users AS u ON u.id = guess.id;
SELECT count(*), count(u.id), max(u.phone_number) FROM guess LEFT JOIN users AS u ON u.id = guess.id;
SELECT count(*) FROM guess CROSS JOIN users AS u ON u.id = guess.id WHERE u.id <> actor();
SELECT count((SELECT u.phone_number FROM users AS u WHERE u.id = guess.id)) FROM guess;
SELECT count(*) FROM guess CROSS JOIN users AS u ON u.id = guess.id CROSS JOIN audit_log AS a ON a.object_id = u.id;
.print -- to change the others is no way in, either
UPDATE users SET name = 'x' WHERE id IN (SELECT guess.id FROM guess CROSS JOIN users AS u ON u.id = guess.id);
SELECT name FROM users;
.print -- what feeds it
SELECT * FROM usher_list;
SELECT * FROM usher_list('00000000-0000-4000-8000-000000000001');
SELECT g.email, l.value FROM guess AS g LEFT JOIN usher_list(g.id) AS l LIMIT 1;
SELECT u.email FROM usher_list('00000000-0000-4000-8000-000000000001') AS l JOIN users AS u ON u.id = l.value;
.print -- the tables below
SELECT count(*) FROM guess CROSS JOIN usher_user AS u ON u.id = guess.id;
.print -- a forged token makes nobody act, and then nothing is found
SELECT authenticate('olgaolgaolgaolgaolgaolgaolgaolgaolgaolgaolg') IS NULL;
SELECT count(*) FROM guess CROSS JOIN users AS u ON u.id = guess.id;
