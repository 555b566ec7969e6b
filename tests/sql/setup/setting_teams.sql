-- For the tests of settings: teams of the first account (red, blue, late) and of the second (far). uma is in
-- red, blue and late, and leads red; carl is in blue; mia may change teams by her role. Read after people.sql.
INSERT INTO usher_team (id, account_id, name, priority, created_at, updated_at)
SELECT '00000000-0000-4000-8000-00000000' || column1, '00000000-0000-4000-8000-0000000000' || column2, column3, column4, '2022-01-01T00:00:00.000Z', '2022-01-01T00:00:00.000Z'
FROM (VALUES ('f001', 'aa', 'red', 0), ('f002', 'aa', 'blue', 0), ('f003', 'aa', 'late', 0), ('f004', 'ab', 'far', 9));
INSERT INTO usher_team_membership (id, team_id, user_id, role, created_at, updated_at)
SELECT '00000000-0000-4000-8000-00000000e' || column1, '00000000-0000-4000-8000-00000000' || column2, '00000000-0000-4000-8000-0000000000' || column3, column4, column5 || 'T00:00:00.000Z', '2022-01-01T00:00:00.000Z'
FROM (VALUES ('001', 'f001', '06', 'lead', '2022-01-02'), ('002', 'f002', '06', 'member', '2022-01-01'), ('003', 'f003', '06', 'member', '2022-01-02'),
    ('004', 'f002', '05', 'member', '2022-01-01'), ('005', 'f004', '24', 'member', '2022-01-01'), ('006', 'f001', '24', 'member', '2022-01-01'));
