"""APSW."""
import apsw

import steps


def connect():
    db = apsw.Connection("app.db")
    db.enableloadextension(True)
    db.loadextension("dist/usher")
    return lambda sql, values: db.cursor().execute(sql, values).fetchall()


def message(error):
    return str(error).split("Error: ", 1)[-1]


steps.play(connect, apsw.apswversion(), apsw.sqlitelibversion(), message)
