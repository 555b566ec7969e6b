-- DISTINCT: of rows that read the same one remains, also where a comparison with a number takes several
-- texts for one, and where rows have to be told apart by their rowids. (A plain table of SQLite 3.40 gives
-- '5' twice here: it takes a column that equals one value to hold one value.)
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 'true');
INSERT INTO users (email, company) VALUES ('a@example.org', '5'), ('b@example.org', '05'),
    ('c@example.org', '5'), ('d@example.org', '5.0'), ('e@example.org', '05'), ('f@example.org', '6'),
    ('g@example.org', '5'), ('h@example.org', NULL);
SELECT DISTINCT company FROM users WHERE company = CAST(5 AS INTEGER) ORDER BY 1;
SELECT DISTINCT company FROM users WHERE company IS CAST(5 AS INTEGER) AND rowid % 2 = 1 ORDER BY 1;
SELECT DISTINCT company FROM users JOIN accounts ON company IS CAST(5 AS INTEGER) WHERE users.rowid % 2 = 0 ORDER BY 1;
SELECT count(DISTINCT company) FROM users WHERE company = CAST(5 AS INTEGER);
SELECT company, count(*) FROM users WHERE company IN (SELECT CAST(5 AS INTEGER)) GROUP BY 1;
SELECT DISTINCT company FROM users ORDER BY company;
