/*
** storage_track(), storage_untrack(): count the rows of a table of the application's as files.
**
**     SELECT storage_track('uploads', '{"size":"bytes","user":"owner_id","checksum":"sha256"}');
**
** Rules owned here: track-table, track-columns, track-rows, untrack.
*/
#include "domain/storage/storage.h"

#include <string.h>

/* ------------------------------------------------------------------- options */

/* What is asked for, and as what it stands in the registry. */
struct request {
    struct usher *usher;
    struct tracked next;
    struct tracked before; /* number 0: it is not tracked yet */
};

static int take_option(void *context, const char *name, struct usher_value *value) {
    struct request *request = context;
    struct tracked *next = &request->next;
    char **column;
    if (strcmp(name, "size") == 0) {
        column = &next->size;
    } else if (strcmp(name, "user") == 0) {
        column = &next->user;
    } else if (strcmp(name, "checksum") == 0) {
        column = &next->checksum;
    } else {
        static const char *const names[] = {"size", "user", "checksum", NULL};
        usher_fail(request->usher, USHER_INVALID, name,
                   "there is no option \"%.40s\": use size, user or checksum", name);
        return usher_suggest(request->usher, name, names);
    }
    if (usher_is_null(value)) {
        return SQLITE_OK;
    }
    int rc = usher_check_text(request->usher, name, 200, value);
    return rc == SQLITE_OK
               ? tracked_find_column(request->usher, next->table, name, value->text, column)
               : rc;
}

static int require_option(struct usher *usher, const char *name, const char *column) {
    return column
               ? SQLITE_OK
               : usher_fail(usher, USHER_MISSING, name, "%s is required: the column that holds %s",
                            name, *name == 's' ? "a file's size in bytes" : "the id of its user");
}

static int require_different(struct usher *usher, const struct tracked *next) {
    const char *twice = strcmp(next->size, next->user) == 0                         ? "user"
                        : next->checksum && strcmp(next->checksum, next->size) == 0 ? "checksum"
                        : next->checksum && strcmp(next->checksum, next->user) == 0 ? "checksum"
                                                                                    : NULL;
    return twice ? usher_fail(usher, USHER_INVALID, twice,
                              "size, user and checksum must be different columns")
                 : SQLITE_OK;
}

static int take_options(struct request *request, const struct usher_value *json) {
    struct usher *usher = request->usher;
    struct tracked *next = &request->next;
    if (usher_is_null(json)) {
        return usher_fail(usher, USHER_MISSING, "options",
                          "options is required: {\"size\": column, \"user\": column}");
    }
    int rc = usher_json_object(usher, "options", json, take_option, request);
    if (rc == SQLITE_OK) {
        rc = require_option(usher, "size", next->size);
    }
    if (rc == SQLITE_OK) {
        rc = require_option(usher, "user", next->user);
    }
    return rc == SQLITE_OK ? require_different(usher, next) : rc;
}

/* ---------------------------------------------------------------------- rows */

/* invalid, naming the first row that could not have been inserted. */
static int check_rows(struct usher *usher, const struct tracked *tracked, int user) {
    sqlite3_stmt *statement = NULL;
    char *sql = tracked_unsound_sql(tracked, user);
    int rc = sql ? usher_inner_prepare(usher, sql, -1, SQLITE_PREPARE_NO_VTAB, &statement)
                 : SQLITE_NOMEM;
    sqlite3_free(sql);
    if (rc == SQLITE_OK) {
        rc = usher_inner_step(usher, statement);
    }
    if (rc == SQLITE_ROW) {
        rc = usher_fail(
            usher, USHER_INVALID, user ? "user" : "size",
            user ? "the row %lld of %.100s: %.60s must be the id of a user, or NULL"
                 : "the row %lld of %.100s: %.60s must be an integer from 0 to " TRACKED_MOST
                   ", or NULL",
            sqlite3_column_int64(statement, 0), tracked->table,
            user ? tracked->user : tracked->size);
    } else {
        rc = rc == SQLITE_DONE ? SQLITE_OK : usher_pass_foreign(usher, rc);
    }
    sqlite3_finalize(statement);
    return rc;
}

/* ------------------------------------------------------------------- registry */

/* The registry follows what was renamed. */
static int follow_names(struct usher *usher) {
    int rc = usher_run(usher, USHER_SQL_tracked_unname, "");
    return rc == SQLITE_OK ? usher_run(usher, USHER_SQL_tracked_rename, "") : rc;
}

/* The row of the table that was called so last; number 0: there is none. */
static int find_tracked(struct usher *usher, const char *table, struct tracked *tracked) {
    struct usher_query query;
    int rc = follow_names(usher);
    if (rc == SQLITE_OK) {
        rc = usher_open(usher, &query, USHER_SQL_tracked_number, "t", table);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        rc = tracked_find(usher, sqlite3_column_int64(query.statement, 0), tracked);
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static void set_columns(struct usher_fields *fields, const struct tracked *tracked) {
    usher_set_text(fields, "size_column", tracked->size);
    usher_set_text(fields, "user_column", tracked->user);
    usher_set_text(fields, "checksum_column", tracked->checksum);
}

static int write_row(struct usher *usher, struct request *request) {
    struct usher_fields fields;
    char now[USHER_TIME_TEXT + 1];
    usher_fields_init(&fields);
    set_columns(&fields, &request->next);
    if (request->before.number) {
        request->next.number = request->before.number;
        return usher_update(usher, "usher_tracked", request->next.number, &fields);
    }
    usher_now(usher, now);
    usher_set_text(&fields, "table_name", request->next.table);
    usher_set_text(&fields, "created_at", now);
    return usher_insert(usher, "usher_tracked", &fields, &request->next.number);
}

static int audit(struct usher *usher, const char *action, const char *table,
                 const struct tracked *before, const struct tracked *next) {
    struct usher_event event = {action, "usher_tracked", table, NULL};
    struct usher_fields old;
    struct usher_fields new;
    usher_fields_init(&old);
    usher_fields_init(&new);
    set_columns(&old, before);
    if (next) {
        set_columns(&new, next);
    }
    return usher_audit(usher, &event, before->number ? &old : NULL, next ? &new : NULL);
}

/* -------------------------------------------------------------------- triggers */

static int drop_triggers(struct usher *usher, sqlite3_int64 number) {
    int rc = SQLITE_OK;
    for (int i = 0; tracked_trigger[i] && rc == SQLITE_OK; i++) {
        char *sql = sqlite3_mprintf("DROP TRIGGER IF EXISTS main.storage_track_%lld%s", number,
                                    tracked_trigger[i]);
        rc = sql ? usher_inner_exec(usher, sql) : SQLITE_NOMEM;
        sqlite3_free(sql);
    }
    return rc == SQLITE_OK ? SQLITE_OK : usher_pass(usher, rc);
}

/* The text is what the schema stores; `main.` keeps it away from a TEMP table of the name. */
static int create_trigger(struct usher *usher, const struct tracked *tracked, int trigger) {
    static const char create[] = "CREATE TRIGGER ";
    char *text = tracked_trigger_sql(tracked, trigger);
    char *sql = text ? sqlite3_mprintf("%smain.%s", create, text + strlen(create)) : NULL;
    int rc = sql ? usher_inner_exec(usher, sql) : SQLITE_NOMEM;
    sqlite3_free(text);
    sqlite3_free(sql);
    return usher_pass(usher, rc); /* SQLite has nothing against it: the table was looked at */
}

static int create_triggers(struct usher *usher, const struct tracked *tracked) {
    int rc = SQLITE_OK;
    for (int i = 0; tracked_trigger[i] && rc == SQLITE_OK; i++) {
        rc = create_trigger(usher, tracked, i);
    }
    return rc;
}

/* ------------------------------------------------------------------- functions */

static int check(struct usher *usher, struct request *request, const char *table,
                 const struct usher_value *options) {
    int rc = tracked_find_table(usher, table, &request->next.table);
    if (rc == SQLITE_OK) {
        rc = take_options(request, options);
    }
    if (rc == SQLITE_OK) {
        rc = tracked_describe(usher, &request->next);
    }
    if (rc == SQLITE_OK) {
        rc = check_rows(usher, &request->next, 0);
    }
    return rc == SQLITE_OK ? check_rows(usher, &request->next, 1) : rc;
}

static int write(struct usher *usher, struct request *request) {
    struct tracked *next = &request->next;
    int rc = find_tracked(usher, next->table, &request->before);
    if (rc == SQLITE_OK) {
        rc = write_row(usher, request);
    }
    if (rc == SQLITE_OK) {
        rc = drop_triggers(usher, next->number);
    }
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_tracked_forget_rows, "i", next->number);
    }
    if (rc == SQLITE_OK) {
        rc = create_triggers(usher, next);
    }
    if (rc == SQLITE_OK) {
        rc = usher_storage_recount_all(usher);
    }
    return rc == SQLITE_OK ? audit(usher, "storage.track", next->table, &request->before, next)
                           : rc;
}

/*
** storage_track(table, options) → the table's name. What rows there are counts from now on, even
** beyond a quota. invalid, missing, conflict.
*/
static int track(struct usher *usher, struct usher_call *call) {
    struct request request = {.usher = usher};
    const char *table = NULL;
    int rc = usher_argument_required(usher, call, 0, "table", &table);
    if (rc == SQLITE_OK) {
        rc = check(usher, &request, table, &call->argv[1]);
    }
    if (rc == SQLITE_OK) {
        rc = write(usher, &request);
    }
    if (rc == SQLITE_OK) {
        rc = usher_result_copy(usher, &call->result, request.next.table);
    }
    tracked_clear(&request.next);
    tracked_clear(&request.before);
    return rc;
}

static int end(struct usher *usher, const struct tracked *tracked) {
    int rc = drop_triggers(usher, tracked->number);
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_tracked_forget_rows, "i", tracked->number);
    }
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_tracked_delete, "i", tracked->number);
    }
    if (rc == SQLITE_OK) {
        rc = usher_storage_recount_all(usher);
    }
    return rc == SQLITE_OK ? audit(usher, "storage.untrack", tracked->known, tracked, NULL) : rc;
}

/* storage_untrack(table) → the table's name. Nothing of it is left, nor what it counted for. not_found. */
static int untrack(struct usher *usher, struct usher_call *call) {
    struct tracked tracked = {.number = 0};
    const char *table = NULL;
    int rc = usher_argument_required(usher, call, 0, "table", &table);
    if (rc == SQLITE_OK) {
        rc = find_tracked(usher, table, &tracked);
    }
    if (rc == SQLITE_OK && !tracked.number) {
        rc = usher_fail(usher, USHER_NOT_FOUND, "table", "%.100s is not tracked", table);
    }
    if (rc == SQLITE_OK) {
        rc = end(usher, &tracked);
    }
    if (rc == SQLITE_OK) {
        rc = usher_result_copy(usher, &call->result, tracked.known);
    }
    tracked_clear(&tracked);
    return rc;
}

static const struct usher_function functions[] = {
    {"storage_track", 2, 2, USHER_WRITES, USHER_SYSTEM, "table, options",
     "Count the rows of a table of the application as files, within their users' quota. Returns "
     "its name",
     track},
    {"storage_untrack", 1, 1, USHER_WRITES, USHER_SYSTEM, "table",
     "Take the triggers of storage_track() off a table, and what its rows count for. Returns its "
     "name",
     untrack},
};

const struct usher_function_table usher_tracked_functions = {functions, sizeof(functions) /
                                                                            sizeof(*functions)};
