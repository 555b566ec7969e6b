"""usher in a cluster: three nodes of dqlite on loopback, `make cluster`.

First the main story is told to the leader, and what cannot be had there is refused. Then WRITERS
change the store while a leader is killed KILLS times, at times with others. In the end each node
must have all that was acknowledged, nothing in part, and the same bytes as the others.

    NODE      the program of a node        LIBRARY   usher       SQLITE   the shell that looks at stores
    APP       the application in Go; may be missing
    KILLS     how often (20)               WRITERS   how many at a time (4)       SEED   of the dice (1)
    FAULT     plants one, which must be noticed: early (a writer believes what was not acknowledged),
              wipe (two nodes come back without their files), row (one store lacks a row),
              part (all lack a part of a change)

The last line is `N passed, N failed`.
"""
import ctypes.util
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import dqlite
import story
from changes import INVARIANTS, Maker, call
from example import EXPECTED, run_app
from nodes import PATIENCE, Cluster, Stuck, wait_for
from store import Store
from writer import ACKNOWLEDGED, FOUND, UNKNOWN, Writer

KILLS = int(os.environ.get("KILLS") or 20)
WRITERS = int(os.environ.get("WRITERS") or 4)
SEED = int(os.environ.get("SEED") or 1)
FAULT = os.environ.get("FAULT", "")
APP = os.environ.get("APP")
LIBRARY = os.path.realpath(os.environ["LIBRARY"]).replace("usher.", "usherauto.")
CHANGES_BETWEEN_KILLS = 40
MOST_FAILURES = 20  # that are printed
LONG_ABSENCE = 300  # changes: more than what the others keep of Raft's log


class Tally:
    def __init__(self):
        self.passed = self.failed = 0

    def check(self, good, what, detail=""):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            if self.failed <= MOST_FAILURES:
                print(f"not ok - {what}{': ' if detail else ''}{detail[:400]}", flush=True)
        return good


tally = Tally()


def line(what, figures):
    print(f"{what:<44} {figures}", flush=True)


def make_phc(password, memory, passes):
    """What an application does, on a machine of its own: a string of Argon2id, of so many KiB."""
    sodium = ctypes.CDLL(ctypes.util.find_library("sodium"))
    text = ctypes.create_string_buffer(128)
    sodium.sodium_init()
    if sodium.crypto_pwhash_str(text, password.encode(), ctypes.c_ulonglong(len(password)),
                                ctypes.c_ulonglong(passes), ctypes.c_size_t(memory << 10)) != 0:
        raise MemoryError
    return text.value.decode()


# -------------------------------------------------------------------- the story


def answer(connection, how, sql):
    """What comes back, or the error in words. A query's error has lost its text on the way."""
    try:
        if how == "execute":
            return connection.execute(sql)
        if how == "query":
            return connection.query(sql)[0]
        connection.execute("BEGIN")
        rows = connection.query(sql)
        connection.execute("COMMIT")
        return rows[0]
    except dqlite.Refused as refused:
        if how == "execute":
            return str(refused)
        error = connection.query("SELECT printf('usher: %s: %s', usher_error() ->> 'code', usher_error() ->> 'message')")[0][0]
        if how == "inside":
            connection.execute("ROLLBACK")
        return error


def is_right(got, expected):
    if isinstance(expected, list) and isinstance(got, list) and isinstance(expected[0], str):
        return len(got) == len(expected) and str(got[0]).startswith(expected[0])
    if isinstance(expected, str):
        return isinstance(got, str) and expected in got
    return expected is None or got == expected


def tell(connection, steps):
    count = 0
    for what, how, sql, expected in steps:
        got = answer(connection, how, sql)
        tally.check(is_right(got, expected) and not (expected is None and isinstance(got, str)), what, f"{sql}: {got!r}, not {expected!r}")
        count += 1
    return count


def time_of(cluster, sql):
    """In which the node that leads does nothing else; the others may take it for dead."""
    with cluster.connect() as connection:
        started = time.monotonic()
        try:
            connection.execute(sql)
            fate = ""
        except dqlite.Refused as refused:
            fate = " (and lost the lead)" if refused.is_unknown() else f" ({refused})"
    return f"{1000 * (time.monotonic() - started):.0f} ms{fate}"


def tell_story(cluster):
    """And the hash of a password, at what the account wants."""
    with cluster.connect() as connection:
        count = tell(connection, story.prepare())
        costs = connection.query("SELECT setting('passwords.memory'), setting('passwords.passes')")[0]
        phc = make_phc(story.PASSWORD, *map(int, costs))
        count += tell(connection, story.tell(phc))
    with cluster.connect() as connection:
        count += tell(connection, story.care()) + tell(connection, story.tell_locked())
        line("the story", f"{count} steps")
    with cluster.connect() as connection:
        line("refused, as the README says", f"{tell(connection, story.refuse())} steps")
        tally.check(all(node.lives() for node in cluster.nodes), "no node has died of it")
    hashed = time_of(cluster, call("password_set", f"'{story.ANN}', '{story.PASSWORD}'"))
    imported = time_of(cluster, call("password_import", f"'{story.ANN}', '{phc}'"))
    line("a node is busy for", f"{hashed} with password_set(), {imported} with password_import()")
    return phc


def lose_a_leader(cluster):
    """dqlite's own limit: a table of the application's, past usher."""
    leader = cluster.leader()
    with cluster.connect(leader) as connection:
        lost = connection.query("INSERT INTO counter VALUES (-1) RETURNING value")[0][0]
        try:
            connection.execute("INSERT INTO counter VALUES (-2)")
        except (OSError, dqlite.Refused):
            pass
    wait_for("that it aborts", PATIENCE, lambda: not leader.lives())
    status = leader.kill()
    leader.start()
    with cluster.connect() as connection:
        left = connection.query("SELECT count(*) FROM counter WHERE value = -1")[0][0]
    tally.check((lost, status, left) == (-1, -signal.SIGABRT, 0), "a plain INSERT … RETURNING as a query",
                f"answered {lost}; the node ended with {status}; {left} rows")
    line("dqlite's own INSERT … RETURNING as a query", "answered, and lost: the node aborted; it came back")


# -------------------------------------------------------------------- the kills


def done(writers):
    for writer in writers:
        if writer.trouble:
            raise Stuck(writer.trouble)
    return sum(writer.done for writer in writers)


def wait_for_changes(writers, count):
    until = done(writers) + count
    wait_for(f"{count} more changes", PATIENCE, lambda: done(writers) >= until)


def victims_of(kill, cluster, leader):
    """Mostly the leader, at times another with it, at times all."""
    others = [node for node in cluster.nodes if node is not leader]
    if kill % 6 == 0 or (FAULT == "wipe" and kill == 1):
        return [leader, *others]
    return [leader, others[kill % 2]] if kill % 3 == 0 else [leader]


def kill_once(kill, cluster, writers, dice):
    wait_for_changes(writers, CHANGES_BETWEEN_KILLS)
    time.sleep(dice.uniform(0, 0.1))
    victims = victims_of(kill, cluster, cluster.leader())
    for node in victims:
        node.kill()
    if len(victims) == 1:  # the others go on without it
        wait_for_changes(writers, LONG_ABSENCE if kill % 5 == 2 else 10)
    for i, node in enumerate(victims):
        if FAULT == "wipe" and len(victims) == 3 and i:
            node.lose_everything()
        node.start()
    return len(victims)


def kill_again_and_again(cluster, writers):
    dice = random.Random(SEED)
    started = time.monotonic()
    killed = [kill_once(kill, cluster, writers, dice) for kill in range(1, KILLS + 1)]
    wait_for_changes(writers, CHANGES_BETWEEN_KILLS)
    for writer in writers:
        writer.ending.set()
    for writer in writers:
        writer.join(PATIENCE)
    done(writers)
    unanswered = sum(writer.sent for writer in writers)
    tally.check(unanswered > 0, "leaders were killed while they worked")
    line("SIGKILL to the leader", f"{KILLS} times, {killed.count(2)} with another node, {killed.count(3)} with both")
    line("changes", f"{done(writers)} in {time.monotonic() - started:.0f} s by {len(writers)} writers; "
         f"{unanswered} times no answer")


def make_writers(cluster, phc):
    writers = [Writer(i + 1, cluster, phc, SEED, early=FAULT == "early") for i in range(WRITERS)]
    for writer in writers:
        writer.run_steps(writer.maker.first().steps)
    for writer in writers:
        writer.start()
    return writers


# ------------------------------------------------------------- what the nodes have


def open_stores(cluster, folder):
    stores = []
    for node in cluster.nodes:
        files = node.dump()
        if not files:
            return None
        shutil.rmtree(os.path.join(folder, f"store{node.number}"), ignore_errors=True)
        stores.append(Store(os.path.join(folder, f"store{node.number}"), files))
    return stores


def same_stores(cluster, folder):
    stores = open_stores(cluster, folder)
    return stores if stores and len({store.digest() for store in stores}) == 1 else None


def plant(stores):
    if FAULT == "row":
        stores[1].run("DELETE FROM note WHERE rowid = (SELECT max(rowid) FROM note)", usher=False)
    if FAULT == "part":
        for store in stores:
            store.run("DELETE FROM usher_membership WHERE number = (SELECT max(number) FROM usher_membership);", usher=False)


def check_equal(cluster, folder):
    """Followers have what was committed a moment after the leader."""
    try:
        stores = wait_for("equal stores", PATIENCE, lambda: same_stores(cluster, folder))
    except Stuck:
        stores = wait_for("stores", PATIENCE, lambda: open_stores(cluster, folder))
    plant(stores)
    equal = len({store.digest() for store in stores}) == 1
    tally.check(equal, "the three stores are equal, byte for byte")
    line("stores", f"{len(stores)} of {os.path.getsize(stores[0].path)} bytes, {'equal' if equal else 'DIFFERENT'}")
    return stores


def check_sound(store, name):
    expected = {"PRAGMA integrity_check": ["ok"], "PRAGMA foreign_key_check": [],
                "SELECT audit_verify() ->> 'whole'": ["1"],
                "SELECT severity, code, subject, message FROM usher_doctor() WHERE severity <> 'note' AND code NOT IN ('pragma', 'journal')": []}
    expected.update({sql: ["1"] for sql in INVARIANTS.values()})
    for sql, wanted in expected.items():
        got = store.run(sql)
        tally.check(got == wanted, name, f"{' '.join(sql.split())}: {got[:3]}")
    store.run("CREATE TABLE scratch (a); DROP TABLE scratch")
    logged_in = store.run(f"SELECT length(login('bob@example.com', '{story.PASSWORD}'))")
    tally.check(logged_in == ["43"], name, f"the password that was hashed outside opens: {logged_in}")


def check_changes(stores, writers):
    """One row a kind: what was acknowledged is there, what was not is there whole or not at all."""
    line("change", f"{'acknowledged':>12} {'found':>6} {'unknown: there':>15} {'not':>5} {'LOST':>5} {'IN PART':>8}")
    outcomes = [outcome for writer in writers for outcome in writer.outcomes]
    answers = [store.whole([change for change, _ in outcomes]) for store in stores]
    for kind in Maker.KINDS:
        figures = dict.fromkeys((ACKNOWLEDGED, FOUND, "there", "not", "lost", "part"), 0)
        for i, (change, outcome) in enumerate(outcomes):
            if change.kind == kind:
                check_change(change, outcome, [answer[i] for answer in answers], figures)
        line(f"  {kind}", f"{figures[ACKNOWLEDGED]:>12} {figures[FOUND]:>6} {figures['there']:>15} "
             f"{figures['not']:>5} {figures['lost']:>5} {figures['part']:>8}")
        tally.check(figures[ACKNOWLEDGED] > 0, f"{kind} was done at all")


def check_change(change, outcome, found, figures):
    whole = [parts == len(change.parts) and not never for parts, never in found]
    undone = [parts == 0 and not never for parts, never in found]
    certain = outcome != UNKNOWN
    lost = certain and any(undone)
    in_part = not all(w or u for w, u in zip(whole, undone))
    figures[outcome if certain else "there" if all(whole) else "not"] += 1
    figures["lost"] += lost
    figures["part"] += in_part
    tally.check(not lost and not in_part, f"{change.kind} {change.number}", f"{outcome}; parts and what must not be, on each node: {found}")


def check_example(folder):
    if not APP:
        return line("the application in Go", "skipped: there is no go, go-dqlite or golang.org/x/crypto here")
    said = run_app(APP, LIBRARY, os.path.join(folder, "app"))
    tally.check(said == EXPECTED, "the application in Go", str(said))
    return line("the application in Go", f"{len(said)} steps")


def run(cluster, folder):
    cluster.form()
    phc = tell_story(cluster)
    lose_a_leader(cluster)
    check_example(folder)
    writers = make_writers(cluster, phc)
    kill_again_and_again(cluster, writers)
    stores = check_equal(cluster, folder)
    check_changes(stores, writers)
    for node, store in zip(cluster.nodes, stores):
        check_sound(store, f"node {node.number}")


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    folder = tempfile.mkdtemp(prefix="usher-cluster-")
    cluster = Cluster(os.environ["NODE"], LIBRARY, folder)
    try:
        run(cluster, folder)
    except (Stuck, OSError, dqlite.Refused, subprocess.SubprocessError) as error:
        tally.check(False, "it goes on", f"{type(error).__name__}: {error}")
        for node in cluster.nodes:
            print(node.state())
    finally:
        cluster.stop()
        shutil.rmtree(folder)
    print(f"{tally.passed} passed, {tally.failed} failed")
    return tally.failed > 0 or tally.passed == 0


if __name__ == "__main__":
    sys.exit(main())
