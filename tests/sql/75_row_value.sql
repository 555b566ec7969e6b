-- A row value among those of a query: each row comes once, also where a RIGHT JOIN adds it.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 'true');
INSERT INTO users (email, disk_space, locale) VALUES ('a@example.org', 2, 'de'), ('b@example.org', 2, 'en'),
    ('c@example.org', 3, 'de'), ('d@example.org', 5, 'fr');
CREATE TEMP TABLE wanted AS SELECT column1 AS space, column2 AS locale FROM (VALUES (2, 'de'), (2, 'en'), (2, 'fr'), (3, 'de'), (4, 'fr'));
SELECT email FROM users WHERE (disk_space, locale) IN (SELECT space, locale FROM wanted) ORDER BY rowid;
SELECT email FROM users WHERE (disk_space, locale) IN (VALUES (2, 'de'), (3, 'de'), (2, 'fr')) ORDER BY rowid;
SELECT email, accounts.name FROM accounts RIGHT JOIN users ON accounts.name LIKE users.email
    WHERE (disk_space, users.locale) IN (SELECT space, locale FROM wanted) ORDER BY users.rowid;
