#!/bin/sh
# The library exports its two entry points and nothing else. LIBRARY names it.
LIBRARY=${LIBRARY:-dist/usher.so}

case $LIBRARY in
*.dylib) symbols=$(nm -gU "$LIBRARY") || exit 1 ;;
*) symbols=$(nm -D --defined-only "$LIBRARY") || exit 1 ;;
esac
exported=$(echo "$symbols" | awk '{ sub(/^_/, "", $NF); print $NF }' | sort)

wanted='sqlite3_usher_init sqlite3_usherauto_init'
if [ "$(echo $exported)" != "$wanted" ]; then
    echo "$LIBRARY must export $wanted alone, but exports:" ${exported:-nothing}
    exit 1
fi
