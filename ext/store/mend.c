/*
** What libraries before the first release left otherwise than the migrations make it by now.
**
**   version 1   until 38bcbc4: all of version 4 was in it
**   version 4   until 7c62339: there was no usher_permission for usher_role_permission to name
**   version 6   until 291f134, also 7: usher_attempt did not take a row without failures
**
** Such a table is made again, to the letter of its migration, and its rows are taken over, before the
** migrations that follow. Part of an upgrade: within its SAVEPOINT, where SQLite drops tables, too.
*/
#include "store/internal.h"

#include <string.h>

/* The text of a CREATE statement in the migrations, where it is, up to its semicolon. NULL: no memory. */
static char *find_text(const char *beginning) {
    for (int i = 0; USHER_ALWAYS(i < usher_migration_count); i++) {
        const char *found = strstr(usher_migrations[i].text, beginning);
        if (found) {
            return sqlite3_mprintf("%.*s", (int)strcspn(found, ";"), found);
        }
    }
    return NULL;
}

/* The text of an object as it is stored: *text is NULL if there is none. */
static int read_text(struct usher *usher, const char *name, char **text) {
    sqlite3_stmt *statement;
    *text = NULL;
    int rc = usher_prepare(usher, "SELECT sql FROM main.sqlite_schema WHERE name = ?1", -1,
                           SQLITE_PREPARE_NO_VTAB, &statement);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
    rc = rc == SQLITE_OK ? usher_inner_step(usher, statement) : rc;
    if (rc == SQLITE_ROW) {
        *text = sqlite3_mprintf("%s", sqlite3_column_text(statement, 0));
        rc = *text ? SQLITE_OK : SQLITE_NOMEM;
    }
    rc = rc == SQLITE_DONE ? SQLITE_OK : usher_pass(usher, rc);
    sqlite3_finalize(statement);
    return rc;
}

static int exec(struct usher *usher, const char *sql) {
    return usher_upgrade_failed(usher, usher_inner_exec(usher, sql));
}

/* Run the statement of the migrations that begins so. */
static int make(struct usher *usher, const char *beginning) {
    char *text = find_text(beginning);
    int rc = text ? exec(usher, text) : usher_pass(usher, SQLITE_NOMEM);
    sqlite3_free(text);
    return rc;
}

static int differs(struct usher *usher, const char *name, const char *beginning, int *is) {
    char *stored;
    char *wanted = find_text(beginning);
    int rc = read_text(usher, name, &stored);
    *is = stored && wanted && strcmp(stored, wanted) != 0;
    sqlite3_free(stored);
    sqlite3_free(wanted);
    return rc == SQLITE_OK && !wanted ? usher_pass(usher, SQLITE_NOMEM) : rc;
}

/* Permissions were mere words; they get their meanings from the seed. */
static int mend_permissions(struct usher *usher) {
    int rc = make(usher, "CREATE TABLE usher_permission (");
    if (rc == SQLITE_OK) {
        rc = exec(usher, "ALTER TABLE main.usher_role_permission RENAME TO usher_mended;"
                         "INSERT INTO main.usher_permission (name, meaning) "
                         "SELECT DISTINCT permission, '' FROM main.usher_mended ORDER BY 1");
    }
    if (rc == SQLITE_OK) {
        rc = make(usher, "CREATE TABLE usher_role_permission (");
    }
    return rc == SQLITE_OK ? exec(usher, "INSERT INTO main.usher_role_permission "
                                         "SELECT * FROM main.usher_mended;"
                                         "DROP TABLE main.usher_mended")
                           : rc;
}

static int mend_attempts(struct usher *usher) {
    int rc = exec(usher, "ALTER TABLE main.usher_attempt RENAME TO usher_mended");
    if (rc == SQLITE_OK) {
        rc = make(usher, "CREATE TABLE usher_attempt (");
    }
    if (rc == SQLITE_OK) {
        rc = exec(usher, "INSERT INTO main.usher_attempt SELECT * FROM main.usher_mended;"
                         "DROP TABLE main.usher_mended");
    }
    if (rc == SQLITE_OK) {
        rc = make(usher, "CREATE INDEX usher_attempt_last_at ");
    }
    return rc == SQLITE_OK ? make(usher, "CREATE INDEX usher_attempt_reset ") : rc;
}

/* An upgrade from version 1, 2 or 3 comes by the version that has it. */
static int mend_version(struct usher *usher, int *from) {
    char *text = NULL;
    int rc = *from == 1 ? read_text(usher, "usher_setting", &text) : SQLITE_OK;
    if (text) {
        *from = 4;
    }
    sqlite3_free(text);
    return rc;
}

int usher_store_mend(struct usher *usher, int *from) {
    char *permissions = NULL;
    int attempts = 0;
    int rc = mend_version(usher, from);
    if (rc == SQLITE_OK && *from == 4) {
        rc = read_text(usher, "usher_permission", &permissions);
        if (rc == SQLITE_OK && !permissions) {
            rc = mend_permissions(usher);
        }
        sqlite3_free(permissions);
    }
    if (rc == SQLITE_OK && (*from == 6 || *from == 7)) {
        rc = differs(usher, "usher_attempt", "CREATE TABLE usher_attempt (", &attempts);
    }
    return rc == SQLITE_OK && attempts ? mend_attempts(usher) : rc;
}
