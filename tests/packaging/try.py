"""The story through the wheel: try.py STORY"""
import sqlite3
import sys

import sqlite_usher


def one(connection, step):
    return connection.execute(step).fetchone()[0]


db = sqlite3.connect(":memory:", isolation_level=None)
sqlite_usher.load(db)
with open(sys.argv[1], encoding="utf-8") as story:
    for line in story:
        print(one(db, line))
try:
    db.load_extension(sqlite_usher.loadable_path())
except sqlite3.OperationalError:
    pass
else:
    sys.exit("loading stayed allowed")
sqlite_usher.load(sqlite3.connect(":memory:"), auto=True)
print(one(sqlite3.connect(":memory:"), "SELECT usher_version()"))
