-- A role's name may be 40 characters long, of four bytes each, and stands whole in the log, whoever comes into it.
.read setup/people.sql
INSERT INTO roles (id, account_id, name) VALUES ('00000000-0000-4000-8000-000000005001', '00000000-0000-4000-8000-0000000000aa', '🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑');
SELECT length(name), length(CAST(name AS BLOB)) FROM roles WHERE id LIKE '%00005001';
INSERT INTO account_memberships (user_id, account_id, role) VALUES ('00000000-0000-4000-8000-000000000026', '00000000-0000-4000-8000-0000000000aa', '🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑');
INSERT INTO invites (email, account_id, role, token) VALUES ('new@example.org', '00000000-0000-4000-8000-0000000000aa', '🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑', 'newAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA');
INSERT INTO usher VALUES ('invite_accept', '["newAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"]');
SELECT action, length(after ->> 'role'), (after ->> 'role') = (SELECT name FROM roles WHERE id LIKE '%00005001') FROM audit_log WHERE after ->> 'role' LIKE '🔑%' ORDER BY id;
.print -- 41 are too many
INSERT INTO roles (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', '🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑');
