/*
** Row security: which rows and columns whoever acts may see.
**
** The domain says it with a condition on the rows, and with masks on columns. Both
** become part of the inner statement, which is made once for each level of sight: a
** row that may not be seen never leaves it, and nothing that a query asks of a masked
** column (a term, an order) sees more than NULL. The system pays nothing for it.
*/
#include "table/internal.h"

#include <string.h>

/* Each scan takes some: to print them would cost as much as to look a row up. None is longer. */
static void take_id(char to[USHER_UUID_TEXT + 1], const char *id) {
    size_t length = strlen(id);
    memcpy(to, id, USHER_ALWAYS(length <= USHER_UUID_TEXT) ? length : USHER_UUID_TEXT);
}

int usher_sight_of(struct usher *usher, const struct usher_table *table,
                   struct usher_sight *sight) {
    const struct usher_rights *rights;
    sight->level = USHER_SEES_ALL;
    if (usher_is_system(usher)) {
        return SQLITE_OK;
    }
    memset(sight, 0, sizeof(*sight));
    sight->level = USHER_SEES_NOTHING;
    sight->rows = "0";
    int rc = usher_rights_of_actor(usher, &rights);
    if (rc == SQLITE_OK && rights->active && table->sight) {
        take_id(sight->actor, usher_actor_id(usher));
        take_id(sight->principal, usher_actor_principal(usher));
        if (usher_actor_credential(usher)->kind == USHER_BY_SESSION) {
            take_id(sight->session, usher_actor_credential(usher)->id);
        }
        if (usher_rights_of_self(usher, rights, USHER_MAY_SELF_READ)) {
            memcpy(sight->own, sight->actor, sizeof(sight->own));
        }
        table->sight(table, rights, sight);
    }
    return rc;
}

void usher_sight_plain(const struct usher_table *table, const struct usher_rights *rights,
                       struct usher_sight *sight) {
    const struct usher_policy *policy = table->policy;
    if (usher_rights_count(rights, policy->read)) {
        sight->level = USHER_SEES_ACCOUNT;
        sight->rows = policy->account;
    } else if (policy->own) {
        sight->level = USHER_SEES_OWN;
        sight->rows = policy->own;
    }
}

enum { IDS = 5 };

int usher_sight_bind(sqlite3_stmt *statement, int terms, const struct usher_sight *sight) {
    /* The statement has these parameters only if its text names them. */
    int count = sqlite3_bind_parameter_count(statement);
    const char *const ids[] = {sight->actor, sight->account, sight->principal, sight->session,
                               sight->own};
    int rc = SQLITE_OK;
    for (int i = 0; rc == SQLITE_OK && count >= terms + 3 + i && USHER_ALWAYS(i < IDS); i++) {
        rc = sqlite3_bind_text(statement, terms + 3 + i, ids[i], -1, SQLITE_STATIC);
    }
    return rc;
}

/* -------------------------------------------------------------------- SQL */

/* $actor, $account, $principal, $session or $own: which one stands there? */
static int id_at(const char *text, size_t *length) {
    static const char *const ids[IDS] = {"$actor", "$account", "$principal", "$session", "$own"};
    for (int i = 0; USHER_ALWAYS(i < IDS); i++) { /* a table's text has no other $ */
        *length = strlen(ids[i]);
        if (strncmp(text, ids[i], *length) == 0) {
            return i;
        }
    }
    return -1;
}

/* Where a text finds what stands for a value in it. */
struct places {
    int terms;                       /* $actor and the like come behind these */
    int own;                         /* @: the term of this index; -1: it means itself */
    const struct usher_table *table; /* @name: a parameter of this table... */
    const struct usher_plan *plan;   /* ...that may be a term of this plan */
};

/* What stands at the @ of a condition, whose length is given. */
static void append_place(sqlite3_str *out, const char *text, size_t length,
                         const struct places *places) {
    if (length == 1) {
        sqlite3_str_appendf(out, "?%d", places->own + 1);
        return;
    }
    for (int i = 0; i < places->plan->terms; i++) {
        const struct usher_term *term = &places->plan->term[i];
        const char *name = term->op == '@' ? places->table->columns[term->column].name : "";
        if (strncmp(name, text + 1, length - 1) == 0 && name[length - 1] == '\0') {
            sqlite3_str_appendf(out, "?%d", i + 1);
            return;
        }
    }
    sqlite3_str_appendall(out, "NULL");
}

static void append_text(sqlite3_str *out, const char *text, const struct places *places) {
    size_t length;
    while (*text) {
        if (*text == '"') { /* a name: what stands in it means itself */
            length = strcspn(text + 1, "\"") + 2;
            sqlite3_str_append(out, text, (int)length);
        } else if (*text == '@' && USHER_ALWAYS(places->own >= 0)) { /* only parameters have one */
            length = 1 + strspn(text + 1, "abcdefghijklmnopqrstuvwxyz_");
            append_place(out, text, length, places);
        } else if (*text == '$') {
            sqlite3_str_appendf(out, "?%d", places->terms + 3 + id_at(text, &length));
        } else {
            length = strcspn(text + 1, "@$\"") + 1;
            sqlite3_str_append(out, text, (int)length);
        }
        text += length;
    }
}

void usher_append_text(sqlite3_str *out, const char *text, int terms) {
    const struct places places = {.terms = terms, .own = -1};
    append_text(out, text, &places);
}

void usher_append_parameter(sqlite3_str *out, const struct usher_table *table,
                            const struct usher_plan *plan, int term,
                            const struct usher_sight *sight) {
    const struct usher_column *column = &table->columns[plan->term[term].column];
    const struct places places = {plan->terms, term, table, plan};
    append_text(out, sight->level && column->actor_sql ? column->actor_sql : column->sql, &places);
}

void usher_append_rowid_is(sqlite3_str *out, const struct usher_table *table, const char *op,
                           int parameter) {
    if (table->found_by) { /* the expression is looked at, too: 2.5 finds what 2 does */
        const struct places places = {.own = parameter - 1};
        append_text(out, table->found_by, &places);
        sqlite3_str_appendall(out, " AND ");
    }
    sqlite3_str_appendf(out, "%s %s ?%d", table->rowid, op, parameter);
}

const struct usher_sight usher_sight_all = {.level = USHER_SEES_ALL};

const char *usher_sight_name(const struct usher_sight *sight) {
    static const char *const names[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    return names[sight->level];
}

uint64_t usher_sight_alters(const struct usher_table *table, const struct usher_sight *sight) {
    uint64_t columns = 0;
    if (sight->level == USHER_SEES_ALL) {
        return 0; /* and the rest of it may be unset */
    }
    for (int i = 0; i < table->count; i++) {
        columns |= (uint64_t)(table->columns[i].actor_sql != NULL) << i;
    }
    for (int i = 0; i < USHER_MASKS; i++) {
        columns |= sight->mask[i].columns;
    }
    return columns;
}

/* Of the system's sight only the level is filled: see usher_sight_of(). */
static const char *unless(const struct usher_sight *sight, int column) {
    for (int i = 0; i < USHER_MASKS && sight->level; i++) {
        if (sight->mask[i].columns >> column & 1) {
            return sight->mask[i].unless;
        }
    }
    return NULL;
}

void usher_append_column(sqlite3_str *out, const struct usher_table *table, int column,
                         const struct usher_sight *sight, int terms) {
    if (column == USHER_ROWID) {
        sqlite3_str_appendall(out, table->rowid);
        return;
    }
    const struct usher_column *described = &table->columns[column];
    const char *condition = unless(sight, column);
    if (condition) {
        sqlite3_str_appendall(out, "CASE WHEN ");
        usher_append_text(out, condition, terms);
        sqlite3_str_appendall(out, " THEN ");
    }
    if (sight->level && described->actor_sql) {
        usher_append_text(out, described->actor_sql, terms);
    } else {
        sqlite3_str_appendall(out, described->sql);
    }
    if (condition) {
        sqlite3_str_appendall(out, " END");
    }
}

/* ------------------------------------------------------------- finding a row */

struct row_search {
    const struct usher_table *table;
    const struct usher_sight *sight;
};

static void write_search(sqlite3_str *out, const char *const *parts, int count,
                         const void *context) {
    (void)parts, (void)count;
    const struct row_search *search = context;
    const struct usher_table *table = search->table;
    sqlite3_str_appendf(out, "SELECT %s FROM %s WHERE %s = ?1", table->rowid, table->from,
                        table->columns[0].sql);
    if (search->sight->level) {
        sqlite3_str_appendall(out, " AND (");
        usher_append_text(out, search->sight->rows, 1);
        sqlite3_str_appendchar(out, 1, ')');
    }
}

/* SQLITE_ROW if it is there, and may be seen; SQLITE_DONE if not. */
static int search(struct usher *usher, const struct usher_table *table, const char *id,
                  sqlite3_int64 *number) {
    struct usher_sight sight;
    int rc = usher_sight_of(usher, table, &sight);
    if (rc != SQLITE_OK) {
        return rc;
    }
    const char *parts[] = {"FIND", table->name, usher_sight_name(&sight)};
    const struct row_search row = {table, &sight};
    struct usher_query query = {usher, NULL, 0};
    rc = usher_dynamic(usher, parts, sizeof(parts) / sizeof(*parts), write_search, &row,
                       &query.statement);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = sqlite3_bind_text(query.statement, 1, id, -1, SQLITE_STATIC);
    if (rc == SQLITE_OK) {
        rc = usher_sight_bind(query.statement, 1, &sight);
    }
    rc = rc == SQLITE_OK ? usher_step(&query) : usher_pass(usher, rc);
    if (rc == SQLITE_ROW) {
        *number = sqlite3_column_int64(query.statement, 0);
    }
    usher_close(&query);
    return rc;
}

int usher_table_seen(struct usher *usher, const struct usher_table *table, const char *id,
                     sqlite3_int64 *number, int *found) {
    int rc = search(usher, table, id, number);
    *found = rc == SQLITE_ROW;
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int usher_table_find(struct usher *usher, const struct usher_table *table, const char *field,
                     const char *id, sqlite3_int64 *number) {
    int found;
    int rc = usher_table_seen(usher, table, id, number, &found);
    return rc == SQLITE_OK && !found
               ? usher_fail(usher, USHER_NOT_FOUND, field, "there is no such %s", table->noun)
               : rc;
}
