#!/bin/sh
# The library exports its entry point and nothing else. LIBRARY names it.
LIBRARY=${LIBRARY:-dist/usher.so}

case $LIBRARY in
*.dylib) symbols=$(nm -gU "$LIBRARY") || exit 1 ;;
*) symbols=$(nm -D --defined-only "$LIBRARY") || exit 1 ;;
esac
exported=$(echo "$symbols" | awk '{ sub(/^_/, "", $NF); print $NF }' | sort)

if [ "$exported" != sqlite3_usher_init ]; then
    echo "$LIBRARY must export sqlite3_usher_init alone, but exports:" ${exported:-nothing}
    exit 1
fi
