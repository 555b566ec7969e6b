/*
** The module `guarded`: connect, create, drop.
**
** CREATE VIRTUAL TABLE makes the permissions known that it names, so that roles can
** hold them; nothing else is ever written. If the table below has gone or changed so
** that it cannot be guarded, the virtual table can still be dropped, and says why
** whenever it is used.
*/
#include "domain/guarded/guarded.h"

#include <string.h>

struct guard {
    struct guard *next;
    char *name;
    char *base;
};

struct usher_guards {
    struct usher *usher;
    void (*release)(void *);
    sqlite3_module module;
    struct guard *first;
};

/* ------------------------------------------------------------ which are guarded */

static void drop_guard(struct usher_guards *guards, const char *name) {
    struct guard **link = &guards->first;
    while (*link && sqlite3_stricmp((*link)->name, name) != 0) {
        link = &(*link)->next;
    }
    if (*link) {
        struct guard *guard = *link;
        *link = guard->next;
        sqlite3_free(guard->name);
        sqlite3_free(guard->base);
        sqlite3_free(guard);
    }
}

static int add_guard(struct usher_guards *guards, const char *name, const char *base) {
    struct guard *guard = sqlite3_malloc64(sizeof(*guard));
    if (!guard) {
        return usher_pass(guards->usher, SQLITE_NOMEM);
    }
    drop_guard(guards, name);
    *guard =
        (struct guard){guards->first, sqlite3_mprintf("%s", name), sqlite3_mprintf("%s", base)};
    if (!guard->name || !guard->base) {
        sqlite3_free(guard->name);
        sqlite3_free(guard->base);
        sqlite3_free(guard);
        return usher_pass(guards->usher, SQLITE_NOMEM);
    }
    guards->first = guard;
    return SQLITE_OK;
}

static const char *guarded_base(const struct usher *usher, int index) {
    /* The host may have dropped the module. */
    const struct guard *guard = usher->guards ? usher->guards->first : NULL;
    while (guard && index-- > 0) {
        guard = guard->next;
    }
    return guard ? guard->base : NULL;
}

/* -------------------------------------------------------------------- connect */

static int fail(struct usher *usher, int result, char **error) {
    sqlite3_vtab holder = {NULL, 0, NULL};
    result = usher_error_to_vtab(usher, &holder, result);
    *error = holder.zErrMsg;
    return result;
}

/* Tell SQLite what the table looks like, and hand the description over to the engine. */
static int declare(struct usher *usher, struct guarded *guarded, sqlite3_vtab **out) {
    guarded->usher = usher;
    int rc = usher_inner_declare(usher, guarded->declaration);
    if (rc == SQLITE_NOMEM) { /* nothing is wrong with the table */
        return usher_pass(usher, rc);
    }
    if (rc != SQLITE_OK) {
        return usher_fail(usher, USHER_INVALID, "table", "%s", sqlite3_errmsg(usher->db));
    }
    rc = usher_table_connect(usher, &guarded->table, out);
    return rc == SQLITE_OK ? SQLITE_OK : usher_pass(usher, rc);
}

static int connect_as(struct usher_guards *guards, const char *name,
                      const struct guarded_arguments *given, sqlite3_vtab **out) {
    struct guarded *guarded;
    int rc = guarded_make(guards->usher, name, given, &guarded);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = add_guard(guards, name, guarded->table.backing);
    if (rc == SQLITE_OK) {
        rc = declare(guards->usher, guarded, out);
    }
    if (rc != SQLITE_OK) {
        guarded_free(guarded);
    }
    return rc;
}

static int connect_broken(struct usher *usher, const char *name, sqlite3_vtab **out) {
    struct guarded *guarded = guarded_make_broken(name, usher->error.message);
    if (!guarded) {
        return usher_pass(usher, SQLITE_NOMEM);
    }
    int rc = declare(usher, guarded, out);
    if (rc != SQLITE_OK) {
        guarded_free(guarded);
    }
    return rc;
}

/* argv: module, schema, name, arguments. */
static int guarded_connect(sqlite3 *db, void *auxiliary, int argc, const char *const *argv,
                           sqlite3_vtab **out, char **error) {
    (void)db;
    struct usher_guards *guards = auxiliary;
    struct usher *usher = guards->usher;
    struct guarded_arguments given = {NULL, NULL, NULL, NULL, NULL};
    int rc = guarded_arguments_parse(usher, argc, argv, &given);
    if (rc == SQLITE_OK) {
        rc = connect_as(guards, argv[2], &given, out);
    }
    guarded_arguments_clear(&given);
    if (rc != SQLITE_OK && usher->error.code == USHER_INVALID) {
        rc = connect_broken(usher, argv[2], out);
    }
    return rc == SQLITE_OK ? SQLITE_OK : fail(usher, rc, error);
}

/* --------------------------------------------------------------------- create */

static int add_permission(struct usher *usher, const char *verb, const char *token,
                          const char *name) {
    int added = 0;
    if (!token) {
        return SQLITE_OK;
    }
    char *meaning = sqlite3_mprintf("%s %s", verb, name);
    int rc = meaning ? usher_permission_add(usher, token, meaning, &added)
                     : usher_pass(usher, SQLITE_NOMEM);
    if (rc == SQLITE_OK && added) {
        struct usher_event event = {"permission.create", "permissions", token, NULL};
        struct usher_fields after;
        usher_fields_init(&after);
        usher_set_text(&after, "meaning", meaning);
        rc = usher_audit(usher, &event, NULL, &after);
    }
    sqlite3_free(meaning);
    return rc;
}

static int permissions_rule(struct usher *usher, void *argument) {
    const struct guarded *guarded = argument;
    int rc = add_permission(usher, "Read", guarded->given.read, guarded->name);
    return rc == SQLITE_OK ? add_permission(usher, "Write", guarded->given.write, guarded->name)
                           : rc;
}

static int create(struct usher_guards *guards, int argc, const char *const *argv,
                  struct guarded_arguments *given, sqlite3_vtab **out) {
    struct usher *usher = guards->usher;
    int rc = usher_require_system(usher, "guard a table");
    if (rc == SQLITE_OK && strcmp(argv[1], "main") != 0) {
        rc = usher_fail(usher, USHER_UNSUPPORTED, NULL,
                        "a guarded table belongs into main, as the table that it guards");
    }
    if (rc == SQLITE_OK) {
        rc = guarded_arguments_parse(usher, argc, argv, given);
    }
    if (rc == SQLITE_OK) {
        rc = connect_as(guards, argv[2], given, out);
    }
    return rc;
}

static int guarded_create(sqlite3 *db, void *auxiliary, int argc, const char *const *argv,
                          sqlite3_vtab **out, char **error) {
    (void)db;
    struct usher_guards *guards = auxiliary;
    struct usher *usher = guards->usher;
    struct guarded_arguments given = {NULL, NULL, NULL, NULL, NULL};
    int rc = create(guards, argc, argv, &given, out);
    guarded_arguments_clear(&given);
    if (rc == SQLITE_OK) {
        struct guarded *guarded = (struct guarded *)(uintptr_t)usher_table_of(*out);
        rc = usher_atomic(usher, permissions_rule, guarded);
        if (rc != SQLITE_OK) {
            drop_guard(guards, guarded->name); /* argv may be gone: all was rolled back */
            guarded_free(guarded);
            sqlite3_free(*out);
        }
    }
    return rc == SQLITE_OK ? SQLITE_OK : fail(usher, rc, error);
}

/* DROP TABLE: the table below stays as it is, and so do the permissions. */
static int guarded_destroy(sqlite3_vtab *vtab) {
    const struct guarded *guarded = guarded_of(usher_table_of(vtab));
    struct usher_guards *guards = guarded->usher->guards;
    drop_guard(guards, guarded->name);
    return guards->module.xDisconnect(vtab);
}

/* ------------------------------------------------------------------- register */

static void release_guards(void *data) {
    struct usher_guards *guards = data;
    while (guards->first) {
        drop_guard(guards, guards->first->name);
    }
    guards->usher->guards = NULL;
    guards->release(guards->usher);
    sqlite3_free(guards);
}

int usher_guarded_register(struct usher *usher, void (*release)(void *)) {
    struct usher_guards *guards = usher_names_add(&usher->tables, "guarded") == SQLITE_OK
                                      ? sqlite3_malloc64(sizeof(*guards))
                                      : NULL;
    if (!guards) {
        return SQLITE_NOMEM;
    }
    *guards = (struct usher_guards){.usher = usher, .release = release};
    usher_table_methods(&guards->module);
    guards->module.xCreate = guarded_create;
    guards->module.xConnect = guarded_connect;
    guards->module.xDestroy = guarded_destroy;
    usher->guards = guards;
    usher->guarded = guarded_base;
    usher->references++;
    return sqlite3_create_module_v2(usher->db, "guarded", &guards->module, guards, release_guards);
}
