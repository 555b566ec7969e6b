"""A client of dqlite's wire protocol, as far as the cluster's test needs it: words of eight bytes,
little endian; a message is its size in words, its type, its body.

execute() is for what writes, query() for what returns rows: dqlite replicates the former only.
"""
import socket
import struct

PROTOCOL = 1
FAILURE, NODE, WELCOME, NODES, DATABASE, STATEMENT, RESULT, ROWS, EMPTY, FILES = range(10)
LEADER, CLIENT, OPEN, EXEC_SQL, QUERY_SQL, ADD, ASSIGN, DUMP = 0, 1, 3, 8, 9, 12, 13, 15
INTEGER, FLOAT, TEXT, BLOB, NULL = range(1, 6)
MORE_ROWS = 0xEEEEEEEEEEEEEEEE
ALL_ROWS = 0xFFFFFFFFFFFFFFFF


NOT_LEADER, LEADERSHIP_LOST = 10250, 10506
BUSY = 5


class Refused(Exception):
    """The node answered, and the answer is no."""

    def __init__(self, code, message):
        super().__init__(f"{message} ({code})")
        self.code = code

    def is_busy(self):
        return self.code & 255 == BUSY

    def is_unknown(self):
        """Another node leads, or soon will: what was asked for may have happened or not."""
        return self.code in (NOT_LEADER, LEADERSHIP_LOST)


def word(number):
    return struct.pack("<Q", number)


def text(string):
    raw = string.encode() + b"\0"
    return raw + b"\0" * (-len(raw) % 8)


class Body:
    """What a message holds, from the front."""

    def __init__(self, raw):
        self.raw, self.at = raw, 0

    def bytes(self, size):
        taken = self.raw[self.at:self.at + size]
        self.at += size + -size % 8
        return taken

    def word(self, form="<Q"):
        return struct.unpack(form, self.bytes(8))[0]

    def text(self):
        taken = self.raw[self.at:self.raw.index(b"\0", self.at)]
        self.bytes(len(taken) + 1)
        return taken.decode()

    def value(self, kind):
        if kind == TEXT:
            return self.text()
        if kind == BLOB:
            return self.bytes(self.word())
        if kind == FLOAT:
            return self.word("<d")
        number = self.word("<q")
        return None if kind == NULL else number

    def rows(self):
        """The rows of this message, and whether more follow in another."""
        columns = self.word()
        for _ in range(columns):
            self.text()
        rows = []
        while True:
            mark = struct.unpack("<Q", self.raw[self.at:self.at + 8])[0]
            if mark in (MORE_ROWS, ALL_ROWS):
                return rows, mark == MORE_ROWS
            kinds = self.bytes((columns + 1) // 2)
            rows.append([self.value(kinds[i // 2] >> 4 * (i % 2) & 15) for i in range(columns)])


class Connection:
    def __init__(self, address, timeout=10):
        host, port = address.split(":")
        self.socket = socket.create_connection((host, int(port)), timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(word(PROTOCOL))
        self.ask(CLIENT, word(1), WELCOME)
        self.database = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def receive(self, size):
        received = bytearray()
        while len(received) < size:
            part = self.socket.recv(min(size - len(received), 1 << 20))
            if not part:
                raise ConnectionError("the node hung up")
            received += part
        return bytes(received)

    def answer(self, expected):
        words, kind = struct.unpack("<IBxxx", self.receive(8))
        body = Body(self.receive(words * 8))
        if kind == FAILURE:
            raise Refused(body.word(), body.text())
        if kind != expected:
            raise ConnectionError(f"answer {kind} where {expected} belongs")
        return body

    def ask(self, kind, body, expected):
        self.socket.sendall(struct.pack("<IBxxx", len(body) // 8, kind) + body)
        return self.answer(expected)

    def leader(self):
        """The leader's address, or "" where the node knows of none."""
        body = self.ask(LEADER, word(0), NODE)
        body.word()
        return body.text()

    def open(self, name):
        self.database = struct.unpack("<I", self.ask(OPEN, text(name) + word(0) + text(""), DATABASE).bytes(4))[0]

    def execute(self, sql):
        """How many rows it changed."""
        body = self.ask(EXEC_SQL, word(self.database) + text(sql), RESULT)
        body.word()
        return body.word()

    def query(self, sql):
        rows, more = self.ask(QUERY_SQL, word(self.database) + text(sql), ROWS).rows()
        while more:
            further, more = self.answer(ROWS).rows()
            rows += further
        return rows

    def add(self, node, address):
        self.ask(ADD, word(node) + text(address), EMPTY)

    def make_voter(self, node):
        self.ask(ASSIGN, word(node) + word(0), EMPTY)

    def dump(self, name):
        """This node's own files of a database, by name."""
        body = self.ask(DUMP, text(name), FILES)
        files = {}
        for _ in range(body.word()):
            file = body.text()
            files[file] = body.bytes(body.word())
        return files
