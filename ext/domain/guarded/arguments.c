/*
** guarded(TABLE, owner=COLUMN, account=COLUMN, read=PERMISSION, write=PERMISSION)
**
** SQLite hands each argument over as it was written. Names and values may be
** quoted in any of SQL's ways.
*/
#include "domain/guarded/guarded.h"

#include <string.h>

#define USAGE "guarded(TABLE, owner=COLUMN, account=COLUMN, read='docs.read', write='docs.write')"

/* What may stand in a value without quotes: names, and permissions with their dots. */
static int is_plain(char c, int dots) {
    return usher_is_word(c) || (dots && c == '.');
}

/* A quoted text, with its end, as SQLite found it, maybe empty: a doubled quote means itself. NULL is NOMEM. */
static char *read_quoted(const char **p) {
    const char quote = usher_quote_end(**p);
    sqlite3_str *out = sqlite3_str_new(NULL);
    const char *q = *p + 1;
    while (USHER_ALWAYS(*q) && (*q != quote || q[1] == quote)) { /* no bracket follows another */
        q += *q == quote;
        sqlite3_str_appendchar(out, 1, *q++);
    }
    *p = USHER_ALWAYS(*q) ? q + 1 : q;
    int failed = sqlite3_str_errcode(out) != SQLITE_OK;
    char *text = sqlite3_str_finish(out);
    return text || failed ? text : sqlite3_mprintf("");
}

/* A name or value, "" if there is none; *p moves behind it and the blanks after it. */
static int read_word(struct usher *usher, const char **p, int dots, char **word) {
    const char *start = *p = usher_skip_blanks(*p);
    if (usher_quote_end(*start)) {
        *word = read_quoted(p);
    } else {
        while (is_plain(**p, dots)) {
            (*p)++;
        }
        *word = sqlite3_mprintf("%.*s", (int)(*p - start), start);
    }
    *p = usher_skip_blanks(*p);
    return *word ? SQLITE_OK : usher_pass(usher, SQLITE_NOMEM);
}

static int no_name(struct usher *usher, const char *text) {
    return usher_fail(usher, USHER_INVALID, "table",
                      "the first argument must be the name of a table, not \"%.60s\": " USAGE,
                      text);
}

static int parse_table(struct usher *usher, const char *text, struct guarded_arguments *given) {
    const char *p = text;
    int rc = read_word(usher, &p, 0, &given->table);
    if (rc == SQLITE_OK && *given->table && *p == '.') {
        char *schema = given->table;
        p++;
        rc = read_word(usher, &p, 0, &given->table);
        int main = sqlite3_stricmp(schema, "main") == 0;
        sqlite3_free(schema);
        if (!main) {
            return usher_fail(usher, USHER_INVALID, "table",
                              "the table to guard must be in main, as its guarded table is");
        }
    }
    return rc != SQLITE_OK || (*given->table && !*p) ? rc : no_name(usher, text);
}

static int parse_option(struct usher *usher, const char *text, struct guarded_arguments *given) {
    const struct {
        const char *name;
        char **value;
    } options[] = {{"owner", &given->owner},
                   {"account", &given->account},
                   {"read", &given->read},
                   {"write", &given->write}};
    const char *p = text;
    char **value = NULL;
    const char *field = NULL;
    char *name;
    int rc = read_word(usher, &p, 0, &name);
    if (rc != SQLITE_OK) {
        return rc;
    }
    struct usher_nearest nearest = {.given = name};
    for (size_t i = 0; *p == '=' && i < sizeof(options) / sizeof(*options); i++) {
        usher_nearest_offer(&nearest, options[i].name);
        if (sqlite3_stricmp(name, options[i].name) == 0) {
            field = options[i].name;
            value = options[i].value;
        }
    }
    sqlite3_free(name);
    if (!value) {
        usher_fail(usher, USHER_INVALID, NULL,
                   "there is no argument \"%.60s\": after the table come owner=, account=, "
                   "read= and write=",
                   text);
        return usher_nearest_tell(usher, &nearest);
    }
    if (*value) {
        return usher_fail(usher, USHER_INVALID, field, "%s is given twice", field);
    }
    p++;
    rc = read_word(usher, &p, 1, value);
    return rc != SQLITE_OK || (**value && !*p)
               ? rc
               : usher_fail(usher, USHER_INVALID, field,
                            "%s must be a name, quoted if it is not a plain word: \"%.60s\"", field,
                            text);
}

/* docs.read: words with dots between. */
static int is_permission(const char *token) {
    size_t length = strlen(token);
    int dots = 0;
    for (const char *p = token; *p; p++) {
        int first = p == token || p[-1] == '.';
        int letter = *p >= 'a' && *p <= 'z';
        if (*p == '.' && !first) {
            dots++;
        } else if (!letter && (first || !((*p >= '0' && *p <= '9') || *p == '_'))) {
            return 0;
        }
    }
    return dots > 0 && length <= USHER_PERMISSION_TEXT && token[length - 1] != '.';
}

static int check_permission(struct usher *usher, const char *field, const char *token) {
    if (!token || usher_permission_find(token) >= 0) {
        return token ? usher_permission_require_of_roles(usher, field, token) : SQLITE_OK;
    }
    if (!is_permission(token)) {
        return usher_fail(usher, USHER_INVALID, field,
                          "%s must be a permission like docs.read: words of a to z, 0 to 9 and _, "
                          "with dots between, of at most %d characters",
                          field, USHER_PERMISSION_TEXT);
    }
    if (!usher_permission_reserved(token)) {
        return SQLITE_OK;
    }
    usher_fail(usher, USHER_INVALID, field,
               "%s: usher has no permission %s, and names that begin so are its own", field, token);
    return usher_permission_suggest(usher, token);
}

static int check_together(struct usher *usher, const struct guarded_arguments *given) {
    if (!given->owner && !given->account) {
        return usher_fail(usher, USHER_INVALID, "owner",
                          "owner or account is needed: the column that says whose a row is");
    }
    if (!given->account && (given->read || given->write)) {
        return usher_fail(usher, USHER_INVALID, "account",
                          "%s needs account: the column that says in which account the permission "
                          "must be held",
                          given->read ? "read" : "write");
    }
    if (!given->owner && !given->read) {
        return usher_fail(usher, USHER_INVALID, "read",
                          "without owner, read is needed: else nobody would see a row");
    }
    int rc = check_permission(usher, "read", given->read);
    return rc == SQLITE_OK ? check_permission(usher, "write", given->write) : rc;
}

int guarded_arguments_parse(struct usher *usher, int argc, const char *const *argv,
                            struct guarded_arguments *given) {
    int rc = argc > 3 ? parse_table(usher, argv[3], given) : no_name(usher, "");
    for (int i = 4; i < argc && rc == SQLITE_OK; i++) {
        rc = parse_option(usher, argv[i], given);
    }
    return rc == SQLITE_OK ? check_together(usher, given) : rc;
}

void guarded_arguments_clear(struct guarded_arguments *given) {
    sqlite3_free(given->table);
    sqlite3_free(given->owner);
    sqlite3_free(given->account);
    sqlite3_free(given->read);
    sqlite3_free(given->write);
}
