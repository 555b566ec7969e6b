"""What a process has, on whichever connection: usherauto, copies of the library's file, and a second
SQLite. `dist/` is in the folder that this runs in."""
import ctypes
import ctypes.util
import os
import re
import shutil
import sys

FOREIGN = (b"error during initialization: usher: unsupported: another SQLite of this process has loaded usher: "
           b"load a copy of the library's file here")
ROW = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(ctypes.c_char_p), ctypes.c_void_p)
ENABLE_LOAD_EXTENSION = 1005
TOKEN = '{"token":"ann-ann-ann-ann-ann-ann-ann-ann-ann-ann-anA"}'
counts = {"ok": 0, "not ok": 0}


class Connection:
    def __init__(self, sqlite, file=b":memory:"):
        self.sqlite, self.db = sqlite, ctypes.c_void_p()
        assert sqlite.sqlite3_open(file, ctypes.byref(self.db)) == 0
        assert sqlite.sqlite3_errcode(self.db) == 0

    def load(self, library):
        """The error, or None."""
        error = ctypes.c_char_p()
        self.sqlite.sqlite3_db_config(self.db, ENABLE_LOAD_EXTENSION, 1, None)
        self.sqlite.sqlite3_load_extension(self.db, library, None, ctypes.byref(error))
        return error.value

    def says(self, sql):
        """The only value, or the error."""
        rows, error = [], ctypes.c_char_p()
        keep = ROW(lambda _, count, values, names: rows.append(values[0]) or 0)
        self.sqlite.sqlite3_exec(self.db, sql.encode(), keep, None, ctypes.byref(error))
        return (error.value or rows[0]).decode()

    def close(self):
        return self.sqlite.sqlite3_close(self.db)


def check(name, got, wanted):
    verdict = "ok" if got == wanted else "not ok"
    counts[verdict] += 1
    print(f"{verdict} - {name}" + (f": {got!r}, not {wanted!r}" if got != wanted else ""))


def pools(sqlite):
    """Before anything else: what is registered for every connection stays so."""
    before, first = Connection(sqlite), Connection(sqlite)
    check("usherauto is loaded", first.load(b"dist/usherauto"), None)
    check("by who loaded it", first.says("SELECT usher_version() > ''"), "1")
    check("not by who was there", before.says("SELECT usher_version()"), "no such function: usher_version")
    check("closed", first.close(), 0)
    later = Connection(sqlite)
    check("by who comes later", later.says("SELECT json_extract(usher_init(), '$.created')"), "1")
    check("loaded again", later.load(b"dist/usher"), None)
    check("nothing changed", later.says("SELECT json_extract(usher_init(), '$.created')"), "0")
    check("closed", [before.close(), later.close()], [0, 0])


def copies(sqlite):
    """A copy of the file on a connection that has usher already, as the pool has it."""
    os.mkdir("copy")
    for name in ("usher.so", "usherauto.so"):
        shutil.copy(os.path.realpath(f"dist/{name}"), f"copy/{name}")
    db = Connection(sqlite)
    db.says("SELECT usher_init()")
    db.says(f"SELECT invite_create('ann@example.com', 'owner', '{TOKEN}')")
    check("an invite", db.says("SELECT count(*) FROM invites"), "1")
    check("locked down", db.says("SELECT usher_lockdown()"), "1")
    check("a copy is loaded", db.load(b"copy/usher"), None)
    check("locked down still", db.says("SELECT count(*) FROM invites"), "0")
    check("below, too", db.says("SELECT email FROM usher_invite"), "access to usher_invite.email is prohibited")
    check("a copy is loaded for all", db.load(b"copy/usherauto"), None)
    check("which changes nothing", Connection(sqlite).says("SELECT usher_version() > ''"), "1")
    check("closed", db.close(), 0)


def engines():
    """A second SQLite in the process: a copy of the first is one, with structures of its own."""
    with open("/proc/self/maps", encoding="utf-8") as maps:
        file = re.search(r"\S*/libsqlite3\.so\S*", maps.read())[0]
    shutil.copy(file, "copy/libsqlite3.so")
    second = ctypes.CDLL(os.path.abspath("copy/libsqlite3.so"))
    db = Connection(second)
    check("usherauto is not of the second", db.says("SELECT usher_version()"), "no such function: usher_version")
    check("the library is of the first", db.load(b"dist/usher"), FOREIGN)
    check("nothing was registered", db.says("SELECT usher_version()"), "no such function: usher_version")
    check("a copy serves the second", db.load(b"copy/usher") or db.says("SELECT usher_version() > ''"), FOREIGN)
    os.mkdir("own")
    shutil.copy("copy/usher.so", "own/usher.so")
    check("a copy of its own does", db.load(b"own/usher"), None)
    check("it works", db.says("SELECT json_extract(usher_init(), '$.created')"), "1")
    check("closed", db.close(), 0)


of_the_system = ctypes.CDLL(ctypes.util.find_library("sqlite3"))
print(sys.version.split()[0], Connection(of_the_system).says("SELECT sqlite_version()"), sep="\t")
pools(of_the_system)
copies(of_the_system)
engines()
print(f"{counts['ok']} passed, {counts['not ok']} failed")
sys.exit(counts["not ok"] > 0)
