-- A list of keys is compared as it is given, also what is no text in the other encoding: in UTF-16 half
-- of a surrogate pair, which with what follows, an x, would be U+10078 in UTF-8.
PRAGMA encoding = 'UTF-16le';
.load dist/usher
SELECT usher_init() ->> 'created';
INSERT INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 1);
INSERT INTO users (email) VALUES ('ada@example.com'), ('bob@example.com');
PRAGMA foreign_keys = OFF;
UPDATE usher_user SET id = char(65656) || substr(id, 2) WHERE email = 'bob@example.com';

CREATE TABLE other (id TEXT);
INSERT INTO other SELECT CAST(x'00D87800' || CAST(substr(id, 2) AS BLOB) AS TEXT) FROM usher_user WHERE email = 'bob@example.com';
SELECT substr(hex(CAST(id AS BLOB)), 1, 8), length(CAST(id AS BLOB)) FROM other;
SELECT count(*) FROM users WHERE id IN (SELECT id FROM other);
SELECT count(*) FROM usher_user WHERE id IN (SELECT id FROM other);
SELECT count(*) FROM other AS o JOIN users AS u ON u.id = o.id;
SELECT count(*) FROM other AS o JOIN usher_user AS u ON u.id = o.id;

-- What is one, is found.
UPDATE other SET id = (SELECT id FROM usher_user WHERE email = 'bob@example.com');
SELECT email FROM users WHERE id IN (SELECT id FROM other) ORDER BY email;
