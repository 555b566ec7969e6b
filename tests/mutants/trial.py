"""A copy of the tree in which mutants are built, and the tests that may kill them."""
import concurrent.futures
import filecmp
import fnmatch
import functools
import glob
import hashlib
import json
import os
import queue
import resource
import shutil
import signal
import subprocess
import time

KIND = 'sanitized' if os.environ.get('SANITIZE') else 'all'
SANITIZER = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all'] \
    if KIND == 'sanitized' else []
# What is not set is no zero by chance.
PLAIN = ['-O0', '-w', '-ftrivial-auto-var-init=pattern', *SANITIZER]
FLAGS = ['-std=c11', *PLAIN, '-fPIC', '-fvisibility=hidden', '-pthread', '-Iinclude',
         '-Ibuild/gen', '-Iext']
LINKING = ['-shared', '-Wl,-z,nodelete', *SANITIZER]
LIBS = ['-lsodium', '-ljansson']
# Programs that judge what usher does, each in its brief form: DEEP=1 tries them, too. What hands
# on a failure of memory or of the disk only torture sees, on all paths:
# make mutants DEEP=1 TESTS=tests/torture TORTURE=paths TORTURE_STEP='login()' FILES=...
PROGRAMS = ['matrix', 'secrets', 'inbox', 'storage', 'differential', 'hostile', 'host', 'threads',
            'atomicity', 'torture']
LEAST_SECONDS = 5
MOST_SECONDS = 200  # a test that takes longer to survey is left out
MOST_MEMORY, MOST_FILE = 4 << 30, 256 << 20  # a mutant may ask for ever more
SCRATCH = os.environ.get('TMPDIR') or ('/dev/shm' if os.path.isdir('/dev/shm') else '/tmp')


def limit_all():
    """Of this process, and so of all that it starts."""
    memory = resource.RLIM_INFINITY if SANITIZER else MOST_MEMORY # a sanitizer maps all there is
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, MOST_FILE),
                       (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, resource.getrlimit(what)[1]))


def run(command, folder='.', seconds=None, env=None, stdin=None, stdout=subprocess.DEVNULL):
    """Its status; None if it hung, and then what it started is ended with it."""
    done = subprocess.Popen(command, cwd=folder, stdin=stdin or subprocess.DEVNULL, stdout=stdout,
                            stderr=subprocess.STDOUT, start_new_session=True,
                            env={**os.environ, 'TZ': 'UTC', 'BRIEF': '1', **(env or {})})
    try:
        return done.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if done.poll() is None:
            os.killpg(done.pid, signal.SIGKILL)
            done.wait()


@functools.cache
def runtime():
    """Of the sanitizer: the shell, which is built without, needs it first."""
    return said(['gcc', '-print-file-name=libasan.so'], '.')[0].strip()


def said(command, folder):
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.stdout.decode(errors='replace'), done.returncode


class Tree:
    def __init__(self, root, cover=False):
        self.root = os.path.abspath(root)
        self.cover = ['--coverage'] if cover else []
        os.makedirs(self.root, exist_ok=True)

    def copy(self, *names):
        for name in names:
            there = self.path(name)
            if os.path.isdir(name):
                shutil.rmtree(there, ignore_errors=True)
                shutil.copytree(name, there, copy_function=shutil.copy2)
            else:
                shutil.copy2(name, there)

    def copy_all(self):
        self.copy('Makefile', 'ext', 'include', 'sql', 'tests')

    def path(self, name):
        return os.path.join(self.root, name)

    def make(self, *targets):
        text, status = said(['make', '-s', f'-j{os.environ.get("JOBS") or 1}',
                             f'CFLAGS={" ".join(PLAIN + self.cover)}', 'WERROR=', 'BUILD=build',
                             'DIST=dist', *targets], self.root)
        if status != 0:
            raise SystemExit(text[-3000:])

    # ------------------------------------------------------------------ one mutant

    def write(self, path, text):
        """What says the same is left as it is, for make."""
        if not os.path.exists(self.path(path)) or read(self.path(path)) != text:
            with open(self.path(path), 'w', encoding='utf-8') as file:
                file.write(text)

    def compile(self, path, kind):
        extra = ['-DSQLITE_CORE'] if kind == 'core' else []
        return run(['gcc', *FLAGS, *extra, '-c', '-o', f'build/{kind}/{path[:-2]}.o', path],
                   self.root) == 0

    def objects(self, kind, *folders):
        found = []
        for folder in folders:
            found += glob.glob(self.path(f'build/{kind}/{folder}/**/*.o'), recursive=True)
        return sorted(found)

    def link_library(self):
        objects = self.objects('loadable', 'ext', 'build')
        return run(['gcc', *LINKING, '-o', 'dist/usher.so', *objects, *LIBS], self.root) == 0

    def link_program(self, name):
        objects = self.objects('core', 'ext', 'build')
        if name.startswith('tests/unit/'):
            helpers = [o for o in self.objects('core', 'tests/unit') if not o.endswith('_test.o')]
            objects += helpers + [self.path(f'build/core/{name}.o')]
        else:
            objects += self.objects('core', name)
        return run(['gcc', *SANITIZER, '-o', f'build/{name}', *objects, *LIBS, '-lsqlite3', '-lcmocka',
                    '-pthread'], self.root) == 0

    # ----------------------------------------------------------------------- tests

    def script(self, test, seconds, scratch, env):
        place, printed = scratch + '/db', scratch + '/printed'
        os.makedirs(place)
        os.symlink(self.path('dist'), place + '/dist')
        os.symlink(self.path('tests/sql/setup'), place + '/setup')
        env = {**env, 'LD_PRELOAD': runtime()} if SANITIZER else env
        with open(self.path(test), 'rb') as stdin, open(printed, 'wb') as stdout:
            status = run(['sqlite3', '-batch', '-init', '/dev/null', '-cmd', '.load dist/usher',
                          'test.db'], place, seconds, env, stdin, stdout)
        return status is not None and status >= 0 and \
            filecmp.cmp(printed, self.path(test[:-4] + '.out'), shallow=False)

    def passes(self, test, seconds, scratch, number=0, env=None):
        """Does it pass with the mutant of this number, in a folder that is its own?"""
        shutil.rmtree(scratch, ignore_errors=True)
        os.makedirs(scratch)
        env = {'USHER_MUTANT': str(number), 'TMPDIR': scratch, **(env or {})}
        if test.endswith('.sql'):
            return self.script(test, seconds, scratch, env)
        env = {**env, 'CMOCKA_MESSAGE_OUTPUT': 'TAP', 'LIBRARY': self.path('dist/usher.so')}
        return run([self.path(f'build/{test.split(":")[0]}')], self.root, seconds, env) == 0


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def is_wanted(test):
    """TESTS are names or patterns; none: all are wanted."""
    only = os.environ.get('TESTS', '').split()
    return not only or any(fnmatch.fnmatchcase(test, pattern) for pattern in only)


def text_of(test):
    """What it is, in short: of one that has changed, a survey says nothing any more."""
    names = [test] if test.endswith('.sql') else [f'{test}.c', *sorted(glob.glob('tests/unit/*.txt'))]
    return hashlib.sha256(''.join(map(read, names)).encode()).hexdigest()[:16]


def all_tests():
    scripts = sorted(glob.glob('tests/sql/*.sql'))
    units = [f[:-2] for f in sorted(glob.glob('tests/unit/*_test.c'))]
    return scripts, units, [f'tests/{name}' for name in PROGRAMS]


# ------------------------------------------------------------------- what runs where

def forget(tree):
    for old in glob.glob(tree.path('build/**/*.gcda'), recursive=True):
        os.remove(old)


def executed(tree, kind, files):
    """The lines of files that ran since the counters were removed."""
    data = [f for f in (f'build/{kind}/{name[:-2]}.gcda' for name in files)
            if os.path.exists(tree.path(f))]
    lines = {}
    if data:
        text, _ = said(['gcov', '--json-format', '--stdout', *data], tree.root)
        for document in text.splitlines():
            for file in json.loads(document)['files'] if document.startswith('{') else []:
                if file['file'] in files:
                    lines[file['file']] = [[n['line_number'], n['count'] > 0]
                                           for n in file['lines']]
    return lines


def summary(executed_by, files):
    """{test: {file: lines}}, the lines that are known, and the sources that said so."""
    known, found = {}, {}
    for test, counts in executed_by:
        if counts is not None:
            found[test] = {file: [line for line, ran in lines if ran]
                           for file, lines in counts.items()}
            for file, lines in counts.items():
                known.setdefault(file, set()).update(line for line, _ in lines)
    return {'tests': found, 'lines': {file: sorted(lines) for file, lines in known.items()},
            'sources': {file: read(file) for file in files if file.endswith('.c')}}


def each(places, what, items):
    """what(place, item) of all, each place taken by one at a time."""
    free = queue.SimpleQueue()
    for place in places:
        free.put(place)

    def one(item):
        place = free.get()
        try:
            return what(place, item)
        finally:
            free.put(place)
    with concurrent.futures.ThreadPoolExecutor(len(places)) as pool:
        yield from pool.map(one, items)


def survey(roots, files, say):
    """Which test runs which lines."""
    scripts, units, _ = all_tests()
    trees = [Tree(root, cover=True) for root in roots]
    for tree in trees:
        tree.copy_all()
        tree.make('dist/usher.so', *[f'build/{name}' for name in units])

    def one(tree, test):
        forget(tree)
        good = tree.passes(test, MOST_SECONDS, tree.path('scratch'))
        if not good:
            say(f'{test} does not pass as it is, or takes too long: left out')
        kind = 'loadable' if test.endswith('.sql') else 'core'
        return test, executed(tree, kind, files) if good else None
    found = summary(each(trees, one, units + scripts), files)
    found['texts'] = {test: text_of(test) for test in found['tests']}
    for tree in trees:
        shutil.rmtree(tree.root)
    return found


def measure(tree, test, scratch):
    """How long it takes with no mutant; None if it does not pass."""
    start = time.monotonic()
    good = tree.passes(test, MOST_SECONDS, scratch)
    return time.monotonic() - start if good else None
