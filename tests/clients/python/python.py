"""Python's own module."""
import platform
import sqlite3

import steps


def connect():
    db = sqlite3.connect("app.db", isolation_level=None)
    db.enable_load_extension(True)
    db.load_extension("dist/usher")
    return lambda sql, values: db.execute(sql, values).fetchall()


steps.play(connect, platform.python_version(), sqlite3.sqlite_version)
