-- What usher_help tells is for everybody: without a store, locked down, and in a view; each of its
-- examples can be prepared, and what is spelt most like a name comes first.

.print -- before there is a store, nobody acting
SELECT kind, count(*) > 4, count(DISTINCT name) = count(*) FROM usher_help GROUP BY kind;
SELECT name FROM usher_help WHERE ifnull(what, '') = '' OR ifnull(example, '') = ''
   OR signature = '' AND kind <> 'argument';
SELECT name, kind, signature, what, example FROM usher_help
WHERE name IN ('users.email', 'users.q', 'users.password', 'guarded.owner', 'usher.call', 'invite_create',
               'can_explain.object_id', 'api', 'sessions.life', 'users.update', 'self.read', 'last_owner',
               'usher_help.near');

.print -- as many entries as there are declarations
SELECT name FROM pragma_module_list AS m WHERE name NOT IN (SELECT name FROM usher_help)
   AND name NOT IN ('usher_anchor', 'usher_atomic', 'usher_guard', 'usher_list', 'usher_scope')
   AND name NOT LIKE 'usher_api_%' AND (name LIKE 'usher%' OR name IN ('users', 'invites', 'guarded', 'api'))
   ORDER BY name;
SELECT m.name, c.name FROM pragma_module_list AS m JOIN pragma_table_xinfo(m.name) AS c
WHERE m.name IN (SELECT name FROM usher_help) AND m.name <> 'guarded'
   AND m.name || '.' || c.name NOT IN (SELECT name FROM usher_help WHERE kind = 'column');
SELECT call FROM usher WHERE call NOT IN (SELECT name FROM usher_help WHERE kind = 'function');
SELECT DISTINCT name FROM pragma_function_list WHERE name LIKE 'usher\_%' ESCAPE '\' AND name <> 'usher_unseal' AND name NOT IN (SELECT name FROM usher_help);
SELECT count(*) FROM usher_help WHERE kind = 'function' AND name IN (SELECT call FROM usher)
   AND signature <> name || '(' || (SELECT args FROM usher WHERE call = name) || ')';

.print -- the nearest first, ten at most, and nothing where nothing is near
SELECT name, kind FROM usher_help WHERE near = 'emial';
SELECT name, kind FROM usher_help WHERE near = 'EMAIL';
SELECT name, kind FROM usher_help WHERE near = 'notificaton_send';
SELECT name FROM usher_help('pasword_set');
SELECT count(*) FROM usher_help WHERE near = 'id';
SELECT count(*) FROM usher_help WHERE near = 'id' AND kind = 'column' AND name LIKE 'users.%';
SELECT count(*) FROM usher_help WHERE near = 'xyzzyplugh';
SELECT count(*) FROM usher_help WHERE near = '';
SELECT count(*) FROM usher_help WHERE near = printf('%.*c', 1000, 'a');
SELECT count(*) > 400 FROM usher_help WHERE near = NULL OR 1;
SELECT * FROM usher_help WHERE near = 7;
SELECT name FROM usher_help('a', 'b');
INSERT INTO usher_help (name) VALUES ('x');

.print -- settings and permissions are those that usher runs on
SELECT usher_init() IS NOT NULL;
SELECT count(*) FROM setting_definitions WHERE key NOT IN (SELECT name FROM usher_help WHERE kind = 'setting')
   OR description <> (SELECT what FROM usher_help WHERE kind = 'setting' AND name = key);
SELECT count(*) FROM usher_permission AS p WHERE name NOT IN (SELECT name FROM usher_help WHERE kind = 'permission');

.print -- each example can be prepared, as it stands
.output examples.sql
SELECT 'EXPLAIN ' || example || ';' FROM usher_help;
SELECT 'SELECT ''examples: '' || count(*) FROM usher_help;';
.output plans.txt
.read examples.sql
.output
.shell grep '^examples: ' plans.txt | sed 's/[1-9][0-9][0-9]$/hundreds/'

.print -- an application's own are not told of
INSERT INTO setting_definitions (key, type, description) VALUES ('app.secret_plan', 'string', 'What we are up to');
SELECT count(*) FROM usher_help WHERE near = 'app.secret_plan';

.print -- in a view, and on a connection that is locked down, where nobody acts
CREATE VIEW hint AS SELECT name, what FROM usher_help WHERE kind = 'error';
SELECT count(*) FROM hint;
PRAGMA trusted_schema = 0;
SELECT count(*) FROM hint;
SELECT usher_lockdown();
SELECT count(*) FROM hint;
SELECT name FROM usher_help WHERE near = 'invits';
SELECT count(*) > 1 FROM usher_help AS a JOIN usher_help AS b USING (name);
SELECT count(*) FROM usher_user;
CREATE TEMP TABLE usher_help (name);
