"""The main story, through the leader: each step is (what it shows, how it is sent, SQL, answer).

    execute   what writes; answers with how many rows it changed, or with the error
    query     what returns rows; answers with the first row's values, or the error
    inside    what writes and returns rows: sent as a query between BEGIN and COMMIT
"""
from changes import SCHEMA, call, token

ACCOUNT = "0d000000-0000-7000-8000-000000000001"
ANN, BOB = "0d000000-0000-7000-8000-00000000000a", "0d000000-0000-7000-8000-00000000000b"
PASSWORD = "correct horse battery staple"
WHO = "SELECT group_concat(name || ' ' || role || ' ' || status, ', ') FROM (SELECT * FROM users ORDER BY name)"
NO_ROWS = "unsupported: a cluster replicates nothing that a statement writes which returns rows"
NO_LOGIN = "unsupported: login() cannot be called in a cluster"


def prepare():
    """Before the writers start."""
    yield "set up", "execute", call("usher_init", f"json_object('account_id', '{ACCOUNT}')"), 1
    yield "set up again", "inside", "SELECT usher_init() ->> 'created'", [0]
    for sql in SCHEMA:
        yield "the application's own tables", "execute", sql, None


def tell(phc):
    yield "an owner is invited, by DML", "execute", call("invite_create", f"'ann@example.com', 'owner', json_object('token', '{token('ann')}')"), 1
    yield "and accepts", "execute", call("invite_accept", f"'{token('ann')}', json_object('id', '{ANN}', 'name', 'Ann')"), 1
    yield "a user is invited, by INSERT", "execute", f"INSERT INTO invites(email, role, token) VALUES ('bob@example.com', 'creator', '{token('bob')}')", 1
    yield "and accepts", "execute", call("invite_accept", f"'{token('bob')}', json_object('id', '{BOB}', 'name', 'Bob')"), 1
    yield "a token that was used", "execute", call("invite_accept", f"'{token('bob')}'"), "usher: conflict: "
    yield "with a password that was hashed here", "execute", call("password_import", f"'{BOB}', '{phc}'"), 1
    yield "a token that usher made comes back", "inside", "SELECT length(invite_create('cas@example.com', 'user'))", [43]
    yield "RETURNING, too", "inside", f"INSERT INTO invites(email, role, token) VALUES ('dot@example.com', 'user', '{token('dot')}') RETURNING email", ["dot@example.com"]
    yield "who is there", "query", WHO, ["Ann owner active, Bob creator active"]
    yield "the last owner stays", "execute", f"DELETE FROM users WHERE id = '{ANN}'", "usher: last_owner: "
    yield "a quota", "execute", f"UPDATE users SET disk_space = 100 WHERE id = '{BOB}'", 1
    yield "is kept", "execute", f"INSERT INTO files(user_id, size, checksum, format) VALUES ('{BOB}', 101, '{'0' * 32}', 'pdf')", "usher: quota_exceeded: "
    yield "to the byte", "execute", f"INSERT INTO files(user_id, size, checksum, format) VALUES ('{BOB}', 100, '{'0' * 32}', 'pdf')", 1
    yield "a notification", "execute", f"INSERT INTO notifications(user_id, title, message) VALUES ('{BOB}', 'Hello', 'there')", 1
    yield "is unread", "query", f"SELECT unread FROM users WHERE id = '{BOB}'", [1]
    yield "until it was read", "execute", call("mark_read", f"strftime('%Y-%m-%dT%H:%M:%fZ'), '{BOB}'"), 1
    yield "and then not", "query", f"SELECT unread FROM users WHERE id = '{BOB}'", [0]
    yield "a setting", "execute", "INSERT INTO settings(scope, key, value) VALUES ('account', 'app.theme', '\"dark\"')", 1
    yield "has its value", "query", "SELECT setting('app.theme')", ['"dark"']
    yield "a session, for whom the application has recognised", "execute", call("session_create", f"'{BOB}', json_object('token', '{token('session')}')"), 1
    yield "Bob acts", "execute", call("authenticate", f"'{token('session')}'"), 1
    yield "on this connection", "query", "SELECT actor()", [BOB]
    yield "and sees what he may", "query", "SELECT count(*) FROM audit_log", [0]
    yield "and does what he may", "execute", f"UPDATE users SET locale = 'de' WHERE id = '{BOB}'", 1
    yield "and no more", "execute", call("invite_create", "'eve@example.com', 'owner'"), "usher: forbidden: "
    yield "an HTTP API", "inside", f"SELECT status FROM api('vidbeo', 'PATCH', '/v2/users/{BOB}', '{{\"name\":\"Bob Baker\"}}', '{token('session')}')", [200]
    yield "nobody acts", "execute", call("authenticate", "NULL"), 1
    yield "any more", "query", "SELECT actor()", ["nobody"]


def care():
    yield "nothing is wrong", "query", "SELECT count(*) FROM usher_doctor() WHERE severity <> 'note'", [0]
    yield "and the log is whole", "query", "SELECT audit_verify() ->> 'whole'", [1]


def tell_locked():
    """On a connection that was handed out."""
    yield "a connection is locked down", "query", "SELECT usher_lockdown()", [1]
    yield "again, which changes nothing", "query", "SELECT usher_lockdown()", [1]
    yield "it is no system any more", "execute", "UPDATE usher_user SET name = 'x'", "not authorized"
    yield "and nobody", "query", "SELECT count(*) FROM users", [0]
    yield "until Bob shows his session", "execute", call("authenticate", f"'{token('session')}'"), 1
    yield "or until he goes", "execute", call("authenticate", "NULL"), 1
    yield "in a transaction, by a query", "inside", f"SELECT authenticate('{token('session')}')", [BOB]
    yield "whose end ends it", "query", "SELECT actor()", ["nobody"]


def refuse():
    """What would be lost to the other nodes, or stop one."""
    yield "a SELECT that writes", "query", "SELECT invite_create('fay@example.com', 'user')", NO_ROWS
    yield "INSERT … RETURNING", "query", f"INSERT INTO invites(email, role, token) VALUES ('fay@example.com', 'user', '{token('fay')}') RETURNING id", NO_ROWS
    yield "an API's write", "query", f"SELECT body ->> '$.errors[0].message' FROM api('vidbeo', 'PATCH', '/v2/users/{BOB}', '{{\"name\":\"Fay\"}}', '{token('session')}')", ["a cluster replicates nothing"]
    yield "nobody acts", "execute", call("authenticate", "NULL"), 1
    yield "login()", "query", f"SELECT login('bob@example.com', '{PASSWORD}')", NO_LOGIN
    yield "login(), in a transaction", "inside", f"SELECT login('bob@example.com', '{PASSWORD}')", NO_LOGIN
    yield "login(), by DML", "execute", call("login", f"'bob@example.com', '{PASSWORD}'"), NO_LOGIN
    yield "and nothing is there", "query", "SELECT count(*) FROM invites WHERE email = 'fay@example.com'", [0]
