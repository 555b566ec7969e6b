/*
** Checks of what captures names or rows of usher: what usher_lockdown() would refuse (inspect.c), all
** of it, each with the statement that takes it out of the way.
*/
#include "domain/care/care.h"

#include <string.h>

/* Else it is for a person to judge. */
static int is_mendable(const struct usher_obstacle *obstacle) {
    return strcmp(obstacle->type, "trigger") == 0 ||
           (strcmp(obstacle->type, "table") == 0 && obstacle->named);
}

/*
** A table keeps its rows; what holds none, and can be made again, goes, and so does a TEMP table that
** hides one of main, which SQLite cannot rename.
*/
static char *write_remedy(const struct usher_obstacle *obstacle) {
    int hides_main = strcmp(obstacle->database, "temp") == 0 &&
                     strncmp(obstacle->why, "hides a table of usher", 22) != 0;
    if (strcmp(obstacle->type, "trigger") == 0) {
        return sqlite3_mprintf("DROP TRIGGER IF EXISTS \"%w\".\"%w\"", obstacle->database,
                               obstacle->name);
    }
    return hides_main ? sqlite3_mprintf("DROP TABLE temp.\"%w\"", obstacle->name)
                      : sqlite3_mprintf("ALTER TABLE \"%w\".\"%w\" RENAME TO \"renamed_%w\"",
                                        obstacle->database, obstacle->name, obstacle->name);
}

/* While the first are there, SQLite may not rename what they name, or hide. */
enum pass { TRIGGERS, TEMPORARY, OTHERS, PASSES };

struct search {
    struct care *care;
    enum pass pass;
};

static enum pass pass_of(const struct usher_obstacle *obstacle) {
    return strcmp(obstacle->type, "trigger") == 0    ? TRIGGERS
           : strcmp(obstacle->database, "temp") == 0 ? TEMPORARY
                                                     : OTHERS;
}

static int report(void *context, const struct usher_obstacle *obstacle) {
    const struct search *search = context;
    if (pass_of(obstacle) != search->pass) {
        return SQLITE_OK;
    }
    char *subject = sqlite3_mprintf("%s.%s", obstacle->database, obstacle->name);
    int rc = !subject                ? usher_pass(search->care->usher, SQLITE_NOMEM)
             : is_mendable(obstacle) ? care_mend(search->care, subject, write_remedy(obstacle),
                                                 "the %s %s", obstacle->type, obstacle->why)
                                     : care_find(search->care, subject, NULL, "the %s %s",
                                                 obstacle->type, obstacle->why);
    sqlite3_free(subject);
    return rc;
}

int care_names(struct care *care) {
    int rc = SQLITE_OK;
    for (int pass = 0; pass < PASSES && rc == SQLITE_OK; pass++) {
        struct search search = {care, (enum pass)pass};
        rc = usher_inspect_each(care->usher, report, &search);
    }
    return rc;
}
