#!/bin/sh
# One build on several SQLites: `make versions`, or tests/versions.sh [VERSION...].
#
# The sources come from npm's better-sqlite3, which carries SQLite's amalgamation. Each becomes a
# libsqlite3 that the system's sqlite3 shell takes in place of its own, so that all of tests/sql runs
# as it does in `make test`. The one thing changed: sqlite3_sourceid() is what the shell was built
# with, since it refuses to start otherwise.
#
# What a version says otherwise, and why, stands in tests/versions/VERSION/SCRIPT.diff: the reason
# first, then the difference, byte for byte. One that is no longer there fails, too; what is a defect
# there is called so, and stands in the README. Older ones must be refused.
# LIBRARY names the library, SQLITE the shell; UPDATE=1 renews the differences, not the reasons.
set -u
cd "$(dirname "$0")/.." || exit 1
LIBRARY=${LIBRARY:-dist/usher.so} SQLITE=${SQLITE:-sqlite3}
built=$PWD/build/versions
passed=0 failed=0 skipped=0
mkdir -p "$built"

# npm's version, and whether the SQLite in it must be refused.
carriers='7.4.6 refused
7.5.3 runs
8.1.0 runs
13.2.0 runs'

row() {
    printf '%-10s %-24s %-10s %s\n' "$1" "$2" "$3" "$4"
}

count() {
    case $1 in
    ok) passed=$((passed + 1)) ;;
    FAILED) failed=$((failed + 1)) ;;
    skipped) skipped=$((skipped + 1)) ;;
    esac
}

# The folder with sqlite3.c out of npm's package, fetched once.
fetch() {
    folder=$built/better-sqlite3-$1
    if [ ! -d "$folder/package" ]; then
        rm -rf "$folder"
        mkdir "$folder"
        (cd "$folder" && npm pack --silent "better-sqlite3@$1" >/dev/null 2>&1 && tar xzf ./*.tgz) ||
            { rm -rf "$folder" && return 1; }
    fi
    deps=$folder/package/deps
    [ ! -f "$deps/sqlite3.tar.gz" ] || tar xzf "$deps/sqlite3.tar.gz" -C "$deps" || return 1
    source=$(find "$deps" -name sqlite3.c | head -n 1)
    [ -n "$source" ]
}

# What Debian switches on and the shell or a test asks for.
options='-DSQLITE_THREADSAFE=1 -DSQLITE_SECURE_DELETE -DSQLITE_ENABLE_COLUMN_METADATA
    -DSQLITE_ENABLE_DBSTAT_VTAB -DSQLITE_ENABLE_FTS3 -DSQLITE_ENABLE_FTS3_PARENTHESIS
    -DSQLITE_ENABLE_FTS3_TOKENIZER -DSQLITE_ENABLE_FTS4 -DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_RTREE
    -DSQLITE_ENABLE_LOAD_EXTENSION -DSQLITE_ENABLE_MATH_FUNCTIONS -DSQLITE_ENABLE_PREUPDATE_HOOK
    -DSQLITE_ENABLE_SESSION -DSQLITE_ENABLE_STMTVTAB -DSQLITE_ENABLE_UNLOCK_NOTIFY
    -DSQLITE_SOUNDEX -DSQLITE_LIKE_DOESNT_MATCH_BLOBS -DSQLITE_USE_URI
    -DSQLITE_MAX_VARIABLE_NUMBER=250000 -DSQLITE_ENABLE_JSON1 -DHAVE_ISNAN'

build() {
    engine=$built/$1/libsqlite3.so.0
    [ ! -f "$engine" ] || return 0
    mkdir -p "$built/$1"
    sed "s/^\(SQLITE_API const char \*sqlite3_sourceid(void){ return \).*/\1\"$shell_source\"; }/" \
        "$2" >"$built/$1/sqlite3.c"
    # What the shell asks for beyond an older version: it starts, and usher can refuse.
    grep -q 'sqlite3_error_offset(' "$2" ||
        echo 'int sqlite3_error_offset(sqlite3 *db) { return db ? -1 : -1; }' >>"$built/$1/sqlite3.c"
    nice ${CC:-cc} -O1 -w -fPIC -shared $options -Wl,-soname,libsqlite3.so.0 -o "$engine" \
        "$built/$1/sqlite3.c" -lm -lpthread -ldl
}

refused() {
    wanted='usher: unsupported: usher needs SQLite 3.38.0 or newer'
    said=$(LD_PRELOAD=$engine "$SQLITE" -batch -init /dev/null :memory: ".load ${LIBRARY%.so}" \
        'SELECT usher_version()' 2>&1)
    case $said in
    *"$wanted"*) verdict=ok what='refused with its message' ;;
    *) verdict=FAILED what="said: $(echo "$said" | head -n 1)" ;;
    esac
}

runs() {
    log=$built/$1/log
    mkdir -p "$built/$1"
    DIFFERENCES=tests/versions/$1 PRELOAD=$engine nice sh tests/run.sh tests/sql/*.sql >"$log" 2>&1
    differ=$(sed -n 's|^FAIL tests/sql/\([^:]*\)[.]sql:.*|\1|p' "$log" | sort -u | tr '\n' ' ')
    summary=$(tail -n 1 "$log")
    documented=$(ls "tests/versions/$1"/*.diff 2>/dev/null | wc -l)
    verdict=ok what="$summary, $documented of them with a documented difference"
    case $summary in
    [1-9]*' passed, '*' failed') ;;
    *) verdict=FAILED what='no script ran' ;;
    esac
    [ -z "$differ" ] || verdict=FAILED what="$summary: $differ"
    for difference in "tests/versions/$1"/*.diff; do
        [ ! -f "$difference" ] || head -n 1 "$difference" | grep -q '^[^-+@ ]' ||
            verdict=FAILED what="$difference begins with no reason"
    done
}

# The engine that the shell really has; a library that is not taken would prove nothing.
is_taken() {
    [ "$(LD_PRELOAD=$engine "$SQLITE" -batch -init /dev/null :memory: 'SELECT sqlite_version()' 2>&1)" = "$1" ]
}

try() {
    if ! is_taken "$1"; then
        verdict=skipped what="$SQLITE does not take another libsqlite3"
    elif [ "$2" = refused ]; then
        refused
    else
        runs "$1"
    fi
    count $verdict
    row "$1" "$3" "$verdict" "$what"
}

skip() {
    count skipped
    row "$1" "$2" skipped "$3"
}

shell_source=$("$SQLITE" :memory: 'SELECT sqlite_source_id()') || exit 1
row SQLite from result 'tests/sql'
engine=
ours=$("$SQLITE" :memory: 'SELECT sqlite_version()')
case " ${*:-$ours} " in *" $ours "*) try "$ours" runs "this machine's" ;; esac
while read -r carrier wanted; do
    name="better-sqlite3 $carrier"
    if ! command -v npm >/dev/null; then
        skip "?" "$name" 'there is no npm'
    elif ! fetch "$carrier"; then
        skip "?" "$name" 'npm does not have it here'
    else
        version=$(sed -n 's/^#define SQLITE_VERSION  *"\(.*\)"/\1/p' "$source")
        case " ${*:-$version} " in *" $version "*) ;; *) continue ;; esac
        [ "$version" != "$ours" ] || continue
        mkdir -p "$built/$version"
        if build "$version" "$source" 2>"$built/$version/errors"; then
            try "$version" "$wanted" "$name"
        else
            count FAILED
            row "$version" "$name" FAILED "does not compile: $(head -n 1 "$built/$version/errors")"
        fi
    fi
done <<END
$carriers
END
# A newer one is taken up by hand, with what it says otherwise; until then it is named.
newest=$(npm view better-sqlite3 version 2>/dev/null) || newest=
case "$carriers " in
*"${newest:-runs} "*) ;;
*) skip "?" "better-sqlite3 $newest" 'came out since: add it to carriers' ;;
esac
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ] && [ $passed -gt 0 ]
