"""The sqlite3 shell: one process for each connection; values stand in the statements."""
import os
import re
import subprocess

import steps

SHELL = [os.environ.get("SQLITE", "sqlite3"), "-batch", "-init", "/dev/null"]
MARK = "-- through"


def literal(value):
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


def connect():
    shell = subprocess.Popen(
        SHELL + ["app.db"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        encoding="utf-8")

    def say(line):
        """What the shell prints when it is told so."""
        shell.stdin.write(f"{line}\n.print {MARK}\n")
        shell.stdin.flush()
        return list(iter(lambda: shell.stdout.readline().rstrip("\n"), MARK))

    def run(sql, values):
        literals = map(literal, values)
        lines = say(re.sub(r"\?", lambda _: next(literals), sql) + ";")
        for line in lines:
            error = re.match(r"(?:Parse|Runtime) error near line \d+: (.*?)(?: \(\d+\))?$", line)
            if error:
                raise RuntimeError(error[1])
        return [line.split("|") for line in lines]

    say(".nullvalue NULL")
    say("""
.load dist/usher
""")
    return run


version = subprocess.run(SHELL + ["-version"], stdout=subprocess.PIPE, encoding="utf-8").stdout.split()[0]
steps.play(connect, version, version)
