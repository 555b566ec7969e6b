-- Something in the place of the internal table that usher's statements hang on: said, not guessed.
CREATE TEMP VIEW usher_anchor AS SELECT no_such FROM (SELECT 1);
SELECT usher_init();
SELECT usher_error();
DROP VIEW temp.usher_anchor;
CREATE TEMP TABLE usher_anchor (a);
SELECT usher_init();
SELECT usher_error();
SELECT * FROM users;
DROP TABLE temp.usher_anchor;
SELECT usher_init() IS NOT NULL;
SELECT count(*) FROM users;
