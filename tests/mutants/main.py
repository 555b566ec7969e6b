"""Mutation testing: which changes of the code do the tests let live?

    make mutants                       a sample of 200, of all groups
    make mutants MUTANTS=1000          more; the same seed gives the same
    make mutants MUTANTS=all           all; what was killed is not tried again
    make mutants MUTANTS=all BUDGET=3 JOBS=3      a first look at all: an hour, on two processors
    make mutants GROUP=permission      or row-security, token, quota, engine
    make mutants FILES='ext/x.c ...'   these files
    make mutants DEEP=1                what lives, also by the programs that take long
    make mutants STEPS=1               what lives, also by single steps of tests/torture (steps.py)
    make mutants SANITIZE=1            what lives, in a build that says what it must not read
    make mutants TESTS='...'           by these alone: tests/sql/04*, tests/unit/x_test, tests/torture:olga*
    make mutants BUDGET=20             give up on a mutant after so many seconds: a first look
    make mutants JOBS=4                so many at a time (1)
    make mutants SURVIVORS=1           those again that lived
    make mutants REPORT=1              try none: what is known of all

Each mutant is one change (change_c.py, change_sql.py), and nearly all are in one build
(schemata.py). A mutant is killed by the first test that fails, hangs or dies; tests are tried
that run the changed line and see a changed condition otherwise (order.py, saw.py), from the one
that kills the most in a second. One that cannot change what usher does stands in
equivalent.txt, with the reason. The results are kept in build/mutants: to begin anew, remove it.

What survives is printed as a diff; the last lines count by file.
"""
import glob
import json
import os
import random
import shutil
import sys
import threading
import time

import change
import order
import saw
import schemata
import steps
import trial

read = trial.read
HOME = 'build/mutants'
BUDGET = float(os.environ.get('BUDGET') or 1e9)
GROUPS = {
    'permission': ['ext/identity/*.c', 'ext/domain/access/*.c', 'sql/statements/access.sql',
                   'sql/statements/identity.sql'],
    'row-security': ['ext/table/sight.c', 'ext/domain/guarded/*.c', 'ext/domain/users/sight.c',
                     'sql/statements/guarded.sql'],
    'token': ['ext/domain/keys/*.c', 'ext/domain/sessions/*.c', 'ext/domain/passwords/tickets.c',
              'ext/base/crypto*.c', 'ext/base/encode.c', 'ext/api/cursor.c',
              'sql/statements/keys.sql', 'sql/statements/sessions.sql',
              'sql/statements/passwords.sql'],
    'quota': ['ext/domain/storage/*.c', 'sql/statements/storage.sql', 'sql/statements/tracked.sql'],
    'engine': ['ext/table/*.c', 'ext/func/*.c'],
}


def files_wanted():
    patterns = os.environ.get('FILES', '').split()
    if not patterns:
        group = os.environ.get('GROUP')
        patterns = [p for name in ([group] if group else GROUPS) for p in GROUPS[name]]
    return list(dict.fromkeys(f for pattern in patterns for f in sorted(glob.glob(pattern))))


def every_file():
    return list(dict.fromkeys(f for patterns in GROUPS.values() for pattern in patterns
                              for f in sorted(glob.glob(pattern))))


def equivalents():
    """Blocks of: # why, a file, -old line, +new line; and the line that follows, if it matters."""
    found, path, old, new = set(), None, None, None
    for line in read('tests/mutants/equivalent.txt').splitlines() + ['']:
        text = ' '.join(line[1:].split())
        if line.startswith('-'):
            if new:
                found.add((path, old, new, None))
            old, new = f'{old} {text}' if old and not new else text, None
        elif line.startswith('+'):
            new = f'{new} {text}' if new else text
        elif new and (not line or line.startswith(' ')):
            found.add((path, old, new, text if line else None))
            old = new = None
        elif line and not line.startswith(('#', ' ')):
            path = line.strip()
    return found


def is_equivalent(mutant, same):
    flat = mutant.flat()
    return flat in same or flat[:3] + (None,) in same


# ------------------------------------------------------------------------- one mutant

class Work:
    """All mutants in one build, in a second what must be built alone; and the results."""

    def __init__(self, jobs):
        self.lock, self.alone_lock = threading.Lock(), threading.Lock()
        self.places = [f'{trial.SCRATCH}/usher-mutants-{os.getpid()}-{i}' for i in range(jobs)]
        scripts, units, programs = (list(filter(trial.is_wanted, tests))
                                    for tests in trial.all_tests())
        programs = units + (programs if os.environ.get('DEEP') else [])
        in_story = list(filter(trial.is_wanted, steps.all_steps() + [steps.STORY])) \
            if os.environ.get('STEPS') else []
        self.tree, self.alone = trial.Tree(f'{HOME}/{trial.KIND}'), None
        self.programs = [f'build/{name}' for name in programs + [steps.PROGRAM][:len(in_story)]]
        every = [m for path in every_file() for m in change.mutants(path, read(path))]
        self.numbers, self.no_mutants = schemata.build(self.tree, every, trial.FLAGS,
                                                       self.programs)
        seconds = self.seconds(scripts + programs)
        self.tests = order.Tests(the_survey(self.places), seconds)
        self.steps = steps.tests(the_steps(), in_story) if in_story else None
        self.sound = {}
        self.file = open(f'{HOME}/results', 'a', encoding='utf-8')

    def seconds(self, tests):
        """How long each test takes; kept for as long as nothing changes."""
        path = f'{HOME}/seconds.json' if trial.KIND == 'all' else f'{HOME}/seconds.{trial.KIND}'
        kept = json.loads(read(path)) if os.path.exists(path) else {}
        built = {test: self.stamp(test) for test in tests}
        todo = [test for test in tests if kept.get(test, [0, ''])[1] != built[test]]
        if todo:
            print(f'{len(todo)} tests as they are ...', file=sys.stderr)
        took = trial.each(self.places, lambda place, test: trial.measure(self.tree, test, place),
                          todo)
        for test, seconds in zip(todo, took):
            if seconds is None:
                print(f'{test} does not pass as it is: left out', file=sys.stderr)
            kept[test] = [seconds, built[test]]
        write_json(path, kept)
        return {test: kept[test][0] for test in tests if kept[test][0] is not None}

    def stamp(self, test):
        files = ['dist/usher.so', test, test[:-4] + '.out'] if test.endswith('.sql') \
            else [f'build/{test}']
        return ' '.join(str(os.stat(self.tree.path(file)).st_mtime_ns) for file in files)

    def passes(self, mutant, test, place, built):
        """Does a test pass? `built` is what the mutant alone is built into, so far."""
        limit = (self.steps if test.startswith(steps.STORY) else self.tests).limit(test)
        if mutant.key in self.numbers:
            return self.tree.passes(test, limit, place, self.numbers[mutant.key],
                                    steps.settings(test))
        kind = 'loadable' if test.endswith('.sql') else 'core'
        if kind not in built:
            self.alone.compile(mutant.path, kind)
            built.add(kind)
            if kind == 'loadable':
                self.alone.link_library()
        if kind == 'core':
            self.alone.link_program(test.split(':')[0])
        return self.alone.passes(test, limit, place, env=steps.settings(test))

    def try_tests(self, mutant, place, built):
        end = time.monotonic() + BUDGET
        for tests, test in self.in_order(mutant):
            if time.monotonic() + tests.seconds[test] <= end and \
                    not self.passes(mutant, test, place, built) and self.is_sound(test, place):
                tests.killed(mutant, test)
                return 'killed', test
        return 'survived', ''

    def in_order(self, mutant):
        yield from ((self.tests, test) for test in self.tests.of(mutant))
        if self.steps:
            yield from ((self.steps, test) for test in steps.in_order(self.steps.of(mutant)))

    def is_sound(self, test, place):
        """Does it pass with no mutant? Of a step, which was not measured, that is to be asked, and
        whether its limit is for what a mutant does, not for what it takes on a busy machine."""
        if test.startswith(steps.STORY) and test not in self.sound:
            start = time.monotonic()
            good = self.tree.passes(test, trial.MOST_SECONDS, place, env=steps.settings(test))
            self.sound[test] = good and 3 * (time.monotonic() - start) < self.steps.limit(test)
            if not self.sound[test]:
                print(f'{test} does not pass as it is, or takes too long: left out',
                      file=sys.stderr)
        return self.sound.get(test, True)

    def judge_alone(self, mutant, place):
        with self.alone_lock:
            if not self.alone:
                self.alone = trial.Tree(f'{HOME}/alone/{trial.KIND}')
                self.alone.copy_all()
                self.alone.write('ext/mutant.c', schemata.chooser(''))
                for kind in ('loadable', 'core'):  # an earlier run may have been ended in between
                    for path in every_file():
                        shutil.rmtree(self.alone.path(f'build/{kind}/{os.path.dirname(path)}'),
                                      ignore_errors=True)
                self.alone.make('dist/usher.so', *self.programs)
            self.alone.write(mutant.path, mutant.apply())
            built = set()
            try:
                if not self.alone.compile(mutant.path, 'loadable'):
                    return 'no mutant', ''
                return self.try_tests(mutant, place, built)
            finally:
                self.alone.write(mutant.path, mutant.source)
                for kind in built | {'loadable'}:
                    self.alone.compile(mutant.path, kind)

    def judge(self, place, mutant):
        """`killed` and by what, `survived`, or `no mutant` (it does not compile)."""
        if mutant.key in self.no_mutants:
            verdict, by = 'no mutant', ''
        elif mutant.key in self.numbers:
            verdict, by = self.try_tests(mutant, place, None)
        else:
            verdict, by = self.judge_alone(mutant, place)
        with self.lock:
            self.file.write(f'{mutant.key} {verdict.replace(" ", "-")} {by}\n')
            self.file.flush()
            if verdict == 'survived':
                print(mutant.show() + '\n', flush=True)
        return mutant, verdict


def earlier():
    if not os.path.exists(f'{HOME}/results'):
        return {}
    rows = (line.split() for line in read(f'{HOME}/results').splitlines())
    return {row[0]: row[1].replace('-', ' ') for row in rows if len(row) > 1}


# ------------------------------------------------------------------------------- all

def write_json(path, what):
    with open(path + '.new', 'w', encoding='utf-8') as file:
        json.dump(what, file)
    os.rename(path + '.new', path)


def the_survey(places):
    path = f'{HOME}/survey.json'
    if not os.path.exists(path):
        print('which test runs which lines ...', file=sys.stderr)
        scripts, units, _ = trial.all_tests()
        found = trial.survey([place + '-cover' for place in places], every_file(),
                             lambda what: print(what, file=sys.stderr))
        write_json(path, {**found, **saw.survey(f'{HOME}/saw', every_file(), scripts + units,
                                                [f'build/{name}' for name in units], places)})
    return json.loads(read(path))


def the_steps():
    path = f'{HOME}/steps.json'
    if not os.path.exists(path):
        print('which step of tests/torture runs which lines ...', file=sys.stderr)
        write_json(path, steps.survey(f'{HOME}/steps', every_file()))
    return json.loads(read(path))


def choose(files):
    found = [m for path in files for m in change.mutants(path, read(path))]
    known = os.environ.get('REPORT') or os.environ.get('SURVIVORS')
    wanted = os.environ.get('MUTANTS') or ('all' if known else '200')
    if wanted == 'all' or int(wanted) >= len(found):
        return found, len(found)
    picked = set(random.Random(1).sample(range(len(found)), int(wanted)))
    return [m for i, m in enumerate(found) if i in picked], len(found)


def tell(counts):
    kinds = ('killed', 'equivalent', 'survived', 'not tried')
    print(f'{"file":40}' + ''.join(f'{kind:>12}' for kind in kinds))
    for path, c in counts.items():
        if any(c.get(kind) for kind in kinds):
            print(f'{path:40}' + ''.join(f'{c.get(kind, 0):12}' for kind in kinds))
    sums = [sum(c.get(kind, 0) for c in counts.values()) for kind in kinds]
    print(', '.join(f'{count} {kind}' for count, kind in zip(sums, kinds)))
    return sums[2] > 0


def main():
    os.makedirs(HOME, exist_ok=True)
    trial.limit_all()
    files = files_wanted()
    mutants, total = choose(files)
    same, before = equivalents(), earlier()
    report, again = os.environ.get('REPORT'), os.environ.get('SURVIVORS')
    counts = {path: {} for path in files}
    todo = []
    for mutant in mutants:
        known = 'equivalent' if is_equivalent(mutant, same) else before.get(mutant.key)
        if report and known == 'survived':
            print(mutant.show() + '\n')
        if report or known in ('equivalent', 'killed', 'no mutant'):
            known = known or 'not tried'
            counts[mutant.path][known] = counts[mutant.path].get(known, 0) + 1
        elif known or not again:
            todo.append(mutant)
    todo.sort(key=lambda mutant: before.get(mutant.key) or '')  # what was not tried comes first
    print(f'{len(mutants)} of {total} mutants, {len(todo)} to be tried', file=sys.stderr)
    if todo:
        jobs = int(os.environ.get('JOBS') or 1)
        work = Work(jobs)
        for mutant, verdict in trial.each(work.places, work.judge, todo):
            counts[mutant.path][verdict] = counts[mutant.path].get(verdict, 0) + 1
    return tell(counts)


sys.exit(main())
