-- q searches e-mail and names, anywhere in them, without regard to case; % _ and \ are literal.
INSERT INTO usher VALUES ('usher_init', NULL);
INSERT INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 'true');
INSERT INTO users (email, name, first_name, last_name) VALUES
    ('ann@example.org', 'Ann Ape', NULL, NULL),
    ('ben_100%@example.org', NULL, 'Ben', 'Bee'),
    ('cat@example.net', 'Cat \ Cow', 'Catherine', 'Cowley'),
    (NULL, 'Örs Őry', NULL, NULL),
    (NULL, NULL, NULL, NULL);
SELECT coalesce(email, name, '-') FROM users WHERE q = 'EXAMPLE';
.print --
SELECT email FROM users WHERE q = 'ann ape';
SELECT email FROM users WHERE q = 'n b';
SELECT email FROM users WHERE q = 'therine C';
SELECT email FROM users WHERE q = 'cat \ c';
.print -- literal
SELECT email FROM users WHERE q = '%';
SELECT email FROM users WHERE q = '_';
SELECT email FROM users WHERE q = '0%@';
SELECT email FROM users WHERE q = '\';
SELECT email FROM users WHERE q = 'a%n';
SELECT email FROM users WHERE q = 'a_n';
SELECT email FROM users WHERE q = '*';
SELECT email FROM users WHERE q = '''';
.print -- Unicode: found as written
SELECT name FROM users WHERE q = 'Őry';
SELECT name FROM users WHERE q = 'őry';
.print -- an empty term: everybody; NULL, what nobody can have: nobody
SELECT count(*) FROM users WHERE q = '';
SELECT count(*) FROM users WHERE q = NULL;
SELECT count(*) FROM users WHERE q = 'ann' || char(0);
SELECT count(*) FROM users WHERE q = char(0);
SELECT count(*) FROM users WHERE q = CAST(x'ff' AS TEXT);
SELECT count(*) FROM users WHERE q = printf('%.*c', 1000, 'a');
SELECT count(*) FROM users WHERE q = printf('%.*c', 1000000, 'a');
SELECT email FROM users WHERE q = 100;
.print -- with other conditions, in a list, in a join
SELECT email FROM users WHERE q = 'example' AND email LIKE '%.org' ORDER BY email DESC;
SELECT email FROM users WHERE q = 'ann' OR q = 'cow' ORDER BY email;
SELECT email FROM users WHERE q IN ('ann', 'cow') ORDER BY email;
SELECT term, email FROM (SELECT 'ann' AS term UNION ALL SELECT 'bee') CROSS JOIN users ON q = term ORDER BY term;
SELECT count(*) FROM users WHERE q = 'example' LIMIT 1;
SELECT email FROM users WHERE q = 'example' ORDER BY email LIMIT 1 OFFSET 1;
.print -- not a column of the row
SELECT q FROM users WHERE email = 'ann@example.org';
SELECT email, q FROM users WHERE q = 'bee';
DELETE FROM users WHERE q = 'cow';
SELECT email, status FROM users WHERE q = 'cow';
