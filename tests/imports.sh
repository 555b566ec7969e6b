#!/bin/sh
# The library asks its surroundings for nothing but what stands here: no environment,
# no file, no signal, no thread, no process, no output. LIBRARY names it.
LIBRARY=${LIBRARY:-dist/usher.so}

# Of libsodium and jansson anything; SQLite is called through its table. Of C what works
# on memory, strings and numbers, and says which error there was. clock and randomness
# are SQLite's VFS and libsodium's.
allowed='^(crypto|randombytes|sodium|json|jansson)_[a-z0-9_]+$
^(malloc|calloc|realloc|free|qsort|snprintf|vsnprintf|localeconv)$
^(mem(chr|cmp|cpy|move|set)|bcmp)$
^str(chr|cmp|cspn|len|ncmp|ncpy|pbrk|rchr|spn|str)$
^strto(d|l|ll|ull)$
^(_errno_location|_error|_stack_chk_fail|_stack_chk_guard|dyld_stub_binder)$'

case $LIBRARY in
*.dylib) symbols=$(nm -u "$LIBRARY") || exit 1 ;;
*) symbols=$(nm -D --undefined-only "$LIBRARY" | awk '$1 != "w"') || exit 1 ;;
esac
# Without versions, the underscore that some systems put before, and the names under which
# a compiler or a C library has the same: __memcpy_chk, __isoc23_strtol.
imported=$(echo "$symbols" | awk '{
    name = $NF
    sub(/@.*/, "", name)
    sub(/^_/, "", name)
    sub(/^_isoc23_/, "", name)
    if (sub(/_chk$/, "", name)) sub(/^_/, "", name)
    print name
}' | grep -Ev "$allowed")

[ -z "$imported" ] || {
    echo "$LIBRARY asks for what it has no use for:" $imported
    exit 1
}
