#!/usr/bin/env python3
"""The HTTP APIs of usher, to be tried: `make serve`.

    server.py LIBRARY DATABASE [--port 8080] [--profile vidbeo] [--seconds N]

An example, not a product. All it does is to hand each request to one SELECT and to send back
the row. /PROFILE/... is that profile's API; any other path is that of --profile, so the commands
of its document run as they stand, but for the host. The master key comes in USHER_KEY.
It listens on 127.0.0.1 and nowhere else, and takes one request after the other.
"""
import argparse
import ctypes
import importlib
import json
import os
import sqlite3
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

PROFILES = ("filespin", "mediapocket", "pulse", "studio", "vidbeo")
REQUEST = "SELECT status, headers, body FROM api(?, ?, ?, ?, NULL, ?)"
LARGEST = 1_000_001  # one byte more than api() takes, so that it says what is wrong


def open_with_extension(library, database):
    """Autocommit, since each request is a transaction of its own."""
    if hasattr(sqlite3.Connection, "enable_load_extension"):
        connection = sqlite3.connect(database, isolation_level=None)
        connection.enable_load_extension(True)
        connection.load_extension(os.path.splitext(library)[0])
        connection.enable_load_extension(False)
        return connection
    # A Python that was built without: the SQLite behind it is asked to take the extension along.
    try:
        engine = ctypes.CDLL(importlib.import_module("_sqlite3").__file__)
        engine.sqlite3_auto_extension(ctypes.CDLL(library).sqlite3_usher_init)
        connection = sqlite3.connect(database, isolation_level=None)
        connection.execute("SELECT usher_version()").fetchall()
    except (AttributeError, OSError, sqlite3.Error) as error:
        print(f"the sqlite3 module of this Python loads no extensions: {error}", file=sys.stderr)
        sys.exit(77)
    return connection


def connect(library, database):
    """A connection as a web server has it: with the master key, and no rights of the system's."""
    connection = open_with_extension(os.path.abspath(library), database)
    if os.environ.get("USHER_KEY"):
        connection.execute("SELECT usher_key(?)", (os.environ["USHER_KEY"],)).fetchall()
    connection.execute("SELECT usher_lockdown()").fetchall()
    return connection


class Handler(BaseHTTPRequestHandler):
    server_version = "usher"
    sys_version = ""
    timeout = 10  # seconds for which a client may say nothing

    def __getattr__(self, name):
        """Whatever the method is: api() knows which there are."""
        if name.startswith("do_"):
            return self.answer
        raise AttributeError(name)

    def answer(self):
        profile, path = self.split_path()
        try:
            status, headers, body = self.server.connection.execute(
                REQUEST, (profile, self.command, path, self.read_body(), self.headers_as_json())
            ).fetchone()
        except sqlite3.Error as error:  # of the database or the system: never what a client sends
            self.log_error("%s", error)
            status, headers, body = 503, "{}", None
        self.send(status, json.loads(headers), (body or "").encode())

    def split_path(self):
        path = self.path.encode("latin-1").decode("utf-8", "replace")  # as the bytes came
        first, slash, rest = path[1:].partition("/")
        return (first, slash + rest) if first in PROFILES else (self.server.profile, path)

    def headers_as_json(self):
        return json.dumps({name.lower(): value for name, value in self.headers.items()})

    def read_body(self):
        length = self.headers.get("Content-Length", "")
        known = length.isdecimal() and len(length) < 20
        return self.rfile.read(min(int(length), LARGEST)) if known else None

    def send(self, status, headers, body):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if self.command != "HEAD" and status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main():
    parser = argparse.ArgumentParser(description="The HTTP APIs of usher, to be tried.")
    parser.add_argument("library")
    parser.add_argument("database")
    parser.add_argument("--port", type=int, default=8080, help="0: any that is free")
    parser.add_argument("--profile", choices=PROFILES, default="vidbeo")
    parser.add_argument("--seconds", type=float, help="stop by itself after so long")
    options = parser.parse_args()

    server = HTTPServer(("127.0.0.1", options.port), Handler)
    server.connection = connect(options.library, options.database)
    server.profile = options.profile
    if options.seconds:
        timer = threading.Timer(options.seconds, server.shutdown)
        timer.daemon = True
        timer.start()
    print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
