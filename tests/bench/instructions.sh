#!/bin/sh
# Count the instructions of operations: `tests/bench/instructions.sh [OPTION VALUE]...`, with options
# of the benchmark: --only NAME, --columns skip, --repeat N.
#
# All runs under callgrind, which is told by the program where an operation starts and ends. Counted is
# what the process does in user mode, of usher, of SQLite and of what runs them.
#
#   SIZES   users in the database (1000)
#   BENCH   the program (build/tests/bench; `make bench` builds it)
set -eu
cd "$(dirname "$0")/../.."
BENCH=${BENCH:-build/tests/bench}
sizes=${SIZES:-1000}
unset SIZES

[ -x "$BENCH" ] || { echo "there is no $BENCH yet: make bench" >&2; exit 1; }
command -v valgrind >/dev/null || { echo 'valgrind is missing' >&2; exit 1; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM

# The store is made at full speed.
"$BENCH" --store "$scratch/users.db" --sizes "$sizes" --only point --side plain --repeat 1
valgrind --tool=callgrind --instr-atstart=no --callgrind-out-file="$scratch/dump" --log-file="$scratch/log" \
    "$BENCH" --store "$scratch/users.db" --sizes "$sizes" --count "$scratch/dump" "$@" ||
    { cat "$scratch/log" >&2; exit 1; }
