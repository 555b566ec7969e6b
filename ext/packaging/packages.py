"""Packages of what was built: ext/packaging/packages.py DIST WORK

An npm package, a wheel, a Debian package and what sqlpkg installs, all in DIST. The self-contained
library in DIST/standalone goes into all but the Debian package; that takes what `make install` has put
into WORK/deb. What is not there is not packed, and no package of before stays in its place. Nothing is
fetched, and the same input makes the same file.
"""
import base64
import calendar
import glob
import gzip
import hashlib
import io
import json
import os
import platform
import re
import subprocess
import sys
import tarfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
DIST, WORK = map(os.path.abspath, sys.argv[1:])
WHAT = "User accounts inside SQLite: users, invites, roles, sessions and quotas, as a loadable extension"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
NAMES = ("usher.so", "usherauto.so")
PROCESSOR = platform.machine()


def read(*path):
    with open(os.path.join(*path), "rb") as file:
        return file.read()


def write(data, *path):
    os.makedirs(os.path.dirname(os.path.join(*path)), exist_ok=True)
    with open(os.path.join(*path), "wb") as file:
        file.write(data.encode() if isinstance(data, str) else data)


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


VERSION = re.search(rb'USHER_VERSION "(.*?)"', read(ROOT, "include/usher.h"))[1].decode()
LICENSE = read(ROOT, "LICENSE")


def libraries():
    return {name: read(DIST, "standalone", name) for name in NAMES}


def zipped(path, files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)


def npm():
    """What `npm pack` would make."""
    processor = {"x86_64": "x64", "aarch64": "arm64"}.get(PROCESSOR, PROCESSOR)
    manifest = {"name": "sqlite-usher", "version": VERSION, "description": WHAT, "license": "SEE LICENSE IN LICENSE",
                "main": "index.js", "os": ["linux"], "cpu": [processor]}
    files = {"package.json": json.dumps(manifest, indent=2).encode() + b"\n", "index.js": read(HERE, "npm.js"),
             "LICENSE": LICENSE, **libraries()}
    with open(os.path.join(DIST, f"sqlite-usher-{VERSION}.tgz"), "wb") as raw, \
            gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed, \
            tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size, entry.mode = len(data), 0o644
            archive.addfile(entry, io.BytesIO(data))


def wheel():
    tag = f"py3-none-linux_{PROCESSOR}"
    info = f"sqlite_usher-{VERSION}.dist-info"
    files = {"sqlite_usher/__init__.py": read(HERE, "wheel.py"),
             **{f"sqlite_usher/{name}": data for name, data in libraries().items()},
             f"{info}/LICENSE": LICENSE,
             f"{info}/METADATA": f"Metadata-Version: 2.1\nName: sqlite-usher\nVersion: {VERSION}\nSummary: {WHAT}\n"
                                 "Requires-Python: >=3.7\n".encode(),
             f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: usher\nRoot-Is-Purelib: false\nTag: {tag}\n".encode()}
    record = "".join("{},sha256={},{}\n".format(
        name, base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode(), len(data))
        for name, data in files.items())
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    zipped(os.path.join(DIST, f"sqlite_usher-{VERSION}-{tag}.whl"), files)


def owner(library):
    """The Debian package that holds a file; it may know it by its path without /usr."""
    real = os.path.realpath(library)
    for path in (library, real, real.replace("/usr/", "/", 1)):
        found = subprocess.run(["dpkg-query", "-S", path], capture_output=True, text=True, check=False)
        if found.returncode == 0:
            return found.stdout.split(":")[0]
    return sys.exit(f"no package holds {library}")


def depends():
    """The packages of the libraries that usher.so asks for."""
    asked = output("objdump", "-p", os.path.join(DIST, "usher.so"))
    found = dict(re.findall(r"(\S+) => (\S+)", output("ldd", os.path.join(DIST, "usher.so"))))
    owners = {owner(found[name]) for name in re.findall(r"NEEDED +(\S+)", asked)}
    newest = max(tuple(map(int, version.split("."))) for version in re.findall(r"GLIBC_([\d.]+)", asked))
    floor = {"libc6": f" (>= {'.'.join(map(str, newest))})"}
    return ", ".join(name + floor.get(name, "") for name in sorted(owners))


def deb():
    folder = os.path.join(WORK, "deb")
    machine = output("dpkg", "--print-architecture").strip()
    for name in (*NAMES, "libusher.a"):
        subprocess.run(["strip", "--strip-debug" if name.endswith(".a") else "--strip-unneeded",
                        os.path.join(folder, "usr/lib", name)], check=True)
    write(f"Package: usher\nVersion: {VERSION}\nArchitecture: {machine}\nSection: database\nPriority: optional\n"
          f"Maintainer: usher <usher@localhost>\nDepends: {depends()}\nSuggests: sqlite3, libsqlite3-dev, "
          f"libsodium-dev, libjansson-dev\nDescription: {WHAT}\n", folder, "DEBIAN/control")
    write("activate-noawait ldconfig\n", folder, "DEBIAN/triggers")
    write(LICENSE, folder, "usr/share/doc/usher/copyright")
    os.environ["SOURCE_DATE_EPOCH"] = str(calendar.timegm((*LONG_AGO, 0, 0, 0)))
    output("dpkg-deb", "--root-owner-group", "-Zxz", "-b", folder, os.path.join(DIST, f"usher_{VERSION}_{machine}.deb"))


def sqlpkg():
    """The spec, beside the archive that it names."""
    archive = f"usher-{VERSION}-linux-{PROCESSOR}.zip"
    zipped(os.path.join(DIST, archive), libraries())
    digest = hashlib.sha256(read(DIST, archive)).hexdigest()
    system = {"x86_64": "linux-amd64", "aarch64": "linux-arm64"}.get(PROCESSOR, f"linux-{PROCESSOR}")
    spec = {"owner": "usher", "name": "usher", "version": VERSION, "description": WHAT,
            "assets": {"path": ".", "files": {system: archive}, "checksums": {archive: f"sha256-{digest}"}}}
    write(json.dumps(spec, indent=4) + "\n", DIST, "sqlpkg.json")


def main():
    for pattern in ("*.tgz", "*.whl", "*.deb", "*.zip", "sqlpkg.json"):
        for path in glob.glob(os.path.join(DIST, pattern)):
            os.remove(path)
    if os.path.exists(os.path.join(DIST, "standalone", NAMES[0])):
        npm()
        wheel()
        sqlpkg()
    if os.path.isdir(os.path.join(WORK, "deb")):
        deb()


main()
