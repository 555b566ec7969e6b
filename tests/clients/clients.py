"""The clients: adding one is adding a row.

name      as the README's section calls it
debian    the packages that bring it; `command:package` where the command may come otherwise
npm       the package, and its version
probe     succeeds where the client is there; what it says last is why not
build     makes a program of it
run       does the steps
quick     a part of `make test`
"""
from collections import namedtuple

COLUMNS = "name debian npm probe build run quick"
Client = namedtuple("Client", COLUMNS, defaults=(False,))

NODE = "node:nodejs npm:npm"
JAR = "/usr/share/java/sqlite-jdbc.jar"
GO = "GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE={build}/go go build -tags libsqlite3"
CARGO = "CARGO_TARGET_DIR={build}/rust /usr/bin/cargo build --quiet --offline --release"
PHP = "php -d include_path={here}/php -d sqlite3.extension_dir={dist}"


def python(name, debian, module, file, quick=False):
    return Client(name, debian, None, f"{{python}} -c 'import {module}'", None, f"{{python}} {{here}}/python/{file}.py", quick)


def node(name, npm, module, file, quick=False):
    return Client(name, NODE, npm, f"{{node}} -e \"require('{module}')\"", None, f"{{node}} {{here}}/node/{file}.cjs {module}", quick)


CLIENTS = (
    python("sqlite3 shell", "sqlite3", "sys", "shell", quick=True),
    python("Python, sqlite3", "python3", "sqlite3; sqlite3.Connection.enable_load_extension", "python", quick=True),
    python("Python, apsw", "python3-apsw", "apsw", "with_apsw"),
    python("Python, SQLAlchemy", "python3-sqlalchemy", "sqlalchemy", "with_sqlalchemy"),
    python("Python, SQLAlchemy with usherauto", "python3-sqlalchemy", "sqlalchemy", "with_pool"),
    python("Python, sqlite-utils", "sqlite-utils", "sqlite_utils", "with_sqlite_utils"),
    node("Node, better-sqlite3", "better-sqlite3@12", "better-sqlite3", "database", quick=True),
    node("Node, node:sqlite", "node@24", "node:sqlite", "node-sqlite", quick=True),
    node("Node, libsql", "libsql@0.5", "libsql", "database"),
    node("Node, sqlite3", "sqlite3@6", "sqlite3", "sqlite3"),
    Client("Perl, DBD::SQLite", "perl libdbd-sqlite3-perl", None, "perl -MDBD::SQLite -e 1", None, "perl {here}/perl.pl"),
    Client("Ruby, sqlite3", "ruby ruby-sqlite3", None, "ruby -rsqlite3 -e 1", None, "ruby {here}/ruby.rb"),
    Client("PHP, SQLite3", "php-cli php-sqlite3", None, "php -r 'SQLite3::version();'", None, PHP + " {here}/php/sqlite3.php"),
    Client("PHP, PDO", "php-cli php-sqlite3", None, "php -r 'new PDO(\"sqlite::memory:\");'", None, PHP + " {here}/php/pdo.php"),
    Client("Tcl", "tcl libsqlite3-tcl", None, "echo 'package require sqlite3' | tclsh", None, "tclsh {here}/tcl.tcl"),
    Client("Java, JDBC", "default-jdk-headless libxerial-sqlite-jdbc-java", None, f"javac -version && ls {JAR}",
           f"javac -cp {JAR} -d {{build}}/java {{here}}/java/Client.java", f"java -cp {{build}}/java:{JAR} Client"),
    Client("Go, mattn/go-sqlite3", "golang-go golang-github-mattn-go-sqlite3-dev", None,
           "go version && ls /usr/share/gocode/src/github.com/mattn/go-sqlite3", GO + " -o {build}/go/client {here}/go/main.go",
           "VERSION={golang-github-mattn-go-sqlite3-dev} {build}/go/client"),
    Client("Rust, rusqlite", "cargo librust-rusqlite-dev libsqlite3-dev", None, "/usr/bin/cargo --version && ls -d /usr/share/cargo/registry/rusqlite-*",
           "cp -r {here}/rust {build}/ && cd {build}/rust && " + CARGO, "VERSION={librust-rusqlite-dev} {build}/rust/release/client"),
    Client("R, RSQLite", "r-base-core r-cran-rsqlite", None, "Rscript -e 'library(RSQLite)'", None, "Rscript {here}/r.R"),
    python("ODBC, pyodbc", "libsqliteodbc python3-pyodbc", "pyodbc; pyodbc.connect(\"Driver=SQLite3;Database=:memory:\")", "odbc"),
)
