/*
** The error channel. A rule that fails calls usher_fail (its own finding) or
** usher_pass (what SQLite said) once, returns the code it gets, and everything
** above only hands that code on. At the two edges, a virtual-table method and
** an SQL function, it becomes a message of the form
**
**     usher: CODE: message
**
** and stays readable as JSON through usher_error() until the next failure.
**
** CODE is a row of USHER_ERRORS (usher.h) or, for what SQLite or the system
** did, a row of `natives` below: such a failure keeps its SQLite result code,
** which callers know how to treat (busy: try again), and is recorded as
** USHER_INTERNAL with that result.
**
** Messages are plain UTF-8 without control characters whatever was put into
** them, and are cut between characters. They hold no secrets: callers quote at
** most a short piece of a public value.
**
** Rules owned here: error-form, native-errors, constraint-errors, store-damage.
*/
#include "base.h"
#include "text.h"

#include <string.h>

static const struct {
    const char *name;
    int result;
    int status;
} codes[USHER_CODES] = {{"ok", SQLITE_OK, 200},
#define X(symbol, code, result, status, meaning) {code, result, status},
                        USHER_ERRORS(X)
#undef X
};

/*
** SQLite results that are passed on unchanged, by primary code. 503: the same
** request may succeed later; 500: it needs somebody to mend something.
*/
static const struct native {
    int result;
    int status;
    const char *name;
} natives[] = {
    {SQLITE_NOMEM, 503, "nomem"},         /* out of memory */
    {SQLITE_FULL, 503, "full"},           /* the disk, or max_page_count */
    {SQLITE_IOERR, 500, "ioerr"},         /* the disk or file system failed */
    {SQLITE_BUSY, 503, "busy"},           /* another connection is writing */
    {SQLITE_LOCKED, 503, "locked"},       /* another statement is reading */
    {SQLITE_INTERRUPT, 503, "interrupt"}, /* sqlite3_interrupt, progress handler */
    {SQLITE_ABORT, 503, "abort"},         /* rolled back underneath */
    {SQLITE_SCHEMA, 503, "schema"},       /* changed too often meanwhile */
    {SQLITE_PROTOCOL, 503, "protocol"},   /* WAL locking */
    {SQLITE_READONLY, 500, "readonly"},   /* file, media or connection */
    {SQLITE_CANTOPEN, 500, "cantopen"},   /* file or journal */
    {SQLITE_PERM, 500, "perm"},           /* access mode */
    {SQLITE_AUTH, 500, "auth"},           /* the host's authorizer refused our SQL */
    {SQLITE_TOOBIG, 500, "toobig"},       /* SQLITE_LIMIT_LENGTH */
    {SQLITE_NOLFS, 500, "nolfs"},         /* no large files here */
};

/* ---------------------------------------------------------------- recording */

/*
** Make a text fit to be shown: what is not UTF-8 becomes '?', control
** characters become blanks, and if it was `cut` a torn last character goes.
*/
static void clean(char *text, int cut) {
    size_t left = strlen(text);
    char *p = text;

    while (left > 0) {
        int size = usher_utf8_size(p, left);

        if (size == 0) {
            if (cut && left < 4 && (unsigned char)*p >= 0xC2) {
                *p = '\0';
                return;
            }
            *p = '?';
            size = 1;
        } else if ((unsigned char)*p < 0x20 || *p == 0x7F) {
            *p = ' ';
        }
        p += size;
        left -= (size_t)size;
    }
}

/*
** Everything is put together on the side first, because arguments may point
** into the error that it replaces.
*/
static int record(struct usher *usher, enum usher_code code, int result, const char *field,
                  const char *format, va_list arguments) {
    struct usher_error error = {code, result, "", "", 0};

    if (field != NULL) {
        sqlite3_snprintf(sizeof error.field, error.field, "%s", field);
        clean(error.field, strlen(field) >= sizeof error.field);
    }
    sqlite3_vsnprintf(sizeof error.message, error.message, format, arguments);
    clean(error.message, strlen(error.message) == sizeof error.message - 1);
    usher->error = error;
    return result;
}

int usher_fail(struct usher *usher, enum usher_code code, const char *field, const char *format,
               ...) {
    va_list arguments;
    int result;

    if (code <= USHER_OK || code >= USHER_CODES)
        code = USHER_INTERNAL;
    va_start(arguments, format);
    result = record(usher, code, codes[code].result, field, format, arguments);
    va_end(arguments);
    return result;
}

/* A native error: `result` stays what it is. */
static int record_native(struct usher *usher, int result, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static int record_native(struct usher *usher, int result, const char *format, ...) {
    va_list arguments;

    va_start(arguments, format);
    record(usher, USHER_INTERNAL, result, NULL, format, arguments);
    va_end(arguments);
    return result;
}

/* -------------------------------------------------------------------- names */

static const struct native *native_of(int result) {
    for (size_t i = 0; i < sizeof natives / sizeof natives[0]; i++)
        if (natives[i].result == (result & 0xFF))
            return &natives[i];
    return NULL;
}

const char *usher_code_name(enum usher_code code) {
    return codes[code < USHER_CODES ? code : USHER_INTERNAL].name;
}

int usher_code_status(enum usher_code code) {
    return codes[code < USHER_CODES ? code : USHER_INTERNAL].status;
}

/* Only a native error is recorded as internal with another result than SQLITE_ERROR. */
static const struct native *native_in(const struct usher_error *error) {
    return error->code == USHER_INTERNAL ? native_of(error->result) : NULL;
}

const char *usher_error_name(const struct usher_error *error) {
    const struct native *native = native_in(error);

    return native != NULL ? native->name : usher_code_name(error->code);
}

int usher_error_status(const struct usher_error *error) {
    const struct native *native = native_in(error);

    return native != NULL ? native->status : usher_code_status(error->code);
}

/* ----------------------------------------------------------- what SQLite said */

/*
** `usher: CODE: message` coming back from SQLite: a nested rule failed first
** and was recorded with its field, or a trigger of the schema raised it.
** Returns 0 if it is neither.
*/
static int adopt(struct usher *usher, const char *said) {
    static const char prefix[] = "usher: ";
    const char *name, *message;
    size_t length;

    if (strncmp(said, prefix, sizeof prefix - 1) != 0)
        return 0;
    name = said + sizeof prefix - 1;
    message = strstr(name, ": ");
    if (message == NULL)
        return 0;
    length = (size_t)(message - name);
    message += 2;
    if (usher->error.code != USHER_OK && strcmp(message, usher->error.message) == 0) {
        const char *known = usher_error_name(&usher->error);

        if (strlen(known) == length && memcmp(known, name, length) == 0)
            return 1;
    }
    for (int code = USHER_OK + 1; code < USHER_CODES; code++) {
        if (strlen(codes[code].name) != length)
            continue;
        if (memcmp(codes[code].name, name, length) != 0)
            continue;
        usher_fail(usher, (enum usher_code)code, NULL, "%s", message);
        return 1;
    }
    return 0;
}

/*
** The column that a constraint message ends with ("... failed: usher_user.email"),
** the last one if it lists several; "" if it names none. An index on an expression
** ("... failed: index 'usher_role_name'") is by convention named for the column.
*/
static void last_column(const char *said, char column[32]) {
    int of_index = strstr(said, "index '") != NULL;
    const char *mark = strrchr(said, of_index ? '_' : '.');
    size_t length = mark != NULL ? strcspn(mark + 1, of_index ? "'" : "") : 0;

    column[0] = '\0';
    if (length == 0 || length >= 32 || strcspn(mark + 1, " \"(),") < length)
        return;
    memcpy(column, mark + 1, length);
    column[length] = '\0';
}

/*
** CHECK messages name the constraint or, if it has no name, quote its expression.
** By the schema's convention a constraint is named for its column.
*/
static int check_failed(struct usher *usher, const char *said) {
    const char *rule = strstr(said, "failed: ");

    rule = rule == NULL ? said : rule + 8;
    if (rule[strspn(rule, "abcdefghijklmnopqrstuvwxyz0123456789_")] != '\0')
        return usher_fail(usher, USHER_INVALID, NULL, "a value must satisfy %s", rule);
    return usher_fail(usher, USHER_INVALID, rule, "%s has a value that is not allowed", rule);
}

static int constraint_failed(struct usher *usher, int extended, const char *said) {
    char field[32];

    last_column(said, field);
    switch (extended) {
    case SQLITE_CONSTRAINT_PRIMARYKEY:
        if (strcmp(field, "number") == 0)
            memcpy(field, "rowid", sizeof "rowid"); /* which is what a table of ours calls it */
        /* fall through */
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_ROWID:
        return usher_fail(usher, USHER_CONFLICT, field, "%s is already taken",
                          field[0] != '\0' ? field : "the value");
    case SQLITE_CONSTRAINT_NOTNULL:
        return usher_fail(usher, USHER_MISSING, field, "%s is required",
                          field[0] != '\0' ? field : "a value");
    case SQLITE_CONSTRAINT_CHECK:
        return check_failed(usher, said);
    case SQLITE_CONSTRAINT_DATATYPE:
        return usher_fail(usher, USHER_INVALID, field, "%s", said);
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        usher_fail(usher, USHER_CONFLICT, NULL,
                   "the row names one that does not exist, or others still name it");
        break;
    default: /* SQLITE_CONSTRAINT_TRIGGER above all: RAISE says it in its own words */
        usher_fail(usher, USHER_CONFLICT, NULL, "%s", said);
    }
    return usher->error.result = extended; /* tells that OR IGNORE does not pass over it */
}

/*
** Damage: a malformed file, or a backing table, column or index that our fixed
** statements name and that is not there.
*/
static int is_damage(int primary, const char *said) {
    if (primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB || primary == SQLITE_FORMAT ||
        primary == SQLITE_MISMATCH)
        return 1;
    if (primary != SQLITE_ERROR)
        return 0;
    if (strstr(said, "no such column: ") != NULL)
        return 1; /* names no table */
    if (strcmp(said, "unsupported file format") == 0 ||
        strcmp(said, "attached databases must use the same text encoding as main database") == 0)
        return 1; /* a header that SQLite does not know, or that says what it did not say before */
    if (strcmp(said, "malformed JSON") == 0 || strcmp(said, "JSON cannot hold BLOB values") == 0)
        return 1; /* what is given was checked: it is what was stored */
    if (strstr(said, "usher_") == NULL)
        return 0;
    return strstr(said, "no such table: ") != NULL || strstr(said, "no such index: ") != NULL ||
           strstr(said, " has no column named ") != NULL;
}

/*
** What the connection says last is about `result` only if the codes agree; a
** rule may also pass on what an allocator or a bind call returned.
*/
int usher_pass(struct usher *usher, int result) {
    int extended;
    const char *said;

    if (result == SQLITE_OK || result == SQLITE_ROW || result == SQLITE_DONE)
        return result;
    extended = sqlite3_extended_errcode(usher->db);
    said = sqlite3_errmsg(usher->db);
    if ((extended & 0xFF) != (result & 0xFF)) {
        extended = result;
        said = sqlite3_errstr(result);
    }
    if (extended == SQLITE_IOERR_NOMEM)
        result = SQLITE_NOMEM;
    if (adopt(usher, said)) {
        if (extended == SQLITE_CONSTRAINT_TRIGGER)
            usher->error.result = extended;
        return usher->error.result;
    }
    if (native_of(result) != NULL)
        return record_native(usher, result, "%s", said);
    if ((result & 0xFF) == SQLITE_CONSTRAINT)
        return constraint_failed(usher, extended, said);
    if (is_damage(result & 0xFF, said))
        return usher_fail(usher, USHER_CORRUPT, NULL, "the store is damaged: %s", said);
    return usher_fail(usher, USHER_INTERNAL, NULL, "%s", said);
}

/* A fault of usher's store is not what the application's triggers and expressions run into. */
int usher_pass_foreign(struct usher *usher, int result) {
    char said[sizeof usher->error.message];
    char field[sizeof usher->error.field];
    int primary = result & 0xFF;

    sqlite3_snprintf(sizeof said, said, "%s",
                     (sqlite3_extended_errcode(usher->db) & 0xFF) == primary
                         ? sqlite3_errmsg(usher->db)
                         : sqlite3_errstr(result));
    result = usher_pass(usher, result);
    if (strncmp(said, "usher: ", 7) == 0)
        return result;
    if (primary == SQLITE_CONSTRAINT) {
        enum usher_code code = usher->error.code;

        sqlite3_snprintf(sizeof field, field, "%s", usher->error.field);
        usher_fail(usher, code, field, "%s", said);
        return usher->error.result = result;
    }
    if (primary == SQLITE_MISMATCH)
        return usher_fail(usher, USHER_INVALID, NULL, "%s", said);
    if (primary == SQLITE_ERROR) {
        usher_fail(usher, USHER_INVALID, NULL, "%s", said);
        return usher->error.result = SQLITE_ERROR; /* not a constraint: OR IGNORE stops, too */
    }
    return result;
}

/* ---------------------------------------------------------------- the edges */

/* A result that came up without a record of its own gets one here. */
static int settle(struct usher *usher, int result) {
    if (usher->error.code != USHER_OK && usher->error.result == result)
        return result;
    return usher_pass(usher, result);
}

int usher_error_to_vtab(struct usher *usher, sqlite3_vtab *vtab, int result) {
    result = settle(usher, result);
    sqlite3_free(vtab->zErrMsg);
    vtab->zErrMsg = NULL;
    if ((result & 0xFF) == SQLITE_NOMEM)
        return result;
    vtab->zErrMsg =
        sqlite3_mprintf("usher: %s: %s", usher_error_name(&usher->error), usher->error.message);
    return vtab->zErrMsg == NULL ? SQLITE_NOMEM : result;
}

/* The code goes after the message: sqlite3_result_error resets it to SQLITE_ERROR. */
void usher_error_to_function(struct usher *usher, sqlite3_context *context, int result) {
    char text[sizeof usher->error.message + 40];

    result = settle(usher, result);
    if ((result & 0xFF) == SQLITE_NOMEM) {
        sqlite3_result_error_nomem(context);
        return;
    }
    sqlite3_snprintf(sizeof text, text, "usher: %s: %s", usher_error_name(&usher->error),
                     usher->error.message);
    sqlite3_result_error(context, text, -1);
    sqlite3_result_error_code(context, result);
}
