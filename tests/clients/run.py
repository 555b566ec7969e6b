"""The same steps through every client: `make clients`, or

    run.py [--quick] [NAME...]      run those whose name holds a NAME, or all; print one table
    run.py --update                 take what the sqlite3 shell says for what is expected
    run.py --packages [NAME...]     Debian's packages that are not here yet
    run.py --npm [NAME...]          install npm's packages below build/clients/

LIBRARY is the library. What a client says must be expected.txt, that is what the sqlite3 shell says,
but for the steps in differences/NAME.txt. Each of those has its reason above it, which the README
gives, too; a difference that is none fails. What is not there is skipped by name.
"""
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

from clients import CLIENTS

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from lines import ROOT, read, sections, strange_lines

BUILD = os.path.join(ROOT, "build", "clients")
LIBRARY = os.path.realpath(os.environ.get("LIBRARY", os.path.join(ROOT, "dist", "usher.so")))
NPM = os.path.join(BUILD, "npm")
NEWER_NODE = os.path.join(NPM, "node/node_modules/node/bin/node")
LONGEST = 300  # seconds


def shell(command, folder=HERE, **environment):
    """Whether it went well, and what it said."""
    try:
        done = subprocess.run(command, shell=True, cwd=folder, env={**os.environ, **environment}, timeout=LONGEST,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except subprocess.TimeoutExpired:
        return False, "", f"took longer than {LONGEST} seconds"
    return done.returncode == 0, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


# ------------------------------------------------------------------ what there is


def missing(client):
    """Debian's packages that are not here."""
    for word in client.debian.split():
        command, _, package = word.rpartition(":")
        if not (command and shutil.which(command)):
            there, status, _ = shell(f"dpkg-query -W -f '${{db:Status-Status}}' {package}")
            if not (there and status == "installed"):
                yield package


def npm_folder(client):
    return os.path.join(NPM, client.npm.split("@")[0])


def has_npm(client):
    return os.path.exists(os.path.join(npm_folder(client), "node_modules", os.path.basename(npm_folder(client))))


def install_npm(clients):
    """Each in a folder of its own: one that fails takes nothing along."""
    headers = os.path.dirname(os.path.dirname(os.path.realpath(shutil.which("node") or "/usr/bin/node")))
    nodedir = {"npm_config_nodedir": headers} if os.path.isdir(os.path.join(headers, "include/node")) else {}
    for client in clients:
        if not client.npm or has_npm(client) or not shutil.which("npm"):
            continue
        folder = npm_folder(client)
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "package.json"), "w", encoding="utf-8") as file:
            file.write('{"private": true}\n')
        good, _, errors = shell(f"npm install --no-audit --no-fund --loglevel=error {client.npm}", folder, **nodedir)
        if not good:
            said = " ".join(re.sub(r"^npm (ERR!|error) *", "", line) for line in errors.split("\n")[:4])
            print(f"npm could not install {client.npm}: {said[:200]}", file=sys.stderr)


def last_line(text):
    return (text.strip().split("\n") or [""])[-1].strip()


class Machine:
    """Fills in the commands, with what is here."""

    def __init__(self):
        folders = [os.path.join(npm_folder(client), "node_modules") for client in CLIENTS if client.npm]
        os.environ["NODE_PATH"] = ":".join(folders)
        self.words = {"here": HERE, "build": BUILD, "dist": os.path.dirname(LIBRARY)}

    def fill(self, command, **words):
        versions = {package: shell(f"dpkg-query -W -f '${{Version}}' {package}")[1]
                    for package in re.findall(r"{([\w-]*-dev)}", command)}
        return command.format(**self.words, **words, **versions)

    def find(self, client):
        """The interpreter with which the probe succeeds, as words for fill(); or None and why not."""
        choices = [{}]
        if "{python}" in client.probe:
            choices = [{"python": name} for name in ("/usr/bin/python3", "python3")]
        elif "{node}" in client.probe:
            choices = [{"node": name} for name in ("node", NEWER_NODE)]
        for words in choices:
            good, _, errors = shell(self.fill(client.probe, **words))
            if good:
                return words, None
        lacking = list(missing(client)) + ([client.npm] if client.npm and not has_npm(client) else [])
        return None, "there is no " + ", no ".join(lacking) if lacking else last_line(errors)[:90]


# ------------------------------------------------------------------------- results


def steps(text):
    """What was said, step by step."""
    return {lines[0]: lines[1:] for lines in (part.rstrip("\n").split("\n") for part in re.split(r"^> ", text, flags=re.M)[1:])}


def file_name(client):
    return re.sub(r"\W+", "-", client.name.lower())


def documented(client):
    """The steps that differ, and the reasons."""
    path = os.path.join(HERE, "differences", file_name(client) + ".txt")
    text = read(path) if os.path.exists(path) else ""
    reasons = re.findall(r"^# (.*)$", text, flags=re.M)
    return steps(re.sub(r"^#.*\n", "", text, flags=re.M)), reasons


def compare(client, said, expected):
    """None, or the first thing that is not as it should be."""
    differences, reasons = documented(client)
    if differences and not reasons:
        return "differences without a reason"
    for name, lines in {**expected, **differences}.items():
        if name in differences and lines == expected.get(name):
            return f"`{name}`: no difference to be documented"
        if said.get(name) != lines:
            return f"`{name}`: {said.get(name)}, not {lines}"
    return None if list(said) == list(expected) else "other steps, or in another order"


def run(client, machine, words):
    """The first line of what it said, and the rest."""
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(os.path.dirname(LIBRARY), os.path.join(folder, "dist"))
        os.symlink(os.path.join(HERE, "steps.txt"), os.path.join(folder, "steps.txt"))
        good, said, errors = shell(machine.fill(client.run, **words), folder)
    if not good:
        raise RuntimeError(last_line(errors) or "it failed without a word")
    return said.split("\n", 1)


def build(client, machine):
    for name in ("java", "go"):
        os.makedirs(os.path.join(BUILD, name), exist_ok=True)
    good, _, errors = shell(machine.fill(client.build))
    if not good:
        raise RuntimeError(last_line(errors))


def row(client, machine, expected):
    """Version, version of SQLite, number of steps, result."""
    words, why_not = machine.find(client)
    if words is None:
        return "", "", "", f"skipped: {why_not}"
    try:
        if client.build:
            build(client, machine)
        first, said = run(client, machine, words)
    except RuntimeError as error:
        return "", "", "", f"failed: {error}"
    version, sqlite = first.split("\t")
    said = steps(said)
    wrong = compare(client, said, expected)
    different = len(documented(client)[0])
    result = f"failed: {wrong}" if wrong else "passed" + (f", {different} documented differences" if different else "")
    return version, sqlite, len(said), result.replace(" 1 documented differences", " 1 documented difference")


# -------------------------------------------------------------------------- the rest


def check_process():
    if not os.path.exists("/proc/self/maps"):
        return "", "", "", "skipped: needs Linux"
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(os.path.dirname(LIBRARY), os.path.join(folder, "dist"))
        good, said, errors = shell(f"{sys.executable} -u {shlex.quote(HERE)}/python/process.py", folder)
    version, sqlite = said.split("\n")[0].split("\t") if "\t" in said else ("", "")
    wrong = re.findall(r"^not ok - (.*)$", said, flags=re.M) or [last_line(errors) or "it failed without a word"]
    return version, sqlite, said.count("ok - "), "passed" if good else f"failed: {wrong[0]}"


def program_of(client):
    """The file that has the steps done; of what is compiled, what it is made of."""
    named = re.findall(r"{here}/([\w/-]*\.\w+)", f"{client.build} {client.run}")
    return read(os.path.join(HERE, named[0] if named else "rust/main.rs"))


def check_readme(count):
    """Every client has its section; the lines there are the program's; the reasons are there."""
    section = sections(read(ROOT, "README.md"), "## ")["From your language"]
    if f" the same {count} steps " not in section:
        return f"there are {count} steps"
    shown = sections(section, "### ")
    for client in CLIENTS:
        if client.name not in shown:
            return f"no section {client.name}"
        for line in strange_lines(shown[client.name], "", program_of(client)):
            return f"{client.name}: not in the program: {line}"
        for reason in documented(client)[1]:
            if reason not in shown[client.name]:
                return f"{client.name}: not there: {reason}"
    return None


def main(words):
    names = [word.lower() for word in words if not word.startswith("--")]
    named = [client for client in CLIENTS if not names or any(name in client.name.lower() for name in names)]
    if "--packages" in words:
        print("\n".join(sorted({package for client in named for package in missing(client)})))
        return 0
    if "--npm" in words:
        install_npm(named)
        return 0
    machine, expected_file = Machine(), os.path.join(HERE, "expected.txt")
    if "--update" in words:
        with open(expected_file, "w", encoding="utf-8") as file:
            file.write(run(CLIENTS[0], machine, machine.find(CLIENTS[0])[0])[1])
    expected, results = steps(read(expected_file)), []

    def show(name, version, sqlite, count, result):
        results.append(result.split(",")[0].split(":")[0])
        print(f"{name:34} {version:24} {sqlite:7} {count!s:>5}  {result}", flush=True)

    print(f"{'client':34} {'version':24} {'SQLite':7} {'steps':>5}  result")
    for client in named:
        if names or client.quick or "--quick" not in words:
            show(client.name, *row(client, machine, expected))
    if not names:
        show("one process", *check_process())
        wrong = check_readme(len(expected))
        show("README.md", "", "", "", f"failed: {wrong}" if wrong else "passed")
    print("{} passed, {} failed, {} skipped".format(*map(results.count, ("passed", "failed", "skipped"))))
    return results.count("failed") > 0 or not results.count("passed")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
