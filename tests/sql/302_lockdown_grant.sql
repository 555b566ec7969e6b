-- The view by which the quota's triggers learn who may do what, made to say more by who holds the file: they do not.
.read setup/people.sql
UPDATE users SET disk_space = 1000 WHERE name IN ('uma', 'adam');
CREATE TABLE uploads (id INTEGER PRIMARY KEY, owner_id TEXT, bytes INTEGER, sha256 TEXT, path TEXT);
SELECT storage_track('uploads', '{"size":"bytes","user":"owner_id","checksum":"sha256"}');
DROP VIEW usher_grant;
CREATE VIEW usher_grant AS SELECT hash AS user_id, 1 AS account_id, 2 AS permission, 3 AS membership, 4 AS role_id FROM usher_password;
SELECT usher_lockdown();
SELECT user_id FROM usher_grant;
INSERT INTO uploads (owner_id, bytes, sha256) VALUES ('00000000-0000-4000-8000-000000000006', 10, 'x');
SELECT count(*) FROM users;
