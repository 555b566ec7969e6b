/*
** usher_doctor(): what is wrong with the store, or unwise, and the statement that mends it.
**
**     SELECT severity, code, message, remedy FROM usher_doctor();
**
** Checks are rows of the list below; each adds findings. It is there for damaged stores above all: a
** check that cannot be made is a finding itself, and the others go on. What passes by (no memory, an
** interrupt, somebody else's lock, a disk that fails) ends the call with that error, or the list would
** be shorter than the truth.
**
** Nothing is written. It reads everything, so it is for outer SQL of the system only: a view in a file
** from elsewhere cannot set it off.
**
** Rules owned here: doctor-lists, doctor-mends.
*/
#include "domain/care/care.h"

#include <string.h>

struct check {
    const char *code;
    enum care_severity severity;
    int anyhow;         /* also where there is no store, or one of another version */
    enum usher_sql sql; /* that gives the findings, if it is not for `make` */
    care_check *make;
};

#define SQL(code, severity, statement)                                                             \
    { code, severity, 0, USHER_SQL_doctor_##statement, NULL }
#define MADE(code, severity, anyhow, function)                                                     \
    { code, severity, anyhow, USHER_SQL_COUNT, function }

static const struct check checks[] = {
    /* the file, and the store's schema */
    MADE("integrity", CARE_ERROR, 1, care_integrity),
    MADE("store", CARE_ERROR, 1, care_store),
    MADE("role", CARE_ERROR, 0,
         care_roles), /* first: or what names one would seem to be in error */
    MADE("reference", CARE_ERROR, 1, care_references),
    MADE("names", CARE_WARNING, 1, care_names),
    MADE("audit", CARE_ERROR, 0, care_audit),

    /* rows that lead nowhere, or contradict each other */
    SQL("membership", CARE_ERROR, memberships),
    SQL("membership", CARE_ERROR, homes),
    SQL("membership", CARE_ERROR, foreign_roles),
    SQL("membership", CARE_ERROR, strangers),
    SQL("setting", CARE_WARNING, settings),
    SQL("notification", CARE_WARNING, notifications),
    SQL("notification", CARE_ERROR, notification_states),
    SQL("notification", CARE_ERROR, recipients),
    SQL("credential", CARE_ERROR, credentials),
    SQL("credential", CARE_WARNING, service_users),
    MADE("storage", CARE_ERROR, 0, care_tracked),
    MADE("storage", CARE_ERROR, 0, care_usage),
    SQL("owner", CARE_WARNING, owners),
    SQL("clock", CARE_WARNING, clock),

    /* keys and passwords */
    MADE("sealed", CARE_ERROR, 0, care_sealed),
    MADE("master_key", CARE_NOTE, 0, care_master_key),
    SQL("password", CARE_WARNING, passwords),
    SQL("setting", CARE_WARNING, lax_settings),

    /* what waits for somebody */
    SQL("mail", CARE_WARNING, mail),
    MADE("prune", CARE_NOTE, 0, care_prunable),

    /* the connection */
    MADE("pragma", CARE_NOTE, 1, care_pragmas),
    MADE("journal", CARE_NOTE, 1, care_journal),
    MADE("foreign_keys", CARE_NOTE, 1, care_foreign_keys),
};

/* ------------------------------------------------------------------- findings */

static const char *const severities[] = {"error", "warning", "note"};

static int add_row(struct care *care, const char *subject, const char *message,
                   const char *remedy) {
    struct usher_value value[5];
    usher_value_text(&value[0], severities[care->severity]);
    usher_value_text(&value[1], care->code);
    usher_value_text(&value[2], subject);
    usher_value_text(&value[3], message);
    usher_value_text(&value[4], remedy);
    return usher_rows_add(care->rows, value);
}

static int find(struct care *care, const char *subject, char *remedy, const char *format,
                va_list arguments) {
    int rc = SQLITE_OK;
    if (care->found++ < CARE_MOST) {
        char *message = sqlite3_vmprintf(format, arguments);
        rc = message ? add_row(care, subject, message, remedy)
                     : usher_pass(care->usher, SQLITE_NOMEM);
        sqlite3_free(message);
    } else if (care->found == CARE_MOST + 1) {
        rc = add_row(care, NULL, "there is more of this: mend what is listed, and ask again", NULL);
    }
    sqlite3_free(remedy);
    return rc;
}

int care_find(struct care *care, const char *subject, char *remedy, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int rc = find(care, subject, remedy, format, arguments);
    va_end(arguments);
    return rc;
}

int care_mend(struct care *care, const char *subject, char *remedy, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int rc = remedy ? find(care, subject, remedy, format, arguments)
                    : usher_pass(care->usher, SQLITE_NOMEM);
    va_end(arguments);
    return rc;
}

const char *care_text(const struct usher_query *query, int column) {
    const unsigned char *text = sqlite3_column_text(query->statement, column);
    return text ? (const char *)text : "";
}

int care_open(struct care *care, struct usher_query *query, const char *sql, int tables) {
    *query = (struct usher_query){care->usher, NULL, 1};
    int rc = usher_inner_prepare(care->usher, sql, -1, tables ? 0 : SQLITE_PREPARE_NO_VTAB,
                                 &query->statement);
    return rc == SQLITE_OK ? SQLITE_OK : usher_pass(care->usher, rc);
}

/* --------------------------------------------------------------------- checks */

/* A row of such a statement: subject, message, remedy. */
static int take_finding(struct care *care, const struct usher_query *query) {
    const char *remedy = (const char *)sqlite3_column_text(query->statement, 2);
    const char *subject = (const char *)sqlite3_column_text(query->statement, 0);
    const char *message = care_text(query, 1);
    return sqlite3_column_type(query->statement, 2) == SQLITE_NULL
               ? care_find(care, subject, NULL, "%s", message)
               : care_mend(care, subject, remedy ? sqlite3_mprintf("%s", remedy) : NULL, "%s",
                           message);
}

static int ask(struct care *care, enum usher_sql id) {
    struct usher_query query;
    int rc = usher_open(care->usher, &query, id, "");
    if (rc == SQLITE_OK && sqlite3_bind_parameter_count(query.statement) > 0) {
        rc = sqlite3_bind_text(query.statement, 1, care->now, -1, SQLITE_STATIC);
        rc = rc == SQLITE_OK ? SQLITE_OK : usher_pass(care->usher, rc);
    }
    while (rc == SQLITE_OK && (rc = usher_step(&query)) == SQLITE_ROW) {
        rc = take_finding(care, &query);
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* Not what passes by, of which SQLite has told by a result of its own. */
static int is_of_store(const struct usher *usher, int rc) {
    return usher->error.code != USHER_INTERNAL || (rc & 0xFF) == SQLITE_ERROR;
}

static int make(struct care *care, const struct check *check) {
    struct usher *usher = care->usher;
    care->found = strcmp(care->code, check->code) == 0 ? care->found : 0;
    care->code = check->code;
    care->severity = check->severity;
    int rc = check->make ? check->make(care) : ask(care, check->sql);
    if (rc == SQLITE_OK || !is_of_store(usher, rc)) {
        return rc;
    }
    care->severity = CARE_ERROR;
    return care_find(care, NULL, NULL, "this could not be looked at: %s", usher->error.message);
}

/* What it finds goes by the clock and by this connection. A store that cannot be read is no reason. */
static int require_supply(struct usher *usher) {
    int rc = usher_supply_ready(usher);
    return usher->error.code == USHER_MISSING ? rc : SQLITE_OK;
}

/*
** usher_doctor() → a row for each finding: severity (error, warning, note), code, subject, message,
** remedy. forbidden but to the system.
*/
static int doctor(struct usher *usher, struct usher_call *call, struct usher_rows *rows) {
    (void)call;
    struct care care = {.usher = usher, .rows = rows, .code = ""};
    struct usher_error before = usher->error;
    int rc = usher_require_system(usher, "call usher_doctor()");
    if (rc == SQLITE_OK) {
        rc = require_supply(usher);
    }
    usher_clock_text(usher_clock_now(usher), care.now);
    for (size_t i = 0; i < sizeof(checks) / sizeof(*checks) && rc == SQLITE_OK; i++) {
        if (checks[i].anyhow || care.current) {
            rc = make(&care, &checks[i]);
        }
    }
    if (rc == SQLITE_OK) {
        usher->error = before; /* what failed within is told in the rows */
    }
    return rc;
}

static const char *const columns[] = {"severity TEXT", "code TEXT", "subject TEXT", "message TEXT",
                                      "remedy TEXT"};

const struct usher_rows_function usher_doctor = {
    .name = "usher_doctor",
    .column = columns,
    .columns = sizeof(columns) / sizeof(*columns),
    .anyhow = 1,
    .parameters = "",
    .meaning = "What is wrong with the store or unwise, each with the statement that mends it",
    .handler = doctor,
};
