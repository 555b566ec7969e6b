"""sqlite-utils."""
import sqlite3
from importlib.metadata import version

from sqlite_utils import Database

import steps


def connect():
    db = Database(sqlite3.connect("app.db", isolation_level=None))
    db.conn.enable_load_extension(True)
    db.conn.load_extension("dist/usher")

    def run(sql, values):
        return [tuple(row.values()) for row in db.query(sql, values)] if reads(sql) else db.execute(sql, values).fetchall()

    return run


def reads(sql):
    return sql.startswith(("SELECT", "PRAGMA"))


steps.play(connect, version("sqlite-utils"), sqlite3.sqlite_version)
