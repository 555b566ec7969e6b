-- More ways to change a row than usher keeps statements for: those that went are made anew.
.read setup/people.sql
CREATE TEMP TABLE c AS SELECT column1 AS name, 1 << (row_number() OVER () - 1) AS bit
FROM (VALUES ('about'), ('job_title'), ('company'), ('phone_number'), ('first_name'), ('last_name'), ('locale'), ('access_id'));
CREATE TEMP TABLE n AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 127) SELECT i FROM n;
.output many.sql
SELECT 'UPDATE users SET ' || group_concat(name || ' = ''' || CASE name WHEN 'locale' THEN 'en_US' ELSE i END || '''') || ' WHERE name = ''uma'';'
FROM n JOIN c ON i & bit GROUP BY i ORDER BY i;
.output
.read many.sql
SELECT about, job_title, company, phone_number, first_name, last_name, locale FROM users WHERE name = 'uma';
.read many.sql
UPDATE users SET about = 'last' WHERE name = 'uma';
SELECT about, job_title, company, phone_number, first_name, last_name, locale FROM users WHERE name = 'uma';
