"""Single steps of tests/torture as tests: `tests/torture:olga accepts`.

Only a fault shows whether an error is handed on. A step that meets one on each of its paths takes a
second or two, all of the story some minutes: of those that run the changed line, the likeliest are
tried, after all other tests, and then the story.
"""
import os
import re
import shutil

import trial

PROGRAM = 'tests/torture'
STORY = f'{PROGRAM}:'  # the step of no name: all of them
SECONDS, STORY_SECONDS = 3, 90
MOST = 12  # of single ones for a mutant


def all_steps():
    """In the order of the story, which numbers them."""
    names = re.findall(r'^=== ([^\[\n]*)', trial.read(f'{PROGRAM}/story.sql'), re.M)
    return [STORY + name.rstrip() for name in names]


def seconds(tests):
    return {test: STORY_SECONDS if test == STORY else SECONDS for test in tests}


def of_step(tree, kept, number, files):
    """The lines of files that ran in the step of this number."""
    trial.forget(tree)
    build = tree.path('build/core')
    if os.path.isdir(f'{kept}/{number}{build}'):
        shutil.copytree(f'{kept}/{number}{build}', build, dirs_exist_ok=True)
    return trial.executed(tree, 'core', files)


def survey(root, files):
    """Which step runs which lines, in a sample of its faults."""
    tree = trial.Tree(root, cover=True)
    kept = tree.path('kept')
    tree.copy_all()
    tree.make(f'build/{PROGRAM}', 'CPPFLAGS=-DUSHER_GCOV')
    if trial.run([tree.path(f'build/{PROGRAM}')], tree.root,
                 env={'TORTURE': '1', 'GCOV_PREFIX': kept}) != 0:
        raise SystemExit(f'{PROGRAM} does not pass as it is')
    found = trial.summary(((test, of_step(tree, kept, number, files))
                           for number, test in enumerate(all_steps())), files)
    shutil.rmtree(tree.root)
    return found
