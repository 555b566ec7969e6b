"""Mutation testing: which changes of the code do the tests let live?

    make mutants                       a sample of 200, of all groups
    make mutants MUTANTS=1000          more; the same seed gives the same
    make mutants MUTANTS=all           all (hours); what was killed is not tried again
    make mutants GROUP=permission      or row-security, token, quota, engine
    make mutants FILES='ext/x.c ...'   these files
    make mutants DEEP=1                what lives, also by the programs that take long
    make mutants TESTS='...'           by these tests alone
    make mutants BUDGET=20             give up on a mutant after so many seconds: a first look
    make mutants JOBS=4                so many at a time (1)
    make mutants SURVIVORS=1           those again that lived
    make mutants REPORT=1              try none: what is known of all

Each mutant is one change (change.py) in a copy of the tree. It is killed by the first test
that fails, hangs or dies; tests are tried that run the changed line, from the one that kills
the most in a second, and then by how much of the file they run. A mutant that cannot change
what usher does stands in equivalent.txt, with the reason. The results are kept in
build/mutants: to begin anew, remove it.

What survives is printed as a diff; the last lines count by file.
"""
import concurrent.futures
import glob
import json
import os
import random
import re
import sys
import threading
import time

import change
import trial

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


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def equivalents():
    """Blocks of: # why, a file, -old line, +new line; and the line that follows, if it matters."""
    found, path, old, new = set(), None, None, None
    for line in read('tests/mutants/equivalent.txt').splitlines() + ['']:
        text = ' '.join(line[1:].split())
        if line.startswith('-'):
            if new:
                found.add((path, old, new, None))
            old, new = text, None
        elif line.startswith('+'):
            new = text
        elif new and (not line or line.startswith(' ')):
            found.add((path, old, new, text if line else None))
            new = None
        elif line and not line.startswith(('#', ' ')):
            path = line.strip()
    return found


def is_equivalent(mutant, same):
    flat = mutant.flat()
    return flat in same or flat[:3] + (None,) in same


# ------------------------------------------------------------------------ which tests

class Tests:
    def __init__(self, survey):
        self.tests, self.lines = survey['tests'], survey['lines']
        self.newer = [test for test in trial.all_tests()[0] if test not in self.tests]
        for test in self.newer:
            self.tests[test] = [1, self.lines]  # it may run anything
        self.ran = {test: {file: set(lines) for file, lines in files.items()}
                    for test, (_, files) in self.tests.items()}
        self.kills = {}
        self.deep = trial.all_tests()[2] if os.environ.get('DEEP') else []

    def seconds(self, test):
        return self.tests[test][0] if test in self.tests else trial.MOST_SECONDS

    def limit(self, test):
        return trial.LEAST_SECONDS + 10 * self.seconds(test)

    def body(self, mutant):
        """The lines of the function that it is in; None outside of all."""
        source, line = mutant.source.splitlines(), mutant.line
        start = next((i for i in range(min(line, len(source)) - 1, -1, -1)
                      if re.match(r'\S.*\) \{$', source[i]) or source[i] == '}'), 0)
        if not source[start].endswith('{'):
            return None
        return start + 1, next(i for i in range(start, len(source)) if source[i] == '}') + 1

    def statement_lines(self, mutant):
        """Where a statement of sql/ is used; of a file that has it in a table, anywhere."""
        name = re.findall(r'^-- name: (\w+)', mutant.source[:mutant.start], re.M)[-1]
        found = set()
        for path, known in self.lines.items():
            uses = [i + 1 for i, line in enumerate(read(path).splitlines())
                    if re.search(rf'USHER_SQL_{name}\b', line)]
            found |= {(path, line) for line in uses if line in known}
            if any(line not in known for line in uses):
                found |= {(path, line) for line in known}
        return found

    def places(self, mutant):
        if mutant.path.endswith('.sql'):
            return self.statement_lines(mutant) or None
        known = self.lines.get(mutant.path, [])
        body = self.body(mutant)
        if not body:
            return {(mutant.path, line) for line in known}
        inside = [line for line in known if body[0] <= line <= body[1]]
        before = [line for line in inside if line <= mutant.line][-1:]
        after = [line for line in inside if line >= mutant.line][:1]
        return {(mutant.path, line) for line in before + after}

    def of(self, mutant):
        places = self.places(mutant)
        found = [test for test, ran in self.ran.items()
                 if places is None or any(line in ran.get(path, ()) for path, line in places)]

        def order(test): # what killed often, and what is about this file
            kills = self.kills.get((mutant.path, test), 0)
            lines = sum(len(self.ran[test].get(path, ())) for path, _ in places or ())
            return -(kills + lines / 1e6) / (self.tests[test][0] + 0.3)
        only = os.environ.get('TESTS', '').split()
        return [test for test in sorted(found, key=order) if not only or test in only] + self.deep


# ------------------------------------------------------------------------- one mutant

def judge(tree, tests, mutant):
    """`killed` and by what, `survived`, or `no mutant` (it does not compile)."""
    tree.write(mutant.path, mutant.apply())
    linked, built_core = False, False
    try:
        if not tree.compile(mutant.path, 'loadable'):
            return 'no mutant', ''
        end = time.monotonic() + BUDGET
        for test in tests.of(mutant):
            if time.monotonic() + tests.seconds(test) > end:
                continue
            if test.endswith('.sql'):
                if not linked and not tree.link_library():
                    return 'no mutant', ''
                linked = True
            else:
                if not built_core:
                    tree.compile(mutant.path, 'core')
                    built_core = True
                tree.link_program(test)
            if not tree.passes(test, tests.limit(test)):
                tests.kills[(mutant.path, test)] = tests.kills.get((mutant.path, test), 0) + 1
                return 'killed', test
        return 'survived', ''
    finally:
        tree.write(mutant.path, mutant.source)
        tree.compile(mutant.path, 'loadable')
        if built_core:
            tree.compile(mutant.path, 'core')


class Work:
    """The trees, one for each mutant that is tried at a time, and the results."""

    def __init__(self, tests, jobs):
        self.tests = tests
        self.lock = threading.Lock()
        self.trees = [trial.Tree(f'{HOME}/tree{i}') for i in range(jobs)]
        _, units, _ = trial.all_tests()
        for tree in self.trees:
            tree.build_all([f'build/{name}' for name in units + tests.deep])
        for test in tests.newer:
            if not self.trees[0].passes(test):
                raise SystemExit(f'{test} does not pass as it is')
        self.file = open(f'{HOME}/results', 'a', encoding='utf-8')

    def one(self, mutant):
        with self.lock:
            tree = self.trees.pop()
        try:
            verdict, by = judge(tree, self.tests, mutant)
        finally:
            with self.lock:
                self.trees.append(tree)
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

def the_survey():
    path = f'{HOME}/survey.json'
    if not os.path.exists(path):
        print('which test runs which lines ...', file=sys.stderr)
        survey = trial.survey(f'{HOME}/cover', every_file(),
                              lambda what: print(what, file=sys.stderr))
        with open(path + '.new', 'w', encoding='utf-8') as file:
            json.dump(survey, file)
        os.rename(path + '.new', path)
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
    print(f'{len(mutants)} of {total} mutants, {len(todo)} to be tried', file=sys.stderr)
    if todo:
        jobs = int(os.environ.get('JOBS') or 1)
        work = Work(Tests(the_survey()), jobs)
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            for mutant, verdict in pool.map(work.one, todo):
                counts[mutant.path][verdict] = counts[mutant.path].get(verdict, 0) + 1
    return tell(counts)


sys.exit(main())
