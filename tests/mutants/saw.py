"""Which conditions does a test see true, which false? A build that writes it down.

Each condition that is forced (change_c.py) stands in a call, `usher_saw(17, !!(x < 1))`. A test
that never sees a condition false does not notice that it is always true, and is not tried. That
is so if to ask changes nothing (PURE).
"""
import os
import re

import change
import change_c
import trial

PURE = re.compile(r'(strcmp|strncmp|strlen|memcmp|sizeof|IS_ONE_OF|has|(usher_)?(\w+_)?is_\w+|'
                  r'sqlite3_(stricmp|strnicmp|strlike|value_\w+|column_\w+|stmt_\w+|data_count|'
                  r'get_autocommit)|usher_\w+_(have|find|is))\(')
HEADER = 'int usher_saw(int number, int value);\n'
MAKE = ['CPPFLAGS=-include saw.h']


def recorder(count):
    return f'''#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static unsigned char saw[{count + 1}];

__attribute__((visibility("hidden"))) int usher_saw(int number, int value) {{
    saw[number] |= value ? 2 : 1;
    return value;
}}

__attribute__((destructor)) static void tell(void) {{
    const char *name = getenv("USHER_SAW");
    FILE *file = name ? fopen(name, "a") : NULL;
    for (int i = 0; file && i < {count + 1}; i++) {{
        if (saw[i]) {{
            fprintf(file, "%d %d\\n", i, saw[i]);
        }}
    }}
    if (file) {{
        fclose(file);
    }}
}}
'''


class Saw:
    """The tree in which each condition says what it is."""

    def __init__(self, root, files, programs):
        self.tree, self.keys = trial.Tree(root), []
        self.tree.copy_all()
        self.tree.write('include/saw.h', HEADER)
        for path in files:
            if path.endswith('.c'):
                self.tree.write(path, self.wrapped(path))
        self.tree.write('ext/saw.c', '#define _DEFAULT_SOURCE\n' + recorder(len(self.keys)))
        self.tree.make('dist/usher.so', *programs, *MAKE)

    def wrapped(self, path):
        source = trial.read(path)
        spans = change_c.conditions(source)
        keys = {}
        for mutant in change.mutants(path, source):
            if (mutant.start, mutant.end) in spans and mutant.text in ('0', '1') and \
                    is_pure(source[mutant.start:mutant.end]):
                keys.setdefault((mutant.start, mutant.end), {})[mutant.text] = mutant.key
        edits = []
        for (start, end), values in keys.items():
            self.keys.append(values)
            edits.append((start, 1, -end, f'usher_saw({len(self.keys)}, !!('))
            edits.append((end, 0, -start, '))'))
        out, at = [], 0
        for place, _, _, text in sorted(edits):
            out += [source[at:place], text]
            at = place
        return ''.join(out) + source[at:]

    def of(self, test, scratch):
        """The keys of the mutants of conditions that it may notice; None if it does not pass."""
        name = scratch + '.saw'
        if os.path.exists(name):
            os.remove(name)
        if not self.tree.passes(test, trial.MOST_SECONDS, scratch, env={'USHER_SAW': name}):
            return None
        found = set()
        for line in trial.read(name).splitlines() if os.path.exists(name) else []:
            number, saw = map(int, line.split())
            values = self.keys[number - 1]
            found |= {values[text] for text, bit in (('1', 1), ('0', 2))
                      if saw & bit and text in values}
        return sorted(found)


def is_pure(said):
    return not re.search(r'\w\(|(?<![<>!=])=(?!=)|\+\+|--', PURE.sub('', said))


def survey(root, files, tests, programs, places):
    """What each test sees, and the keys that were asked about."""
    saw = Saw(root, files, programs)
    seen = trial.each(places, lambda place, test: saw.of(test, place), tests)
    return {'seen': {test: keys for test, keys in zip(tests, seen) if keys is not None},
            'asked': sorted(key for values in saw.keys for key in values.values())}
