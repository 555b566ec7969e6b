-- can() and can_explain() of a file: the same judge that UPDATE and DELETE on files ask. By files.update in the file's account,
-- as its owner, as who may change the channel that it is in; what may not be seen is not there; an API key owns nothing.
.read setup/people.sql
.read setup/files.sql
INSERT INTO files (id, user_id, channel_id, checksum, size, format)
SELECT '00000000-0000-4000-8000-00000000f' || column1, column2, column3, column4, 1, 'mp4' FROM (VALUES
    ('001', :carl, NULL, :a), ('002', :carl, :open, :b), ('003', :mia, :viewed, :c), ('004', :mia, NULL, :d), ('005', :bert, NULL, :a), ('006', :gina, :far, :b), ('007', :gina, NULL, :c), ('008', :uma, NULL, :e));
CREATE TEMP TABLE ids AS SELECT id FROM files ORDER BY id;
CREATE TEMP VIEW may AS SELECT group_concat(substr(id, -3), ' ') FILTER (WHERE can('files.read', id)) AS read, group_concat(substr(id, -3), ' ') FILTER (WHERE can('files.update', id)) AS updated FROM ids;
CREATE TEMP VIEW why AS SELECT substr(i.id, -3), e.rule, e.granted, e.role, e.detail FROM ids AS i JOIN can_explain('files.update', i.id) AS e ORDER BY i.id, e.step;
CREATE TEMP TABLE told (id TEXT, name TEXT, may INTEGER);

.print -- who may see and change which
SELECT * FROM may;
SELECT act_as(:olga); SELECT * FROM may;
SELECT act_as(:adam); SELECT * FROM may;
SELECT act_as(:mia); SELECT * FROM may;
SELECT act_as(:carl); SELECT * FROM may;
SELECT act_as(:uma); SELECT * FROM may;
SELECT act_as(:bert); SELECT * FROM may;
SELECT act_as(:gina); SELECT * FROM may;
.print -- and why: a file of one's own, one in a channel that one edits, one in a channel that one views, one that is not there
SELECT act_as(:carl);
SELECT * FROM why;
SELECT rule, granted, detail FROM can_explain('files.read', '00000000-0000-4000-8000-00000000f003');
SELECT rule, granted, detail FROM can_explain('files.read', '00000000-0000-4000-8000-00000000f004');
SELECT act_as(:adam);
SELECT rule, granted, role, detail FROM can_explain('files.update', '00000000-0000-4000-8000-00000000f004');
SELECT rule, granted, role, detail FROM can_explain('files.update', '00000000-0000-4000-8000-00000000f005');
.print -- without an id: in their account; of a file that is not about a user, what one may do to oneself is no answer
SELECT can('files.update'), can('files.read');
SELECT act_as(:carl);
SELECT can('files.update'), can('files.read'), can('users.update', '00000000-0000-4000-8000-00000000f001'), can('users.delete', '00000000-0000-4000-8000-00000000f001');

.print -- an editor of the channel changes what others brought there; a viewer does not, and is told what it takes
UPDATE files SET format = 'gif' WHERE id LIKE '%0000f003';
SELECT usher_error();
SELECT act_as(NULL);
UPDATE channel_members SET mode = 'edit' WHERE channel_id = :viewed AND user_id = :carl;
SELECT act_as(:carl);
SELECT can('files.update', '00000000-0000-4000-8000-00000000f003');
UPDATE files SET format = 'gif' WHERE id LIKE '%0000f003';
.print -- who may change all channels of the account, may change what is in them: by a role with no other permission
SELECT act_as(NULL);
INSERT INTO roles (account_id, name, permissions) VALUES ('00000000-0000-4000-8000-0000000000aa', 'librarian', '["channels.update","files.read"]');
UPDATE users SET role = 'librarian' WHERE id = :uma;
SELECT act_as(:uma);
SELECT * FROM may;
SELECT rule, granted, detail FROM can_explain('files.update', '00000000-0000-4000-8000-00000000f002');
UPDATE files SET tree = 'x' WHERE id LIKE '%0000f002';
UPDATE files SET tree = 'x' WHERE id LIKE '%0000f001';
.print -- one's own of a channel that is deleted, or that one has left, stays one's own; others of it are gone
SELECT act_as(NULL);
DELETE FROM channel_members WHERE channel_id = :open AND user_id = :carl;
DELETE FROM channels WHERE id = :viewed;
SELECT act_as(:carl);
SELECT * FROM may;
DELETE FROM files WHERE id LIKE '%0000f002';
SELECT can('files.update', '00000000-0000-4000-8000-00000000f002');

.print -- can() answers as UPDATE does, of everybody and each file
SELECT act_as(NULL);
SELECT channel_restore(:viewed);
INSERT INTO told SELECT f.id, p.name, NULL FROM files AS f, p WHERE p.name IN ('olga', 'adam', 'mia', 'carl', 'uma', 'bert', 'beth', 'gina', 'gus');
SELECT act_as(:carl);
UPDATE told SET may = can('files.update', id) WHERE name = 'carl';
UPDATE files SET format = 'of carl' WHERE can('files.update', id);
SELECT act_as(:mia);
UPDATE told SET may = can('files.update', id) WHERE name = 'mia';
UPDATE files SET format = 'of mia' WHERE can('files.update', id);
SELECT act_as(:gina);
UPDATE told SET may = can('files.update', id) WHERE name = 'gina';
UPDATE files SET format = 'of gina' WHERE can('files.update', id);
SELECT act_as(NULL);
SELECT name, group_concat(substr(id, -3), ' ') FROM (SELECT * FROM told ORDER BY id) WHERE may GROUP BY name ORDER BY name;
SELECT format, group_concat(substr(id, -3), ' ') FROM (SELECT * FROM files ORDER BY id) GROUP BY format ORDER BY format;

.print -- by an API key: its scopes, and nothing as the owner or an editor
CREATE TEMP TABLE made AS SELECT column1 AS name, api_key_create(column1, json_object('user_id', column2, 'scopes', json(column3))) AS key
FROM (VALUES ('upload', :carl, '["files.upload"]'), ('reader', :adam, '["files.read"]'), ('editor', :adam, '["files.read","files.update"]'), ('sharer', :adam, '["channels.update","files.read"]'));
SELECT authenticate(key) FROM made WHERE name = 'upload'; SELECT * FROM may;
SELECT authenticate(key) FROM made WHERE name = 'reader'; SELECT * FROM may;
SELECT authenticate(key) FROM made WHERE name = 'editor'; SELECT * FROM may;
SELECT authenticate(key) FROM made WHERE name = 'sharer'; SELECT * FROM may;
SELECT rule, granted, detail FROM can_explain('files.update', '00000000-0000-4000-8000-00000000f003');
SELECT rule, granted, detail FROM can_explain('files.update', '00000000-0000-4000-8000-00000000f001');
UPDATE files SET tree = 'y' WHERE id LIKE '%0000f001';
SELECT usher_error();
.print -- nobody
SELECT act_as(NULL);
SELECT usher_lockdown();
SELECT * FROM may;
SELECT rule, granted, detail FROM can_explain('files.update', '00000000-0000-4000-8000-00000000f001');
