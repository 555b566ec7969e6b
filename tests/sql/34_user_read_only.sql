-- What is computed or kept by usher cannot be set, by INSERT or UPDATE. An UPDATE that names such a
-- column without changing it is none.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO settings (scope, key, value) VALUES ('account', 'users.direct_creation', 'true');
INSERT INTO users (id, email, name) VALUES ('00000000-0000-4000-8000-000000000001', 'a@example.org', 'Ann');
CREATE TEMP TABLE before AS SELECT * FROM usher_user;

UPDATE users SET id = '00000000-0000-4000-8000-000000000002';
UPDATE users SET account_id = '00000000-0000-4000-8000-0000000000ab';
UPDATE users SET status = 'active';
UPDATE users SET verified_email = 1;
UPDATE users SET disk_space_used = 1;
UPDATE users SET last_login_at = '2022-01-01T00:00:00Z';
UPDATE users SET last_read_at = '2022-01-01T00:00:00Z';
UPDATE users SET discarded_at = '2022-01-01T00:00:00Z';
UPDATE users SET created_by = '00000000-0000-4000-8000-000000000001';
UPDATE users SET created_at = '2022-01-01T00:00:00Z';
UPDATE users SET updated_by = '00000000-0000-4000-8000-000000000001';
UPDATE users SET updated_at = '2022-01-01T00:00:00Z';
UPDATE users SET permissions = '["users.create"]';
UPDATE users SET actions = '[]';
UPDATE users SET alive = 0;
UPDATE users SET q = 'x';
SELECT usher_error();
UPDATE users SET rowid = 7;
SELECT usher_error();
UPDATE users SET _rowid_ = 'x';
UPDATE users SET nickname = 'x';

INSERT INTO users (status) VALUES ('active');
INSERT INTO users (verified_email) VALUES (1);
INSERT INTO users (disk_space_used) VALUES (0);
INSERT INTO users (last_login_at) VALUES ('2022-01-01T00:00:00Z');
INSERT INTO users (last_read_at) VALUES ('2022-01-01T00:00:00Z');
INSERT INTO users (discarded_at) VALUES ('2022-01-01T00:00:00Z');
INSERT INTO users (created_by) VALUES ('00000000-0000-4000-8000-000000000001');
INSERT INTO users (updated_by) VALUES ('00000000-0000-4000-8000-000000000001');
INSERT INTO users (updated_at) VALUES ('2022-01-01T00:00:00Z');
INSERT INTO users (permissions) VALUES ('[]');
INSERT INTO users (actions) VALUES ('[]');
INSERT INTO users (alive) VALUES (1);
INSERT INTO users (q) VALUES ('x');
SELECT usher_error();
INSERT INTO users (rowid) VALUES (0);
INSERT INTO users (rowid) VALUES (-5);
INSERT INTO users (rowid) VALUES (9007199254740992);
BEGIN;
INSERT INTO users (rowid, name) VALUES (9007199254740991, 'Last');
SELECT name FROM users WHERE rowid = 9007199254740991;
ROLLBACK;
SELECT usher_error();

-- One statement that changes a good column and a bad one changes neither.
UPDATE users SET name = 'Bea', verified_email = 1;
SELECT * FROM usher_user EXCEPT SELECT * FROM before;
SELECT count(*) FROM usher_user;
SELECT count(*) FROM audit_log;

-- The same values again are no change: nothing is written.
UPDATE users SET id = id, account_id = account_id, email = email, status = status, verified_email = 0, created_at = created_at,
    updated_at = updated_at, permissions = permissions, alive = alive, rowid = rowid;
UPDATE users SET (id, email, name, role, enabled) = (SELECT id, email, name, role, '1' FROM users);
SELECT * FROM usher_user EXCEPT SELECT * FROM before;
SELECT count(*) FROM audit_log;
