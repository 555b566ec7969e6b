/*
** INSERT, UPDATE and DELETE on a guarded table: one statement on the table below.
**
** Its own constraints, foreign keys, triggers, defaults and generated columns do
** their work; permission comes first. xUpdate cannot tell an omitted column from
** NULL: in an INSERT either means the column's DEFAULT.
**
** OR REPLACE deletes rows unseen, so it is for the system only; for a user it is
** ABORT, and so is an ON CONFLICT clause in the table's schema. OR IGNORE is decided
** in table/update.c, after the statement was taken back.
*/
#include "domain/guarded/guarded.h"

#include <string.h>

#define FIRST_COLUMN 2 /* argv: old key, new key, columns */

static const char insert_verb[] = "I";
static const char replace_verb[] = "R";
static const char update_verb[] = "U";
static const char update_replace_verb[] = "V";
static const char delete_verb[] = "D";
static const char whose_verb[] = "W";

struct job {
    struct usher *usher;
    struct guarded *guarded;
    struct usher_change *change;
    sqlite3_value **argv;
    uint64_t columns; /* that are written */
    int rowid;        /* the rowid is written by a value of its own */
    struct guarded_whose whose;
    uint64_t stamped; /* columns that are taken from `whose` */
};

/* ----------------------------------------------------------------------- SQL */

/* Column i is argument i + 1; then come the key, and a rowid to be set. */
static int key_argument(const struct guarded *guarded) {
    return guarded->table.count + 1;
}

static int rowid_argument(const struct guarded *guarded) {
    return guarded->table.count + 2;
}

static void append_list(sqlite3_str *out, const struct job *job, const char *format) {
    const char *glue = "";
    for (int i = 0; i < job->guarded->table.count; i++) {
        if (job->columns >> i & 1) {
            sqlite3_str_appendall(out, glue);
            sqlite3_str_appendf(out, format, job->guarded->column[i].name, i + 1);
            glue = ", ";
        }
    }
    if (job->rowid) {
        sqlite3_str_appendall(out, glue);
    }
}

static void append_insert(sqlite3_str *out, const struct job *job) {
    const struct guarded *guarded = job->guarded;
    if (!job->columns && !job->rowid) {
        sqlite3_str_appendall(out, " DEFAULT VALUES");
        return;
    }
    sqlite3_str_appendall(out, " (");
    append_list(out, job, "\"%w\"");
    sqlite3_str_appendf(out, "%s) VALUES (", job->rowid ? guarded->rowid_name : "");
    for (int i = 0, first = 1; i < guarded->table.count; i++) {
        if (job->columns >> i & 1) {
            sqlite3_str_appendf(out, "%s?%d", first ? "" : ", ", i + 1);
            first = 0;
        }
    }
    if (job->rowid) {
        sqlite3_str_appendf(out, "%s?%d", job->columns ? ", " : "", rowid_argument(guarded));
    }
    sqlite3_str_appendchar(out, 1, ')');
}

static void append_whose(sqlite3_str *out, const struct guarded *guarded) {
    sqlite3_str_appendf(out, "SELECT %s, %s FROM %s WHERE b.%s = ?%d",
                        guarded->owner >= 0 ? guarded->column[guarded->owner].sql : "NULL",
                        guarded->account >= 0 ? guarded->column[guarded->account].sql : "NULL",
                        guarded->table.from, guarded->key, key_argument(guarded));
}

static void write_statement(sqlite3_str *out, const char *const *parts, int count,
                            const void *context) {
    (void)count;
    const struct job *job = context;
    const struct guarded *guarded = job->guarded;
    const char verb = *parts[0];
    /* A trigger's own OR clauses hold unless the statement has one, so it is not said in vain. */
    const char * or = verb == 'R' || verb == 'V' ? " OR REPLACE"
                      : guarded->own_conflicts   ? " OR ABORT"
                                                 : "";
    switch (verb) {
    case 'I':
    case 'R':
        sqlite3_str_appendf(out, "INSERT%s INTO main.\"%w\"", or, guarded->table.backing);
        append_insert(out, job);
        break;
    case 'U':
    case 'V':
        sqlite3_str_appendf(out, "UPDATE%s main.\"%w\" SET ", or, guarded->table.backing);
        append_list(out, job, "\"%w\" = ?%d");
        if (job->rowid) {
            sqlite3_str_appendf(out, "%s = ?%d", guarded->rowid_name, rowid_argument(guarded));
        }
        sqlite3_str_appendf(out, " WHERE %s = ?%d", guarded->key, key_argument(guarded));
        break;
    case 'D':
        sqlite3_str_appendf(out, "DELETE FROM main.\"%w\" WHERE %s = ?%d", guarded->table.backing,
                            guarded->key, key_argument(guarded));
        break;
    default:
        append_whose(out, guarded);
    }
}

static int acquire(const struct job *job, const char *verb, struct usher_query *query) {
    const struct guarded *guarded = job->guarded;
    const char *parts[USHER_MAX_COLUMNS + 3];
    int count = 0;
    parts[count++] = verb;
    parts[count++] = guarded->name;
    for (int i = 0; i < guarded->table.count; i++) {
        if (job->columns >> i & 1) {
            parts[count++] = guarded->column[i].name;
        }
    }
    if (job->rowid) {
        parts[count++] = guarded->rowid_name;
    }
    return usher_dynamic_foreign(job->usher, parts, count, write_statement, job, query);
}

static int bind(const struct job *job, const char *verb, sqlite3_stmt *statement) {
    const struct guarded *guarded = job->guarded;
    int rc = SQLITE_OK;
    for (int i = 0; i < guarded->table.count && rc == SQLITE_OK; i++) {
        if (job->stamped >> i & 1) {
            rc = sqlite3_bind_text(statement, i + 1,
                                   i == guarded->owner ? job->whose.owner : job->whose.account, -1,
                                   SQLITE_STATIC);
        } else if (job->columns >> i & 1) {
            rc = sqlite3_bind_value(statement, i + 1, job->argv[FIRST_COLUMN + i]);
        }
    }
    if (rc == SQLITE_OK && verb != insert_verb && verb != replace_verb) {
        rc = sqlite3_bind_value(statement, key_argument(guarded), job->argv[0]);
    }
    if (rc == SQLITE_OK && job->rowid) {
        rc = sqlite3_bind_value(statement, rowid_argument(guarded), job->argv[1]);
    }
    return rc == SQLITE_OK ? SQLITE_OK : usher_pass(job->usher, rc);
}

static int run(const struct job *job, const char *verb) {
    struct usher_query query;
    int rc = acquire(job, verb, &query);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = bind(job, verb, query.statement);
    while (rc == SQLITE_OK || rc == SQLITE_ROW) { /* PRAGMA count_changes gives a row */
        rc = usher_inner_step(job->usher, query.statement);
    }
    if (rc != SQLITE_DONE) {
        rc = usher_pass_foreign(job->usher, rc);
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* --------------------------------------------------------------------- rules */

static uint64_t bit(int column) {
    return column >= 0 ? (uint64_t)1 << column : 0;
}

/* Columns that the statement gives a value: an INSERT other than NULL, an UPDATE any. */
static uint64_t given_columns(const struct job *job, int insert) {
    uint64_t given = 0;
    for (int i = 0; i < job->guarded->table.count; i++) {
        sqlite3_value *value = job->argv[FIRST_COLUMN + i];
        if (insert ? sqlite3_value_type(value) != SQLITE_NULL : !sqlite3_value_nochange(value)) {
            given |= bit(i);
        }
    }
    return given;
}

/* What cannot be set. An UPDATE … FROM gives all columns, which means nothing. */
static int leave_out_generated(struct job *job, int insert) {
    const struct guarded *guarded = job->guarded;
    uint64_t wrong = job->columns & guarded->generated;
    int from = !insert && job->columns == bit(guarded->table.count) - 1;
    job->columns &= ~wrong;
    /* What is wrong is a column of the table. */
    for (int i = 0; wrong && !from && USHER_ALWAYS(i < guarded->table.count); i++) {
        if (wrong >> i & 1) {
            const char *name = guarded->column[i].name;
            return usher_fail(job->usher, USHER_INVALID, name, "%s cannot be set: it is computed",
                              name);
        }
    }
    return SQLITE_OK;
}

static void take_id(const struct job *job, int column, char *id) {
    if (job->columns & bit(column)) {
        guarded_id(id, job->argv[FIRST_COLUMN + column]);
    }
}

/* Whose the row will be: what the statement says, else the actor's, in their account. */
static int stamp(struct job *job) {
    const struct guarded *guarded = job->guarded;
    const struct usher_rights *rights;
    int rc = usher_rights_of_actor(job->usher, &rights);
    if (rc != SQLITE_OK) {
        return rc;
    }
    sqlite3_snprintf(sizeof(job->whose.owner), job->whose.owner, "%s",
                     guarded->owner >= 0 ? usher_actor_id(job->usher) : "");
    sqlite3_snprintf(sizeof(job->whose.account), job->whose.account, "%s", rights->home);
    take_id(job, guarded->owner, job->whose.owner);
    take_id(job, guarded->account, job->whose.account);
    job->stamped = (bit(guarded->owner) | bit(guarded->account)) & ~job->columns;
    job->columns |= job->stamped;
    return guarded_require_place(job->usher, guarded, &job->whose);
}

static int insert(struct job *job) {
    struct usher *usher = job->usher;
    const struct guarded *guarded = job->guarded;
    sqlite3_int64 before = sqlite3_last_insert_rowid(usher->db);
    int system = usher_is_system(usher);
    job->columns = given_columns(job, 1);
    job->rowid = sqlite3_value_type(job->argv[1]) != SQLITE_NULL && /* as it is without a rowid */
                 !(job->columns & bit(guarded->alias));
    int rc = system ? SQLITE_OK : stamp(job);
    if (rc == SQLITE_OK) {
        rc = leave_out_generated(job, 1);
    }
    if (rc == SQLITE_OK) {
        rc = run(job, job->change->replace && system ? replace_verb : insert_verb);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    /* A trigger may have said RAISE(IGNORE). */
    int came = sqlite3_changes(usher->db) > 0 && !guarded->table.without_rowid;
    job->change->number = came ? sqlite3_last_insert_rowid(usher->db) : before;
    if (came && !job->rowid && !(job->columns & bit(guarded->alias))) {
        usher->inserted(usher, guarded->table.backing, job->change->number);
    }
    return SQLITE_OK;
}

/* Whose the row is, and may the actor touch it? *found is 0 if a trigger has deleted it. */
static int look(struct job *job, int *found) {
    struct job search = {.usher = job->usher, .guarded = job->guarded, .argv = job->argv};
    struct usher_query query;
    int rc = acquire(&search, whose_verb, &query);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = bind(&search, whose_verb, query.statement);
    if (rc == SQLITE_OK) {
        rc = usher_step(&query);
    }
    *found = rc == SQLITE_ROW;
    if (rc == SQLITE_ROW) {
        guarded_id(job->whose.owner, sqlite3_column_value(query.statement, 0));
        guarded_id(job->whose.account, sqlite3_column_value(query.statement, 1));
    }
    usher_close(&query);
    if (rc == SQLITE_ROW) {
        return guarded_require_touch(job->usher, job->guarded, &job->whose);
    }
    return rc == SQLITE_DONE ? SQLITE_OK : rc; /* it is gone */
}

/* A row that changes hands: might the actor have put it there? */
static int move(struct job *job) {
    struct guarded_whose old = job->whose;
    take_id(job, job->guarded->owner, job->whose.owner);
    take_id(job, job->guarded->account, job->whose.account);
    int moved =
        strcmp(old.owner, job->whose.owner) != 0 || strcmp(old.account, job->whose.account) != 0;
    return moved ? guarded_require_place(job->usher, job->guarded, &job->whose) : SQLITE_OK;
}

static int is_new_rowid(const struct job *job) {
    const struct guarded *guarded = job->guarded;
    return !guarded->table.without_rowid && !(job->columns & bit(guarded->alias)) &&
           (sqlite3_value_type(job->argv[1]) != SQLITE_INTEGER ||
            sqlite3_value_int64(job->argv[1]) != sqlite3_value_int64(job->argv[0]));
}

static int update(struct job *job) {
    int system = usher_is_system(job->usher);
    int found = 1;
    int rc = system ? SQLITE_OK : look(job, &found);
    if (rc != SQLITE_OK || !found) {
        return rc;
    }
    job->columns = given_columns(job, 0);
    job->rowid = is_new_rowid(job);
    rc = system ? SQLITE_OK : move(job);
    if (rc == SQLITE_OK) {
        rc = leave_out_generated(job, 0);
    }
    if (rc != SQLITE_OK || (!job->columns && !job->rowid)) {
        return rc;
    }
    return run(job, job->change->replace && system ? update_replace_verb : update_verb);
}

static int remove_row(struct job *job) {
    int found = 1;
    int rc = usher_is_system(job->usher) ? SQLITE_OK : look(job, &found);
    return rc == SQLITE_OK ? run(job, delete_verb) : rc; /* if it is not there, nothing */
}

int guarded_write(struct usher *usher, struct usher_change *change, int argc,
                  sqlite3_value **argv) {
    struct job job = {.usher = usher,
                      .guarded = (struct guarded *)(uintptr_t)change->table,
                      .change = change,
                      .argv = argv};
    if (argc == 1) {
        return remove_row(&job);
    }
    return sqlite3_value_type(argv[0]) == SQLITE_NULL ? insert(&job) : update(&job);
}
