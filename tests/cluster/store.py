"""What a node has: its files, opened by the sqlite3 shell with usher in it."""
import hashlib
import os
import subprocess

from nodes import DATABASE

LIBRARY = os.path.splitext(os.environ["LIBRARY"])[0]
SQLITE = os.environ.get("SQLITE", "sqlite3")


class Store:
    def __init__(self, folder, files):
        self.path = os.path.join(folder, DATABASE)
        os.makedirs(folder, exist_ok=True)
        for name, contents in files.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(contents)
        # What is in the log goes into the file: logs differ between nodes by a salt.
        self.run("PRAGMA wal_checkpoint(TRUNCATE)", usher=False)

    def run(self, sql, usher=True):
        """The lines that the shell prints; an error is one, too."""
        load = ["-cmd", f".load {LIBRARY}"] if usher else []
        done = subprocess.run([SQLITE, "-batch", "-init", "/dev/null", *load, self.path], input=sql, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        return done.stdout.splitlines()

    def digest(self):
        with open(self.path, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()

    def whole(self, changes):
        """For each change: how many of its parts are there, and what must never be."""
        sql = "".join(f"SELECT {' + '.join(change.parts)}, {' + '.join(change.never or '0')};\n" for change in changes)
        return [tuple(int(n) for n in line.split("|")) for line in self.run(sql)]
