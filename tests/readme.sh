#!/bin/sh
# README.md tells the truth: each ```sql block whose next block is ```text is run,
# all of them in one session of the sqlite3 shell on a fresh database, and must
# print that text; and what `make demo` prints stands there, word for word.
# The lines of the section on clusters are those of its programs, whether they can run here or not.
# Errors are shown as an interactive shell shows them, without a line number.
set -u
cd "$(dirname "$0")/.." || exit 1
readme=$PWD/${1:-README.md}
[ -f "$readme" ] || { echo "there is no $readme" && exit 1; }
bad=0

scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

# Not as a part of the make that may have called us: it would add its own remarks.
demo=$(MAKEFLAGS='' MAKELEVEL='' make -s --no-print-directory demo 2>"$scratch/errors") || cat "$scratch/errors"
dist=$(cd "$(dirname "${LIBRARY:-dist/usher}")" && pwd) || exit 1

# Blocks become N.want and a part of one script, which prints a mark after each.
awk -v out="$scratch/" '
/^```/ && !inside {
    inside = 1
    kind = substr($0, 4)
    wanted = kind == "text" && pending
    pending = 0
    sql = ""
    if (wanted) {
        n++
        printf "" > (out n ".want")
        print line > (out n ".line")
        printf "%s.print @@ end of block\n", block > (out "script")
    }
    if (kind == "sql")
        line = FNR
    next
}
/^```/ {
    inside = 0
    pending = kind == "sql"
    block = sql
    if (wanted)
        close(out n ".want")
    next
}
inside && kind == "sql" { sql = sql $0 "\n" }
inside && wanted        { print > (out n ".want") }
END { print n + 0 > (out "count") }' "$readme"
count=$(cat "$scratch/count") || exit 1

if [ -f "$scratch/script" ]; then
    mkdir "$scratch/db"
    ln -s "$dist" "$scratch/db/dist"
    (cd "$scratch/db" && "${SQLITE:-sqlite3}" -batch -init /dev/null -cmd '.load dist/usher' test.db) \
        <"$scratch/script" 2>&1 |
        sed 's/^\([A-Z][a-z]* error\) near line [0-9]*:/\1:/' |
        awk -v out="$scratch/" 'BEGIN { n = 1; printf "" > (out n ".got") }
            $0 == "@@ end of block" { n++; printf "" > (out n ".got"); next }
            { print > (out n ".got") }'
fi

n=1
while [ $n -le "$count" ]; do
    place="README.md line $(cat "$scratch/$n.line")"
    if difference=$(diff -u "$scratch/$n.want" "$scratch/$n.got"); then
        echo "ok $n - $place"
    else
        echo "not ok $n - $place prints something else"
        echo "$difference" | sed 1,2d | head -n 40
        bad=1
    fi
    n=$((n + 1))
done

case $(cat "$readme") in
*"${demo:-@@ the demo prints nothing}"*) echo "ok $n - make demo" ;;
*)
    echo "not ok $n - README.md does not show what make demo prints"
    bad=1
    ;;
esac

n=$((n + 1))
if ! command -v python3 >/dev/null; then
    echo "ok $n - # SKIP there is no python3 to look at the programs of a cluster"
elif strange=$(PYTHONDONTWRITEBYTECODE=1 python3 tests/lines.py); then
    echo "ok $n - the programs of a cluster"
else
    echo "$strange" | sed "s/^/not ok $n - no program of a cluster has: /"
    bad=1
fi
exit $bad
