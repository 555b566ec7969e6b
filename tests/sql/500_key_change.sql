-- The master key is changed by a connection that has written nothing yet: the log's entry of it is sealed; and one that fails leaves the connection its key.
.open test.db
.load dist/usher
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
SELECT usher_key('the first key, of thirty-two bytes');
.open test.db
.load dist/usher
SELECT usher_key('the first key, of thirty-two bytes');
.print -- what the store holds is sealed by then, and the entry is not written: all is as it was
CREATE TRIGGER no BEFORE INSERT ON usher_audit WHEN NEW.action = 'key.change' BEGIN SELECT RAISE(ABORT, 'not now'); END;
SELECT usher_key('the first key, of thirty-two bytes', 'the second key, which is as long');
DROP TRIGGER no;
SELECT length(jwt_sign('{}')) > 100;
.print -- the same of the last that is written
CREATE TRIGGER no BEFORE UPDATE OF proof ON usher_secret BEGIN SELECT RAISE(ABORT, 'not now'); END;
SELECT usher_key('the first key, of thirty-two bytes', 'the second key, which is as long');
DROP TRIGGER no;
SELECT length(jwt_sign('{}')) > 100;
SELECT json_extract(audit_verify(), '$.whole');
.print -- and without hindrance
SELECT usher_key('the first key, of thirty-two bytes', 'the second key, which is as long');
SELECT length(jwt_sign('{}')) > 100;
SELECT action, key_number FROM usher_audit WHERE action LIKE 'key.%';
SELECT json_extract(audit_verify(), '$.whole');
.print -- whoever changes it without having been given it does not know the log's key before
.open test.db
.load dist/usher
SELECT usher_key('the second key, which is as long', 'the third key, which is so as well');
SELECT action, key_number FROM usher_audit WHERE action LIKE 'key.%';
SELECT json_extract(audit_verify(), '$.whole');
