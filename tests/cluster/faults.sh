#!/bin/sh
# Plants faults in the cluster and in what is read of it: tests/cluster/run.py must notice each.
# `tests/cluster/faults.sh [NAME...]`, after `make cluster`.
#
# Prints `caught: NAME` or `MISSED: NAME`; the last line is `N passed, N failed`.
set -u
cd "$(dirname "$0")/../.." || exit 1
export NODE="${NODE:-build/cluster/node}" LIBRARY="${LIBRARY:-dist/usher.so}" PYTHONDONTWRITEBYTECODE=1
[ -x "$NODE" ] || { echo "skipped: there is no $NODE; make cluster makes it" && exit 0; }
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
passed=0 failed=0

# fault NAME WHAT: what the test must say of it
fault() {
    [ -z "$wanted" ] || case " $wanted " in *" $1 "*) ;; *) return ;; esac
    if ! FAULT=$1 KILLS=4 python3 tests/cluster/run.py >"$log" 2>&1 && grep -q "^not ok - .*$2" "$log"; then
        passed=$((passed + 1))
        echo "caught: $1 ($(tail -n 1 "$log"))"
    else
        failed=$((failed + 1))
        echo "MISSED: $1"
        tail -n 20 "$log"
    fi
}

wanted="$*"
fault early 'acknowledged; parts'
fault wipe 'it goes on'
fault row 'stores are equal'
fault part 'parts'

echo "$passed passed, $failed failed"
[ $failed = 0 ] && [ $passed -gt 0 ]
