#!/bin/sh
# tests/serve/demo.sh DATABASE: make the database of `make serve`, and print what its people show.
# LIBRARY and SQLITE as in tests/run.sh; USHER_KEY is the master key.
set -u
LIBRARY=${LIBRARY:-dist/usher.so}
rm -f "$1" "$1"-*
exec "${SQLITE:-sqlite3}" -batch -bail -init /dev/null -cmd ".load ${LIBRARY%.*}" \
    -cmd ".parameter init" -cmd ".parameter set @key \"'$USHER_KEY'\"" "$1" <"$(dirname "$0")/demo.sql"
