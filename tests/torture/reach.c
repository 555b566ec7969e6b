/*
** Proves that the story reaches every table by each verb that it takes, every function and every
** operation of api().
**
** The lists are asked of the connection: what is there once usher is loaded and was not before, and
** the routes that the profiles declare. What a step reaches is what its statements, and those
** that they run in turn, ask the authorizer for; which operation of api(), its text says, and its
** answer, that it was done.
*/
#include "torture.h"

#include "api/api.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_NAMES 1000

/* "function NAME", "read NAME", "insert NAME", ... */
static char *names[MAX_NAMES];
static int count;

static int is_noted(const char *name) {
    for (int i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0) {
            return 1;
        }
    }
    return 0;
}

static void note(const char *what, const char *name) {
    char text[200];
    snprintf(text, sizeof(text), "%s %s", what, name);
    if (!is_noted(text) && count < MAX_NAMES) {
        size_t size = strlen(text) + 1;
        names[count] = malloc(size);
        memcpy(names[count++], text, size);
    }
}

static int on_action(void *unused, int action, const char *first, const char *second,
                     const char *database, const char *trigger) {
    (void)unused, (void)database, (void)trigger;
    if (first && strncmp(first, "usher_", 6) == 0) {
        note("internal", first); /* by whatever verb */
    }
    switch (action) {
    case SQLITE_FUNCTION:
        note("function", second);
        break;
    case SQLITE_READ:
        note("SELECT", first);
        break;
    case SQLITE_INSERT:
        note("INSERT", first);
        break;
    case SQLITE_UPDATE:
        note("UPDATE", first);
        break;
    case SQLITE_DELETE:
        note("DELETE", first);
        break;
    case SQLITE_CREATE_VTABLE:
        note("SELECT", second);
        break;
    default:
        break;
    }
    return SQLITE_OK;
}

/* ----------------------------------------------------------------- api() */

enum { PROFILES = 5 };
static const struct usher_profile *const profiles[PROFILES] = {
    &usher_filespin, &usher_mediapocket, &usher_pulse, &usher_studio, &usher_vidbeo};

/* How many :names stand for something; -1 if the path is not of this pattern. */
static int match(const char *pattern, const char *path) {
    int captured = 0;
    while (*pattern == '/' && *path == '/') {
        size_t length = strcspn(path + 1, "/?");
        size_t expected = strcspn(pattern + 1, "/");
        if (pattern[1] == ':') {
            captured++;
        } else if (length != expected || memcmp(pattern, path, length + 1) != 0) {
            return -1;
        }
        pattern += expected + 1;
        path += length + 1;
    }
    return !*pattern && (!*path || *path == '?') ? captured : -1;
}

static const struct usher_route *find_route(const struct usher_profile *profile, const char *method,
                                            const char *path) {
    const struct usher_route *found = NULL;
    int fewest = 0;
    for (int i = 0; i < profile->count; i++) {
        const struct usher_route *route = &profile->routes[i];
        int captured = match(route->pattern, path);
        if (captured >= 0 && strcmp(route->method, method) == 0 && (!found || captured < fewest)) {
            found = route;
            fewest = captured;
        }
    }
    return found;
}

/* `api('vidbeo', 'GET', '/v2/users'` as it stands in the text. */
static void note_request(const char *sql) {
    char profile[20];
    char method[20];
    char path[400];
    char text[500];
    const char *call = strstr(sql, "api('");
    if (!call || sscanf(call, "api('%19[^']', '%19[^']', '%399[^']'", profile, method, path) != 3) {
        return;
    }
    for (int i = 0; i < PROFILES; i++) {
        const struct usher_route *route =
            strcmp(profiles[i]->name, profile) == 0 ? find_route(profiles[i], method, path) : NULL;
        if (route) {
            snprintf(text, sizeof(text), "%s %s %s", profile, method, route->pattern);
            note("route", text);
        }
    }
}

/* ------------------------------------------------------------------ a step */

/* Whoever sets an authorizer on a locked connection loses it: only what comes first is noted. */
static void prepare(const struct step *step, sqlite3 *db) {
    sqlite3_stmt *row;
    sqlite3_prepare_v2(db, step->sql, -1, &row, NULL);
    sqlite3_finalize(row);
}

/* Its statements; one that asks api() gives the status first. */
static void run(const struct step *step, sqlite3 *db) {
    const char *sql = step->sql;
    while (*sql) {
        sqlite3_stmt *row = NULL;
        const char *rest = sql + strlen(sql);
        if (sqlite3_prepare_v2(db, sql, -1, &row, &rest) != SQLITE_OK) {
            printf("FAIL %s: %s\n", step->name, sqlite3_errmsg(db));
            exit(2);
        }
        if (row && strstr(sqlite3_sql(row), "api('")) {
            if (sqlite3_step(row) == SQLITE_ROW && sqlite3_column_int(row, 0) < 300) {
                note_request(sqlite3_sql(row));
            }
        }
        while (row && sqlite3_step(row) == SQLITE_ROW) {
        }
        sqlite3_finalize(row);
        sql = rest;
    }
}

void reach_note(const struct step *step, const struct image *image) {
    disk_restore(image, 0);
    sqlite3 *db = trial_open(step, 1);
    sqlite3_set_authorizer(db, on_action, NULL);
    if (step->flags & LOCKED) {
        prepare(step, db);
    } else {
        run(step, db);
    }
    sqlite3_set_authorizer(db, NULL, NULL);
    sqlite3_close(db);
}

/* ------------------------------------------------------------------ verdict */

static int missing(const char *what, const char *name, int *passed) {
    char text[500];
    snprintf(text, sizeof(text), "%s %s", what, name);
    if (is_noted(text)) {
        ++*passed;
        return 0;
    }
    printf("FAIL the story does not reach %s\n", text);
    return 1;
}

/* Does the table take this? It refuses all rows in the same way if it does not. */
static int takes(sqlite3 *db, const char *verb, const char *table) {
    char sql[200];
    snprintf(sql, sizeof(sql),
             strcmp(verb, "INSERT") == 0   ? "INSERT INTO %s DEFAULT VALUES"
             : strcmp(verb, "UPDATE") == 0 ? "UPDATE %s SET rowid = rowid"
                                           : "DELETE FROM %s",
             table);
    sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
    int changed = sqlite3_total_changes(db);
    int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    int taken = rc == SQLITE_OK ? sqlite3_total_changes(db) > changed
                                : !strstr(sqlite3_errmsg(db), "unsupported") &&
                                      !strstr(sqlite3_errmsg(db), "may not be modified") &&
                                      !strstr(sqlite3_errmsg(db), "no such");
    sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    return taken;
}

static int check_table(sqlite3 *db, const char *table, int *passed) {
    static const char *const verbs[] = {"INSERT", "UPDATE", "DELETE"};
    if (strcmp(table, "usher_guard") == 0) {
        return 0; /* it is there while an older store is upgraded: tests/upgrade has the faults */
    }
    if (strncmp(table, "usher_", 6) == 0) {
        return missing("internal", table, passed);
    }
    int failed = missing("SELECT", table, passed);
    for (int i = 0; i < 3; i++) {
        if (takes(db, verbs[i], table)) {
            failed += missing(verbs[i], table, passed);
        }
    }
    return failed;
}

/* What `query` gives on this connection and not on one without usher. */
static int check_names(sqlite3 *db, const char *query, const char *what, int *passed) {
    sqlite3 *plain;
    sqlite3_stmt *name;
    int failed = 0;
    int found = 0;
    char *sql = sqlite3_mprintf("%s AND name NOT IN (SELECT value FROM json_each(?1)) "
                                "GROUP BY name",
                                query);
    char *known = sqlite3_mprintf("SELECT json_group_array(name) FROM (%s)", query);
    sqlite3_stmt *list;
    sqlite3_open(":memory:", &plain);
    chance_function(plain);
    sqlite3_prepare_v2(plain, known, -1, &list, NULL);
    sqlite3_step(list);
    sqlite3_prepare_v2(db, sql, -1, &name, NULL);
    sqlite3_bind_text(name, 1, (const char *)sqlite3_column_text(list, 0), -1, SQLITE_TRANSIENT);
    for (; sqlite3_step(name) == SQLITE_ROW; found++) {
        const char *text = (const char *)sqlite3_column_text(name, 0);
        failed += what ? missing(what, text, passed) : check_table(db, text, passed);
    }
    sqlite3_finalize(name);
    sqlite3_finalize(list);
    sqlite3_close(plain);
    sqlite3_free(sql);
    sqlite3_free(known);
    return found ? failed : failed + 1;
}

int reach_check(const struct image *image, int *passed) {
    static char none[] = "";
    const struct step nothing = {.name = none, .before = none, .sql = none};
    int failed = 0;
    disk_restore(image, 0);
    sqlite3 *db = trial_open(&nothing, 1);
    failed += check_names(db, "SELECT name FROM pragma_function_list WHERE 1", "function", passed);
    failed += check_names(db, "SELECT name FROM pragma_module_list WHERE name NOT LIKE 'pragma%'",
                          NULL, passed);
    for (int i = 0; i < PROFILES; i++) {
        for (int r = 0; r < profiles[i]->count; r++) {
            char text[300];
            const struct usher_route *route = &profiles[i]->routes[r];
            snprintf(text, sizeof(text), "%s %s %s", profiles[i]->name, route->method,
                     route->pattern);
            failed += missing("route", text, passed);
        }
    }
    sqlite3_close(db);
    for (int i = 0; i < count; i++) {
        free(names[i]);
    }
    return failed;
}
