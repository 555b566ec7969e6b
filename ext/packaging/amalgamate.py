"""All of ext/ as one file: ext/packaging/amalgamate.py GEN OUT writes OUT/usher.c (and copies usher.h).

The system's headers come first, then the files in the order of the layers, each header where it is
first included. What two files define under one name, such as a static function `read`, and what
another file uses as the name of something else, is given its file's name before it: `users_read`.
GEN is the folder of the generated sql.c and sql.h.
"""
import os
import re
import shutil
import sys

LAYERS = ["base", "store", "identity", "table", "func", "domain", "api", "help", "main.c"]
TOKEN = re.compile(
    r"""(?P<skip>/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(?P<name>[A-Za-z_]\w*)|(?P<number>\.?\d[\w.]*)|(?P<space>\s+)|(?P<op>->|\#\#|.)""",
    re.S,
)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"].*\n', re.M)
MACRO = re.compile(r"^[ \t]*#[ \t]*define[ \t]+(\w+)", re.M)
UNDEF = re.compile(r"^[ \t]*#[ \t]*undef[ \t]+(\w+)", re.M)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def tokens(text):
    return [(match.lastgroup, match.group()) for match in TOKEN.finditer(text)]


def blank(match):
    return re.sub(r"[^\n]", " ", match.group())


def file_scope_names(text):
    """The names that a file gives to statics, tags, typedefs and the constants of its enums."""
    text = re.sub(r"/\*.*?\*/|//[^\n]*", blank, text, flags=re.S)
    text = re.sub(r'"(?:\\.|[^"\\\n])*"', '""', text)
    names = set(re.findall(r"^(?:struct|union|enum)\s+(\w+)\s*\{", text, re.M))
    for statement in re.findall(r"^(?:static|_Thread_local)\b[^;{=]*", text, re.M):
        name = re.search(r"(\w+)\s*(?:\(|\[|$)", re.sub(r"__attribute__\s*\(\(.*?\)\)", "", statement).strip())
        if name:
            names.add(name.group(1))
        names |= set(re.findall(r"^static (?:const )?(?:struct|union|enum)\s+(\w+)\s*$", statement.strip()))
    for body in re.findall(r"\benum\b\s*\w*\s*\{([^}]*)\}", text):
        names |= set(re.findall(r"(?:^|,)\s*([A-Za-z_]\w*)", re.sub(r"^\s*#.*$", "", body, flags=re.M)))
    names |= set(re.findall(r"^typedef\b[^;{]*?\(?\*?(\w+)\)?\s*(?:\([^;]*\))?;", text, re.M))
    names |= set(re.findall(r"^\}\s*(\w+)\s*(?:\[|=|;)", text, re.M))
    return {name for name in names - {"struct", "union", "enum"} if not name.startswith(("usher_", "sqlite3_", "USHER_"))}


def rename(text, names, prefix):
    """Members of structures keep their names: after `.` and `->`, and where they are declared."""
    out, before, braces, structure = [], "", [], False
    for kind, token in tokens(text):
        if kind in ("space", "skip"):
            out.append(token)
            continue
        if token == "{":
            braces.append(structure)
        elif token == "}" and braces:
            braces.pop()
        if token in ("struct", "union"):
            structure = True
        elif kind != "name":
            structure = False
        if kind == "name" and token in names and before not in (".", "->"):
            member = braces and braces[-1] and before not in ("struct", "union", "enum", "[")
            token = token if member else prefix + token
        out.append(token)
        before = token
    return "".join(out)


def sources():
    found = []
    for layer in LAYERS:
        path = os.path.join("ext", layer)
        if path.endswith(".c"):
            found.append(path)
        for folder, folders, files in os.walk(path):
            folders.sort()
            found += [os.path.join(folder, name) for name in sorted(files) if name.endswith(".c")]
    return found


class Amalgamation:
    def __init__(self, generated):
        self.generated = generated
        self.included = set()
        self.system = set()

    def find(self, name, folder):
        for place in (folder, "ext", self.generated):
            path = os.path.normpath(os.path.join(place, name))
            if os.path.exists(path):
                return path
        sys.exit(f"{folder}: there is no {name}")

    def expand(self, path, text):
        """The text with our headers in it, each once; those of the system go to the top."""

        def replace(match):
            quote, name = match.groups()
            if name == "usher.h":
                return ""
            if quote == "<" and not os.path.exists(os.path.join(self.generated, name)):
                if not name.startswith("sqlite3"):
                    self.system.add(name)
                    return ""
                return match.group()
            found = self.find(name, os.path.dirname(path))
            if not found.endswith(".def") and found in self.included:
                return ""
            self.included.add(found)
            return self.expand(found, read(found))

        return INCLUDE.sub(replace, text)


def collisions(texts, headers):
    """For each file, those of its names that another file knows too, and of these the constants that
    macros of the headers use: a macro finds them by #define."""
    defined = {path: file_scope_names(text) for path, text in texts.items()}
    used = {}
    for path, text in {**texts, **headers}.items():
        for name in {token for kind, token in tokens(text) if kind == "name"}:
            used.setdefault(name, set()).add(path)
    in_headers = "\n".join(headers.values())
    tags = set(re.findall(r"\b(?:struct|union|enum)\s+(\w+)", in_headers))
    bodies = "\n".join(re.findall(r"^#define(?:.*\\\n)*.*", in_headers, re.M))
    bodies += "\n".join(text for path, text in headers.items() if path.endswith(".def"))
    shared = {token for kind, token in tokens(bodies) if kind == "name" and token.isupper()}
    clashing = {}
    for path, names in defined.items():
        names -= tags | set(MACRO.findall(texts[path]))
        names = {name for name in names if len(used[name]) > 1}
        clashing[path] = names - shared, names & shared
    return clashing


def main():
    generated, out = sys.argv[1:]
    whole = Amalgamation(generated)
    paths = [os.path.join(generated, "sql.c")] + sources()
    texts = {path: read(path) for path in paths}
    headers = {}
    for folder in ("ext", generated):
        for where, _, files in os.walk(folder):
            headers.update({os.path.join(where, f): read(os.path.join(where, f)) for f in files if f.endswith((".h", ".def"))})
    clashing = collisions(texts, headers)
    body = []
    for path in paths:
        prefix = re.sub(r"\W", "_", os.path.splitext(os.path.relpath(path, "ext"))[0]) + "_"
        renamed, macros = clashing[path]
        text = whole.expand(path, rename(texts[path], renamed, prefix))
        open_macros = sorted(macros | set(MACRO.findall(texts[path])) - set(UNDEF.findall(texts[path])))
        body.append(f"\n/* ---- {os.path.basename(path) if path.startswith(generated) else path} ---- */\n")
        body += [f"#define {name} {prefix}{name}\n" for name in sorted(macros)] + [text]
        body += [f"#undef {name}\n" for name in open_macros if name != "EXPORT"]
    version = re.search(r'USHER_VERSION "(.*)"', read("include/usher.h")).group(1)
    os.makedirs(out, exist_ok=True)
    with open(os.path.join(out, "usher.c"), "w", encoding="utf-8") as file:
        file.write(
            f"/*\n** usher {version} in one file, made by ext/packaging/amalgamate.py. Needs SQLite, libsodium and jansson:\n"
            "**\n**     cc -DSQLITE_CORE -c usher.c                                       into a program\n"
            "**     cc -fPIC -shared -o usher.so usher.c -lsodium -ljansson           to be loaded\n*/\n"
        )
        file.write('#include "usher.h"\n' + "".join(f"#include <{name}>\n" for name in sorted(whole.system)))
        file.write("#ifndef SQLITE_CORE\n#include <sqlite3ext.h>\n#endif\n")
        file.write("#if defined(__GNUC__) && !defined(_WIN32)\n#pragma GCC visibility push(hidden)\n#endif\n")
        file.writelines(body)
        file.write("\n#if defined(__GNUC__) && !defined(_WIN32)\n#pragma GCC visibility pop\n#endif\n")
    shutil.copyfile("include/usher.h", os.path.join(out, "usher.h"))


main()
