#!/usr/bin/env python3
"""Which branches of ext/ did no test take?

    tests/coverage.py PROFILES LIBRARY PROGRAM    what the tests of `make coverage` left, and what it built

A few functions of the library and of what is linked to a program differ (-DSQLITE_CORE): a branch of
one that either takes is taken.

A branch is one outcome, true or false, of one condition: of each operand of && and ||, of each
case of a switch, of each if, loop and ?:. Conditions of a macro or of an inline function of a
header are those of all its uses together. Not counted is what the compiler folds to a constant,
as USHER_ALWAYS(), USHER_NEVER() and USHER_LATER() are in such a build (ext/base/never.h); the
column `marked` says how many of these there are. Prints each branch that was not taken, then a
table; exits with 1 if there is such a branch. Every process merged what it counted into PROFILES
on exit: what a killed one did is not seen.
"""
import collections
import glob
import json
import os
import re
import subprocess
import sys

MARK = re.compile(r"\bUSHER_(?:ALWAYS|NEVER|LATER)\(")
FOLDED = re.compile(r"[!( ]*(?:[01][) ]*$|USHER_(?:ALWAYS|NEVER|LATER)\()")
ROW = "{:<26}{:>9}{:>9}{:>9}{:>9}{:>9.2f}%"


def measure(profiles, *binaries):
    """What llvm-cov exports of the functions of each: of two that differ it would show the first only."""
    merged = os.path.join(profiles, "all.profdata")
    raw = glob.glob(os.path.join(profiles, "*.profraw"))
    subprocess.run(["llvm-profdata", "merge", "-sparse", "-o", merged, *raw], check=True)
    for binary in binaries:
        export = ["llvm-cov", "export", "--skip-expansions", "--instr-profile", merged, binary]
        exported = subprocess.run(export, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        yield from json.loads(exported.stdout)["data"][0]["functions"]


def branches(functions):
    """{(file, line, column, end line, end column): [times true, times false]}, below ext/."""
    seen = collections.defaultdict(lambda: [0, 0])
    for function in functions:
        for line, column, end, end_column, true, false, file, _, _ in function["branches"]:
            path = os.path.relpath(function["filenames"][file])
            if path.startswith("ext/"):
                taken = seen[path, line, column, end, end_column]
                taken[0] += true
                taken[1] += false
    return seen


def read_sources():
    sources = {}
    for folder, _, files in os.walk("ext"):
        for name in files:
            if name.endswith((".c", ".h")):
                path = os.path.join(folder, name)
                with open(path, encoding="utf-8") as file:
                    sources[path] = file.read()
    return sources


def condition(lines, line, column, end, end_column):
    if line == end:
        return lines[line - 1][column - 1 : end_column - 1]
    return lines[line - 1][column - 1 :] + " ..."


def report(seen, sources):
    """Print what was not taken, and the table. Returns how many branches that are, or None of none."""
    table = collections.defaultdict(collections.Counter)
    for path, text in sources.items():
        if path != "ext/base/never.h":
            table[os.path.dirname(path)]["marked"] += len(MARK.findall(text))
    for (path, line, *place), counts in sorted(seen.items()):
        lines = sources[path].split("\n")
        what = condition(lines, line, *place)
        if FOLDED.match(what):
            continue
        for outcome, count in zip(("true", "false"), counts):
            table[os.path.dirname(path)]["taken" if count else "untaken"] += 1
            if not count:
                print(f"{path}:{line}: never {outcome}: {what}\n    {lines[line - 1].strip()}")
    total = sum(table.values(), collections.Counter())
    print("{:<26}{:>9}{:>9}{:>9}{:>9}{:>9}".format("folder", "branches", "taken", "untaken", "marked", ""))
    for folder, row in [*sorted(table.items()), ("ext, all of it", total)]:
        count = row["taken"] + row["untaken"]
        print(ROW.format(folder, count, row["taken"], row["untaken"], row["marked"],
                         100 * row["taken"] / count if count else 100))
    return total["untaken"] if total["taken"] else None


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    untaken = report(branches(measure(*sys.argv[1:])), read_sources())
    return untaken != 0


if __name__ == "__main__":
    sys.exit(main())
