"""What the writers change: for each kind of change what is said to the leader, and by what it is
known afterwards. All ids and tokens are the caller's, so a change can be sent again when nobody
knows whether it had happened.

A change is whole if all its parts are there, and undone if none is.
"""
import base64
import hashlib
from collections import namedtuple

# steps: (execute or query, SQL), in a transaction if there are several; parts: SQL that gives 0 or 1;
# never: SQL that must give 0.
Change = namedtuple("Change", "kind number steps parts never")

SCHEMA = (
    "CREATE TABLE note (id TEXT PRIMARY KEY, owner TEXT NOT NULL REFERENCES usher_user (id), text TEXT)",
    "CREATE TABLE counter (value INTEGER NOT NULL)",
    "INSERT INTO counter VALUES (0)",
)
# What counts is what was counted, whatever happened on the way.
INVARIANTS = {
    "the counter is what was counted": "SELECT (SELECT value FROM counter) = (SELECT count(*) FROM note WHERE text = 'counted')",
    "a title is the last that the log has": """
        SELECT NOT EXISTS (SELECT 1 FROM usher_user AS u WHERE job_title IS NOT (
            SELECT after ->> 'job_title' FROM usher_audit
            WHERE object_id = u.id AND after ->> 'job_title' IS NOT NULL ORDER BY number DESC LIMIT 1))""",
    "a setting is the last that the log has": """
        SELECT NOT EXISTS (SELECT 1 FROM usher_setting AS s WHERE key = 'app.seen' AND value ->> 'n' IS NOT (
            SELECT after ->> '$.value.n' FROM usher_audit
            WHERE object_id = s.scope_id AND action = 'setting.set' ORDER BY number DESC LIMIT 1))""",
}


def token(text):
    """43 characters that are 32 bytes."""
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def call(function, arguments):
    return f"INSERT INTO usher(call, args) VALUES ('{function}', json_array({arguments}))"


def exists(table, condition):
    return f"EXISTS (SELECT 1 FROM {table} WHERE {condition})"


def logged(action, object_id, more="1"):
    return exists("usher_audit", f"action = '{action}' AND object_id = '{object_id}' AND {more}")


class Maker:
    """Makes the changes of one writer."""

    def __init__(self, writer, phc):
        self.writer, self.phc = writer, phc
        self.user = self.id("user", 0)

    KINDS = ("invite", "accept", "note", "count", "file", "notify", "title", "patch", "savepoint", "hire", "leave")
    # What another change needs to have happened.
    NEEDS = {"accept": "invite", "leave": "hire"}

    def id(self, kind, number):
        kinds = ("user", "join", "mail") + self.KINDS
        return f"0e{kinds.index(kind):06x}-{self.writer:04x}-7000-8000-{number:012x}"

    def token(self, kind, number):
        return token(f"{kind}/{self.writer}/{number}")

    def email(self, kind, number):
        return f"{kind}.{self.writer}.{number}@example.com"

    def make(self, kind, number):
        made = getattr(self, kind)(number)
        steps, parts = made[0], made[1]
        if isinstance(steps, str):
            steps = (("execute", steps),)
        return Change(kind, number, steps, parts, made[2] if len(made) > 2 else ())

    def invite(self, n):
        id, email = self.id("invite", n), self.email("guest", n)
        return (f"INSERT INTO invites(id, email, role, token) VALUES ('{id}', '{email}', 'user', '{self.token('invite', n)}')",
                (exists("usher_invite", f"id = '{id}'"), logged("invite.create", id)))

    def accept(self, n):
        """Of the invite with the same number."""
        id, invite = self.id("accept", n), self.id("invite", n)
        return (call("invite_accept", f"'{self.token('invite', n)}', json_object('id', '{id}', 'name', 'Guest')"),
                (exists("usher_user", f"id = '{id}' AND activated_at IS NOT NULL"), exists("usher_membership", f"user_id = '{id}'"),
                 exists("usher_invite", f"id = '{invite}' AND user_id = '{id}' AND accepted_at IS NOT NULL"),
                 logged("user.create", id), logged("invite.accept", invite)))

    def note(self, n):
        id = self.id("note", n)
        return f"INSERT INTO note VALUES ('{id}', '{self.user}', 'written')", (exists("note", f"id = '{id}'"),)

    def count(self, n):
        """Read, then written: no other change may come in between."""
        id = self.id("count", n)
        return ((("execute", f"INSERT INTO note VALUES ('{id}', '{self.user}', 'counted')"),
                 ("execute", "UPDATE counter SET value = value + 1")), (exists("note", f"id = '{id}'"),))

    def file(self, n):
        id, checksum = self.id("file", n), hashlib.md5(self.id("file", n).encode()).hexdigest()
        return (f"INSERT INTO files(id, user_id, size, checksum, format) VALUES ('{id}', '{self.user}', {n + 1}, '{checksum}', 'pdf')",
                (exists("usher_file", f"id = '{id}'"), logged("file.create", id)))

    def notify(self, n):
        id = self.id("notify", n)
        return (f"INSERT INTO notifications(id, user_id, title, message) VALUES ('{id}', '{self.user}', 'Hello', 'number {n}')",
                (exists("usher_notification", f"id = '{id}'"),))

    def title(self, n):
        return (f"UPDATE users SET job_title = 'title {n}' WHERE id = '{self.user}'",
                (logged("user.update", self.user, f"after ->> 'job_title' = 'title {n}'"),))

    def patch(self, n):
        """A function whose result is wanted: by a SELECT, in a transaction."""
        return ((("query", f"SELECT setting_patch('user', '{self.user}', 'app.seen', '{{\"n\":{n}}}')"),
                 ("execute", f"INSERT INTO note VALUES ('{self.id('patch', n)}', '{self.user}', 'patched')")),
                (logged("setting.set", self.user, f"after ->> '$.value.n' = {n}"), exists("note", f"id = '{self.id('patch', n)}'")))

    def savepoint(self, n):
        kept, undone = self.id("savepoint", n), self.id("mail", n)
        return ((("execute", f"INSERT INTO note VALUES ('{kept}', '{self.user}', 'kept')"),
                 ("execute", "SAVEPOINT inner"),
                 ("execute", f"INSERT INTO notifications(id, user_id, title, message) VALUES ('{undone}', '{self.user}', 'Never', 'sent')"),
                 ("execute", "ROLLBACK TO inner"), ("execute", "RELEASE inner")),
                (exists("note", f"id = '{kept}'"),), (exists("usher_notification", f"id = '{undone}'"),))

    def hire(self, n):
        """Invited, accepted, with a password whose hash was made here: one transaction."""
        id, invite = self.id("hire", n), self.id("join", n)
        return self.join(id, invite, self.email("hired", n), self.token("hire", n))

    def leave(self, n):
        """Whoever was hired with the same number."""
        id = self.id("hire", n)
        return (f"DELETE FROM users WHERE id = '{id}'",
                (exists("usher_user", f"id = '{id}' AND discarded_at IS NOT NULL"), logged("user.delete", id)))

    def join(self, id, invite, email, secret):
        return ((("execute", call("invite_create", f"'{email}', 'user', json_object('id', '{invite}', 'token', '{secret}')")),
                 ("execute", call("invite_accept", f"'{secret}', json_object('id', '{id}', 'name', 'Hired')")),
                 ("execute", call("password_import", f"'{id}', '{self.phc}'"))),
                (exists("usher_invite", f"id = '{invite}' AND user_id = '{id}'"), exists("usher_user", f"id = '{id}'"),
                 exists("usher_membership", f"user_id = '{id}'"), exists("usher_password", f"user_id = '{id}'"), logged("invite.create", invite), logged("user.create", id),
                 logged("password.import", id), logged("invite.accept", invite)))

    def first(self):
        """The writer's own user, before there is any trouble."""
        return Change("user", 0, *self.join(self.user, self.id("join", 0), self.email("writer", self.writer), self.token("user", 0)), ())
