#!/bin/sh
# The clients that take no time: the same steps, and the README's lines. `make clients` runs all.
# LIBRARY names the library; clients that are not there are skipped by name.
set -u
cd "$(dirname "$0")/.." || exit 1
command -v python3 >/dev/null || { echo 'there is no python3' && exit 77; }
result=$(PYTHONDONTWRITEBYTECODE=1 python3 tests/clients/run.py --quick) && bad=0 || bad=1
# A client that was skipped has the word where the others have their version.
echo "$result" | sed -n 's/^\(.*[^ ]\)  *skipped: /skip \1: /p; s/^\(.*[^ ]\)  *failed: /not ok - \1: /p'
echo "$result" | sed -n '$s/, [0-9]* skipped$//p'
exit $bad
