#!/bin/sh
# Three nodes of dqlite with usher in them, whose leader is killed again and again: `make cluster`.
# See tests/cluster/run.py, whose table it is. Skipped where there is no libdqlite.
#
#   cluster.sh --packages   Debian's packages that are not here yet
#
# NODE names the program of a node, which `make` makes; the application in Go is made beside it.
set -u
cd "$(dirname "$0")/.." || exit 1
gocode=/usr/share/gocode/src

has_dqlite() { pkg-config --exists dqlite; }
has_go() { command -v go >/dev/null; }
has_packages() { [ -d $gocode/github.com/canonical/go-dqlite ] && [ -d $gocode/golang.org/x/crypto ]; }

if [ "${1:-}" = --packages ]; then
    has_dqlite || echo libdqlite-dev
    has_go || echo golang-go
    has_packages || echo golang-github-canonical-go-dqlite-dev golang-golang-x-crypto-dev
    exit
fi

has_dqlite || { echo 'skipped: there is no libdqlite here' && exit 0; }
built=$(cd "$(dirname "$NODE")" && pwd)
if has_go && has_packages; then
    export APP="$built/app"
    CGO_LDFLAGS_ALLOW='-Wl,-z,now' GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE="$built/go" \
        nice go build -o "$APP" tests/cluster/go/main.go || exit 1
fi
PYTHONDONTWRITEBYTECODE=1 exec python3 tests/cluster/run.py
