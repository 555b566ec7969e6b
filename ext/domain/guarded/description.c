/*
** The description of a guarded table, and whether it is still right.
**
** It follows from one state of SQLite's schema. When that has changed it is made
** again: what only concerns speed (indexes) is taken over, all else means that the
** guarded table must be connected anew, which SQLite does by itself where it can.
*/
#include "domain/guarded/guarded.h"

#include <string.h>

struct guarded_text {
    struct guarded_text *next;
    char *text;
};

char *guarded_keep(struct guarded *guarded, char *text) {
    static char nothing[] = "";
    struct guarded_text *kept = text ? sqlite3_malloc64(sizeof(*kept)) : NULL;
    if (!kept) {
        sqlite3_free(text);
        guarded->incomplete = 1;
        return nothing;
    }
    *kept = (struct guarded_text){guarded->texts, text};
    guarded->texts = kept;
    return text;
}

void guarded_free(struct guarded *guarded) {
    while (guarded->texts) {
        struct guarded_text *text = guarded->texts;
        guarded->texts = text->next;
        sqlite3_free(text->text);
        sqlite3_free(text);
    }
    sqlite3_free(guarded);
}

int guarded_schema_version(struct usher *usher, int *version) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_schema_version, "");
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    *version = sqlite3_column_int(query.statement, 0);
    usher_close(&query);
    return rc == SQLITE_ROW ? SQLITE_OK : rc;
}

static void release(const struct usher_table *table) {
    guarded_free((struct guarded *)(uintptr_t)table);
}

static struct guarded *new_description(const char *name) {
    struct guarded *guarded = sqlite3_malloc64(sizeof(*guarded));
    if (!guarded) {
        return NULL;
    }
    memset(guarded, 0, sizeof(*guarded));
    guarded->name = guarded_keep(guarded, sqlite3_mprintf("%s", name));
    guarded->table = (struct usher_table){.name = guarded->name,
                                          .backing = "",
                                          .noun = "row",
                                          .columns = guarded->column,
                                          .sight = guarded_sight,
                                          .write = guarded_write,
                                          .current = guarded_current,
                                          .release = release,
                                          .foreign = 1};
    return guarded;
}

static char *copy(struct guarded *guarded, const char *text) {
    return text ? guarded_keep(guarded, sqlite3_mprintf("%s", text)) : NULL;
}

int guarded_make(struct usher *usher, const char *name, const struct guarded_arguments *given,
                 struct guarded **out) {
    struct guarded *guarded = new_description(name);
    if (!guarded) {
        usher_pass(usher, SQLITE_NOMEM);
        return SQLITE_NOMEM;
    }
    guarded->given = (struct guarded_arguments){
        copy(guarded, given->table), copy(guarded, given->owner), copy(guarded, given->account),
        copy(guarded, given->read), copy(guarded, given->write)};
    int rc = guarded_describe(usher, guarded);
    if (guarded->incomplete) { /* whatever else was said of it */
        rc = usher_pass(usher, SQLITE_NOMEM);
    }
    if (rc != SQLITE_OK) {
        guarded_free(guarded);
        return rc;
    }
    *out = guarded;
    return SQLITE_OK;
}

struct guarded *guarded_make_broken(const char *name, const char *why) {
    struct guarded *guarded = new_description(name);
    if (!guarded) {
        return NULL;
    }
    guarded->declaration = "CREATE TABLE x (unusable)";
    guarded->broken = guarded_keep(guarded, sqlite3_mprintf("%s", why));
    if (guarded->incomplete) {
        guarded_free(guarded);
        return NULL;
    }
    return guarded;
}

/* ---------------------------------------------------------------- is it still so? */

static int outdated(struct usher *usher, const struct guarded *guarded, const char *why) {
    return usher_fail(usher, USHER_UNSUPPORTED, NULL,
                      "%s cannot be used: %s: put that right, or DROP TABLE %s and create it again",
                      guarded->name, why, guarded->name);
}

static int is_alike(const struct guarded *a, const struct guarded *b) {
    return strcmp(a->declaration, b->declaration) == 0 && strcmp(a->key, b->key) == 0 &&
           strcmp(a->table.from, b->table.from) == 0 && a->alias == b->alias &&
           a->generated == b->generated && a->own_conflicts == b->own_conflicts;
}

int guarded_current(struct usher *usher, const struct usher_table *table) {
    struct guarded *guarded = (struct guarded *)(uintptr_t)table;
    const struct usher_error before = usher->error;
    struct guarded *fresh;
    int schema;
    if (guarded->broken) {
        return outdated(usher, guarded, guarded->broken);
    }
    int rc = guarded_schema_version(usher, &schema);
    if (rc != SQLITE_OK || schema == guarded->schema) {
        return rc;
    }
    rc = guarded_make(usher, guarded->name, &guarded->given, &fresh);
    if (rc == SQLITE_SCHEMA) {
        /* Another connection has changed it: SQLite is about to find out, and plan anew. */
        usher->error = before;
        return SQLITE_OK;
    }
    if (rc != SQLITE_OK) {
        return usher->error.code == USHER_INVALID ? outdated(usher, guarded, usher->error.message)
                                                  : rc;
    }
    if (is_alike(guarded, fresh)) {
        for (int i = 0; i < table->count; i++) {
            guarded->column[i].flags = fresh->column[i].flags;
        }
        guarded->schema = fresh->schema;
    } else {
        rc = outdated(usher, guarded, "the table below it is another one now");
    }
    guarded_free(fresh);
    return rc;
}
