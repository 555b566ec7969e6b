/*
** What a value on the right-hand side means for exactness.
**
** A plain table applies an affinity to both sides of a comparison, which
** depends on both expressions; a virtual table learns neither the other side's
** affinity nor gets converted values. So each term is one of:
**
**   exact     the inner comparison gives what the outer one would, whatever the
**             value and wherever it comes from: consumed, no second look;
**   superset  the inner comparison keeps every row that could match, and SQLite
**             looks at each again;
**   dropped   for this value nothing can be said: the variant of the inner
**             statement without the term is run, and SQLite looks again.
**
** The cases, by the column's affinity:
**   numeric   NUMERIC is applied to the value in every case. Exact once applied.
**   TEXT      TEXT is applied to a number without affinity, but a column of
**             numeric affinity turns the comparison around: '05' = 5 then holds.
**             Values that do not look like numbers compare as text in both; for
**             `<` the texts that look like numbers must be kept too (see
**             usher_term_keeps_numbers). Columns that never hold such text are exact.
**   none      the other side decides all: only `=` with plain text or a blob.
*/
#include "table/internal.h"

#include <string.h>

const struct usher_column usher_rowid_column = {
    .name = "rowid", .affinity = USHER_INTEGER, .sql = "", .flags = USHER_KEY};

static int is_numeric(const struct usher_column *column) {
    return column->affinity == USHER_NUMERIC || column->affinity == USHER_INTEGER ||
           column->affinity == USHER_REAL;
}

static int is_range(char op) {
    return op == '<' || op == '>' || op == '{' || op == '}';
}

/*
** `ratio LIKE 'In%'` comes with `ratio >= 'IN'`, which does not hold for an
** infinite number although its text would.
*/
int usher_term_possible(const struct usher_column *column, const struct usher_term *term) {
    if (column->affinity == USHER_NONE) {
        return !(is_range(term->op) || term->op == 'i');
    }
    return !(is_numeric(column) && is_range(term->op) && term->literal);
}

int usher_term_exact(const struct usher_column *column, const struct usher_term *term) {
    if (term->op == 'n' || term->op == 'x') {
        return 1;
    }
    if (term->op == 'k' || term->op == 'g') {
        return 0; /* LIKE and GLOB may be the application's own functions */
    }
    if (is_numeric(column)) {
        return 1;
    }
    if (column->affinity != USHER_TEXT) {
        return 0;
    }
    return term->literal || ((column->flags & USHER_WORDS) && !is_range(term->op));
}

#define DIGITS "0123456789"
#define SPACES " \t\n\v\f\r"

/*
** sqlite3_value_numeric_type() would convert the value, of which the caller still wants the text;
** a copy belongs to no connection, and newer versions of SQLite crash when they are asked about it.
*/
static int reads_as_number(const char *text) {
    text += strspn(text, SPACES);
    text += *text == '+' || *text == '-';
    size_t digits = strspn(text, DIGITS);
    text += digits;
    if (*text == '.') {
        size_t decimals = strspn(++text, DIGITS);
        text += decimals;
        digits += decimals;
    }
    if (digits && (*text == 'e' || *text == 'E')) {
        text++;
        text += *text == '+' || *text == '-';
        digits = strspn(text, DIGITS);
        text += digits;
    }
    text += strspn(text, SPACES);
    return digits && !*text;
}

/* Would NUMERIC affinity turn this value, which is not NULL, into a number? */
static int looks_numeric(sqlite3_value *value) {
    if (sqlite3_value_type(value) != SQLITE_TEXT) {
        return sqlite3_value_type(value) != SQLITE_BLOB;
    }
    const unsigned char *text = sqlite3_value_text(value);
    size_t length = (size_t)sqlite3_value_bytes(value);
    if (!text) {
        return 1; /* out of memory: dropping the term is always right */
    }
    if (strspn((const char *)text, DIGITS SPACES "+-.eE") < length) {
        /* Text of the infinities appears when a REAL column meets a TEXT one. */
        return sqlite3_stricmp((const char *)text, "Inf") == 0 ||
               sqlite3_stricmp((const char *)text, "-Inf") == 0;
    }
    return reads_as_number((const char *)text);
}

/* A number in an IN list means that the list has numeric affinity. */
static int list_has_number(sqlite3_value *list) {
    sqlite3_value *value;
    for (int rc = sqlite3_vtab_in_first(list, &value); rc == SQLITE_OK;
         rc = sqlite3_vtab_in_next(list, &value)) {
        int type = sqlite3_value_type(value);
        if (type == SQLITE_INTEGER || type == SQLITE_FLOAT) {
            return 1;
        }
    }
    return 0;
}

int usher_term_keeps_numbers(const struct usher_column *column, const struct usher_term *term) {
    return (term->op == '<' || term->op == '{') && column->affinity == USHER_TEXT &&
           !(column->flags & USHER_WORDS) && !term->literal;
}

enum usher_push usher_argument(const struct usher_column *column, const struct usher_term *term,
                               sqlite3_value *value) {
    if (strchr("nxkg@", term->op)) {
        return USHER_PUSH;
    }
    if (term->op == 'i') {
        int drop = column->affinity == USHER_TEXT && !(column->flags & USHER_WORDS) &&
                   list_has_number(value);
        return drop ? USHER_DROP : USHER_PUSH;
    }
    if (sqlite3_value_type(value) == SQLITE_NULL) {
        return USHER_PUSH;
    }
    if (is_numeric(column)) {
        sqlite3_value_numeric_type(value);
        return USHER_PUSH;
    }
    if (term->literal || ((column->flags & USHER_WORDS) && !is_range(term->op))) {
        return USHER_PUSH;
    }
    return looks_numeric(value) ? USHER_DROP : USHER_PUSH;
}
