# Planting faults in a copy of the tree: what tests/differential/faults.sh and
# tests/hostile/faults.sh share. To be sourced, with `program` the folder of the
# test that must notice, and the names of the faults wanted as arguments (none: all).
#
# PLANT_ONLY, not empty: nothing is built; is what would be changed still there?
set -u
cd "$(dirname "$0")/../.." || exit 1

tree=$(mktemp -d) || exit 1
trap 'rm -rf "$tree"' EXIT
trap 'exit 1' HUP INT TERM
cp -R Makefile ext include sql tests "$tree" || exit 1
passed=0 failed=0
wanted=" $* "

build() {
    ${MAKE:-make} -s -C "$tree" BUILD=build DIST=dist "build/tests/$program" >"$tree/log" 2>&1
}

# notices [NAME=VALUE]: does the test fail, with this in its environment?
notices() {
    ! env "$@" "$tree/build/tests/$program" >"$tree/log" 2>&1
}

missed() {
    failed=$((failed + 1))
    echo "MISSED: $1"
}

# plant NAME FILE SED-SCRIPT [NAME=VALUE]
plant() {
    [ "$wanted" = '  ' ] || case $wanted in *" $1 "*) ;; *) return ;; esac
    name=$1 file=$tree/ext/$2
    if [ ! -f "$file" ]; then
        missed "$name (there is no ext/$2)"
        return
    fi
    cp "$file" "$tree/sound" || exit 1
    sed "$3" "$tree/sound" >"$file"
    shift 3
    if cmp -s "$file" "$tree/sound"; then
        missed "$name (nothing to change in ${file#"$tree/"})"
    elif [ -n "${PLANT_ONLY:-}" ]; then
        passed=$((passed + 1))
    elif ! build; then
        missed "$name (does not compile)"
        tail -n 20 "$tree/log"
    elif notices "$@"; then
        passed=$((passed + 1))
        echo "caught: $name ($(tail -n 1 "$tree/log"))"
    else
        missed "$name"
    fi
    cp "$tree/sound" "$file"
}

if [ -z "${PLANT_ONLY:-}" ] && { ! build || notices; }; then
    tail -n 20 "$tree/log"
    echo 'what is there does not pass as it is'
    echo '0 passed, 1 failed'
    exit 1
fi
