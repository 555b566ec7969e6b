-- INSERT INTO usher(call, args) reaches every function, for engines that replicate only write statements.
SELECT call, args FROM usher ORDER BY call;
INSERT INTO usher (call, args) VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');

-- Each does what the function does. The result is not returned: the caller gives ids and tokens.
INSERT INTO usher VALUES ('invite_create', '["a@example.org","owner",{"id":"00000000-0000-4000-8000-0000000000b1","token":"a000000000000000000000000000000000000000000"}]');
INSERT INTO usher VALUES ('INVITE_CREATE', '["b@example.org","user",{"id":"00000000-0000-4000-8000-0000000000b2","token":"b000000000000000000000000000000000000000000"}]');
INSERT INTO usher VALUES ('invite_create', '["c@example.org","user",{"id":"00000000-0000-4000-8000-0000000000b3","token":"c000000000000000000000000000000000000000000"}]');
INSERT INTO usher VALUES ('invite_accept', '["a000000000000000000000000000000000000000000", {"id":"00000000-0000-4000-8000-000000000001", "name":"Ann", "terms_agreed":true}]');
INSERT INTO usher (args, call) VALUES ('["00000000-0000-4000-8000-0000000000b2",{"token":"d000000000000000000000000000000000000000000"}]', 'invite_resend');
INSERT INTO usher VALUES ('invite_decline', json_array('c000000000000000000000000000000000000000000'));
SELECT i.email, i.status, u.name, u.terms_agreed FROM invites AS i LEFT JOIN users AS u ON u.email = i.email ORDER BY i.rowid;
INSERT INTO usher VALUES ('invite_accept', json_array('d000000000000000000000000000000000000000000', json_object('id', '00000000-0000-4000-8000-000000000002'))),
    ('act_as', json_array('00000000-0000-4000-8000-000000000001'));
SELECT actor();
INSERT INTO usher VALUES ('user_erase', json_array('00000000-0000-4000-8000-000000000002'));
INSERT INTO usher VALUES ('act_as', '[null]');
INSERT INTO usher VALUES ('invite_create', '["e@example.org","user",{"id":"00000000-0000-4000-8000-0000000000b5"}]');
INSERT INTO usher VALUES ('invite_revoke', '["00000000-0000-4000-8000-0000000000b5"]');
SELECT email, status FROM invites ORDER BY rowid;
SELECT id, status FROM users ORDER BY id;
INSERT INTO usher VALUES ('invite_create', '["f@example.org","user",{"token":"f000000000000000000000000000000000000000000"}]'),
    ('invite_accept', '["f000000000000000000000000000000000000000000",{"id":"00000000-0000-4000-8000-000000000003"}]');
DELETE FROM users WHERE email = 'f@example.org';
INSERT INTO usher VALUES ('user_restore', '["00000000-0000-4000-8000-000000000003"]');
SELECT status FROM users WHERE email = 'f@example.org';
-- Those that write nothing can be called, too.
INSERT INTO usher VALUES ('usher_version', '[]'), ('usher_debug', NULL), ('usher_error', '[]'), ('actor', NULL);
INSERT INTO usher (call) VALUES ('usher_version');

-- Wrong calls.
CREATE TEMP TABLE before AS SELECT count(*) AS n FROM usher_audit;
INSERT INTO usher DEFAULT VALUES;
SELECT usher_error();
INSERT INTO usher (args) VALUES ('[]');
INSERT INTO usher VALUES ('user_create', '[]');
SELECT usher_error();
INSERT INTO usher VALUES ('', '[]');
INSERT INTO usher VALUES (5, '[]');
INSERT INTO usher VALUES (CAST(x'ff' AS TEXT), '[]');
INSERT INTO usher VALUES ('random', '[]');
INSERT INTO usher VALUES ('invite_create', '["x@example.org"]');
SELECT usher_error();
INSERT INTO usher VALUES ('invite_create', '["x@example.org","user",{},1]');
INSERT INTO usher VALUES ('invite_create', '[1,2,3,4,5,6,7,8,9,10]');
SELECT usher_error();
INSERT INTO usher VALUES ('invite_create', NULL);
INSERT INTO usher VALUES ('invite_create', '{"email":"x@example.org"}');
SELECT usher_error();
INSERT INTO usher VALUES ('invite_create', '"x@example.org"');
INSERT INTO usher VALUES ('invite_create', '["x@example.org","user"');
INSERT INTO usher VALUES ('invite_create', '["x@example.org","user"],');
INSERT INTO usher VALUES ('invite_create', '["x@example.org","user",{"name":"a","name":"b"}]');
INSERT INTO usher VALUES ('invite_create', '["x@example.org",''user'']');
INSERT INTO usher VALUES ('invite_create', '["x@example.org","user\u0000"]');
INSERT INTO usher VALUES ('invite_create', '["x@example.org","user"]' || char(0));
INSERT INTO usher VALUES ('invite_create', x'5b5d');
INSERT INTO usher VALUES ('invite_create', CAST(x'5b22ff225d' AS TEXT));
SELECT usher_error();
INSERT INTO usher VALUES ('invite_create', 5);
INSERT INTO usher VALUES ('actor', '');
INSERT INTO usher VALUES ('invite_create', '[5,"user"]');
INSERT INTO usher VALUES ('invite_create', '[null,"user"]');
INSERT INTO usher VALUES ('invite_create', '[["x@example.org"],"user"]');
INSERT INTO usher VALUES ('invite_create', '["x@example.org","user","{"]');
INSERT INTO usher VALUES ('invite_create', '["x@example.org","user",true]');
INSERT INTO usher VALUES ('invite_accept', '[]');
INSERT INTO usher VALUES ('invite_accept', '[1]');
INSERT INTO usher VALUES ('invite_decline', '[{}]');
INSERT INTO usher VALUES ('invite_revoke', '["x","y"]');
INSERT INTO usher VALUES ('invite_resend', '[null]');
INSERT INTO usher VALUES ('user_restore', '[]');
INSERT INTO usher VALUES ('user_erase', '["x"]');
INSERT INTO usher VALUES ('act_as', '[]');
INSERT INTO usher VALUES ('act_as', '["x"]');
INSERT INTO usher VALUES ('actor', '[1]');
INSERT INTO usher VALUES ('usher_init', '[{"x":1}]');
-- Two calls in a statement: both or none.
INSERT INTO usher VALUES ('invite_create', '["x@example.org","user"]'), ('invite_create', '["x","user"]');
INSERT OR IGNORE INTO usher VALUES ('invite_create', '["x","user"]'), ('invite_create', '["x@example.org","user"]');
-- Nothing but INSERT.
UPDATE usher SET args = '[]';
SELECT usher_error();
DELETE FROM usher;
SELECT (SELECT count(*) FROM usher_audit) = n, (SELECT count(*) FROM invites WHERE email LIKE 'x%') FROM before;
SELECT actor();

-- From a trigger or a view nobody calls anything in another's name.
CREATE TABLE t (a);
CREATE TRIGGER hostile AFTER INSERT ON t BEGIN INSERT INTO usher VALUES ('invite_create', '["x@example.org","owner"]'); END;
INSERT INTO t VALUES (1);
CREATE VIEW v AS SELECT invite_create('x@example.org', 'owner');
SELECT * FROM v;
SELECT count(*) FROM invites WHERE email LIKE 'x%';
