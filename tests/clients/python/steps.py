"""The steps, for the clients in Python: each gives what it needs to run one statement.

A client runs in a folder of its own: `steps.txt` and `dist/` are there, `app.db` is not yet. It
prints its version and that of its SQLite, then each step's name after `> ` and what came of it:
rows of values with `|` between them, or the error.
"""
import sys

KINDS = {"int": int, "real": float, "text": str, "null": lambda _: None, "blob": bytes.fromhex}


def read():
    with open("steps.txt", encoding="utf-8") as file:
        text = "".join(line for line in file if not line.startswith("#"))
    return [block.split("\n") for block in text.strip().split("\n\n")]


def play(connect, version, sqlite, message=str):
    """`connect()` gives a function of SQL and values that gives rows; `message(error)` is what the
    error says without what the client adds."""
    sys.stdout.reconfigure(encoding="utf-8", line_buffering=True)
    print(version, sqlite, sep="\t")
    connections, saved = {}, {}
    for name, sql, *rest in read():
        values, on, save = [], "main", None
        for kind, _, value in (line.partition(" ") for line in rest):
            if kind == "on":
                on = value
            elif kind == "save":
                save = value
            else:
                values.append(saved.get(value) if kind == "saved" else KINDS[kind](value))
        print(">", name)
        try:
            if on not in connections:
                connections[on] = connect()
            rows = connections[on](sql, values)
        except Exception as error:
            print("error:", message(error))
            continue
        if save:
            saved[save] = rows[0][0]
        for row in rows:
            print("saved" if save else "|".join("NULL" if value is None else str(value) for value in row))


def of_engine(engine):
    """A connection of SQLAlchemy's."""
    db = engine.connect()

    def run(sql, values):
        result = db.exec_driver_sql(sql, tuple(values))
        return result.fetchall() if result.returns_rows else []

    return run
