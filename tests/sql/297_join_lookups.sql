-- A join looks row after row up by its key: one statement stays open for all of them.
.read setup/people.sql
CREATE TABLE task (id INTEGER PRIMARY KEY, owner, done INTEGER);
INSERT INTO task (owner, done)
SELECT id, number % 2 FROM (SELECT id, row_number() OVER (ORDER BY email) AS number FROM users);
INSERT INTO task (owner) VALUES (NULL), ('nobody'), (5), (5.0), (x'35'), ('5');

SELECT '-- found or not';
SELECT t.id, typeof(t.owner), u.email FROM task AS t LEFT JOIN users AS u ON u.id = t.owner
ORDER BY t.id;
SELECT count(*), count(u.email) FROM task AS t JOIN users AS u ON u.id = t.owner;

SELECT '-- in an order, with more conditions, twice in a statement';
SELECT t.id, u.email FROM task AS t CROSS JOIN users AS u ON u.id = t.owner
WHERE u.email LIKE '%a%' ORDER BY t.done, u.email LIMIT 4;
SELECT t.id, u.email, v.email FROM task AS t CROSS JOIN users AS u ON u.id = t.owner
CROSS JOIN users AS v ON v.email = u.email AND v.account_id = u.account_id
ORDER BY t.id LIMIT 3;
SELECT t.id, (SELECT u.email FROM users AS u WHERE u.id = t.owner) FROM task AS t
ORDER BY t.id DESC LIMIT 8;

SELECT '-- what is written meanwhile is seen by the next search';
DELETE FROM users WHERE email = (SELECT min(email) FROM users WHERE role = 'user');
CREATE TABLE gone AS SELECT id FROM users WHERE discarded_at IS NOT NULL;
INSERT INTO gone SELECT id FROM gone;
SELECT u.discarded_at IS NULL, CASE WHEN u.discarded_at IS NOT NULL THEN user_restore(u.id) = u.id END
FROM gone CROSS JOIN users AS u ON u.id = gone.id;

SELECT '-- rows that come in meanwhile';
BEGIN;
INSERT INTO users (account_id, email)
SELECT u.account_id, 'twin.' || u.email FROM task AS t CROSS JOIN users AS u ON u.id = t.owner;
SELECT count(*) = (SELECT count(*) FROM task AS t JOIN users AS u ON u.id = t.owner)
FROM users WHERE email LIKE 'twin.%';
ROLLBACK;

SELECT '-- another sees what is theirs';
CREATE TABLE who AS SELECT id, email FROM users WHERE email = 'uma@example.org';
SELECT act_as(id) = id FROM who;
SELECT u.email = who.email, count(*)
FROM task AS t CROSS JOIN users AS u ON u.id = t.owner, who GROUP BY 1;
SELECT act_as(NULL) IS NULL;
SELECT '-- and the system all again';
SELECT count(*) FROM task AS t CROSS JOIN users AS u ON u.id = t.owner;
