/*
** SQL as text, as SQLite keeps it of what is in a schema: words, quotes and what stands between. It
** has been parsed, so that what begins in it has its end.
*/
#include "base/base.h"

#include <string.h>

char usher_quote_end(char c) {
    return c == '[' ? ']' : c == '"' || c == '\'' || c == '`' ? c : '\0';
}

const char *usher_skip_blanks(const char *p) {
    return p + strspn(p, " \t\n\f\r");
}

const char *usher_skip_space(const char *p) {
    for (;;) {
        p = usher_skip_blanks(p);
        if (p[0] == '-' && p[1] == '-') {
            p += strcspn(p, "\n");
        } else if (p[0] == '/' && p[1] == '*') {
            const char *end = strstr(p + 2, "*/");
            p = USHER_ALWAYS(end) ? end + 2 : "";
        } else {
            return p;
        }
    }
}
