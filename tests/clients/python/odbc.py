"""ODBC, by pyodbc."""
import re

import pyodbc

import steps


def connect():
    db = pyodbc.connect("Driver=SQLite3;Database=app.db;BigInt=1;LoadExt=dist/usher", autocommit=True)

    def run(sql, values):
        cursor = db.execute(sql, *values)
        return cursor.fetchall() if cursor.description else []

    return run


def message(error):
    return re.sub(r"^.*\[SQLite\](.*?) \(\d+\).*$", r"\1", str(error.args[1]))


probe = pyodbc.connect("Driver=SQLite3;Database=:memory:", autocommit=True)
steps.play(connect, pyodbc.version, probe.execute("SELECT sqlite_version()").fetchval(), message)
