-- The cast of people.sql for requests to the profile pulse. Who can sign in has a session, whose token is the
-- parameter @<name>; there is a team; times and ids are set, so that answers are always the same.
.read setup/people.sql
.parameter init
INSERT INTO sqlite_parameters SELECT '@' || name, substr('session-of-' || name || '-' || token, 1, 42) || '0'
FROM p WHERE name NOT IN ('dora', 'dan');
INSERT INTO usher SELECT 'session_create', json_array(id, json_object('token', value))
FROM p JOIN sqlite_parameters ON key = '@' || name;
INSERT INTO teams (id, account_id, name, description) VALUES
    ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-0000000000aa', 'crew', 'all hands');
INSERT INTO team_memberships (id, team_id, user_id, role) VALUES
    ('00000000-0000-4000-8000-0000000000f1', '00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-000000000004', 'lead'),
    ('00000000-0000-4000-8000-0000000000f2', '00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-000000000006', 'member');
UPDATE usher_user SET created_at = '2022-01-01T00:00:' || substr(id, -2) || '.000Z',
    discarded_at = iif(discarded_at IS NULL, NULL, '2022-02-02T00:00:00.000Z');
UPDATE usher_membership SET created_at = '2022-01-01T00:00:' || substr(user_id, -2) || '.000Z',
    id = iif(home, '00000000-0000-4000-8002-0000000000', '00000000-0000-4000-8003-0000000000') || substr(user_id, -2);
.mode list
