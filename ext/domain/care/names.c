/*
** Checks of what captures names or rows of usher: what usher_lockdown() would refuse (inspect.c), all
** of it, each with the statement that takes it out of the way.
*/
#include "domain/care/care.h"

#include <string.h>

/* A table keeps its rows; what holds none, and can be made again, goes. NULL: for a person to judge. */
static char *write_remedy(const struct usher_obstacle *obstacle) {
    if (strcmp(obstacle->type, "trigger") == 0) {
        return sqlite3_mprintf("DROP TRIGGER IF EXISTS \"%w\".\"%w\"", obstacle->database,
                               obstacle->name);
    }
    if (strcmp(obstacle->type, "table") == 0 && obstacle->named) {
        return sqlite3_mprintf("ALTER TABLE \"%w\".\"%w\" RENAME TO \"renamed_%w\"",
                               obstacle->database, obstacle->name, obstacle->name);
    }
    return NULL;
}

struct pass {
    struct care *care;
    int triggers; /* the first: while they are there, SQLite may not rename what they name */
};

static int report(void *context, const struct usher_obstacle *obstacle) {
    const struct pass *pass = context;
    if ((strcmp(obstacle->type, "trigger") == 0) != pass->triggers) {
        return SQLITE_OK;
    }
    char *subject = sqlite3_mprintf("%s.%s", obstacle->database, obstacle->name);
    int rc = subject ? care_find(pass->care, subject, write_remedy(obstacle), "the %s %s",
                                 obstacle->type, obstacle->why)
                     : usher_pass(pass->care->usher, SQLITE_NOMEM);
    sqlite3_free(subject);
    return rc;
}

int care_names(struct care *care) {
    int rc = SQLITE_OK;
    for (int triggers = 1; triggers >= 0 && rc == SQLITE_OK; triggers--) {
        struct pass pass = {care, triggers};
        rc = usher_inspect_each(care->usher, report, &pass);
    }
    return rc;
}
