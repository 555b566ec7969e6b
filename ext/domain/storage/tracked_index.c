/*
** The text of a CREATE INDEX, as the schema stores it, taken apart: what the pragmas do not
** tell are its expressions and its condition.
*/
#include "domain/storage/storage.h"

#include <string.h>

/* The end of the token that begins here: a quoted text, a word, or one character. */
static const char *skip_token(const char *p) {
    const char end = usher_quote_end(*p);
    if (end) {
        do { /* a doubled quote begins the next one */
            const char *next = strchr(p + 1, end);
            p = USHER_ALWAYS(next) ? next + 1 : "";
        } while (*p == end && USHER_ALWAYS(end != ']')); /* no ] comes alone */
        return p;
    }
    if (!usher_is_word(*p)) {
        return USHER_ALWAYS(*p) ? p + 1 : p;
    }
    while (usher_is_word(*p)) {
        p++;
    }
    return p;
}

static int token_is(const char *p, const char *end, const char *word) {
    return (size_t)(end - p) == strlen(word) && sqlite3_strnicmp(p, word, (int)(end - p)) == 0;
}

/*
** Append tokens up to the end of the column, or of the text, without comments. Returns what
** stopped it. ASC and DESC are no part of a column. (A condition has no comma, nor a parenthesis
** that it has not opened.)
*/
static const char *append_tokens(sqlite3_str *out, const char *p) {
    int depth = 0;
    for (p = usher_skip_space(p); *p; p = usher_skip_space(p)) {
        const char *end = skip_token(p);
        if (depth == 0 && (*p == ',' || *p == ')')) {
            break;
        }
        if (*p == '(') {
            depth++;
        } else if (*p == ')') {
            depth--;
        }
        const char *next = usher_skip_space(end);
        int order = depth == 0 && (*next == ',' || *next == ')') &&
                    (token_is(p, end, "asc") || token_is(p, end, "desc"));
        if (!order) {
            sqlite3_str_append(out, p, (int)(end - p));
            /* Blanks only where the text has some: a.b and 1.5 stay as they are. */
            if (next > end) {
                sqlite3_str_appendchar(out, 1, ' ');
            }
        }
        p = end;
    }
    return p;
}

/* What follows the opening parenthesis of the columns, which a CREATE INDEX has. */
static const char *find_columns(const char *sql) {
    while (USHER_ALWAYS(*sql) && *sql != '(') {
        sql = usher_skip_space(skip_token(sql));
    }
    return USHER_ALWAYS(*sql) ? sql + 1 : sql;
}

char *tracked_index_term(const char *sql, int index) {
    const char *p = find_columns(sql);
    for (;; index--) {
        sqlite3_str *out = sqlite3_str_new(NULL);
        p = append_tokens(out, p);
        char *term = sqlite3_str_finish(out);
        if (index == 0 || USHER_NEVER(*p != ',')) { /* it has so many columns */
            return term;
        }
        sqlite3_free(term);
        p++;
    }
}

/* The columns end with a parenthesis. */
char *tracked_index_condition(const char *sql) {
    const char *p = find_columns(sql);
    sqlite3_str *ignored = sqlite3_str_new(NULL);
    while (*(p = append_tokens(ignored, p)) == ',') {
        p++;
    }
    sqlite3_free(sqlite3_str_finish(ignored));
    p = usher_skip_space(USHER_ALWAYS(*p) ? p + 1 : p);
    sqlite3_str *out = sqlite3_str_new(NULL);
    append_tokens(out, skip_token(p)); /* WHERE: it is a partial index */
    return sqlite3_str_finish(out);
}
