-- For the tests of channels. Of the first account: one (carl edits; uma, gus view), two (adam edits), gone (deleted;
-- carl, uma edit); of the second: far (bert edits, gus views). uma brought 10 bytes into one, gone and far each, carl 100
-- into one, gus 1000 into far; none of them twice. Read after people.sql.
INSERT INTO usher_channel (id, account_id, name, discarded_at, created_at, updated_at)
SELECT '00000000-0000-4000-8000-00000000' || column1, '00000000-0000-4000-8000-0000000000' || column2, column3, column4, '2022-01-0' || substr(column1, 4) || 'T00:00:00.000Z', '2022-01-01T00:00:00.000Z'
FROM (VALUES ('c001', 'aa', 'one', NULL), ('c002', 'aa', 'two', NULL), ('c003', 'aa', 'gone', '2022-02-01T00:00:00.000Z'), ('c004', 'ab', 'far', NULL));
INSERT INTO usher_channel_member (id, channel_id, user_id, mode, created_at, updated_at)
SELECT '00000000-0000-4000-8000-00000000d' || column1, '00000000-0000-4000-8000-00000000' || column2, '00000000-0000-4000-8000-0000000000' || column3, column4, '2022-01-01T00:00:00.000Z', '2022-01-01T00:00:00.000Z'
FROM (VALUES ('001', 'c001', '05', 'edit'), ('002', 'c001', '06', 'view'), ('003', 'c001', '24', 'view'), ('004', 'c002', '03', 'edit'),
    ('005', 'c003', '05', 'edit'), ('006', 'c003', '06', 'edit'), ('007', 'c004', '21', 'edit'), ('008', 'c004', '24', 'view'));
INSERT INTO usher_file (id, account_id, user_id, channel_id, checksum, size, format, created_at, updated_at)
SELECT '00000000-0000-4000-8000-00000000b00' || column1, '00000000-0000-4000-8000-0000000000' || column2, '00000000-0000-4000-8000-0000000000' || column3,
    '00000000-0000-4000-8000-00000000' || column4, printf('%032d', column1), column5, 'mp4', '2022-01-01T00:00:00.000Z', '2022-01-01T00:00:00.000Z'
FROM (VALUES (1, 'aa', '06', 'c001', 10), (2, 'aa', '06', 'c003', 10), (3, 'ab', '06', 'c004', 10), (4, 'aa', '05', 'c001', 100), (5, 'ab', '24', 'c004', 1000));
UPDATE usher_user SET disk_space_used = 100 WHERE id LIKE '%-000000000005';
