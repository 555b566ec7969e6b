#!/bin/sh
# Count the instructions of operations: `tests/bench/instructions.sh [NAME...]`.
#
# Each contestant runs twice under valgrind, for a fifth of the repetitions and
# for all of them; the difference is what the operations themselves took, without
# start-up, preparation and the first run. All is counted that the process does
# in user mode, of usher and of SQLite.
#
#   ROWS    read or skip: the columns of the rows that come back (read)
#   USERS   users in the database (1000)
#   BENCH   the program (build/tests/bench; `make bench` builds it)
set -eu
cd "$(dirname "$0")/../.."
BENCH=${BENCH:-build/tests/bench}
users=${USERS:-1000}
unset USERS

[ -x "$BENCH" ] || { echo "there is no $BENCH yet: make bench" >&2; exit 1; }
command -v valgrind >/dev/null || { echo 'valgrind is missing' >&2; exit 1; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM

# count NAME SIDE REPEAT
count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$BENCH" \
        --store "$scratch/users.db" --only "$1" --side "$2" --repeat "$3" --columns "${ROWS:-read}" \
        >"$scratch/log" 2>&1 || { cat "$scratch/log" >&2; exit 1; }
    sed -n 's/.*Collected : //p' "$scratch/log"
}

"$BENCH" --list >"$scratch/list"
"$BENCH" --store "$scratch/users.db" --users "$users" --only point --side plain --repeat 1
echo "instructions per operation, $users users"
echo
printf '%-16s %14s %14s %8s %14s\n' operation plain usher ratio 'usher per user'
while read -r name repeat; do
    case " $* " in
    "  " | *" $name "*) ;;
    *) continue ;;
    esac
    few=$((repeat / 5))
    numbers="$repeat $few $users"
    for side in plain usher; do
        numbers="$numbers $(count "$name" "$side" "$few") $(count "$name" "$side" "$repeat")"
    done
    echo "$name $numbers" | awk '{
        plain = ($6 - $5) / ($2 - $3)
        usher = ($8 - $7) / ($2 - $3)
        printf "%-16s %14.0f %14.0f %8.2f %14.0f\n", $1, plain, usher, usher / plain, usher / $4
    }'
done <"$scratch/list"
