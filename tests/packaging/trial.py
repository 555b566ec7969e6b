"""What the trials of main.py share: commands, what must be there, the story and what it must say."""
import glob
import os
import re
import shutil
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SQLITE = os.environ.get("SQLITE", "sqlite3")
CC = os.environ.get("CC", "cc").split()
LONGEST = 300  # seconds


class Failed(Exception):
    pass


class Skipped(Exception):
    pass


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


VERSION = re.search(r'USHER_VERSION "(.*?)"', read(os.path.join(ROOT, "include/usher.h")))[1]
STORY = os.path.join(HERE, "story.sql")
TOLD = f"{VERSION}\n" + read(os.path.join(HERE, "story.out"))


def run(*command, cwd=None, said=None, **environment):
    """What it prints; it must succeed."""
    done = subprocess.run(command, cwd=cwd, input=said, env={**os.environ, **environment}, capture_output=True,
                          text=True, check=False, timeout=LONGEST)
    if done.returncode:
        raise Failed(f"{os.path.basename(command[0])}: {((done.stderr or done.stdout).strip() or '?').splitlines()[-1]}")
    return done.stdout


def need(*tools):
    for tool in tools:
        if not shutil.which(tool):
            raise Skipped(f"there is no {tool}")


def expect(what, said, wanted):
    if said != wanted:
        raise Failed(f"{what}: {said.strip()!r} for {wanted.strip()!r}")


def take(folder, dist, *patterns):
    """Copies of what was produced, alone in the folder."""
    for pattern in patterns:
        found = glob.glob(os.path.join(dist, pattern))
        if len(found) != 1:
            raise Failed(f"{len(found)} files {pattern}")
        shutil.copy(found[0], folder)
    return os.path.join(folder, os.path.basename(found[0]))


def shell(library, **environment):
    """The story in the shell; and by its second name the library is there without being loaded again."""
    need(SQLITE)
    words = [SQLITE, "-batch", "-bail", "-init", "/dev/null"]
    expect("the shell", run(*words, "-cmd", f".load {library}", ":memory:", said=read(STORY), **environment), TOLD)
    auto = run(*words, "-cmd", f".load {library}auto", ":memory:", said=".open :memory:\nSELECT usher_version();\n",
               **environment)
    expect("usherauto", auto, f"{VERSION}\n")


def example(folder, *words, **environment):
    """A program with usher linked in."""
    need(CC[0], "pkg-config")
    run(*CC, "-std=c11", "-Wall", "-Wextra", "-Werror", os.path.join(HERE, "c/example.c"), "-o", f"{folder}/example",
        *words)
    expect("the program", run(f"{folder}/example", said=read(STORY), **environment), TOLD)


def exports(library):
    run("sh", os.path.join(ROOT, "tests/exports.sh"), LIBRARY=library)


def flags(*packages, **environment):
    need("pkg-config")
    return run("pkg-config", "--cflags", "--libs", *packages, **environment).split()
