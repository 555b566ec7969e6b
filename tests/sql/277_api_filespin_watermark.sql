-- filespin: POST /api/v1/user/settings/watermark: the image as it is, or as base64 in JSON; the key that holds it.
.read setup/filespin.sql
CREATE TEMP TABLE image (name, body);
INSERT INTO image VALUES ('png', x'89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de00000001494441540028387de80000000049454e44ae426082');
INSERT INTO image VALUES ('png 1012x768', x'89504e470d0a1a0a0000000d49484452000003f40000030008020000000544bb3a00000001494441540028387de80000000049454e44ae426082');
INSERT INTO image VALUES ('jpeg', x'ffd8ffe000104a46494600010100000100010000ffc0000b080001000101011100ffda0008010100003f000102ffd9');
INSERT INTO image VALUES ('base64', '{"image":"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAAAUlEQVQAKDh96AAAAABJRU5ErkJggg=="}');
INSERT INTO image VALUES ('base64 in lines', '
 {"image":"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAAAUlEQVQAKDh96AAAAABJRU5ErkJggg=="}');
CREATE TEMP VIEW stored AS SELECT scope, substr(scope_id, -2) AS account, typeof(value) AS type, length(value) AS bytes, substr(updated_by, -2) AS by FROM settings WHERE key = 'watermark.image';
.print -- each replaces the one before
SELECT i.name, a.status, a.headers, a.body, (SELECT group_concat(type || ' ' || bytes || ' ' || by) FROM stored) FROM image AS i JOIN p JOIN api('filespin', 'POST', '/api/v1/user/settings/watermark', i.body, p.token) AS a WHERE p.name = 'adam';
SELECT * FROM stored;
.print -- in force only once the setting names it
SELECT a.body -> '$.data.watermark' FROM p JOIN api('filespin', 'GET', '/api/v1/user/settings', NULL, p.token) AS a WHERE p.name = 'uma';
SELECT a.status, a.body -> '$.data.watermark' FROM p JOIN api('filespin', 'PATCH', '/api/v1/user/settings/update', '{"key":"watermark","value":{"image":"watermark.image","placement":"top_left"}}', p.token) AS a WHERE p.name = 'adam';
SELECT a.status, a.body FROM p JOIN api('filespin', 'PATCH', '/api/v1/user/settings/update', '{"key":"watermark","value":{"image":"watermark.image"}}', p.token) AS a WHERE p.name = 'bert';
.print -- not: what is no such image, too large, or none at all; who may not
DELETE FROM image;
INSERT INTO image VALUES ('none', NULL), ('empty', ''), ('empty BLOB', x''), ('text', 'GIF89a'), ('cut', x'89504e470d0a1a0a0000000d4948445200000001'), ('1013x768', x'89504e470d0a1a0a0000000d49484452000003f5000003000802000000ea86d00400000001494441540028387de80000000049454e44ae426082'), ('more than 512000 bytes', x'ffd8ffe000104a46494600010100000100010000ffc0000b080001000101011100ffda0008010100003f00' || zeroblob(512000) || x'ffd9'),
    ('a body that is too long', zeroblob(1000001)), ('an array', '["x"]'), ('no member', '{}'), ('another member', '{"image":"","name":"x"}'), ('no string', '{"image":[137,80]}'), ('no base64', '{"image":"iVBORw0KGgo*"}'), ('base64url', '{"image":"_9j_"}'), ('no padding', '{"image":"iVBORw0KGg"}'), ('nothing', '{"image":""}'), ('no image', '{"image":"AAAA"}'), ('a brace', '{'), ('blanks', '   ');
SELECT i.name, a.status, a.body FROM image AS i JOIN p JOIN api('filespin', 'POST', '/api/v1/user/settings/watermark', i.body, p.token) AS a WHERE p.name = 'adam';
SELECT name, a.status, a.body FROM (SELECT 'mia' AS name UNION ALL SELECT 'uma' UNION ALL SELECT NULL) LEFT JOIN p USING (name) JOIN api('filespin', 'POST', '/api/v1/user/settings/watermark', x'ffd8ffe000104a46494600010100000100010000ffc0000b080001000101011100ffda0008010100003f000102ffd9', p.token) AS a;
SELECT * FROM stored;
