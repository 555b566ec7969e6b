/*
** Who sees and who may write which rows of a guarded table.
**
** A user sees the rows that they own, and those of accounts in which they hold
** `read`. They change and delete the rows that they own, and those of accounts in
** which they hold `write`, among the rows that they see. They put rows where they hold
** `write`, and rows of their own into their own account. The system does everything. For who
** acts by an API key no row is their own: they have what `read` and `write` give.
**
** Ids are compared byte by byte, whatever the column's collation.
*/
#include "domain/guarded/guarded.h"

#include <string.h>

enum { SEES_HOME = USHER_SEES_MORE, SEES_MANY };

#define HOLDS USHER_HOLDS("%q") /* of sqlite3_mprintf(): the permission is an argument */

/* An index on a column that holds an id serves if it compares byte by byte. */
static const char *own_rows(struct guarded *guarded) {
    return guarded->owner < 0
               ? "0"
               : guarded_keep(guarded, sqlite3_mprintf("%s COLLATE BINARY = $principal",
                                                       guarded->column[guarded->owner].sql));
}

/* `own`, which OR leaves out if it is 0, OR the account is what the format says. */
static const char *or_account(struct guarded *guarded, const char *own, const char *format,
                              const char *token) {
    sqlite3_str *out = sqlite3_str_new(NULL);
    sqlite3_str_appendf(out, "%s OR %s COLLATE BINARY ", own,
                        guarded->column[guarded->account].sql);
    sqlite3_str_appendf(out, format, token);
    return guarded_keep(guarded, sqlite3_str_finish(out));
}

void guarded_conditions(struct guarded *guarded) {
    const struct guarded_arguments *given = &guarded->given;
    const char *own = own_rows(guarded);
    guarded->own = own;
    if (given->read) {
        guarded->own_home = or_account(guarded, own, "= $account", NULL);
        guarded->own_many = or_account(guarded, own, "IN " HOLDS, given->read);
    }
    const char *writable = given->write ? or_account(guarded, own, "IN " HOLDS, given->write) : own;
    guarded->column[guarded->table.count - 1].actor_sql =
        guarded_keep(guarded, sqlite3_mprintf("ifnull(%s, 0)", writable));
}

void guarded_sight(const struct usher_table *table, const struct usher_rights *rights,
                   struct usher_sight *sight) {
    const struct guarded *guarded = guarded_of(table);
    const char *account = NULL;
    int accounts =
        guarded->given.read ? usher_rights_count_token(rights, guarded->given.read, &account) : 0;
    if (accounts == 0) {
        sight->level = USHER_SEES_OWN;
        sight->rows = guarded->own;
    } else if (accounts == 1) { /* the usual case: an index answers */
        sight->level = SEES_HOME;
        sight->rows = guarded->own_home;
        sqlite3_snprintf(sizeof(sight->account), sight->account, "%s", account);
    } else {
        sight->level = SEES_MANY;
        sight->rows = guarded->own_many;
    }
}

/* ------------------------------------------------------------------- writing */

void guarded_id(char id[USHER_UUID_TEXT + 1], sqlite3_value *value) {
    id[0] = '\0';
    if (sqlite3_value_type(value) == SQLITE_TEXT && sqlite3_value_bytes(value) == USHER_UUID_TEXT &&
        USHER_ALWAYS(sqlite3_value_text(value))) { /* which has been counted */
        sqlite3_snprintf(USHER_UUID_TEXT + 1, id, "%s", (const char *)sqlite3_value_text(value));
    }
}

struct verdict {
    int own;       /* the row is the acting user's */
    int home;      /* it is in their own account: there, if there is no such column */
    int may_write; /* they hold `write` in its account */
};

static int judge(struct usher *usher, const struct guarded *guarded,
                 const struct guarded_whose *whose, struct verdict *verdict) {
    const struct usher_rights *rights;
    int rc = usher_rights_of_actor(usher, &rights);
    if (rc == SQLITE_OK) {
        verdict->own = strcmp(whose->owner, usher_actor_principal(usher)) == 0;
        verdict->home = strcmp(whose->account, rights->home) == 0;
        verdict->may_write = guarded->given.write &&
                             usher_rights_hold_token(rights, guarded->given.write, whose->account);
    }
    return rc;
}

int guarded_require_touch(struct usher *usher, const struct guarded *guarded,
                          const struct guarded_whose *whose) {
    struct verdict verdict;
    if (strcmp(whose->owner, usher_actor_principal(usher)) == 0) {
        return SQLITE_OK; /* the usual case: nothing needs to be looked up */
    }
    int rc = judge(usher, guarded, whose, &verdict);
    if (rc != SQLITE_OK || verdict.may_write) {
        return rc;
    }
    if (!guarded->given.write) {
        return usher_fail(usher, USHER_FORBIDDEN, NULL,
                          guarded->owner < 0 ? "%s: no user may write it"
                                             : "%s: only its owner may change this row",
                          guarded->name);
    }
    return usher_fail(usher, USHER_FORBIDDEN, NULL,
                      "%s: to change this row needs %sthe permission %s in its account",
                      guarded->name, guarded->owner < 0 ? "" : "its owner, or ",
                      guarded->given.write);
}

int guarded_require_place(struct usher *usher, const struct guarded *guarded,
                          const struct guarded_whose *whose) {
    struct verdict verdict;
    int rc = judge(usher, guarded, whose, &verdict);
    if (rc != SQLITE_OK || verdict.may_write || (verdict.own && verdict.home)) {
        return rc;
    }
    const struct usher_column *at =
        &guarded->column[guarded->owner >= 0 && !verdict.own ? guarded->owner : guarded->account];
    if (!guarded->given.write) {
        return usher_fail(usher, USHER_FORBIDDEN, at->name,
                          guarded->owner < 0 ? "%s: no user may write it"
                                             : "%s: a row can only be one's own%s",
                          guarded->name, guarded->account < 0 ? "" : ", in one's own account");
    }
    return usher_fail(usher, USHER_FORBIDDEN, at->name,
                      "%s: a row %sneeds the permission %s in its account", guarded->name,
                      guarded->owner < 0 ? "" : "of another owner, or in another account, ",
                      guarded->given.write);
}
