#!/bin/sh
# Run tests and count them. `tests/run.sh TEST...`, or without any: all, by make.
#
#   x.sql       runs in a fresh sqlite3 shell with usher loaded, on a fresh database
#               file in an empty folder; what it prints must be x.out, byte for byte
#   x.sh        a check: passes when it exits with 0, or counts as a program does; with 77 it
#               was skipped, and its last line says why
#   otherwise   a program: says `N passed, N failed` last, or TAP (as cmocka does)
#
#   UPDATE=1    writes x.out instead of comparing with it
#   LIBRARY     the extension to be tested          SQLITE    the shell to load it into
#   DIFFERENCES a folder with x.diff: what another SQLite says, and why (see versions.sh)
#   WRAPPER     what to run programs under, such as valgrind
#   BRIEF       not empty: the tests that take longest take smaller samples; 3: so do those that take
#               long under a sanitizer
#   PRELOAD     a library that the shell needs first, such as a sanitizer's runtime
#   JOBS        how many at a time (one a processor)
#
# What failed is shown at the end. The last line is `N passed, N failed`.
set -u
cd "$(dirname "$0")/.." || exit 1
[ $# -gt 0 ] || [ -n "${MAKELEVEL:-}" ] || exec make test

LIBRARY=${LIBRARY:-dist/usher.so} SQLITE=${SQLITE:-sqlite3} WRAPPER=${WRAPPER:-} PRELOAD=${PRELOAD:-}
export LIBRARY SQLITE
export TZ=UTC
export UBSAN_OPTIONS=print_stacktrace=1

dist=$(cd "$(dirname "$LIBRARY")" && pwd) || exit 1

# A worker runs one test (RUN_ONE) and leaves what it counted in the folder that all share.
if [ -n "${RUN_ONE:-}" ]; then
    shared=$RUN_ONE
    scratch=$(mktemp -d "$shared/XXXXXX") || exit 1
    trap 'rm -rf "$scratch"' EXIT
else
    shared=$(mktemp -d) || exit 1
    trap 'rm -rf "$shared"' EXIT
fi
trap 'exit 1' HUP INT TERM

pass() {
    passed=$((passed + 1))
    echo "ok   $1"
}

fail() {
    failed=$((failed + 1))
    echo "FAIL $1: $2"
}

# In the folder of the database, dist/ is the folder of the extension, and setup/
# holds what several scripts `.read` first.
shell() {
    rm -rf "$scratch/db"
    mkdir "$scratch/db"
    ln -s "$dist" "$scratch/db/dist"
    ln -s "$PWD/tests/sql/setup" "$scratch/db/setup"
    (cd "$scratch/db" && LD_PRELOAD=$PRELOAD exec $WRAPPER "$SQLITE" -batch -init /dev/null \
        -cmd '.load dist/usher' test.db)
}

# UPDATE keeps the first line, which is the reason, and leaves x.out alone.
expect_difference() {
    if [ -f "$1" ]; then
        if [ -n "${UPDATE:-}" ]; then
            reason=$(head -n 1 "$1")
            { echo "$reason" && diff -U1 --label expected --label actual "$expected" "$actual"; } >"$1"
        fi
        patch -s -F0 -o "$scratch/expected" "$expected" "$1" >/dev/null
        expected=$scratch/expected
    fi
    UPDATE=
}

run_script() {
    expected=${1%.sql}.out
    shell <"$1" >"$actual" 2>&1
    status=$?
    [ -z "${DIFFERENCES:-}" ] || expect_difference "$DIFFERENCES/$(basename "${1%.sql}").diff"
    if [ $status -ge 128 ]; then
        fail "$1" "the shell died with status $status"
        tail -n 40 "$actual"
    elif [ -n "${UPDATE:-}" ]; then
        cmp -s "$actual" "$expected" || { cp "$actual" "$expected" && echo "     $expected is new"; }
        pass "$1"
    elif [ ! -f "$expected" ]; then
        fail "$1" "there is no $expected"
        head -n 40 "$actual"
    elif cmp -s "$actual" "$expected"; then
        pass "$1"
    else
        fail "$1" 'the output differs'
        diff -u "$expected" "$actual" | head -n 40
    fi
}

run_program() {
    case $1 in
    *.sh) sh "$1" ;;
    *) CMOCKA_MESSAGE_OUTPUT=TAP $WRAPPER "$1" ;;
    esac >"$actual" 2>&1
    status=$?
    set -- "$1" $(awk '
        /^[ \t]*ok /     { good++ }
        /^[ \t]*not ok / && !/# SKIP/ { bad++ } # cmocka says so of what it skips
                         { last = $0 }
        END {
            if (last ~ /^[0-9]+ passed, [0-9]+ failed$/) { split(last, n, " "); good = n[1]; bad = n[3] }
            print good + 0, bad + 0
        }' "$actual")
    case $1:$2:$3:$status in
    *.sh:0:0:0) pass "$1" ;;
    *.sh:*:77) echo "skip $1: $(tail -n 1 "$actual")" ;;
    *:0:0:0) fail "$1" 'no test ran' ;;
    *:*:0:0)
        passed=$((passed + $2))
        echo "ok   $1 ($2)"
        grep '^skip ' "$actual" # parts that cannot be had here
        ;;
    *)
        # A crash, or an error that only a sanitizer saw, counts although no test says so.
        [ "$3" -gt 0 ] || set -- "$1" "$2" 1
        passed=$((passed + $2)) failed=$((failed + $3))
        echo "FAIL $1: $3 failed, exit status $status"
        awk '!/^[ \t]*ok /' "$actual" | head -n 60
        ;;
    esac
}

if [ -z "${RUN_ONE:-}" ]; then
    # Programs take longest: they start first.
    for test; do
        case $test in
        *.sql | *.sh) ;;
        *) echo "$test" ;;
        esac
    done >"$shared/order"
    for test; do
        case $test in
        *.sql | *.sh) echo "$test" ;;
        esac
    done >>"$shared/order"
    jobs=${JOBS:-$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)}
    RUN_ONE=$shared xargs -n 1 -P "$jobs" sh tests/run.sh <"$shared/order"
    cat "$shared"/*.failed 2>/dev/null
    # One that left no count, such as one that was killed, has failed.
    awk -v wanted="$#" '{ good += $1; bad += $2 }
        END {
            if (NR < wanted) bad += wanted - NR
            print good + 0 " passed, " bad + 0 " failed"
            exit bad > 0 || good == 0
        }' "$shared"/*.count /dev/null
    exit
fi

export TMPDIR="$scratch"
actual=$scratch/actual
passed=0 failed=0 started=$(date +%s)
case $1 in
*.sql) run_script "$1" ;;
*) run_program "$1" ;;
esac >"$scratch/said"
echo "$passed $failed" >"$scratch.count"
[ $failed = 0 ] || cp "$scratch/said" "$scratch.failed"
took=$(($(date +%s) - started))
[ $took -ge 5 ] && took=", ${took} s" || took=
sed -n "s/^\(ok\|FAIL\|skip\) .*/&$took/p; s/^     /&/p" "$scratch/said"
