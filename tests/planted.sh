#!/bin/sh
# Each fault that `make faults` plants has its place in the code as it is: else the test that must notice
# it is not tried any more. Prints `N passed, N failed`, of all faults.
cd "$(dirname "$0")/.." || exit 1
passed=0 failed=0
for of in differential hostile host fuzz; do
    said=$(PLANT_ONLY=1 sh "tests/$of/faults.sh")
    echo "$said" | grep '^MISSED' # says which
    counts=$(echo "$said" | sed -n '$s/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p')
    set -- ${counts:-0 1}
    passed=$((passed + $1)) failed=$((failed + $2))
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
