-- Words of a setting's schema: each is checked where it is written, and holds for what is stored.
.read setup/people.sql
INSERT INTO setting_definitions (key, type, schema, description) VALUES
    ('app.list', 'array', '{"minItems":2,"maxItems":3}', 'l'), ('app.map', 'object', '{"maxProperties":1}', 'm'), ('app.site', 'string', '{"format":"url"}', 's'),
    ('app.deep', 'object', '{"properties":{"a":{"type":"integer","minimum":1},"b":{"type":"string"}}}', 'd');
SELECT key, schema FROM setting_definitions WHERE builtin = 0 ORDER BY key;
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'app.list', '[1]');
SELECT usher_error();
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'app.list', '[1,2,3,4]');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'app.list', '[1,2]');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'app.map', '{"a":1,"b":2}');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'app.map', '{"a":1}');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'app.site', '"https://a.org/\u007f"');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'app.site', '"https://a.org/a b"');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'app.site', '"/inbox"');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'app.site', '"https://a.org:8080/x"');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'app.deep', '{"a":0,"b":2}');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'app.deep', '{"a":1,"b":2}');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('account', '00000000-0000-4000-8000-0000000000aa', 'app.deep', '{"a":1,"b":"2"}');
SELECT key, value FROM settings WHERE key LIKE 'app.%' ORDER BY key;

-- The first mistake of several is the one that is named.
INSERT INTO setting_definitions (key, type, schema, description) VALUES ('app.x', 'object', '{"properties":{"a":{"type":"float"},"b":{"type":"integer"}}}', 'x');
INSERT INTO setting_definitions (key, type, schema, description) VALUES ('app.x', 'object', '{"minItems":-1,"maxItems":2}', 'x');
INSERT INTO setting_definitions (key, type, schema, description) VALUES ('app.x', 'object', json_object('enum', json_array(printf('%.*c', 70000, 'x'))), 'x');
SELECT count(*) FROM setting_definitions WHERE key = 'app.x';
SELECT usher_error();
