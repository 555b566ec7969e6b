-- storage_used(), storage_available(), storage_check() and storage_refresh(): of oneself, of others by users.read_private
-- and users.update; a drift is mended and logged, once; what is asked wrongly.
.read setup/people.sql
.read setup/files.sql
INSERT INTO files (user_id, checksum, size, format) VALUES (:carl, :a, 30, 'mp4'), (:bert, :a, 40, 'mp4'), (:adam, :b, 50, 'mp4'), (:mia, :c, 60, 'mp4');

.print -- the system names a user; the table usher calls them, too
SELECT storage_used();
SELECT usher_error();
SELECT storage_available(NULL);
SELECT storage_check(1);
SELECT storage_refresh();
SELECT storage_used(:carl), storage_available(:carl), storage_check(70, :b, :carl), storage_refresh(:carl), typeof(storage_used(:carl));
SELECT storage_used(:dan), storage_available(:dan);
SELECT storage_used(:none);
SELECT usher_error();
SELECT storage_refresh(:none);
SELECT storage_used('carl');
SELECT storage_used(5);
INSERT INTO usher (call, args) VALUES ('storage_refresh', json_array(:carl)), ('storage_used', json_array(:carl)), ('storage_check', json_array(70, :b, :carl));
INSERT INTO usher (call, args) VALUES ('storage_check', json_array(71, :b, :carl));
.print -- oneself
SELECT act_as(:carl);
SELECT storage_used(), storage_available(), storage_check(70), storage_check('70'), storage_check(70.0, :b), storage_check(100, :a, NULL), storage_refresh(), storage_used(actor());
SELECT storage_check(71);
.print -- others: not seen, they do not exist
SELECT storage_used(:olga);
SELECT usher_error();
SELECT storage_refresh(:bert);
SELECT storage_check(1, NULL, :none);
.print -- seen, by a channel or a permission, their storage is private
SELECT storage_used(:mia);
SELECT act_as(:mia);
SELECT storage_used(), storage_available();
SELECT storage_used(:carl);
SELECT usher_error();
SELECT storage_available(:carl);
SELECT storage_check(1, NULL, :carl);
SELECT storage_refresh(:carl);
SELECT usher_error();
SELECT act_as(:adam);
SELECT storage_used(:carl), storage_available(:carl), storage_check(70, NULL, :carl), storage_refresh(:carl), storage_used(), storage_available();
.print -- rank: a right that an administrator does not have protects an owner
SELECT storage_used(:olga);
SELECT storage_refresh(:olga);
SELECT storage_used(:bert);
.print -- what is no size, no checksum
SELECT storage_check(-1);
SELECT usher_error();
SELECT storage_check(1.5);
SELECT storage_check('much');
SELECT storage_check(9007199254740992);
SELECT storage_check(NULL);
SELECT usher_error();
SELECT storage_check(1, 'no');
SELECT usher_error();
SELECT storage_check(1, 12345678901234567890123456789012);
SELECT storage_check();
SELECT act_as(NULL);
.print -- nothing has drifted so far; then it has: said once, by who found it
SELECT count(*) FROM log WHERE action = 'storage.drift';
UPDATE usher_user SET disk_space_used = 77 WHERE id = :carl;
SELECT storage_used(:carl), storage_available(:carl);
SELECT act_as(:carl);
SELECT storage_refresh(), storage_used();
SELECT storage_refresh();
SELECT act_as(NULL);
SELECT actor, action, id, account, before, after FROM log WHERE action = 'storage.drift';
SELECT object_type FROM audit_log WHERE action = 'storage.drift';
.print -- what has drifted below what goes is not below 0
UPDATE usher_user SET disk_space_used = 1 WHERE id = :carl;
DELETE FROM files WHERE user_id = :carl;
SELECT storage_used(:carl), storage_refresh(:carl);
.print -- taken back with the transaction
UPDATE usher_user SET disk_space_used = 5 WHERE id = :carl;
BEGIN;
SELECT storage_refresh(:carl);
ROLLBACK;
SELECT storage_used(:carl), (SELECT count(*) FROM log WHERE action = 'storage.drift');
.print -- in a view, and for all users at once
SELECT storage_refresh(:carl);
CREATE VIEW left AS SELECT name, storage_used(id) AS used, storage_available(id) AS left FROM usher_user;
SELECT * FROM left WHERE name IN ('adam', 'bert', 'carl', 'mia', 'uma') ORDER BY name;
