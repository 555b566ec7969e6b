"""The README's section: its lines are those of the programs here, and the one in Go does what it says."""
import os
import re
import subprocess

from nodes import free_addresses

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SECTION = "\n## On a cluster\n"
PROGRAMS = {"c": "node.c", "go": "go/main.go"}
EXPECTED = ["created true", "token 43", "right true false", "actor true", "name Ann Archer", "refused true"]


def lines_of(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


def strange_lines():
    """Of the README, that no program has; and what it says of a program that it does not show."""
    section = read(ROOT, "README.md").partition(SECTION)[2].partition("\n## ")[0]
    strange = []
    for language, program in PROGRAMS.items():
        blocks = re.findall(rf"^```{language}\n(.*?)^```", section, flags=re.M | re.S)
        known = set(lines_of(read(HERE, program)))
        strange += [line for block in blocks for line in lines_of(block) if line not in known]
        if not blocks:
            strange.append(f"nothing of {program}")
    return strange


def run_app(program, library, folder):
    """What the application says."""
    os.makedirs(folder)
    done = subprocess.run([program, library, folder, free_addresses(1)[0]], text=True, timeout=60, check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.stdout.splitlines()
