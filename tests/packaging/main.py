"""Install what `make dist` made, each in an empty folder, and try it: main.py DIST

From each the same story (story.sql) is told with the file that was produced, and must say what stands
in story.out. One table; what cannot be tried here is skipped by name.
"""
import glob
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile

import trial
from trial import HERE, ROOT, STORY, TOLD, VERSION, Failed, Skipped, exports, expect, flags, need, run, shell

DIST = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "dist"))
NPM = os.path.join(ROOT, "build/clients/npm")  # where `make clients` has its drivers, too
PREFIX = "/opt/r&d"  # what sed would take for more than it is
LIBRARIES = ("sqlite3", "libsodium", "jansson")
LISTED = """include/usher.h lib/libusher.a lib/libusher.so lib/libusherauto.so lib/pkgconfig/usher.pc lib/usher.so
lib/usherauto.so share/man/man7/usher.7""".split()


def take(folder, *patterns):
    return trial.take(folder, DIST, *patterns)


def need_standalone():
    if not os.path.exists(os.path.join(DIST, "standalone/usher.so")):
        raise Skipped("no self-contained library")


def loadable(folder):
    """exports; .load, usherauto"""
    exports(take(folder, "usherauto.so"))
    exports(take(folder, "usher.so"))
    shell(f"{folder}/usher")


def standalone(folder):
    """needs, exports; .load, usherauto"""
    if not os.path.exists(os.path.join(DIST, "standalone/usher.so")):
        raise Skipped("there is no libsodium.a or no libjansson.a")
    take(folder, "standalone/usherauto.so")
    library = take(folder, "standalone/usher.so")
    exports(library)
    needed = re.findall(r"NEEDED +(\S+)", run("objdump", "-p", library))
    expect("needs", " ".join(name for name in needed if not re.match(r"(libc|libm|libpthread|ld-linux.*)\.so", name)), "")
    shell(f"{folder}/usher")


def static(folder):
    """exports; linked into a program"""
    library = take(folder, "libusher.a")
    names = re.findall(r"^[0-9a-f]+ [A-Z] (\w+)$", run("nm", "-g", "--defined-only", library), flags=re.M)
    expect("its names", " ".join(sorted(names)), "sqlite3_usher_init sqlite3_usherauto_init")
    trial.example(folder, f"-I{ROOT}/include", library, *flags(*LIBRARIES))


def amalgamation(folder):
    """-DSQLITE_CORE: into a program"""
    source = take(folder, "usher.h", "usher.c")
    trial.example(folder, "-DSQLITE_CORE", f"-I{folder}", source, *flags(*LIBRARIES))


def amalgamation_loadable(folder):
    """-shared: exports; .load"""
    source = take(folder, "usher.h", "usher.c")
    for name in ("usher.so", "usherauto.so"):
        need(trial.CC[0])
        run(*trial.CC, "-shared", "-fPIC", source, "-o", f"{folder}/{name}", *flags(*LIBRARIES[1:]))
    exports(f"{folder}/usher.so")
    shell(f"{folder}/usher")


def make(target, *words):
    run("make", "-s", "-C", ROOT, f"DIST={os.path.relpath(DIST, ROOT)}", target, *words)


def installed(folder):
    return sorted(os.path.relpath(os.path.join(path, name), folder) for path, _, names in os.walk(folder) for name in names)


def pkg_config(folder):
    """make install; cc with its flags"""
    make("install", f"PREFIX={folder}")
    path = {"PKG_CONFIG_PATH": f"{folder}/lib/pkgconfig:{os.environ.get('PKG_CONFIG_PATH', '')}"}
    expect("its version", run("pkg-config", "--modversion", "usher", **path), f"{VERSION}\n")
    expect("dist/usher.pc", trial.read(f"{DIST}/usher.pc").split("\n", 1)[1],
           trial.read(f"{folder}/lib/pkgconfig/usher.pc").split("\n", 1)[1])
    trial.example(folder, *flags("usher", **path))


def install(folder):
    """DESTDIR=; .load usher, man; uninstall"""
    words = [f"PREFIX={PREFIX}", f"DESTDIR={folder}"]
    prefix = f"{folder}{PREFIX}"
    make("install", *words)
    expect("the files", " ".join(installed(prefix)), " ".join(LISTED))
    expect("usher.pc", trial.read(f"{prefix}/lib/pkgconfig/usher.pc").split("\n")[0], f"prefix={PREFIX}")
    lacking = look_up(folder, f"{prefix}/lib")
    shell("usher", LD_LIBRARY_PATH=f"{prefix}/lib")
    if trial.shutil.which("man"):
        page = run("man", "-l", f"{prefix}/share/man/man7/usher.7", MANPAGER="cat")
        expect("the man page's version", "".join(re.findall(rf"usher {re.escape(VERSION)}", page)[:1]), f"usher {VERSION}")
    else:
        lacking.append("man")
    make("uninstall", *words)
    expect("left by uninstall", " ".join(installed(folder)), "")
    return lacking


def look_up(folder, libraries):
    """Does the dynamic linker learn both names?"""
    ldconfig = trial.shutil.which("ldconfig", path=os.environ["PATH"] + ":/sbin:/usr/sbin")
    if not ldconfig:
        return ["ldconfig"]
    with tempfile.TemporaryDirectory() as other:
        with open(f"{other}/conf", "w", encoding="utf-8") as file:
            file.write(f"{libraries}\n")
        run(ldconfig, "-X", "-f", f"{other}/conf", "-C", f"{other}/cache")
        cached = run(ldconfig, "-p", "-C", f"{other}/cache")
    found = sorted(re.findall(rf"^\t(\S+) .* => {re.escape(folder)}/", cached, flags=re.M))
    expect("what ldconfig finds", " ".join(found), "usher.so usherauto.so")
    return []


def npm(folder):
    """npm install; path, load(db), auto"""
    need_standalone()
    need("npm", "node")
    with open(f"{folder}/package.json", "w", encoding="utf-8") as file:
        file.write('{"private": true}\n')
    run("npm", "install", "--offline", "--no-audit", "--no-fund", take(folder, "*.tgz"), cwd=folder)
    shell(run("node", "-p", "require('sqlite-usher').getLoadablePath()", cwd=folder).strip()[:-len(".so")])
    trial.shutil.copy(f"{HERE}/try.js", folder)
    lacking = []
    for driver, node, path in (("better-sqlite3", "node", "better-sqlite3/node_modules/better-sqlite3"),
                               ("libsql", "node", "libsql/node_modules/libsql"),
                               ("node:sqlite", f"{NPM}/node/node_modules/node/bin/node", "node/node_modules/node/bin")):
        if os.path.exists(os.path.join(NPM, path)):
            said = run(node, "try.js", driver, STORY, cwd=folder, NODE_PATH=os.path.dirname(os.path.join(NPM, path)))
            expect(driver, said, f"{TOLD}{VERSION}\n")
        else:
            lacking.append(driver)
    return lacking


def wheel(folder):
    """pip install; load(connection), auto"""
    need_standalone()
    python = next((name for name in (sys.executable, "/usr/bin/python3") if os.path.exists(name) and subprocess.run(
        [name, "-c", "import sqlite3, pip; sqlite3.Connection.enable_load_extension"],
        capture_output=True, check=False).returncode == 0), None)
    if not python:
        raise Skipped("there is no python3 with pip that loads extensions")
    run(python, "-m", "pip", "install", "-q", "--no-index", "--no-deps", "--target", f"{folder}/site", take(folder, "*.whl"))
    said = run(python, f"{HERE}/try.py", STORY, cwd=folder, PYTHONPATH=f"{folder}/site")
    expect("python", said, f"{TOLD}{VERSION}\n")


def debian(folder):
    """dpkg -i into a root, apt -s; .load usher"""
    need("dpkg", "dpkg-deb")
    package = take(folder, "*.deb")
    os.makedirs(f"{folder}/root/var/lib/dpkg")
    open(f"{folder}/root/var/lib/dpkg/status", "w", encoding="utf-8").close()
    run("dpkg", f"--root={folder}/root", f"--log={folder}/log", "--force-not-root", "--force-depends",
        "--force-script-chrootless", "-i", package)
    for name in re.findall(r"([\w.+-]+)(?: \([^)]*\))?(?:, |$)", run("dpkg-deb", "-f", package, "Depends").strip()):
        run("dpkg-query", "-W", name)
    missing = {f"usr/{name}" for name in LISTED} - set(installed(f"{folder}/root"))
    expect("it lacks", " ".join(missing), "")
    shell("usher", LD_LIBRARY_PATH=f"{folder}/root/usr/lib")
    # What dpkg would do to this machine is left undone: its trigger has ldconfig look, as look_up() does.
    expect("its trigger", run("dpkg-deb", "-I", package, "triggers"), "activate-noawait ldconfig\n")
    lacking = look_up(folder, f"{folder}/root/usr/lib")
    if not trial.shutil.which("apt-get"):
        return lacking + ["apt-get"]
    said = run("apt-get", "--simulate", "-q", "install", package)
    expect("what apt would do", " ".join(re.findall(r"^(\w+) usher \(", said, flags=re.M)), "Inst Conf")
    return lacking


def sqlpkg(folder):
    """asset, checksum, unzip; .load (no client)"""
    need_standalone()
    spec = json.loads(trial.read(take(folder, "sqlpkg.json")))
    for asset in spec["assets"]["files"].values():
        path = os.path.join(DIST, spec["assets"]["path"], asset)
        with open(path, "rb") as file:
            expect("the checksum", f"sha256-{hashlib.sha256(file.read()).hexdigest()}", spec["assets"]["checksums"][asset])
        zipfile.ZipFile(path).extractall(folder)
        shell(f"{folder}/usher")


ARTEFACTS = [("loadable library", "usher.so", loadable), ("self-contained library", "standalone/usher.so", standalone),
             ("static library", "libusher.a", static), ("amalgamation", "usher.c", amalgamation),
             ("  as an extension", "usher.c", amalgamation_loadable), ("pkg-config file", "usher.pc", pkg_config),
             ("npm package", "*.tgz", npm), ("Python wheel", "*.whl", wheel), ("Debian package", "*.deb", debian),
             ("sqlpkg.json, its archive", "*.zip", sqlpkg), ("make install, uninstall", "", install)]


def attempt(attempted):
    with tempfile.TemporaryDirectory() as folder:
        try:
            lacking = attempted(folder)
            return "passed" + (f"; skipped: there is no {', no '.join(lacking)}" if lacking else "")
        except Skipped as skipped:
            return f"skipped: {skipped}"
        except (Failed, OSError, subprocess.TimeoutExpired) as failed:
            return f"FAILED: {failed}"[:200]


def main():
    results = []
    print(f"{'artefact':26} {'KiB':>6}  {'tried':40}  result")
    for name, pattern, attempted in ARTEFACTS:
        results.append(attempt(attempted))
        sizes = [os.path.getsize(path) for path in glob.glob(os.path.join(DIST, pattern)) if os.path.isfile(path)]
        size = -(-sum(sizes) // 1024) if sizes else "-"
        print(f"{name:26} {size:>6}  {attempted.__doc__:40}  {results[-1]}", flush=True)
    good = sum(result.startswith("passed") for result in results)
    bad = sum(result.startswith("FAILED") for result in results)
    print(f"{good} passed, {bad} failed")
    return bad > 0 or good == 0


if __name__ == "__main__":
    sys.exit(main())
