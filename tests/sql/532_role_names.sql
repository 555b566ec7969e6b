-- A role's name may be 40 characters long, and stands whole in the log, whoever comes into it.
.read setup/people.sql
INSERT INTO roles (id, account_id, name) VALUES ('00000000-0000-4000-8000-000000005001', '00000000-0000-4000-8000-0000000000aa', 'abcdefghijklmnopqrstuvwxyz_abcdefghijklm');
SELECT length(name) FROM roles WHERE id LIKE '%5001';
INSERT INTO account_memberships (user_id, account_id, role) VALUES ('00000000-0000-4000-8000-000000000026', '00000000-0000-4000-8000-0000000000aa', 'abcdefghijklmnopqrstuvwxyz_abcdefghijklm');
INSERT INTO invites (email, account_id, role, token) VALUES ('new@example.org', '00000000-0000-4000-8000-0000000000aa', 'abcdefghijklmnopqrstuvwxyz_abcdefghijklm', 'newAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA');
INSERT INTO usher VALUES ('invite_accept', '["newAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"]');
SELECT action, after ->> 'role' FROM audit_log WHERE after ->> 'role' LIKE 'abc%' ORDER BY id;
.print -- 41 are too many
INSERT INTO roles (account_id, name) VALUES ('00000000-0000-4000-8000-0000000000aa', 'abcdefghijklmnopqrstuvwxyz_abcdefghijklmn');
