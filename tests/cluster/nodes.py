"""Three nodes on loopback: started, killed, asked who leads."""
import os
import shutil
import socket
import subprocess
import time

from dqlite import Connection, Refused

DATABASE = "app.db"
PATIENCE = 30  # seconds for what takes one


class Stuck(Exception):
    """What must happen soon does not."""


def wait_for(what, seconds, condition):
    """What the condition gives, as soon as it gives something."""
    end = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > end:
            raise Stuck(f"{seconds} seconds, and not {what}")
        time.sleep(0.02)


def free_addresses(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    addresses = [f"127.0.0.1:{one.getsockname()[1]}" for one in sockets]
    for one in sockets:
        one.close()
    return addresses


class Node:
    def __init__(self, number, address, program, library, folder):
        self.number, self.address, self.folder = number, address, os.path.join(folder, str(number))
        self.command = [program, str(number), address, self.folder, library]
        self.process = None
        os.makedirs(self.folder)

    def start(self):
        """It ends with this process, if not before: it reads a pipe of ours."""
        with open(self.folder + ".log", "a", encoding="utf-8") as log:
            self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)
        if self.process.stdout.readline() != b"ready\n":
            raise Stuck(f"node {self.number} does not start: {self.last_words()}")

    def last_words(self):
        with open(self.folder + ".log", encoding="utf-8") as log:
            return log.read().strip()[-300:]

    def lives(self):
        return self.process is not None and self.process.poll() is None

    def state(self):
        state = "lives" if self.lives() else f"ended with {self.process.returncode}" if self.process else "was killed"
        return f"node {self.number} {state}; {self.last_words() or 'no words'}"

    def kill(self):
        """SIGKILL. How it ended, if it had by itself."""
        if self.process is None:
            return None
        self.process.kill()
        status = self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
        self.process = None
        return status

    def lose_everything(self):
        shutil.rmtree(self.folder)
        os.makedirs(self.folder)

    def dump(self):
        """Its own files of the database; nothing where it does not answer yet."""
        try:
            with Connection(self.address) as connection:
                return connection.dump(DATABASE)
        except (OSError, Refused):
            return None


class Cluster:
    def __init__(self, program, library, folder, count=3):
        self.nodes = [Node(i + 1, address, program, library, folder)
                      for i, address in enumerate(free_addresses(count))]

    def form(self):
        for node in self.nodes:
            node.start()
        self.leader()
        with Connection(self.nodes[0].address) as connection:
            for node in self.nodes[1:]:
                connection.add(node.number, node.address)
                connection.make_voter(node.number)

    def find_leader(self):
        """The node that says so of itself."""
        for node in self.nodes:
            try:
                with Connection(node.address, timeout=1) as connection:
                    if connection.leader() == node.address:
                        return node
            except (OSError, Refused):
                pass
        return None

    def leader(self):
        return wait_for("a leader", PATIENCE, self.find_leader)

    def connect(self, node=None):
        """To the leader of now, unless a node is named."""
        connection = Connection((node or self.leader()).address)
        connection.open(DATABASE)
        return connection

    def stop(self):
        for node in self.nodes:
            node.kill()
