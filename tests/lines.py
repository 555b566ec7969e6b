"""Lines that the README shows are those of a program that runs. `lines.py` says of which it is not so, of the
section "On a cluster"; tests/clients/run.py asks of its own.

    sections(text, heading)               heading -> text, below `heading`, such as "## "
    strange_lines(text, language, known)  of the blocks in that language ("" is any), not in the program `known`
"""
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CLUSTER = {"c": "tests/cluster/node.c", "go": "tests/cluster/go/main.go"}


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


def sections(text, heading):
    return dict(part.split("\n", 1) for part in f"\n{text}".split(f"\n{heading}")[1:])


def lines_of(text):
    return [line.strip() for line in text.split("\n") if line.strip()]


def strange_lines(text, language, known):
    program = set(lines_of(known))
    blocks = re.findall(rf"^```{language or '[a-z]*'}\n(.*?)^```", text, flags=re.M | re.S)
    if not blocks:
        return [f"nothing is shown: {language}"]
    return [line for block in blocks for line in lines_of(block) if line not in program]


def strange_on_a_cluster():
    section = sections(read(ROOT, "README.md"), "## ")["On a cluster"]
    return [line for language, program in CLUSTER.items() for line in strange_lines(section, language, read(ROOT, program))]


if __name__ == "__main__":
    print("\n".join(strange_on_a_cluster()))
    sys.exit(bool(strange_on_a_cluster()))
