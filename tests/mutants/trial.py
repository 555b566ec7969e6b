"""A copy of the tree in which a mutant is built, and the tests that may kill it."""
import glob
import json
import os
import shutil
import subprocess
import time

FLAGS = ['-std=c11', '-O0', '-w', '-fPIC', '-fvisibility=hidden', '-pthread', '-Iinclude',
         '-Ibuild/gen', '-Iext']
LINKING = ['-shared', '-Wl,-z,nodelete', '-Wl,-z,defs']
LIBS = ['-lsodium', '-ljansson']
# Programs that judge what usher does, each in its brief form: DEEP=1 tries them, too.
PROGRAMS = ['matrix', 'secrets', 'inbox', 'storage', 'differential', 'atomicity', 'hostile']
LEAST_SECONDS = 5
MOST_SECONDS = 60  # a test that takes longer to survey is left out


def run(command, folder='.', seconds=None, env=None, stdin=None):
    """What it printed and its status; a hang has the status None."""
    try:
        done = subprocess.run(command, cwd=folder, timeout=seconds,
                              stdin=stdin or subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              env={**os.environ, 'TZ': 'UTC', 'BRIEF': '1', **(env or {})})
        return done.stdout, done.returncode
    except subprocess.TimeoutExpired:
        return b'', None


class Tree:
    def __init__(self, root, cover=False):
        self.root = os.path.abspath(root)
        self.cover = ['--coverage'] if cover else []
        os.makedirs(self.root, exist_ok=True)
        for name in ('Makefile', 'ext', 'include', 'sql', 'tests'):
            there = os.path.join(self.root, name)
            if os.path.isdir(name):
                shutil.rmtree(there, ignore_errors=True)
                shutil.copytree(name, there, copy_function=shutil.copy2)
            else:
                shutil.copy2(name, there)
        self.env = {'TMPDIR': self.path('tmp'), 'LIBRARY': self.path('dist/usher.so')}

    def path(self, name):
        return os.path.join(self.root, name)

    def make(self, *targets):
        said, status = run(['make', '-s', f'CFLAGS=-O0 -w {" ".join(self.cover)}', 'WERROR=',
                            'BUILD=build', 'DIST=dist', *targets], self.root)
        if status != 0:
            raise SystemExit(said.decode(errors='replace')[-3000:])

    def build_all(self, programs):
        os.makedirs(self.path('tmp'), exist_ok=True)
        self.make('dist/usher.so', *programs)

    # ------------------------------------------------------------------ one mutant

    def write(self, path, text):
        with open(self.path(path), 'w', encoding='utf-8') as file:
            file.write(text)

    def unit(self, path):
        """The C file that a source file ends up in."""
        if not path.endswith('.sql'):
            return path
        files = [os.path.relpath(f, self.root) for kind in ('schema', 'statements', 'api')
                 for f in sorted(glob.glob(self.path(f'sql/{kind}/*.sql')))]
        said, _ = run(['awk', '-v', 'output=c', '-f', 'sql/embed.awk', *files], self.root)
        with open(self.path('build/gen/sql.c'), 'wb') as file:
            file.write(said)
        return 'build/gen/sql.c'

    def compile(self, path, kind):
        unit = self.unit(path)
        out = f'build/{kind}/{unit[:-2]}.o'
        extra = ['-DSQLITE_CORE'] if kind == 'core' else []
        return run(['gcc', *FLAGS, *extra, *self.cover, '-c', '-o', out, unit], self.root)[1] == 0

    def objects(self, kind, *folders):
        found = []
        for folder in folders:
            found += glob.glob(self.path(f'build/{kind}/{folder}/**/*.o'), recursive=True)
        return sorted(found)

    def link_library(self):
        objects = self.objects('loadable', 'ext', 'build')
        return run(['gcc', *LINKING, '-o', 'dist/usher.so', *objects, *LIBS], self.root)[1] == 0

    def link_program(self, name):
        objects = self.objects('core', 'ext', 'build')
        if name.startswith('tests/unit/'):
            helpers = [o for o in self.objects('core', 'tests/unit') if not o.endswith('_test.o')]
            objects += helpers + [self.path(f'build/core/{name}.o')]
        else:
            objects += self.objects('core', name)
        return run(['gcc', '-o', f'build/{name}', *objects, *LIBS, '-lsqlite3', '-lcmocka',
                    '-pthread'], self.root)[1] == 0

    # ----------------------------------------------------------------------- tests

    def script(self, test, seconds):
        scratch = self.path('tmp/db')
        shutil.rmtree(scratch, ignore_errors=True)
        os.makedirs(scratch)
        os.symlink(self.path('dist'), scratch + '/dist')
        os.symlink(self.path('tests/sql/setup'), scratch + '/setup')
        with open(self.path(test), 'rb') as stdin:
            said, status = run(['sqlite3', '-batch', '-init', '/dev/null', '-cmd',
                                '.load dist/usher', 'test.db'], scratch, seconds, stdin=stdin)
        with open(self.path(test[:-4] + '.out'), 'rb') as file:
            return status is not None and status >= 0 and said == file.read()

    def passes(self, test, seconds=None):
        if test.endswith('.sql'):
            return self.script(test, seconds)
        env = {**self.env, 'CMOCKA_MESSAGE_OUTPUT': 'TAP'}
        return run([self.path(f'build/{test}')], self.root, seconds, env)[1] == 0


def all_tests():
    scripts = sorted(glob.glob('tests/sql/*.sql'))
    units = [f[:-2] for f in sorted(glob.glob('tests/unit/*_test.c'))]
    return scripts, units, [f'tests/{name}' for name in PROGRAMS]


# ------------------------------------------------------------------- what runs where

def executed(tree, kind, files):
    """The lines of files that ran since the counters were removed."""
    data = [f for f in (f'build/{kind}/{name[:-2]}.gcda' for name in files)
            if os.path.exists(tree.path(f))]
    lines = {}
    if data:
        said, _ = run(['gcov', '--json-format', '--stdout', *data], tree.root)
        for document in said.decode().splitlines():
            for file in json.loads(document)['files'] if document.startswith('{') else []:
                if file['file'] in files:
                    lines[file['file']] = [[n['line_number'], n['count'] > 0]
                                           for n in file['lines']]
    return lines


def survey(root, files, say):
    """Which test takes how long and runs which lines: {test: [seconds, {file: lines}]}"""
    tree = Tree(root, cover=True)
    scripts, units, _ = all_tests()
    tree.build_all([f'build/{name}' for name in units])
    known, found = {}, {}
    for test in scripts + units:
        for old in glob.glob(tree.path('build/**/*.gcda'), recursive=True):
            os.remove(old)
        start = time.monotonic()
        good = tree.passes(test, MOST_SECONDS)
        seconds = time.monotonic() - start
        if not good:
            say(f'{test} does not pass as it is, or takes too long: left out')
            continue
        lines = executed(tree, 'loadable' if test.endswith('.sql') else 'core', files)
        for file, counts in lines.items():
            known.setdefault(file, set()).update(line for line, _ in counts)
        found[test] = [seconds, {file: [line for line, ran in counts if ran]
                                 for file, counts in lines.items()}]
    shutil.rmtree(root)
    return {'tests': found, 'lines': {file: sorted(lines) for file, lines in known.items()}}
