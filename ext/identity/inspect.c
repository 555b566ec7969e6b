/*
** Is there anything in the schema that captures names or rows of usher?
**
** A locked connection cannot change the schema, so it is enough to look once,
** and again whenever another connection has changed it (see store/store.c).
** What stands in the way:
**
**   - a trigger on a usher_* table takes part in what usher writes there, and
**     sees it; a TEMP trigger may be on anything;
**   - a table or view named as one of usher's hides it from outer SQL, and a TEMP
**     one named as anything in main hides that;
**   - a name that begins with usher_ elsewhere than in main, or in capitals, where
**     the store's fingerprint does not look, could hide an internal table;
**   - a virtual table of an unknown module may show anything (sqlite_dbpage does),
**     one of a known module that names a usher_* or hidden table (the content of a
**     full-text index) shows what is in it by other ways;
**   - a trigger that is called like one of storage_track()'s, in whose name the
**     authorizer allows more, and is not one to the letter.
**
** Of views and triggers otherwise the authorizer is asked about what they read,
** but for one gap (see authorizer.c).
*/
#include "identity/lockdown.h"

#include <string.h>

struct object {
    const char *database;
    const char *type;
    const char *name;
    const char *table; /* that a trigger is on */
    const char *sql;
};

/*
** The object is in the way; `why` is what it does, a whole predicate. Whoever wants to hear of each
** goes on to the next.
*/
static int in_the_way(struct usher *usher, const struct object *object, const char *why) {
    if (usher->lockdown->each) {
        const struct usher_obstacle obstacle = {object->database, object->type, object->name, why,
                                                strstr(why, "rename it") != NULL};
        return usher->lockdown->each(usher->lockdown->context, &obstacle);
    }
    return usher_fail(usher, usher->locked ? USHER_FORBIDDEN : USHER_CONFLICT, NULL,
                      "%sthe %s %s.%.100s %s",
                      usher->locked ? "the connection is locked down and " : "", object->type,
                      object->database, object->name, why);
}

/* ------------------------------------------------------ declarations as text */

/* Of a table that is being made, CREATE TABLE … AS SELECT usher_lockdown(), there is no text yet. */

/* The next word or quoted name; quotes within it are left as they are. Returns what follows. */
static const char *next_word(const char *p, const char **word, size_t *length) {
    p = usher_skip_space(p);
    const char end = usher_quote_end(*p);
    if (!end) {
        *word = p;
        while (usher_is_word(*p)) {
            p++;
        }
        *length = (size_t)(p - *word);
        return p;
    }
    *word = ++p;
    while (USHER_ALWAYS(*p) && (*p != end || p[1] == end)) { /* of brackets none follows another */
        p += *p == end ? 2 : 1;
    }
    *length = (size_t)(p - *word);
    return USHER_ALWAYS(*p) ? p + 1 : p;
}

static int word_is(const char *word, size_t length, const char *expected) {
    return length == strlen(expected) && sqlite3_strnicmp(word, expected, (int)length) == 0;
}

/*
** The module of CREATE VIRTUAL TABLE name USING module…, as SQLite stores it. Returns what follows
** it. Of another table it is empty: that has a parenthesis behind its name.
*/
static const char *find_module(const char *sql, const char **module, size_t *length) {
    for (int before = 5; before >= 0; before--) {
        sql = next_word(sql, module, length);
    }
    return sql;
}

static int is_virtual(const char *sql) {
    const char *word;
    size_t length;
    next_word(next_word(sql, &word, &length), &word, &length);
    return word_is(word, length, "virtual");
}

static int mentions_reserved(const struct usher *usher, const char *text) {
    const char *hidden;
    int found = usher_text_names(text, "usher_", 0);
    for (int i = 0; !found && (hidden = usher_hidden(usher, i)) != NULL; i++) {
        found = usher_text_names(text, hidden, 1);
    }
    return found;
}

/* ------------------------------------------------------------------- objects */

static int check_virtual(struct usher *usher, const struct object *object) {
    const char *word;
    size_t length;
    const char *arguments = find_module(object->sql, &word, &length);
    char *module = sqlite3_mprintf("%.*s", (int)length, word);
    if (!module) {
        return usher_pass(usher, SQLITE_NOMEM);
    }
    int rc = SQLITE_OK;
    if (!usher_module_allowed(usher, module)) {
        rc = in_the_way(usher, object,
                        "is of a module that is not known to be harmless: drop it, or allow the "
                        "module with the option modules");
    } else if (!usher_names_have(&usher->tables, module) && mentions_reserved(usher, arguments)) {
        rc = in_the_way(usher, object, "names a table whose rows are guarded: drop it");
    }
    sqlite3_free(module);
    return rc;
}

/* The names of triggers, tables and views that are called so decide what is allowed. */
static int is_called_tracker(const struct object *object) {
    return sqlite3_strnicmp(object->name, USHER_TRACKER, (int)strlen(USHER_TRACKER)) == 0;
}

static int check_name(struct usher *usher, const struct object *object,
                      const struct usher_names *in_main) {
    int reserved = sqlite3_strnicmp(object->name, "usher_", 6) == 0;
    int is_main = strcmp(object->database, "main") == 0;
    if (is_called_tracker(object)) {
        return in_the_way(usher, object, "is called like a trigger of storage_track(): rename it");
    }
    if (reserved && (!is_main || strncmp(object->name, "usher_", 6) != 0)) {
        return in_the_way(usher, object, "has a name that is usher's own: rename it");
    }
    if (usher_names_have(&usher->tables, object->name)) {
        return in_the_way(usher, object, "hides a table of usher: rename it");
    }
    if (strcmp(object->database, "temp") == 0 && usher_names_have(in_main, object->name)) {
        return in_the_way(usher, object, "hides a table of main: rename it");
    }
    return SQLITE_OK;
}

static int check_trigger(struct usher *usher, const struct object *object) {
    if (strcmp(object->database, "temp") == 0) {
        return in_the_way(usher, object, "may capture rows: drop it");
    }
    if (sqlite3_strnicmp(object->table, "usher_", 6) == 0) {
        return strncmp(object->name, "usher_", 6) == 0
                   ? SQLITE_OK /* the store's own: the fingerprint looks at it */
                   : in_the_way(usher, object, "captures what usher writes: drop it");
    }
    return sqlite3_strnicmp(object->name, "usher_", 6) == 0 /* the authorizer lets such do more */
               ? in_the_way(usher, object, "has a name that is usher's own: rename it")
               : SQLITE_OK;
}

/* Not to be mistaken: what it is called decides what it may do. */
static int check_tracker(struct usher *usher, const struct object *object,
                         struct usher_names *trackers) {
    int own = 0;
    int rc = USHER_ALWAYS(usher->tracker) /* set on loading, by the domain */
                 ? usher->tracker(usher, object->name, object->sql, &own)
                 : SQLITE_OK;
    if (rc == SQLITE_OK && !own) {
        return in_the_way(usher, object,
                          "is not what storage_track() makes of its table: call that again, or "
                          "drop it");
    }
    return rc == SQLITE_OK && usher_names_add(trackers, object->name) != SQLITE_OK
               ? usher_pass(usher, SQLITE_NOMEM)
               : rc;
}

/* The text of a view or trigger, of which the authorizer does not hear all. */
static int check_text(struct usher *usher, const struct object *object) {
    if (usher_borrows_name(object->sql)) {
        return in_the_way(usher, object, "has a WITH and a name that is usher's own: rename it");
    }
    return usher_joins_unseen(usher, object->sql)
               ? in_the_way(usher, object,
                            "joins by USING or NATURAL and names what is refused: join with ON")
               : SQLITE_OK;
}

/* What act_as() left in `temp` (scope.c): of our own module, and always empty. */
static int is_scope(const struct object *object) {
    const char *module;
    size_t length;
    if (strcmp(object->database, "temp") != 0 || strcmp(object->type, "table") != 0 ||
        strcmp(object->name, "usher_scope") != 0) {
        return 0;
    }
    find_module(object->sql, &module, &length);
    return word_is(module, length, "usher_scope");
}

/* What is gathered on the way. */
struct found {
    struct usher_names in_main;
    struct usher_names trackers;
};

static int check_object(struct usher *usher, const struct object *object, struct found *found) {
    if (is_scope(object)) {
        return SQLITE_OK;
    }
    if (strcmp(object->type, "trigger") == 0) {
        int rc = check_trigger(usher, object);
        if (rc == SQLITE_OK && is_called_tracker(object)) {
            return check_tracker(usher, object, &found->trackers);
        }
        return rc == SQLITE_OK ? check_text(usher, object) : rc;
    }
    if (strcmp(object->type, "index") == 0) {
        return SQLITE_OK;
    }
    int rc = check_name(usher, object, &found->in_main);
    if (rc == SQLITE_OK && strcmp(object->type, "view") == 0) {
        rc = check_text(usher, object);
    }
    if (rc == SQLITE_OK && strcmp(object->database, "main") == 0 &&
        usher_names_add(&found->in_main, object->name) != SQLITE_OK) {
        rc = usher_pass(usher, SQLITE_NOMEM);
    }
    return rc == SQLITE_OK && is_virtual(object->sql) ? check_virtual(usher, object) : rc;
}

/* By its own fault, or because something failed that would not the next time: an interrupt, say. */
static int not_connected(struct usher *usher, const struct object *object, int rc) {
    int passed = usher_pass(usher, rc) & 0xFF;
    return passed == SQLITE_ERROR || passed == SQLITE_CONSTRAINT
               ? in_the_way(usher, object, "cannot be connected: mend or drop it")
               : passed;
}

/*
** That a table is guarded is known once its virtual table has connected: see that it
** has, before anybody asks for the table below.
*/
static int connect_own(struct usher *usher, const struct object *object) {
    const char *word;
    size_t length;
    if (strcmp(object->type, "table") != 0) {
        return SQLITE_OK;
    }
    find_module(object->sql, &word, &length);
    char *module = sqlite3_mprintf("%.*s", (int)length, word);
    char *sql = sqlite3_mprintf("SELECT 1 FROM \"%w\".\"%w\"", object->database, object->name);
    sqlite3_stmt *statement = NULL;
    int rc = module && sql ? SQLITE_OK : usher_pass(usher, SQLITE_NOMEM);
    if (rc == SQLITE_OK && usher_names_have(&usher->tables, module)) {
        rc = usher_inner_prepare(usher, sql, -1, 0, &statement);
        rc = rc == SQLITE_OK ? SQLITE_OK : not_connected(usher, object, rc);
        sqlite3_finalize(statement);
    }
    sqlite3_free(module);
    sqlite3_free(sql);
    return rc;
}

/* ------------------------------------------------------------------ databases */

static const char *text_of(sqlite3_stmt *statement, int column) {
    const char *text = (const char *)sqlite3_column_text(statement, column);
    return text ? text : "";
}

/* Look at all objects of a database: first connect what is usher's, then check. */
static int inspect_database(struct usher *usher, const char *database, int connect,
                            struct found *found) {
    char *sql =
        sqlite3_mprintf("SELECT type, name, tbl_name, sql FROM \"%w\".sqlite_schema", database);
    sqlite3_stmt *statement = NULL;
    int rc = sql ? usher_inner_prepare(usher, sql, -1, SQLITE_PREPARE_NO_VTAB, &statement)
                 : SQLITE_NOMEM;
    sqlite3_free(sql);
    if (rc != SQLITE_OK) {
        return usher_pass(usher, rc);
    }
    while ((rc = usher_inner_step(usher, statement)) == SQLITE_ROW) {
        struct object object = {database, text_of(statement, 0), text_of(statement, 1),
                                text_of(statement, 2), text_of(statement, 3)};
        rc = connect ? connect_own(usher, &object) : check_object(usher, &object, found);
        if (rc != SQLITE_OK) {
            sqlite3_finalize(statement);
            return rc;
        }
    }
    sqlite3_finalize(statement);
    return rc == SQLITE_DONE ? SQLITE_OK : usher_pass(usher, rc);
}

/* main comes first, then temp, if it was ever used. */
static int inspect_databases(struct usher *usher, int connect, struct found *found) {
    sqlite3_stmt *statement = NULL;
    int rc = usher_inner_prepare(usher, "PRAGMA database_list", -1, 0, &statement);
    if (rc != SQLITE_OK) {
        return usher_pass(usher, rc);
    }
    while ((rc = usher_inner_step(usher, statement)) == SQLITE_ROW) {
        int failed = inspect_database(usher, text_of(statement, 1), connect, found);
        if (failed != SQLITE_OK) {
            sqlite3_finalize(statement);
            return failed;
        }
    }
    sqlite3_finalize(statement);
    return rc == SQLITE_DONE ? SQLITE_OK : usher_pass(usher, rc);
}

int usher_inspect(struct usher *usher) {
    struct found found = {{0, 0, NULL}, {0, 0, NULL}};
    int rc = inspect_databases(usher, 1, &found);
    if (rc == SQLITE_OK) {
        rc = inspect_databases(usher, 0, &found);
    }
    usher_names_clear(&found.in_main);
    usher_names_clear(&usher->lockdown->trackers);
    usher->lockdown->trackers = found.trackers;
    return rc;
}
