/*
** outbox_claim(): mail to be sent is handed to one mailer, for a while.
**
** A claim is a write, so that two connections never choose at the same time: whoever comes second
** finds what the first has left. A claim counts as an attempt, and moves next_at to its end, where
** the mail is to be had again unless it was acknowledged: `next_at` alone says what may be
** claimed, which usher_outbox_next answers.
**
** Claims write no audit row: what becomes of the mail does, and the row itself tells the rest.
*/
#include "domain/outbox/outbox.h"

#include <stdlib.h>
#include <string.h>

/* What was claimed, the oldest first. */
struct claim {
    int count;
    int most;
    sqlite3_int64 *number;
};

/* ---------------------------------------------------------------------- writing */

/* A token has its place in the list; it is put there once the list does not grow any more. */
struct token {
    int place;
    char text[USHER_TOKEN_TEXT + 1];
};

struct list {
    struct usher *usher;
    sqlite3_str *out;
    struct token *tokens; /* room for one of each */
    int count;
};

static void append_token(struct list *list, const char *text, int length) {
    struct token *token = &list->tokens[list->count++];
    sqlite3_snprintf(sizeof(token->text), token->text, "%s", text);
    sqlite3_str_appendchar(list->out, 1, '"');
    token->place = sqlite3_str_length(list->out);
    sqlite3_str_appendchar(list->out, length, ' ');
    sqlite3_str_appendchar(list->out, 1, '"');
}

/* JSON as it is; what was mangled in the store as a string, or the whole list were none. */
static int append_json(struct list *list, const char *field, const char *text) {
    struct usher_error kept = list->usher->error;
    struct usher_value copy;
    usher_value_text(&copy, text);
    int rc = usher_json_compact(list->usher, field, &copy);
    if (rc == SQLITE_OK) {
        sqlite3_str_appendall(list->out, copy.text);
    } else if (list->usher->error.code == USHER_INVALID) {
        usher_json_append(list->out, text);
        list->usher->error = kept;
        rc = SQLITE_OK;
    }
    usher_value_clear(&copy);
    return rc;
}

static int append_value(struct list *list, sqlite3_stmt *row, int i) {
    const struct usher_column *column = &usher_outbox.columns[i];
    int type = sqlite3_column_type(row, i);
    if (type == SQLITE_NULL) {
        sqlite3_str_appendall(list->out, "null");
        return SQLITE_OK;
    }
    if (type == SQLITE_INTEGER) {
        sqlite3_str_appendf(list->out, "%lld", sqlite3_column_int64(row, i));
        return SQLITE_OK;
    }
    const char *text = (const char *)sqlite3_column_text(row, i);
    int length = sqlite3_column_bytes(row, i);
    if (!text) {
        return usher_pass(list->usher, SQLITE_NOMEM);
    }
    if (column->flags & USHER_JSON) {
        return append_json(list, column->name, text);
    }
    if (length == USHER_TOKEN_TEXT && strcmp(column->name, "token") == 0) {
        append_token(list, text, length);
    } else {
        usher_json_append(list->out, text);
    }
    return SQLITE_OK;
}

static int append_mail(struct list *list, sqlite3_stmt *row) {
    int rc = SQLITE_OK;
    sqlite3_str_appendall(list->out, sqlite3_str_length(list->out) > 1 ? ",{" : "{");
    for (int i = 0; i < usher_outbox.count && rc == SQLITE_OK; i++) {
        sqlite3_str_appendf(list->out, "%s\"%s\":", i ? "," : "", usher_outbox.columns[i].name);
        rc = append_value(list, row, i);
    }
    sqlite3_str_appendchar(list->out, 1, '}');
    return rc;
}

/* ---------------------------------------------------------------------- reading */

static void write_query(sqlite3_str *sql, const char *const *parts, int count,
                        const void *context) {
    (void)parts, (void)count, (void)context;
    for (int i = 0; i < usher_outbox.count; i++) {
        sqlite3_str_appendf(sql, "%s %s", i ? "," : "SELECT", usher_outbox.columns[i].sql);
    }
    sqlite3_str_appendf(sql, " FROM %s WHERE %s = ?1", usher_outbox.from, usher_outbox.rowid);
}

/* By the columns of the table. */
static int append_mail_of(struct list *list, sqlite3_int64 number) {
    static const char *const parts[] = {"CLAIMED"};
    struct usher_query query = {list->usher, NULL, 0};
    int rc = usher_dynamic(list->usher, parts, 1, write_query, NULL, &query.statement);
    if (rc == SQLITE_OK) {
        sqlite3_bind_int64(query.statement, 1, number);
        rc = usher_step(&query);
    }
    if (rc == SQLITE_ROW) {
        rc = append_mail(list, query.statement);
    }
    usher_close(&query);
    return USHER_NEVER(rc == SQLITE_DONE) ? SQLITE_OK : rc; /* it was claimed just now */
}

static int finish(struct list *list, int rc, char **text) {
    sqlite3_str_appendchar(list->out, 1, ']');
    char *whole = sqlite3_str_finish(list->out);
    if (rc != SQLITE_OK || !whole) {
        sqlite3_free(whole);
        return rc == SQLITE_OK ? usher_pass(list->usher, SQLITE_NOMEM) : rc;
    }
    for (int i = 0; i < list->count; i++) {
        memcpy(whole + list->tokens[i].place, list->tokens[i].text, USHER_TOKEN_TEXT);
    }
    *text = whole;
    return SQLITE_OK;
}

static int write_list(struct usher *usher, const struct claim *claim, char **text) {
    size_t size = (size_t)claim->count * sizeof(struct token) + 1;
    struct list list = {usher, NULL, sqlite3_malloc64(size), 0};
    int rc = SQLITE_OK;
    if (!list.tokens) {
        return usher_pass(usher, SQLITE_NOMEM);
    }
    list.out = sqlite3_str_new(usher->db);
    sqlite3_str_appendchar(list.out, 1, '[');
    for (int i = 0; i < claim->count && rc == SQLITE_OK; i++) {
        rc = append_mail_of(&list, claim->number[i]);
    }
    rc = finish(&list, rc, text);
    usher_wipe(list.tokens, size);
    sqlite3_free(list.tokens);
    return rc;
}

/* --------------------------------------------------------------------- claiming */

static int by_number(const void *a, const void *b) {
    sqlite3_int64 x = *(const sqlite3_int64 *)a;
    sqlite3_int64 y = *(const sqlite3_int64 *)b;
    return (x > y) - (x < y);
}

/* SQLite gives the rows in any order, once all are changed. */
static int take(struct usher *usher, struct claim *claim, const char *now, const char *until) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_mail_claim, "ttii", now, until,
                        (sqlite3_int64)claim->most, (sqlite3_int64)usher_has_master_key(usher));
    if (rc != SQLITE_OK) {
        return rc;
    }
    while ((rc = usher_step(&query)) == SQLITE_ROW &&
           USHER_ALWAYS(claim->count < claim->most)) { /* the statement has a LIMIT */
        claim->number[claim->count++] = sqlite3_column_int64(query.statement, 0);
    }
    usher_close(&query);
    qsort(claim->number, (size_t)claim->count, sizeof(*claim->number), by_number);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int run(struct usher *usher, struct claim *claim, sqlite3_int64 seconds, char **list) {
    char now[USHER_TIME_TEXT + 1];
    char until[USHER_TIME_TEXT + 1];
    usher_now(usher, now);
    usher_time_after(now, seconds, until);
    int rc = usher_run(usher, USHER_SQL_mail_expire, "t", now);
    if (rc == SQLITE_OK) {
        rc = take(usher, claim, now, until);
    }
    return rc == SQLITE_OK ? write_list(usher, claim, list) : rc;
}

int usher_mail_claim(struct usher *usher, int most, sqlite3_int64 seconds, char **list) {
    int sealed = usher_has_master_key(usher);
    struct claim claim = {0, most, sqlite3_malloc64((size_t)most * sizeof(*claim.number))};
    *list = NULL;
    int rc = claim.number ? run(usher, &claim, seconds, list) : usher_pass(usher, SQLITE_NOMEM);
    if (rc == SQLITE_OK && sealed) { /* that it is not the right one any more shows by now */
        rc = usher_require_master_key(usher, "outbox_claim()");
    }
    if (rc != SQLITE_OK && *list) {
        usher_secret_free(*list, (int)strlen(*list));
        *list = NULL;
    }
    sqlite3_free(claim.number);
    return rc;
}
