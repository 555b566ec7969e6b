"""All mutants in one build: USHER_MUTANT=17 says which of them runs.

Of a function, each mutant is a copy beside it, to which the function hands over:

    static int f__17(int x) { return x < 1; }
    int f(int x) {
        switch (usher_mutant) { case 17: return f__17(x); }
        return x <= 1;
    }

Of a file of SQL, it is another text of the statement, put in its place when the library is
loaded. What stands in no function, as the rows of a table do, is in none: it is built alone.
"""
import glob
import hashlib
import json
import os
import re

import change_c
import trial

HEADER = 'extern __attribute__((visibility("hidden"))) int usher_mutant;\n'
# -z norelro: the texts of SQL can be replaced.
MAKE = ['LDFLAGS=-Wl,-z,norelro', 'CPPFLAGS=-include mutant.h']


class Function:
    """A definition that ends at token `last`, its body beginning at `brace`."""

    def __init__(self, unit, first, brace, last):
        self.start, self.brace = unit.tokens[first].start(), unit.tokens[brace].start()
        self.end = unit.tokens[last].end()
        opened = unit.partner[brace - 1]
        self.name = unit.texts[opened - 1]
        self.before = re.sub(r'\b(static|inline)\b\s*', '',
                             unit.source[self.start:unit.tokens[opened - 1].start()])
        self.head = unit.source[self.start:self.brace]
        self.parameters = unit.source[unit.tokens[opened].start():self.brace]
        self.arguments = self.names(unit, opened + 1, brace - 1)

    def names(self, unit, i, end):
        """Of its parameters; None if it takes any number."""
        found, last = [], None
        while i < end:
            text = unit.texts[i]
            if text == '.':
                return None
            if text == ',':
                found.append(last)
            elif text == '(' and unit.texts[i + 1] == '*' and unit.texts[i + 2] != ')':
                last, i = unit.texts[i + 2], unit.partner[unit.partner[i] + 1]
            elif text in '([':
                i = unit.partner[i]
            elif re.match(r'\w', text):
                last = text
            i += 1
        found.append(last)
        return [name for name in found if name and name != 'void']

    def copy(self, mutant, number):
        body = mutant.source[self.brace:mutant.start] + mutant.text + \
            mutant.source[mutant.end:self.end]
        return f'static {self.before}{self.name}__{number}{self.parameters}{body}\n'

    def hand_over(self, numbers):
        returns = '' if self.before.strip() == 'void' else 'return '
        rest = '; return; ' if not returns else '; '
        cases = ''.join(f'case {n}: {returns}{self.name}__{n}({", ".join(self.arguments)}){rest}'
                        for n in numbers)
        return f'{{ switch (usher_mutant) {{ {cases}}} '


def functions(source):
    unit = change_c.Unit(source)
    first, i = None, 0
    while i < len(unit.tokens):
        text = unit.texts[i]
        if unit.tokens[i].lastgroup == 'directive' or text in (';', '}'):
            first = None
        elif first is None:
            first = i
        if text == '{':
            if unit.texts[i - 1] == ')' and first is not None:
                yield Function(unit, first, i, unit.partner[i])
            i, first = unit.partner[i], None
        elif text in ('(', '['):
            i = unit.partner[i]
        i += 1


class File:
    """A C file with the copies of its functions, and which lines belong to which mutant."""

    def __init__(self, path, source, numbered):
        self.path, self.source = path, source
        self.of = {}
        all_functions = [f for f in functions(source) if f.arguments is not None]
        for number, mutant in numbered:
            inside = next((f for f in all_functions
                           if f.brace < mutant.start and mutant.end < f.end), None)
            if inside:
                self.of.setdefault(inside, []).append((number, mutant))

    def numbers(self):
        return [n for mutants in self.of.values() for n, _ in mutants]

    def text(self):
        out, at, self.lines = [], 0, []
        for function in sorted(self.of, key=lambda f: f.start):
            out.append(self.source[at:function.start])
            out.append('\n' + function.head.rstrip() + ';\n')
            for number, mutant in self.of[function]:
                copy = function.copy(mutant, number)
                start = sum(part.count('\n') for part in out) + 1
                self.lines.append((start, start + copy.count('\n'), number))
                out.append(copy)
            out.append(function.head)
            out.append(function.hand_over([n for n, _ in self.of[function]]))
            at = function.brace + 1
        return ''.join(out) + self.source[at:]

    def leave_out(self, bad):
        self.of = {f: [m for m in mutants if m[0] not in bad] for f, mutants in self.of.items()}
        self.of = {f: mutants for f, mutants in self.of.items() if mutants}


def write_file(tree, path, file, compiler, kept):
    """Write it without what does not compile; the numbers of that."""
    refused = kept.refused_of(file)
    while True:
        tree.write(path, file.text())
        if kept.is_same(tree, path):
            return refused
        said, status = trial.said([*compiler, '-fsyntax-only', '-fmax-errors=0', path], tree.root)
        if status == 0:
            return refused
        places = {int(n) for n in re.findall(rf'{re.escape(path)}:(\d+):', said)}
        bad = {number for start, end, number in file.lines
               if any(start <= place < end for place in places)}
        if not bad:
            raise SystemExit(said[-3000:])
        refused |= bad
        file.leave_out(bad)


# ------------------------------------------------------------------------------ SQL

def statement(source, name):
    """The text of a statement, as sql/embed.awk makes it."""
    block = re.search(rf'^-- name:[ \t]*{name}[ \t]*\n((?:(?!-- name:).*\n?)*)', source, re.M)
    lines = [line for line in block.group(1).split('\n') if not re.match(r'[ \t]*(--.*)?$', line)]
    return re.sub(r'[ \t]*;[ \t]*$', '', '\n'.join(lines))


def literal(text):
    return '"' + text.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n') \
        .replace('?', '\\?') + '"'


def texts_of_sql(numbered):
    """The cases of the switch that replaces a statement; and the numbers that it knows."""
    cases, known = [], set()
    for number, mutant in numbered:
        name = re.findall(r'^-- name:[ \t]*(\w+)', mutant.source[:mutant.start], re.M)[-1]
        text = statement(mutant.apply(), name)
        assert text != statement(mutant.source, name)
        cases.append(f'    case {number}:\n        texts[USHER_SQL_{name}] = {literal(text)};\n'
                     '        break;\n')
        known.add(number)
    return ''.join(cases), known


def chooser(cases):
    return f'''#include "sql.h"

#include <stdlib.h>

__attribute__((visibility("hidden"))) int usher_mutant;

/* Of cmocka, where it is there. */
__attribute__((weak)) void cmocka_set_skip_filter(const char *pattern);

__attribute__((constructor)) static void choose(void) {{
    if (cmocka_set_skip_filter) {{
        cmocka_set_skip_filter("*memory*"); /* see change_c.py: not what is judged here */
    }}
    const char *said = getenv("USHER_MUTANT");
    const char **texts = (const char **)usher_sql_text;
    usher_mutant = said ? atoi(said) : 0;
    switch (usher_mutant) {{
{cases}    default:
        break;
    }}
}}
'''


class Kept:
    """What was written before: what is the same is neither checked nor compiled again."""

    def __init__(self, tree, paths, refused):
        self.refused, self.files = set(refused), {}
        for path in [*paths, 'include/mutant.h', 'ext/mutant.c']:
            if os.path.exists(tree.path(path)):
                self.files[path] = (trial.read(tree.path(path)),
                                    os.stat(tree.path(path)).st_mtime_ns)

    def refused_of(self, file):
        bad = {number for mutants in file.of.values() for number, mutant in mutants
               if mutant.key in self.refused}
        file.leave_out(bad)
        return bad

    def is_same(self, tree, path):
        text, time = self.files.get(path, (None, 0))
        if text != trial.read(tree.path(path)):
            return False
        os.utime(tree.path(path), ns=(time, time))
        return True


def fill(tree, mutants, flags, refused_before):
    """Write the sources with all mutants in them: the numbers that run, those of no mutants."""
    kept = Kept(tree, {m.path for m in mutants}, refused_before)
    tree.copy_all()
    tree.make('build/gen/sql.h', 'build/gen/sql.c')
    tree.write('include/mutant.h', HEADER)
    numbered = list(enumerate(mutants, 1))
    cases, known = texts_of_sql([(n, m) for n, m in numbered if m.path.endswith('.sql')])
    tree.write('ext/mutant.c', chooser(cases))
    refused = set()
    for path in dict.fromkeys(m.path for m in mutants if m.path.endswith('.c')):
        file = File(path, next(m.source for m in mutants if m.path == path),
                    [(n, m) for n, m in numbered if m.path == path])
        refused |= write_file(tree, path, file, ['gcc', *flags, '-include', 'mutant.h'], kept)
        known |= set(file.numbers())
    for path in ('include/mutant.h', 'ext/mutant.c'):
        kept.is_same(tree, path)
    return {m.key: n for n, m in numbered if n in known}, \
        [m.key for n, m in numbered if n in refused]


def digest(mutants):
    """Of all that the sources are made of."""
    found = hashlib.sha256()
    for folder in ('ext', 'include', 'sql', 'tests/mutants/schemata.py'):
        for path in sorted(glob.glob(f'{folder}/**/*.*', recursive=True)) or [folder]:
            with open(path, 'rb') as file:
                found.update(path.encode() + b'\0' + file.read() + b'\0')
    for mutant in mutants:
        found.update(mutant.key.encode())
    return found.hexdigest()


def build(tree, mutants, flags, programs):
    """The tree with all mutants in it, of what it was if that is the same."""
    stamp, now = tree.path('numbers.json'), digest(mutants)
    kept = json.loads(trial.read(stamp)) if os.path.exists(stamp) else {}
    if kept.get('digest') == now:
        tree.copy('Makefile', 'tests')
    else:
        numbers, refused = fill(tree, mutants, flags, kept.get('refused', ()))
        kept = {'digest': now, 'numbers': numbers, 'refused': refused}
        tree.write('numbers.json', json.dumps(kept))
    tree.make('dist/usher.so', *programs, *MAKE)
    return kept['numbers'], set(kept['refused'])
