#!/bin/sh
# The sqlite3 shell behaves with usher as without: tests/host/shell.sql runs in both, on a
# new file and on one with a store, and what it prints and leaves behind is the same, byte
# for byte. Then: what usher adds to the functions and modules of a connection is what the
# README says, and takes the place of nothing.
set -u
cd "$(dirname "$0")/.." || exit 1
sqlite=${SQLITE:-sqlite3}
dist=$(cd "$(dirname "${LIBRARY:-dist/usher.so}")" && pwd) || exit 1
root=$PWD count=0 bad=0
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM

check() {
    count=$((count + 1))
    [ "$2" = same ] || { bad=$((bad + 1)) && echo "not ok - $1"; }
}

plain() {
    LD_PRELOAD=${PRELOAD:-} "$sqlite" -batch -init /dev/null "$@" 2>&1
}

with() {
    LD_PRELOAD=${PRELOAD:-} "$sqlite" -batch -init /dev/null -cmd ".load $dist/usher" "$@" 2>&1
}

# run HOW FOLDER: the script, in a folder that is called the same both times
run() {
    mkdir "$scratch/now" || exit 1
    [ ! -f "$scratch/store.db" ] || cp "$scratch/store.db" "$scratch/now/test.db"
    (cd "$scratch/now" && echo "SELECT 'read';" >out.sql && $1 test.db <"$root/tests/host/shell.sql" >printed)
    mv "$scratch/now" "$2"
}

# compare WHAT: two runs. Of a database the counter of changes and the rest is compared, too.
compare() {
    run plain "$scratch/plain"
    run with "$scratch/with"
    check "$1: the shell died, or came to no end" "$(tail -n 1 "$scratch/plain/printed" | sed 's/^the end$/same/')"
    check "$1: other files" "$([ "$(ls "$scratch/plain")" = "$(ls "$scratch/with")" ] && echo same)"
    for file in "$scratch/plain"/*; do
        name=${file##*/}
        [ "$name" = archive.sqlar ] || # holds the times of files
            check "$1: $name" "$(cmp -s "$file" "$scratch/with/$name" && echo same)"
    done
    diff "$scratch/plain/printed" "$scratch/with/printed" | head -n 20
    rm -r "$scratch/plain" "$scratch/with"
}

compare 'a new file'
with "$scratch/store.db" "SELECT length(usher_init()); SELECT length(invite_create('ann@a.org', 'owner'))" >"$scratch/log" ||
    cat "$scratch/log"
compare 'a file with a store'

# ----------------------------------------------------------------- what is added

functions="SELECT DISTINCT name, builtin, type, enc, narg, flags FROM pragma_function_list ORDER BY 1, 2, 3, 4, 5, 6"
modules='SELECT name FROM pragma_module_list ORDER BY 1'
for list in functions modules; do
    eval "query=\$$list"
    plain :memory: "$query" >"$scratch/before"
    with :memory: "$query" >"$scratch/after"
    check "$list: there are none" "$([ -s "$scratch/before" ] && echo same)"
    # pragma_... are there once they were used, by either.
    check "$list: one is gone or replaced" "$(LC_ALL=C sort "$scratch/before" "$scratch/after" "$scratch/after" | uniq -u | grep -v '^pragma_' | head -n 1 | sed 's/^$/same/;q' | grep . || echo same)"
    for name in $(LC_ALL=C sort "$scratch/before" "$scratch/before" "$scratch/after" | uniq -u | sed 's/|.*//' | sort -u); do
        case $list:$name in
        *:usher_*) check "$name" same ;; # its own prefix
        functions:*) check "the function $name is not in the README" "$(grep -q "\`$name(" README.md && echo same)" ;;
        modules:*) check "the module $name is not in the README" "$(grep -q -e "^#### $name\$" -e "\`$name(" -e "USING $name(" README.md && echo same)" ;;
        esac
    done
done

echo "$((count - bad)) passed, $bad failed"
[ $bad = 0 ]
