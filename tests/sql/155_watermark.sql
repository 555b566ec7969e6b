-- The watermark: an image by its real header, of at most 1012x768 pixels and 512000 bytes, under a key of its own;
-- in force only when the setting watermark names it.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
INSERT INTO invites (email, role, token) VALUES ('a@example.org', 'owner', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaA');
INSERT INTO usher VALUES ('invite_accept', '["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaA",{"id":"00000000-0000-4000-8000-000000000001"}]');

-- Images, and what is none: cut short, or lying.
CREATE TEMP TABLE good (name, image);
CREATE TEMP TABLE bad (name, image);
INSERT INTO good VALUES ('png 1x1', x'89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de00000001494441540028387de80000000049454e44ae426082');
INSERT INTO good VALUES ('png 1012x768', x'89504e470d0a1a0a0000000d49484452000003f40000030008020000000544bb3a00000001494441540028387de80000000049454e44ae426082');
INSERT INTO good VALUES ('png palette', x'89504e470d0a1a0a0000000d49484452000000030000000301030000006ce627fc00000001494441540028387de80000000049454e44ae426082');
INSERT INTO good VALUES ('png grey 16', x'89504e470d0a1a0a0000000d494844520000000300000003100000000023d3362000000001494441540028387de80000000049454e44ae426082');
INSERT INTO good VALUES ('png interlaced', x'89504e470d0a1a0a0000000d4948445200000003000000030806000001212f852900000001494441540028387de80000000049454e44ae426082');
INSERT INTO good VALUES ('jpeg', x'ffd8ffe000104a46494600010100000100010000ffc0000b080001000101011100ffda0008010100003f000102ffd9');
INSERT INTO good VALUES ('jpeg 1012x768', x'ffd8ffe000104a46494600010100000100010000ffc0000b08030003f401011100ffda0008010100003f000102ffd9');
INSERT INTO good VALUES ('jpeg progressive', x'ffd8ffe000104a46494600010100000100010000ffc2000b080005000501011100ffda0008010100003f000102ffd9');
INSERT INTO good VALUES ('jpeg Exif, fill, tables', x'ffd8ffffe10008457869660000ffc4000600000000ffe000104a46494600010100000100010000ffc0000b080005000501011100ffda0008010100003f000102ffd9');
INSERT INTO bad VALUES ('png 1013x768', x'89504e470d0a1a0a0000000d49484452000003f5000003000802000000ea86d00400000001494441540028387de80000000049454e44ae426082');
INSERT INTO bad VALUES ('png 1012x769', x'89504e470d0a1a0a0000000d49484452000003f4000003010802000000ce18689f00000001494441540028387de80000000049454e44ae426082');
INSERT INTO bad VALUES ('jpeg 1013x768', x'ffd8ffe000104a46494600010100000100010000ffc0000b08030003f501011100ffda0008010100003f000102ffd9');
INSERT INTO bad VALUES ('jpeg 1012x769', x'ffd8ffe000104a46494600010100000100010000ffc0000b08030103f401011100ffda0008010100003f000102ffd9');
INSERT INTO bad VALUES ('empty', x'');
INSERT INTO bad VALUES ('signature only', x'89504e470d0a1a0a');
INSERT INTO bad VALUES ('png cut in header', x'89504e470d0a1a0a0000000d494844520000000100000001080200000090');
INSERT INTO bad VALUES ('png cut in data', x'89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000149444154002838');
INSERT INTO bad VALUES ('png without end', x'89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de00000001494441540028387de8');
INSERT INTO bad VALUES ('png without data', x'89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000049454e44ae426082');
INSERT INTO bad VALUES ('png with empty data', x'89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de000000004944415435af061e0000000049454e44ae426082');
INSERT INTO bad VALUES ('png with more behind', x'89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de00000001494441540028387de80000000049454e44ae4260824d5a');
INSERT INTO bad VALUES ('png wrong checksum', x'89504e470d0a1a0a0000000d49484452000000010000000108020000000000000100000001494441540028387de80000000049454e44ae426082');
INSERT INTO bad VALUES ('png 0x1', x'89504e470d0a1a0a0000000d49484452000000000000000108020000007fb538e000000001494441540028387de80000000049454e44ae426082');
INSERT INTO bad VALUES ('png 1x0', x'89504e470d0a1a0a0000000d49484452000000010000000008020000005b2b807b00000001494441540028387de80000000049454e44ae426082');
INSERT INTO bad VALUES ('png 2^31', x'89504e470d0a1a0a0000000d4948445280000000000000010802000000dfdf1df700000001494441540028387de80000000049454e44ae426082');
INSERT INTO bad VALUES ('png depth', x'89504e470d0a1a0a0000000d49484452000000010000000104020000005587bedf00000001494441540028387de80000000049454e44ae426082');
INSERT INTO bad VALUES ('png colour', x'89504e470d0a1a0a0000000d49484452000000010000000108050000000da06b6700000001494441540028387de80000000049454e44ae426082');
INSERT INTO bad VALUES ('png compression', x'89504e470d0a1a0a0000000d494844520000000100000001080201000091b539e900000001494441540028387de80000000049454e44ae426082');
INSERT INTO bad VALUES ('png filter', x'89504e470d0a1a0a0000000d4948445200000001000000010802000100896c629f00000001494441540028387de80000000049454e44ae426082');
INSERT INTO bad VALUES ('png interlace', x'89504e470d0a1a0a0000000d49484452000000010000000108020000027e7932f200000001494441540028387de80000000049454e44ae426082');
INSERT INTO bad VALUES ('png other first chunk', x'89504e470d0a1a0a0000000d744558746161616161616161616161616166f4e8c40000000d4948445200000001000000010802000000907753de00000001494441540028387de80000000049454e44ae426082');
INSERT INTO bad VALUES ('png chunk beyond the end', x'89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de7fffffff4944415400000000');
INSERT INTO bad VALUES ('jpeg signature only', x'ffd8ff');
INSERT INTO bad VALUES ('jpeg cut', x'ffd8ffe000104a46494600010100000100010000ffc0000b080001000101011100ffda0008010100003f000102');
INSERT INTO bad VALUES ('jpeg cut in header', x'ffd8ffe000104a46494600010100000100010000ffc0');
INSERT INTO bad VALUES ('jpeg 0x1', x'ffd8ffe000104a46494600010100000100010000ffc0000b080001000001011100ffda0008010100003f000102ffd9');
INSERT INTO bad VALUES ('jpeg 1x0', x'ffd8ffe000104a46494600010100000100010000ffc0000b080000000101011100ffda0008010100003f000102ffd9');
INSERT INTO bad VALUES ('jpeg no components', x'ffd8ffe000104a46494600010100000100010000ffc00008080001000100ffda0008010100003f000102ffd9');
INSERT INTO bad VALUES ('jpeg no frame', x'ffd8ffe000074a46494600ffda0008010100003f000102ffd9');
INSERT INTO bad VALUES ('jpeg two frames', x'ffd8ffc0000b080001000101011100ffe000104a46494600010100000100010000ffc0000b080001000101011100ffda0008010100003f000102ffd9');
INSERT INTO bad VALUES ('jpeg frame too short', x'ffd8ffc0000b080001000103011100ffda0008010100003f000102ffd9');
INSERT INTO bad VALUES ('jpeg no scan', x'ffd8ffe000104a46494600010100000100010000ffc0000b080001000101011100ffda0008010100003f00ffd9');
INSERT INTO bad VALUES ('jpeg broken segment', x'ffd8ffe00001ffe000104a46494600010100000100010000ffc0000b080001000101011100ffda0008010100003f000102ffd9');
INSERT INTO bad VALUES ('jpeg not a marker', x'ffd8ffe000020000ffe000104a46494600010100000100010000ffc0000b080001000101011100ffda0008010100003f000102ffd9');
INSERT INTO bad VALUES ('jpeg restart in header', x'ffd8ffd0ffe000104a46494600010100000100010000ffc0000b080001000101011100ffda0008010100003f000102ffd9');
INSERT INTO bad VALUES ('gif', x'474946383961010001000000003b');
INSERT INTO bad VALUES ('text', x'3c7376672f3e');
-- 512000 bytes, and one more.
INSERT INTO good SELECT 'png of 512000 bytes', CAST(x'89504e470d0a1a0a0000000d4948445200000002000000020802000000fdd49a73' || x'0007cfc749444154' || zeroblob(511947) || x'0000000049454e44ae426082' AS BLOB);
INSERT INTO bad SELECT 'png of 512001 bytes', CAST(x'89504e470d0a1a0a0000000d4948445200000002000000020802000000fdd49a73' || x'0007cfc849444154' || zeroblob(511948) || x'0000000049454e44ae426082' AS BLOB);
SELECT name, length(image) FROM good WHERE length(image) > 1000 UNION ALL SELECT name, length(image) FROM bad WHERE length(image) > 1000;
CREATE TEMP TABLE stored (name);
.output images.sql
SELECT 'REPLACE INTO settings (scope, key, value) SELECT ''account'', ''watermark.image'', image FROM good WHERE rowid = ' || rowid || ';' || char(10)
    || 'INSERT INTO stored SELECT name FROM good JOIN settings ON value = image WHERE good.rowid = ' || rowid || ';' FROM good;
.output
.read images.sql
SELECT name FROM good EXCEPT SELECT name FROM stored;
SELECT count(*) FROM stored;
.output images.sql
SELECT 'SELECT ''' || name || ''';' || char(10) || 'REPLACE INTO settings (scope, key, value) SELECT ''account'', ''watermark.image'', image FROM bad WHERE rowid = ' || rowid || ';' FROM bad;
.output
.read images.sql
SELECT typeof(value), length(value) FROM settings;
REPLACE INTO settings (scope, key, value) VALUES ('account', 'watermark.image', '"text"');
SELECT usher_error();
REPLACE INTO settings (scope, key, value) VALUES ('account', 'watermark.image', 5);
UPDATE settings SET value = '{}' WHERE key = 'watermark.image';
INSERT INTO settings (scope, scope_id, key, value) SELECT 'user', '00000000-0000-4000-8000-000000000001', 'watermark.image', image FROM good LIMIT 1;
INSERT INTO settings (scope, key, value) SELECT 'account', 'webhook', image FROM good LIMIT 1;
DELETE FROM settings;

-- The watermark: names an image that is there.
INSERT INTO settings (scope, key, value) VALUES ('account', 'watermark', '{"image":"watermark.image","scale":0.5,"placement":"center"}');
SELECT usher_error();
INSERT INTO settings (scope, key, value) VALUES ('account', 'watermark', '{"scale":0,"placement":"top_left"}');
UPDATE settings SET value = '{"scale":1,"placement":"top_right"}' WHERE key = 'watermark';
UPDATE settings SET value = '{"scale":1.01}' WHERE key = 'watermark';
UPDATE settings SET value = '{"scale":-0.01}' WHERE key = 'watermark';
UPDATE settings SET value = '{"placement":"left"}' WHERE key = 'watermark';
UPDATE settings SET value = '{"opacity":1}' WHERE key = 'watermark';
UPDATE settings SET value = '{"image":"invites.life"}' WHERE key = 'watermark';
UPDATE settings SET value = '{"image":5}' WHERE key = 'watermark';
SELECT value FROM settings;
-- Stored, it is not in force until it is named.
INSERT INTO settings (scope, key, value) SELECT 'account', 'watermark.image', image FROM good WHERE name = 'png 1x1';
SELECT setting('watermark.image') IS NULL, setting('watermark.image', '00000000-0000-4000-8000-000000000001') IS NULL;
SELECT source, value IS NULL FROM settings_effective WHERE key = 'watermark.image' UNION ALL SELECT source, value IS NULL FROM settings_effective('00000000-0000-4000-8000-000000000001') WHERE key = 'watermark.image';
SELECT setting_patch('account', NULL, 'watermark', '{"image":"watermark.image"}');
SELECT typeof(setting('watermark.image')), setting('watermark.image') = image, setting('watermark.image', '00000000-0000-4000-8000-000000000001') = image FROM good WHERE name = 'png 1x1';
SELECT source, value = image FROM settings_effective('00000000-0000-4000-8000-000000000001'), good WHERE key = 'watermark.image' AND name = 'png 1x1';
-- What is named stays; another image may take its place.
DELETE FROM settings WHERE key = 'watermark.image';
SELECT usher_error();
REPLACE INTO settings (scope, key, value) SELECT 'account', 'watermark.image', image FROM good WHERE name = 'jpeg';
UPDATE settings SET value = (SELECT image FROM good WHERE name = 'jpeg progressive') WHERE key = 'watermark.image';
SELECT setting_patch('account', NULL, 'watermark', '{"image":null}');
SELECT setting('watermark.image') IS NULL;
DELETE FROM settings WHERE key = 'watermark.image';
-- Of an image the log has the size.
SELECT action, before, after FROM audit_log WHERE object_type = 'settings' ORDER BY id DESC LIMIT 6;
-- An application's image, and a watermark that is one.
INSERT INTO setting_definitions (key, type, schema, description) VALUES ('app.logo', 'image', '{"maxWidth":3,"maxBytes":200}', 'x');
INSERT INTO settings (scope, scope_id, key, value) SELECT 'user', '00000000-0000-4000-8000-000000000001', 'app.logo', image FROM good WHERE name = 'jpeg progressive';
INSERT INTO settings (scope, scope_id, key, value) SELECT 'user', '00000000-0000-4000-8000-000000000001', 'app.logo', image FROM good WHERE name = 'png palette';
SELECT setting('app.logo', '00000000-0000-4000-8000-000000000001') = image FROM good WHERE name = 'png palette';
UPDATE settings SET value = '{"image":"app.logo"}' WHERE key = 'watermark';
INSERT INTO settings (scope, key, value) SELECT 'account', 'app.logo', image FROM good WHERE name = 'png palette';
UPDATE settings SET value = '{"image":"app.logo"}' WHERE key = 'watermark';
DELETE FROM settings WHERE key = 'app.logo' AND scope = 'user';
DELETE FROM settings WHERE key = 'app.logo' AND scope = 'account';
-- What was mangled is in nobody's way.
UPDATE usher_setting SET value = '{' WHERE key = 'watermark';
SELECT setting('watermark.image') IS NULL, (SELECT count(*) FROM settings_effective) > 20;
DELETE FROM settings WHERE key = 'app.logo';
SELECT key, value FROM settings;
