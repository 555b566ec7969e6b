"""A writer: changes the store through whichever node leads, and keeps account of what was
acknowledged, to itself."""
import random
import threading
import time

import dqlite
from changes import Maker
from nodes import Stuck

# Acknowledged; found when it was sent again; nobody knows.
ACKNOWLEDGED, FOUND, UNKNOWN = "acknowledged", "found", "unknown"


class Writer(threading.Thread):
    def __init__(self, number, cluster, phc, seed, early=False):
        super().__init__(daemon=True)
        self.cluster, self.maker = cluster, Maker(number, phc)
        self.dice = random.Random(seed * 1000 + number)
        self.early = early  # a planted fault: says that it was acknowledged before it was
        self.connection = None
        self.outcomes = []  # (change, outcome)
        self.known = set()  # what happened for certain: (kind, number)
        self.done = 0       # acknowledged
        self.sent = 0       # times that an outcome was unknown
        self.trouble = None
        self.ending = threading.Event()

    # ------------------------------------------------------------- one statement

    def run_step(self, how, sql):
        if self.connection is None:
            self.connection = self.cluster.connect()
        return getattr(self.connection, how)(sql)

    def run_steps(self, steps):
        if len(steps) > 1:
            steps = (("execute", "BEGIN IMMEDIATE"), *steps, ("execute", "COMMIT"))
        for how, sql in steps:
            self.run_step(how, sql)

    def drop(self):
        """The connection; what it had open is rolled back by the node."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def undo(self):
        try:
            if self.connection is not None:
                self.connection.execute("ROLLBACK")
        except dqlite.Refused:
            pass
        except OSError:
            self.drop()

    # ---------------------------------------------------------------- one change

    def attempt(self, change):
        """acknowledged, unknown, busy; or the error."""
        try:
            self.run_steps(change.steps)
            return ACKNOWLEDGED
        except dqlite.Refused as refused:
            if refused.is_unknown():
                self.drop()
                return UNKNOWN
            if len(change.steps) > 1:
                self.undo()
            return "busy" if refused.is_busy() else str(refused)
        except OSError:
            self.drop()
            return UNKNOWN

    def change(self, kind, number, keep_at_it):
        change = self.maker.make(kind, number)
        if self.early:
            self.outcomes.append((change, ACKNOWLEDGED))
        unknown = 0
        while True:
            outcome = self.attempt(change)
            if outcome == "busy":
                time.sleep(self.dice.uniform(0, 0.01))
            elif outcome == UNKNOWN:
                unknown += 1
                self.read_back()
                if not keep_at_it or self.early:
                    break
            elif outcome == ACKNOWLEDGED:
                break
            elif unknown and self.is_there(change):
                outcome = FOUND
                break
            else:
                raise Stuck(f"{kind} {number} of writer {self.maker.writer}: {outcome}")
        self.sent += unknown
        if not self.early:
            self.outcomes.append((change, outcome))
        if outcome != UNKNOWN:
            self.done += 1
            self.known.add((kind, number))

    def is_there(self, change):
        return self.ask(f"SELECT {' AND '.join(change.parts)}") == 1

    def read_back(self):
        """Whichever node leads next has what was acknowledged last."""
        for change, outcome in reversed(self.outcomes):
            if outcome == ACKNOWLEDGED and not self.early:
                if not self.is_there(change):
                    raise Stuck(f"{change.kind} {change.number} of writer {self.maker.writer} was acknowledged, and is not there")
                break

    def ask(self, sql):
        """The one value that a query gives, whoever leads."""
        end = time.monotonic() + 30
        while True:
            try:
                return self.run_step("query", sql)[0][0]
            except (OSError, dqlite.Refused) as error:
                if time.monotonic() > end:
                    raise Stuck(f"{sql}: {error}") from error
                self.drop()

    # ----------------------------------------------------------------- all of them

    def run(self):
        number = 0
        try:
            while not self.ending.is_set():
                number += 1
                for kind in Maker.KINDS:
                    needed = Maker.NEEDS.get(kind)
                    if not needed or (needed, number) in self.known:
                        # One in three does not know in the end what became of it.
                        self.change(kind, number, keep_at_it=self.dice.random() > 0.33)
        except Exception as error:  # a thread's error is nobody's otherwise
            self.trouble = f"{type(error).__name__}: {error}"
        self.drop()
