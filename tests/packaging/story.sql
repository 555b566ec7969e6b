SELECT usher_version();
SELECT usher_init() ->> 'created';
SELECT length(invite_create('olga@example.org', 'owner', json_object('token', printf('olga%039d', 0))));
SELECT length(invite_accept(printf('olga%039d', 0), json_object('name', 'Olga')));
SELECT email || ', ' || name || ', ' || role FROM users;
