-- password_import(): hashes that were made elsewhere, of bounded cost.
.read setup/passwords.sql
CREATE TEMP TABLE given (phc, note);
INSERT INTO given VALUES
    ('$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'cheap'),
    ('$argon2i$v=19$m=4096,t=3,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'argon2i'),
    ('$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'lanes'),
    ('$argon2id$v=19$m=1048576,t=16,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'most'),
    ('$argon2id$v=19$m=1048577,t=16,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'memory'),
    ('$argon2id$v=19$m=65536,t=17,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'passes'),
    ('$argon2id$v=19$m=65536,t=2,p=17$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'too many lanes'),
    ('$argon2d$v=19$m=65536,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'argon2d'),
    ('$argon2id$v=16$m=65536,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'version'),
    ('$argon2id$v=19$m=65536,t=2,p=1$c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'salt'),
    ('$argon2id$v=19$m=65536,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAA', 'hash'),
    ('$argon2id$v=19$m=65536,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA ', 'blank'),
    ('$2y$10$abcdefghijklmnopqrstuuWzAq3yqG1LJsjb8zCqZ2xkz0xqz0xqz', 'bcrypt'),
    ('correct horse', 'a password');
SELECT note, password_import('00000000-0000-4000-8000-000000000003', phc) FROM given WHERE note IN ('cheap', 'argon2i', 'lanes', 'most');
SELECT password_import('00000000-0000-4000-8000-000000000003', phc) FROM given WHERE note = 'memory';
SELECT usher_error();
SELECT password_import('00000000-0000-4000-8000-000000000003', phc) FROM given WHERE note = 'passes';
SELECT password_import('00000000-0000-4000-8000-000000000003', phc) FROM given WHERE note = 'too many lanes';
SELECT password_import('00000000-0000-4000-8000-000000000003', phc) FROM given WHERE note = 'argon2d';
SELECT password_import('00000000-0000-4000-8000-000000000003', phc) FROM given WHERE note = 'version';
SELECT password_import('00000000-0000-4000-8000-000000000003', phc) FROM given WHERE note = 'salt';
SELECT password_import('00000000-0000-4000-8000-000000000003', phc) FROM given WHERE note = 'hash';
SELECT password_import('00000000-0000-4000-8000-000000000003', phc) FROM given WHERE note = 'blank';
SELECT password_import('00000000-0000-4000-8000-000000000003', phc) FROM given WHERE note = 'bcrypt';
SELECT password_import('00000000-0000-4000-8000-000000000003', phc) FROM given WHERE note = 'a password';
SELECT password_import('00000000-0000-4000-8000-000000000003', NULL);
SELECT password_import('00000000-0000-4000-8000-000000000003', 1);
SELECT password_import(NULL, '');
SELECT password_import('00000000-0000-4000-8000-000000000099', phc) FROM given WHERE note = 'cheap';
SELECT password_import('00000000-0000-4000-8000-000000000004', phc) FROM given WHERE note = 'cheap';
SELECT * FROM hashes;

-- One that was made elsewhere is the password: "password", Argon2id of 19456 KiB and 2 passes.
SELECT password_set('00000000-0000-4000-8000-000000000001', 'password');
SELECT password_import('00000000-0000-4000-8000-000000000003', (SELECT hash FROM usher_password WHERE user_id = '00000000-0000-4000-8000-000000000001'));
SELECT act_as('00000000-0000-4000-8000-000000000003');
SELECT password_set(actor(), 'correct horse', 'Password');
SELECT password_set(actor(), 'correct horse', 'password');
-- The system's alone, like all that takes no old password.
SELECT password_import(actor(), '$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA');
SELECT act_as('00000000-0000-4000-8000-000000000001');
SELECT password_import('00000000-0000-4000-8000-000000000003', '$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA');
SELECT act_as(NULL);

-- All or none.
BEGIN;
INSERT INTO usher SELECT 'password_import', json_array(id, phc) FROM users, given WHERE note = 'cheap' AND users.name IN ('bob', 'olga', 'sam') ORDER BY users.name;
SELECT * FROM hashes;
INSERT INTO usher SELECT 'password_import', json_array(id, phc) FROM users, given WHERE note = 'cheap' AND users.name IN ('bob', 'olga') ORDER BY users.name;
SELECT * FROM hashes;
ROLLBACK;
SELECT * FROM hashes;
SELECT * FROM log WHERE action = 'password.import';
