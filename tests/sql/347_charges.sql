-- What somebody is in charge of, and what not: invites into a channel, files, teams, channels; what a key is told of credentials.
.read setup/people.sql
.read setup/channels.sql
INSERT INTO invites (id, account_id, email, role, channel_id, share_mode) VALUES ('00000000-0000-4000-8000-00000000a901', '00000000-0000-4000-8000-0000000000aa', 'one@example.org', 'user', '00000000-0000-4000-8000-00000000c001', 'view'),
    ('00000000-0000-4000-8000-00000000a902', '00000000-0000-4000-8000-0000000000aa', 'two@example.org', 'user', '00000000-0000-4000-8000-00000000c002', 'view'),
    ('00000000-0000-4000-8000-00000000a903', '00000000-0000-4000-8000-0000000000ab', 'far@example.org', 'user', '00000000-0000-4000-8000-00000000c004', 'view'),
    ('00000000-0000-4000-8000-00000000a904', '00000000-0000-4000-8000-0000000000aa', 'none@example.org', 'user', NULL, NULL);
INSERT INTO teams (id, account_id, name) VALUES ('00000000-0000-4000-8000-00000000e001', '00000000-0000-4000-8000-0000000000aa', 'team');
INSERT INTO team_memberships (team_id, user_id, role) SELECT '00000000-0000-4000-8000-00000000e001', id, CASE name WHEN 'uma' THEN 'lead' ELSE 'member' END FROM p WHERE name IN ('uma', 'carl');
CREATE TEMP TABLE done (name, what, code);
CREATE TEMP TABLE task (number INTEGER PRIMARY KEY, sql);
INSERT INTO task (sql) VALUES ('SELECT invite_revoke(''00000000-0000-4000-8000-00000000a901'')'), ('SELECT invite_revoke(''00000000-0000-4000-8000-00000000a902'')'), ('SELECT invite_revoke(''00000000-0000-4000-8000-00000000a903'')'), ('SELECT invite_revoke(''00000000-0000-4000-8000-00000000a904'')'),
    ('UPDATE channels SET name = ''x'' WHERE id LIKE ''%c001'''), ('UPDATE channels SET name = ''x'' WHERE id LIKE ''%c002'''), ('UPDATE channels SET name = ''x'' WHERE id LIKE ''%c004'''),
    ('UPDATE teams SET name = ''x'' WHERE id LIKE ''%e001'''), ('UPDATE files SET format = ''x'' WHERE id LIKE ''%b001'''), ('UPDATE files SET format = ''x'' WHERE id LIKE ''%b004'''), ('UPDATE files SET format = ''x'' WHERE id LIKE ''%b005'''),
    ('DELETE FROM sessions WHERE user_id = actor()'), ('DELETE FROM api_keys WHERE user_id = actor()'), ('DELETE FROM users WHERE id = actor()'), ('UPDATE users SET enabled = 0 WHERE id = actor()'), ('UPDATE users SET role = ''manager'' WHERE id = actor()'), ('UPDATE users SET name = ''self'' WHERE id = actor()'),
    ('DELETE FROM sessions WHERE user_id LIKE ''%06'''), ('UPDATE users SET name = ''other'' WHERE id LIKE ''%06'''), ('UPDATE users SET name = ''owner'' WHERE id LIKE ''%01''');
CREATE TEMP TABLE c (number INTEGER PRIMARY KEY, name, credential);
INSERT INTO c (name, credential) SELECT name, session_create(id) FROM p WHERE name IN ('carl', 'uma', 'gus', 'bert', 'adam', 'mia');
INSERT INTO c (name, credential) SELECT 'key of adam', api_key_create('k', json_object('user_id', id, 'scopes', json_array('users.read', 'users.update', 'users.delete', 'users.disable', 'users.role', 'self.read', 'self.update', 'sessions.delete', 'channels.update', 'teams.update', 'files.update'))) FROM p WHERE name = 'adam';
INSERT INTO c (name, credential) SELECT 'key of carl', api_key_create('k', json_object('user_id', id, 'scopes', json_array('self.read'))) FROM p WHERE name = 'carl';
-- Each on a copy of what there is: a savepoint that is taken back.
.once turns.sql
SELECT 'SAVEPOINT s;' || char(10) || '.once /dev/null' || char(10) || 'SELECT authenticate(credential) FROM c WHERE number = ' || c.number || ';' || char(10) || '.print ' || c.name || ': ' || replace(replace(task.sql, '''', ''), '00000000-0000-4000-8000-00000000', '') || char(10)
    || '.once /dev/null' || char(10) || task.sql || ';' || char(10) || 'SELECT changes(), usher_error() ->> ''field'';' || char(10) || 'ROLLBACK TO s; RELEASE s;'
FROM c, task ORDER BY c.number, task.number;
.read turns.sql
