/*
** What the log says of a user is erased: the values and the salt of their hash go, the entries and the
** chain stay. The entry of the erasure lists the others, so that audit_verify() knows them for erased;
** it is one of the chain itself.
**
** Rules owned here: audit-erase.
*/
#include "domain/audit/audit.h"

/* Their numbers as a JSON array. */
static int erase(struct usher *usher, const char *user_id, const char *email,
                 const char *account_id, char **numbers) {
    struct usher_query query;
    sqlite3_str *list = sqlite3_str_new(usher->db);
    int any = 0;
    int rc = usher_open(usher, &query, USHER_SQL_audit_erase, "ttt", user_id, email, account_id);
    if (rc == SQLITE_OK) {
        while ((rc = usher_step(&query)) == SQLITE_ROW) {
            sqlite3_str_appendf(list, "%c%lld", any ? ',' : '[',
                                sqlite3_column_int64(query.statement, 0));
            any = 1;
        }
        usher_close(&query);
        rc = rc == SQLITE_DONE ? SQLITE_OK : rc;
    }
    sqlite3_str_appendall(list, any ? "]" : "[]");
    int failed = sqlite3_str_errcode(list);
    *numbers = sqlite3_str_finish(list);
    return rc == SQLITE_OK && failed != SQLITE_OK ? usher_pass(usher, failed) : rc;
}

int usher_audit_erase(struct usher *usher, const struct usher_event *event, const char *email) {
    struct usher_fields after;
    struct usher_value numbers;
    char *list;
    int rc = erase(usher, event->object_id, email, event->account_id, &list);
    if (rc == SQLITE_OK) {
        usher_value_text(&numbers, list);
        usher_fields_init(&after);
        usher_set_json(&after, "entries", &numbers);
        rc = usher_audit(usher, event, NULL, &after);
    }
    sqlite3_free(list);
    return rc;
}
