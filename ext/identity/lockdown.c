/*
** usher_lockdown(): hand a connection out to SQL that is not trusted.
**
**     SELECT act_as(:user);
**     SELECT usher_lockdown();
**
** From then on an authorizer (authorizer.c) lets outer SQL do what is known to be
** harmless and nothing else, whoever was acting stays, and the rights of the
** system are gone from this connection for good. What cannot be made safe is a
** reason not to lock (inspect.c), and nothing changes then.
**
** There is one authorizer and one trace callback per connection, and any C code
** may replace them. So they are made to show themselves before usher reads or
** writes for outer SQL: a statement that means nothing is run, and both must have
** seen it. If not, the connection stays closed to usher's data for good.
*/
#include "identity/lockdown.h"

#include <string.h>

static int allocate(struct usher *usher) {
    if (!usher->lockdown) {
        usher->lockdown = sqlite3_malloc64(sizeof(*usher->lockdown));
        if (!usher->lockdown) {
            return SQLITE_NOMEM;
        }
        memset(usher->lockdown, 0, sizeof(*usher->lockdown));
    }
    return SQLITE_OK;
}

void usher_lockdown_close(struct usher *usher) {
    struct usher_lockdown *lockdown = usher->lockdown;
    if (lockdown) {
        usher_names_clear(&lockdown->builtin);
        usher_names_clear(&lockdown->registered);
        usher_names_clear(&lockdown->functions);
        usher_names_clear(&lockdown->modules);
        usher_names_clear(&lockdown->trackers);
        sqlite3_free(lockdown);
        usher->lockdown = NULL;
    }
}

int usher_inspect_each(struct usher *usher, usher_obstacle_handler *each, void *context) {
    if (allocate(usher) != SQLITE_OK) {
        return usher_pass(usher, SQLITE_NOMEM);
    }
    usher->lockdown->each = each;
    usher->lockdown->context = context;
    int rc = usher_inspect(usher);
    usher->lockdown->each = NULL;
    return rc;
}

const char *usher_hidden(const struct usher *usher, int index) {
    return USHER_ALWAYS(usher->guarded) /* set on loading, by the domain */
               ? usher->guarded(usher, index)
               : NULL;
}

/* ------------------------------------------------------------------- options */

struct options {
    struct usher *usher;
    const char *name; /* of the list that is being read */
    struct usher_names *list;
    int given_functions;
    int given_modules;
    struct usher_names functions;
    struct usher_names modules;
};

static int take_name(void *context, const char *unused, struct usher_value *value) {
    struct options *options = context;
    (void)unused;
    int rc = usher_check_text(options->usher, options->name, 200, value);
    if (rc != SQLITE_OK) {
        return rc;
    }
    if (!usher_builtin_harmless(value->text) || sqlite3_strnicmp(value->text, "usher_", 6) == 0) {
        return usher_fail(options->usher, USHER_INVALID, options->name,
                          "%.40s cannot be allowed on a connection that is locked down",
                          value->text);
    }
    rc = usher_names_add(options->list, value->text);
    return rc == SQLITE_OK ? SQLITE_OK : usher_pass(options->usher, rc);
}

static int take_option(void *context, const char *name, struct usher_value *value) {
    struct options *options = context;
    if (strcmp(name, "functions") == 0) {
        options->name = "functions";
        options->list = &options->functions;
        options->given_functions = 1;
    } else if (strcmp(name, "modules") == 0) {
        options->name = "modules";
        options->list = &options->modules;
        options->given_modules = 1;
    } else {
        static const char *const names[] = {"functions", "modules", NULL};
        usher_fail(options->usher, USHER_INVALID, name,
                   "there is no option \"%.40s\": use functions or modules", name);
        return usher_suggest(options->usher, name, names);
    }
    return usher_json_array(options->usher, options->name, value, take_name, options);
}

/* Put what was read in its place; the options keep what was there, to be cleared. */
static void exchange(struct usher_names *a, struct usher_names *b) {
    struct usher_names kept = *a;
    *a = *b;
    *b = kept;
}

static int check_narrower(struct usher *usher, const char *option, const struct usher_names *wanted,
                          const struct usher_names *allowed) {
    for (int i = 0; i < wanted->count; i++) {
        if (!usher_names_have(allowed, wanted->name[i])) {
            return usher_fail(usher, USHER_FORBIDDEN, option,
                              "the connection is locked down: %.40s cannot be allowed any more",
                              wanted->name[i]);
        }
    }
    return SQLITE_OK;
}

/* Called again: what is allowed may become less, never more. */
static int narrow(struct usher *usher, struct options *options) {
    struct usher_lockdown *lockdown = usher->lockdown;
    int rc = check_narrower(usher, "functions", &options->functions, &lockdown->functions);
    if (rc == SQLITE_OK) {
        rc = check_narrower(usher, "modules", &options->modules, &lockdown->modules);
    }
    if (rc == SQLITE_OK && options->given_functions) {
        exchange(&lockdown->functions, &options->functions);
    }
    if (rc == SQLITE_OK && options->given_modules) {
        exchange(&lockdown->modules, &options->modules);
    }
    return rc;
}

/* ------------------------------------------------------------------ conditions */

/*
** A statement that is under way goes on as it was prepared: with the system's
** rights. One is: that which calls usher_lockdown().
*/
static int check_moment(struct usher *usher) {
    int busy = 0;
#ifndef SQLITE_CORE
    if (!sqlite3_api->trace_v2) {
        return usher_fail(usher, USHER_UNSUPPORTED, NULL,
                          "this SQLite was built without sqlite3_trace_v2()");
    }
#endif
    if (!sqlite3_get_autocommit(usher->db)) {
        return usher_fail(usher, USHER_UNSUPPORTED, NULL,
                          "usher_lockdown() must be called outside of a transaction");
    }
    for (sqlite3_stmt *s = sqlite3_next_stmt(usher->db, NULL); s;
         s = sqlite3_next_stmt(usher->db, s)) {
        busy += sqlite3_stmt_busy(s);
    }
    return busy <= 1 && !usher->cursors
               ? SQLITE_OK
               : usher_fail(usher, USHER_UNSUPPORTED, NULL,
                            "other statements are under way on this connection: reset or "
                            "finalize them before usher_lockdown()");
}

/* The names that a pragma lists; of functions, only SQLite's own. */
static int collect(struct usher *usher, const char *pragma, int builtin,
                   struct usher_names *names) {
    sqlite3_stmt *statement = NULL;
    int rc = usher_inner_prepare(usher, pragma, -1, 0, &statement);
    usher_names_clear(names);
    while (rc == SQLITE_OK && (rc = usher_inner_step(usher, statement)) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(statement, 0);
        rc = !name ? SQLITE_NOMEM
             : builtin && (sqlite3_column_int(statement, 1) != 1 || !usher_builtin_harmless(name))
                 ? SQLITE_OK
                 : usher_names_add(names, name);
    }
    sqlite3_finalize(statement);
    rc = rc == SQLITE_DONE ? SQLITE_OK : usher_pass(usher, rc);
    return rc == SQLITE_OK && names->count == 0
               ? usher_fail(usher, USHER_UNSUPPORTED, NULL, "this SQLite does not answer %s",
                            pragma)
               : rc;
}

/* ------------------------------------------------------------------------ lock */

/*
** Bounds for what a statement may cost, with the reason. They are only ever
** lowered. usher's own statements stay far below: the longest has a few
** thousand characters, a hundred levels would be many, JSON is at most 1 MB.
*/
static const struct limit {
    int id;
    int most;
} limits[] = {
    {SQLITE_LIMIT_LENGTH, 64 << 20},          /* zeroblob(), printf('%.*c') and rows: memory */
    {SQLITE_LIMIT_SQL_LENGTH, 1000000},       /* SQLite's own default; Debian's is a thousand */
    {SQLITE_LIMIT_EXPR_DEPTH, 500},           /* the stack: one frame and more a level */
    {SQLITE_LIMIT_COMPOUND_SELECT, 100},      /* UNION of UNIONs: time to prepare */
    {SQLITE_LIMIT_VDBE_OP, 250000},           /* size of a prepared statement */
    {SQLITE_LIMIT_TRIGGER_DEPTH, 100},        /* recursive triggers: memory */
    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 5000}, /* time is a power of its length; `q` needs 2002 */
    {SQLITE_LIMIT_ATTACHED, 0},               /* no ATTACH, nor VACUUM, which attaches */
    {SQLITE_LIMIT_WORKER_THREADS, 0},         /* no threads of its own */
};

/* Expires all prepared statements: they are authorized anew before their next run. */
static void put_in_place(struct usher *usher) {
    sqlite3_trace_v2(usher->db, SQLITE_TRACE_STMT, usher_watch, usher);
    sqlite3_set_authorizer(usher->db, usher_authorize, usher);
}

/* Nothing here can fail: the connection is locked as a whole or not at all. */
static void lock(struct usher *usher) {
    sqlite3 *db = usher->db;
    for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++) {
        if (sqlite3_limit(db, limits[i].id, -1) > limits[i].most) {
            sqlite3_limit(db, limits[i].id, limits[i].most);
        }
    }
    /* No writes to sqlite_schema and shadow tables; no code from files. */
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    /*
    ** TRUSTED_SCHEMA stays what it is: the functions that views and triggers call
    ** are asked about like any others, and without it a CHECK that calls
    ** json_valid() makes SQLite 3.40 report a malformed schema.
    */
    usher_actor_give_up_system(usher);
    usher->locked = 1;
    usher->inspect = usher_inspect;
    put_in_place(usher);
}

static int lock_first(struct usher *usher, struct options *options) {
    int rc = check_moment(usher);
    if (rc != SQLITE_OK) {
        return rc;
    }
    if (allocate(usher) != SQLITE_OK) {
        return usher_pass(usher, SQLITE_NOMEM);
    }
    struct usher_lockdown *lockdown = usher->lockdown;
    exchange(&lockdown->functions, &options->functions);
    exchange(&lockdown->modules, &options->modules);
    rc = collect(usher, "PRAGMA function_list", 1, &lockdown->builtin);
    if (rc == SQLITE_OK) {
        rc = collect(usher, "PRAGMA module_list", 0, &lockdown->registered);
    }
    if (rc == SQLITE_OK) {
        rc = usher_inspect(usher);
    }
    if (rc == SQLITE_OK) {
        lock(usher);
    }
    return rc;
}

int usher_lockdown(struct usher *usher, const struct usher_value *json) {
    struct options options = {.usher = usher};
    int rc = json && !usher_is_null(json)
                 ? usher_json_object(usher, "options", json, take_option, &options)
                 : SQLITE_OK;
    if (rc == SQLITE_OK) {
        rc = usher->locked ? narrow(usher, &options) : lock_first(usher, &options);
    }
    usher_names_clear(&options.functions);
    usher_names_clear(&options.modules);
    return rc;
}

/* ---------------------------------------------------------------------- verify */

/*
** A statement that means nothing, seen by the authorizer when it is prepared and
** by the trace callback when it starts. Not kept: it must be prepared each time.
*/
static int run_canary(struct usher *usher) {
    sqlite3_stmt *canary = NULL;
    int rc = usher_inner_prepare(usher, "SELECT 1", -1, 0, &canary);
    if (rc == SQLITE_OK) {
        rc = usher_inner_step(usher, canary);
    }
    sqlite3_finalize(canary);
    return rc == SQLITE_ROW ? SQLITE_OK : rc;
}

/*
** From now on usher is closed. Authorizer and trace are put back, so that the
** backing tables are, too: who replaced them did not know what they were for.
*/
static void close_for_good(struct usher *usher) {
    usher->lockdown->closed = 1;
    put_in_place(usher);
}

int usher_lockdown_verify(struct usher *usher) {
    struct usher_lockdown *lockdown = usher->lockdown;
    unsigned asked = lockdown->asked;
    unsigned watched = lockdown->watched;
    int rc = run_canary(usher);
    int seen = lockdown->asked != asked && lockdown->watched != watched;
    if (!seen && (rc == SQLITE_OK || rc == SQLITE_AUTH)) {
        close_for_good(usher);
    } else if (rc != SQLITE_OK) {
        return usher_pass(usher, rc);
    }
    return lockdown->closed
               ? usher_fail(usher, USHER_FORBIDDEN, NULL,
                            "the authorizer or the trace callback of this locked connection was "
                            "replaced: close it and open another")
               : SQLITE_OK;
}
