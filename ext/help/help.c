/*
** The table usher_help: all that usher has, a row each.
**
**     SELECT * FROM usher_help WHERE name = 'users.email';
**     SELECT * FROM usher_help WHERE near = 'emial';
**
** It is made of the declarations that usher itself runs on, and shows nothing of what is
** stored: it is for everybody, whoever acts, and where there is no store.
*/
#include "help/help.h"

#define MOST_NEAR 10 /* rows */

int usher_telling_wants(const struct usher_telling *telling, const char *table, const char *name) {
    if (!telling->near) {
        return 1;
    }
    int slips = usher_slips(telling->near, name);
    if (table) { /* with the table in front, or without */
        char whole[80];
        sqlite3_snprintf(sizeof(whole), whole, "%s.%s", table, name);
        int of_whole = usher_slips(telling->near, whole);
        slips = of_whole < slips ? of_whole : slips;
    }
    return telling->left > 0 && slips == telling->slips;
}

int usher_tell(struct usher_telling *telling, const char *kind, char *name, char *signature,
               const char *what, char *example) {
    struct usher_value value[5];
    int rc = usher_pass(telling->usher, name && signature && example ? SQLITE_OK : SQLITE_NOMEM);
    usher_value_text(&value[0], name);
    usher_value_text(&value[1], kind);
    usher_value_text(&value[2], signature);
    usher_value_text(&value[3], what);
    usher_value_text(&value[4], example);
    if (rc == SQLITE_OK) {
        telling->left--;
        rc = usher_rows_add(telling->rows, value);
    }
    sqlite3_free(name);
    sqlite3_free(signature);
    sqlite3_free(example);
    return rc;
}

static int help(struct usher *usher, struct usher_call *call, struct usher_rows *rows) {
    struct usher_telling telling = {.usher = usher, .rows = rows, .left = MOST_NEAR};
    int rc = usher_argument_text(usher, call, 0, "near", &telling.near);
    if (rc != SQLITE_OK || !telling.near) {
        return rc == SQLITE_OK ? usher_tell_entries(&telling) : rc;
    }
    int allowed = usher_slips_allowed(telling.near);
    for (; telling.slips <= allowed && rc == SQLITE_OK; telling.slips++) {
        rc = usher_tell_entries(&telling);
    }
    return rc;
}

static const char *const columns[] = {"name TEXT", "kind TEXT", "signature TEXT", "what TEXT",
                                      "example TEXT"};
static const char *const parameters[] = {"near"};

const struct usher_rows_function usher_help = {
    .name = "usher_help",
    .column = columns,
    .columns = sizeof(columns) / sizeof(*columns),
    .parameter = parameters,
    .most = 1,
    .open = 1,
    .parameters = "[near]",
    .meaning = "All that usher has, a row each, or what is spelt most like a name",
    .handler = help,
};

int usher_help_register(struct usher *usher, void (*release)(void *)) {
    return usher_rows_register(usher, &usher_help, release);
}
