-- Values of settings: what the document-like keys take, and what they refuse: one error that names key and member.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO invites (email, role, token) VALUES ('a@example.org', 'owner', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaA');
INSERT INTO usher VALUES ('invite_accept', '["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaA",{"id":"00000000-0000-4000-8000-000000000001"}]');

-- JSON: canonical, strict, bounded.
REPLACE INTO settings (scope, key, value) VALUES ('account', 'app.x', ' { "b" : [ 1.50 , -0.0, 1e2, true , null ] , "a" : "\u00e9\/\n" } ');
SELECT value, typeof(value) FROM settings WHERE key = 'app.x';
REPLACE INTO settings (scope, key, value) VALUES ('account', 'app.x', 5), ('account', 'app.y', 2.0), ('account', 'app.z', 2.5), ('account', 'app.s', '"5"'), ('account', 'app.n', 'null'), ('account', 'app.b', 'false'), ('account', 'app.l', '[]');
SELECT key, value, typeof(value) FROM settings ORDER BY key;
DELETE FROM settings;
INSERT INTO settings (scope, key, value) VALUES ('account', 'app.x', 'hello');
SELECT usher_error();
INSERT INTO settings (scope, key, value) VALUES ('account', 'app.x', '');
INSERT INTO settings (scope, key, value) VALUES ('account', 'app.x', '1' || char(0));
INSERT INTO settings (scope, key, value) VALUES ('account', 'app.x', '"\u0000"');
INSERT INTO settings (scope, key, value) VALUES ('account', 'app.x', '{"a":1,"a":2}');
SELECT usher_error();
INSERT INTO settings (scope, key, value) VALUES ('account', 'app.x', '1 2');
INSERT INTO settings (scope, key, value) VALUES ('account', 'app.x', '9223372036854775808');
INSERT INTO settings (scope, key, value) VALUES ('account', 'app.x', '1e999');
INSERT INTO settings (scope, key, value) VALUES ('account', 'app.x', 9e999);
INSERT INTO settings (scope, key, value) VALUES ('account', 'app.x', x'7b7d');
INSERT INTO settings (scope, key, value) VALUES ('account', 'app.x', NULL);
INSERT INTO settings (scope, key, value) VALUES ('account', 'app.x', replace(hex(zeroblob(65)), '00', '[') || replace(hex(zeroblob(65)), '00', ']'));
INSERT INTO settings (scope, key, value) VALUES ('account', 'app.x', replace(hex(zeroblob(64)), '00', '[') || replace(hex(zeroblob(64)), '00', ']'));
-- 64 KiB.
REPLACE INTO settings (scope, key, value) VALUES ('account', 'app.x', '"' || printf('%.*c', 65534, 'x') || '"');
SELECT length(value) FROM settings;
REPLACE INTO settings (scope, key, value) VALUES ('account', 'app.x', '"' || printf('%.*c', 65535, 'x') || '"');
SELECT usher_error();
SELECT length(value) FROM settings;
-- A string has its quotes.
INSERT INTO setting_definitions (key, type, schema, description) VALUES ('app.name', 'string', '{"minLength":2,"maxLength":3}', 'x');
INSERT INTO settings (scope, key, value) VALUES ('account', 'app.name', 'ab');
SELECT usher_error();
INSERT INTO settings (scope, key, value) VALUES ('account', 'app.name', 5);
INSERT INTO settings (scope, key, value) VALUES ('account', 'app.name', '"a"');
INSERT INTO settings (scope, key, value) VALUES ('account', 'app.name', '"abcd"');
INSERT INTO settings (scope, key, value) VALUES ('account', 'app.name', '"ab"');
UPDATE settings SET value = '"äöü"' WHERE key = 'app.name';
INSERT INTO setting_definitions (key, type, schema, description) VALUES ('app.rate', 'number', '{"minimum":0.5,"maximum":2}', 'x');
INSERT INTO settings (scope, key, value) VALUES ('account', 'app.rate', 0.49);
INSERT INTO settings (scope, key, value) VALUES ('account', 'app.rate', '2.01');
INSERT INTO settings (scope, key, value) VALUES ('account', 'app.rate', '"1"');
INSERT INTO settings (scope, key, value) VALUES ('account', 'app.rate', '0.5');
UPDATE settings SET value = 2 WHERE key = 'app.rate';
SELECT key, value, typeof(value) FROM settings WHERE key > 'app.x' OR key < 'app.x' ORDER BY key;
DELETE FROM settings;

-- auth: ten domains at most, each once; all members are mandatory and no others; a key of 32 digits without dashes.
INSERT INTO settings (scope, key, value) VALUES ('account', 'auth', '{"authorized_domains":["a.org","b.org","c.org","d.org","e.org","f.org","g.org","h.org","i.org","j.org"],"signed_urls":true,"key":"0123456789abcdef0123456789ABCDEF"}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'auth', '{"authorized_domains":["a.org","b.org","c.org","d.org","e.org","f.org","g.org","h.org","i.org","j.org","k.org"],"signed_urls":true,"key":null}');
SELECT usher_error();
REPLACE INTO settings (scope, key, value) VALUES ('account', 'auth', '{"authorized_domains":["a.org","a.org"],"signed_urls":true,"key":null}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'auth', '{"authorized_domains":["a.org","-b"],"signed_urls":true,"key":null}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'auth', '{"authorized_domains":"a.org","signed_urls":true,"key":null}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'auth', '{"authorized_domains":[],"signed_urls":true,"key":"01234567-89ab-cdef-0123-456789abcdef"}');
SELECT usher_error();
REPLACE INTO settings (scope, key, value) VALUES ('account', 'auth', '{"authorized_domains":[],"signed_urls":true,"key":"0123456789abcdef0123456789abcdeg"}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'auth', '{"authorized_domains":[],"signed_urls":true,"key":"0123456789abcdef0123456789abcde"}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'auth', '{"authorized_domains":[],"signed_urls":true,"key":5}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'auth', '{"authorized_domains":[],"signed_urls":true}');
SELECT usher_error();
REPLACE INTO settings (scope, key, value) VALUES ('account', 'auth', '{"signed_urls":true,"key":null}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'auth', '{"authorized_domains":[],"signed_urls":true,"key":null,"color":1}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'auth', '{"authorized_domains":[],"signed_urls":1,"key":null}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'auth', '[]');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'auth', 'null');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'auth', 1);
SELECT value FROM settings;
-- storage: the same.
REPLACE INTO settings (scope, key, value) VALUES ('account', 'storage', '{"provider":"s3","bucket":"b","region":"eu","path":"a/b","key":"00000000000000000000000000000000"}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'storage', '{"provider":"tape","bucket":"b","region":"eu","path":"a/b","key":null}');
SELECT usher_error();
REPLACE INTO settings (scope, key, value) VALUES ('account', 'storage', '{"provider":"s3","region":"eu","path":"a/b","key":null}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'storage', '{"provider":"s3","bucket":"","region":"eu","path":"a/b","key":null}');
-- The others take members that are not listed.
REPLACE INTO settings (scope, key, value) VALUES ('account', 'webhook', '{"enabled":true,"url":"https://example.org:8443/a?b=c#d","events":["file.created"],"more":{}}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'webhook', '{"url":"ftp://example.org/"}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'webhook', '{"url":"https://user@example.org/"}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'webhook', '{"url":"https:///path"}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'webhook', '{"url":"https://example.org/a b"}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'webhook', '{"url":"https://example.org:port/"}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'webhook', '{"events":["a",""]}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'webhook', '{"events":[{"x":[1]},{"x":[1]}]}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'database', '{"host":"db.example.org","port":65535,"name":"x"}'), ('account', 'image', '{"quality":1,"format":"webp"}'), ('account', 'video', '{"format":"hls","bitrate":1000000000}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'database', '{"port":0}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'database', '{"port":1.0}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'database', '{"host":"a b"}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'image', '{"quality":101}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'image', '{"format":"bmp"}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'video', '{"poster":"yes"}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'notifications.allowed_domains', '["example.org","EXAMPLE.net"]'), ('account', 'notifications.allow_all_domains', 1), ('account', 'email_notifications', 'false'), ('account', 'storage.quota', '1e9');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'notifications.allowed_domains', '["https://example.org"]');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'notifications.allowed_domains', '{}');
REPLACE INTO settings (scope, key, value) VALUES ('account', 'storage.quota', '-1');
SELECT key, value FROM settings ORDER BY key;
-- preferences: what a new user has is what the document shows.
SELECT value ->> '$.results_per_page', value ->> '$.toggle_view', value -> '$.search_attachments', value ->> '$.table_preset.name', value ->> '$.table_preset.id',
    json_array_length(value, '$.table_preset.table_preset_columns'), json_array_length(value, '$.search_options'), value ->> '$.id', value ->> '$.user_id'
FROM (SELECT setting('preferences', '00000000-0000-4000-8000-000000000001') AS value);
SELECT value ->> 'order', value ->> 'name', value ->> 'column_field', value ->> 'hidden', value ->> 'width', value ->> 'table_preset_id', value ->> 'column_type' FROM json_each(setting('preferences'), '$.table_preset.table_preset_columns');
SELECT value ->> 'id', value ->> 'data_field' FROM json_each(setting('preferences'), '$.search_options');
INSERT INTO settings (scope, scope_id, key, value) VALUES ('user', '00000000-0000-4000-8000-000000000001', 'preferences', '{"results_per_page":1000,"search_options":[{"data_field":"x"}]}');
UPDATE settings SET value = '{"results_per_page":1001}' WHERE key = 'preferences';
UPDATE settings SET value = '{"results_per_page":0}' WHERE key = 'preferences';
UPDATE settings SET value = '{"user_id":1}' WHERE key = 'preferences';
UPDATE settings SET value = '{"search_options":[{"data_field":"x"},{"id":"87","data_field":"x"}]}' WHERE key = 'preferences';
SELECT usher_error();
UPDATE settings SET value = '{"table_preset":{"name":"n","id":1,"table_preset_columns":[{"order":1,"name":"n"}]}}' WHERE key = 'preferences';
SELECT value FROM settings WHERE key = 'preferences';
-- A long path does not hide the rule.
INSERT INTO setting_definitions (key, type, schema, description) VALUES ('app.deep', 'object', '{"additionalProperties":{"additionalProperties":{"type":"integer"}}}', 'x');
INSERT INTO settings (scope, key, value) VALUES ('account', 'app.deep', json_object(printf('%.*c', 300, 'm'), json_object('n', 'x')));
SELECT json_extract(usher_error(), '$.code'), length(json_extract(usher_error(), '$.message')) < 400;
