-- sessions.current is the session by which they act, and no other: not one whose id an API key bears, too.
.read setup/people.sql
CREATE TEMP VIEW seen AS SELECT substr(id, -2) AS id, substr(user_id, -2) AS user, current FROM sessions ORDER BY id;
SELECT session_create(id, json_object('id', '00000000-0000-4000-8002-0000000000f1', 'token', 'oneAndTheSame1oneAndTheSame1oneAndTheSame1A')) IS NOT NULL FROM p WHERE name = 'olga';
SELECT session_create(id, json_object('id', '00000000-0000-4000-8002-0000000000f2')) IS NOT NULL FROM p WHERE name = 'olga';
CREATE TEMP TABLE k AS SELECT api_key_create('the same id', json_object('user_id', id, 'id', '00000000-0000-4000-8002-0000000000f1', 'scopes', json_array('self.read', 'sessions.delete'))) AS key FROM p WHERE name = 'olga';

.print -- by the session
SELECT substr(authenticate('oneAndTheSame1oneAndTheSame1oneAndTheSame1A'), -2);
SELECT * FROM seen;
SELECT act_as(NULL);
.print -- by the key: none is current
SELECT substr(authenticate(key), -2) FROM k;
SELECT * FROM seen;
SELECT act_as(NULL);
.print -- by neither
SELECT act_as(id) IS NOT NULL FROM p WHERE name = 'olga';
SELECT * FROM seen;
