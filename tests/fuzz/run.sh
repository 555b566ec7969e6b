#!/bin/sh
# Fuzz with libFuzzer: each target by itself, for FUZZ_SECONDS or RUNS. `tests/fuzz/run.sh PROGRAM [TARGET...]`
#
# What it finds is in build/fuzz/TARGET-crash-…, to be tried again by `build/tests/fuzz
# --target=TARGET FILE`, and to be kept in tests/fuzz/corpus/TARGET once it is mended. The last line
# is `N passed, N failed`, of targets.
set -u
cd "$(dirname "$0")/../.." || exit 1
program=$1
shift
[ $# -gt 0 ] || set -- $(ls tests/fuzz/corpus)
passed=0 failed=0

for target; do
    found=build/fuzz/found/$target
    log=build/fuzz/$target.log
    mkdir -p "$found"
    if UBSAN_OPTIONS=print_stacktrace=1 "$program" --target="$target" -max_len=4096 -timeout=60 \
        -max_total_time="${FUZZ_SECONDS:-120}" -runs="${RUNS:--1}" -print_final_stats=1 \
        -artifact_prefix="build/fuzz/$target-" "$found" "tests/fuzz/corpus/$target" >"$log" 2>&1; then
        passed=$((passed + 1))
        awk -v target="$target" '
            /^stat::number_of_executed_units/ { runs = $2 }
            /^stat::peak_rss_mb/ { memory = $2 }
            /cov: / { for (i = 1; i < NF; i++) if ($i == "cov:") reached = $(i + 1) }
            END { printf "%-10s %9d executions, %6d edges, %4d MB\n", target, runs, reached, memory }' "$log"
    else
        failed=$((failed + 1))
        echo "FAIL $target: see $log"
        grep -a -v -e '^#[0-9]' -e '^INFO' "$log" | tail -n 60
    fi
done

echo "$passed passed, $failed failed"
[ $failed = 0 ] && [ $passed -gt 0 ]
