/*
** API keys: finding, renaming and revoking them.
**
** Only a keyed hash is stored. Who acts by a key may do what its scopes permit of what
** its owner may do at that moment (the view usher_held), nothing of what everybody may do
** to themself, and nothing to credentials. Revoking deletes the row: whoever acts by it
** has no rights from then on, also in the middle of their work.
*/
#include "domain/api_keys/api_keys.h"

#include <string.h>

static const char purpose[] = "api_key";

int usher_api_key_hash(struct usher *usher, const char *text,
                       unsigned char hash[USHER_HASH_BYTES]) {
    return usher_keyed_hash(usher, purpose, text, USHER_API_KEY_TEXT, hash);
}

/* ------------------------------------------------------------------- finding */

/* Days from 1970-01-01 to a day of the proleptic Gregorian calendar. */
static sqlite3_int64 days_of(int year, int month, int day) {
    static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    int leaps = month > 2 ? year : year - 1; /* years whose 29 February is past */
    return 365 * (sqlite3_int64)(year - 1970) + leaps / 4 - leaps / 100 + leaps / 400 - 477 +
           before[month - 1] + day - 1;
}

/* "2022-01-01T00:00:00.000Z" as milliseconds since 1970; -1 if it is not of that form. */
static sqlite3_int64 milliseconds_of(const char *text) {
    static const char form[] = "0000-00-00T00:00:00.000Z";
    static const struct {
        int at;
        int digits;
    } parts[] = {{0, 4}, {5, 2}, {8, 2}, {11, 2}, {14, 2}, {17, 2}, {20, 3}};
    int number[7] = {0};
    if (strlen(text) != USHER_TIME_TEXT) {
        return -1;
    }
    for (int i = 0; i < USHER_TIME_TEXT; i++) {
        if (form[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != form[i]) {
            return -1;
        }
    }
    for (int i = 0; i < 7; i++) {
        for (int d = 0; d < parts[i].digits; d++) {
            number[i] = number[i] * 10 + (text[parts[i].at + d] - '0');
        }
    }
    if (number[1] < 1 || number[1] > 12) {
        return -1;
    }
    return days_of(number[0], number[1], number[2]) * 86400000 +
           (((sqlite3_int64)number[3] * 60 + number[4]) * 60 + number[5]) * 1000 + number[6];
}

/* A time of the row at hand; `none` for NULL. corrupt. */
static int read_time(struct usher *usher, sqlite3_stmt *row, int column, sqlite3_int64 none,
                     sqlite3_int64 *milliseconds) {
    const char *text = (const char *)sqlite3_column_text(row, column);
    *milliseconds = text ? milliseconds_of(text) : none;
    return text && *milliseconds < 0 ? usher_fail(usher, USHER_CORRUPT, "usher_api_key",
                                                  "the store holds a malformed time of an API key")
                                     : SQLITE_OK;
}

enum { TOUCH_MS = 60000 };

struct found {
    sqlite3_int64 now;
    sqlite3_int64 used;
};

/* The row of an open query. SQLITE_ROW; SQLITE_DONE if the key has expired. */
static int take(struct usher *usher, sqlite3_stmt *row, struct found *found,
                char user_id[USHER_UUID_TEXT + 1], struct usher_credential *credential) {
    const char *id = (const char *)sqlite3_column_text(row, 0);
    const char *user = (const char *)sqlite3_column_text(row, 1);
    if (!id || !user) {
        return usher_pass(usher, SQLITE_NOMEM);
    }
    credential->kind = USHER_BY_API_KEY;
    sqlite3_snprintf(sizeof(credential->id), credential->id, "%s", id);
    sqlite3_snprintf(USHER_UUID_TEXT + 1, user_id, "%s", user);
    int rc = read_time(usher, row, 2, 0, &credential->expires);
    if (rc == SQLITE_OK) {
        rc = read_time(usher, row, 3, -TOUCH_MS, &found->used);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    return credential->expires && credential->expires <= found->now ? SQLITE_DONE : SQLITE_ROW;
}

static int touch_rule(struct usher *usher, void *argument) {
    char now[USHER_TIME_TEXT + 1];
    int rc = usher_now(usher, now);
    return rc == SQLITE_OK ? usher_run(usher, USHER_SQL_api_key_used, "tt", argument, now) : rc;
}

/* Is it a moment to write by the way? In no transaction, and while nothing else runs. */
static int may_touch(struct usher *usher) {
    sqlite3_stmt *statement = NULL;
    int running = 0;
    while ((statement = sqlite3_next_stmt(usher->db, statement)) != NULL) {
        running += sqlite3_stmt_busy(statement) && !usher->is_inner(usher, statement);
    }
    return running <= 1 && sqlite3_get_autocommit(usher->db) &&
           sqlite3_db_readonly(usher->db, "main") == 0;
}

/* The last use, at most once a minute; that it could not be written does not matter. */
static void touch(struct usher *usher, const struct found *found, char *id) {
    struct usher_error kept = usher->error;
    sqlite3_int64 since = found->now - found->used;
    if ((since >= TOUCH_MS || since < 0) && may_touch(usher) &&
        usher_atomic(usher, touch_rule, id) != SQLITE_OK) {
        usher->error = kept;
    }
}

/* The key of the hashes is kept: to read it costs as much as to find the row. */
static int keep_hash_key(struct usher *usher) {
    if (!usher->api_key_hash) {
        usher->api_key_hash = sqlite3_malloc(USHER_KEY_BYTES);
    }
    int rc = usher->api_key_hash ? usher_hash_key(usher, purpose, usher->api_key_hash)
                                 : usher_pass(usher, SQLITE_NOMEM);
    if (rc != SQLITE_OK) {
        usher_api_keys_close(usher);
    }
    return rc;
}

void usher_api_keys_close(struct usher *usher) {
    if (usher->api_key_hash) {
        usher_wipe(usher->api_key_hash, USHER_KEY_BYTES);
        sqlite3_free(usher->api_key_hash);
        usher->api_key_hash = NULL;
    }
}

/* SQLITE_ROW, or SQLITE_DONE if no key that stands has this text. */
static int look_up(struct usher *usher, const char *text, struct found *found,
                   char user_id[USHER_UUID_TEXT + 1], struct usher_credential *credential) {
    unsigned char hash[USHER_HASH_BYTES];
    struct usher_query query;
    usher_hash(text, USHER_API_KEY_TEXT, usher->api_key_hash, hash);
    int rc = usher_open(usher, &query, USHER_SQL_api_key_find, "b", hash, USHER_HASH_BYTES);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        rc = take(usher, query.statement, found, user_id, credential);
    }
    usher_close(&query);
    return rc;
}

int usher_api_key_find(struct usher *usher, const char *text, int length, int *found,
                       char user_id[USHER_UUID_TEXT + 1], struct usher_credential *credential) {
    struct found key = {usher_clock_now(usher), 0};
    int rc = SQLITE_DONE;
    *found = 0;
    if (!usher_api_key_formed(text, length)) {
        return SQLITE_OK;
    }
    if (usher->api_key_hash) {
        rc = look_up(usher, text, &key, user_id, credential);
    }
    if (rc == SQLITE_DONE) { /* the file may hold another store than it did */
        rc = keep_hash_key(usher);
        rc = rc == SQLITE_OK ? look_up(usher, text, &key, user_id, credential) : rc;
    }
    *found = rc == SQLITE_ROW;
    if (*found) {
        touch(usher, &key, credential->id);
    }
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* --------------------------------------------------------- renaming, revoking */

/* One's own, or those of the account, with the rank that it takes. */
static int may_manage(struct usher *usher, const struct usher_change *change) {
    int rc = usher_require_person(usher, "manage API keys");
    return rc == SQLITE_OK ? usher_require_user(usher, USHER_MAY_API_KEYS_DELETE,
                                                change->old->value[KEY_USER].text,
                                                change->old->value[KEY_ACCOUNT].text)
                           : rc;
}

/* The row of the service user behind the key; 0 if it is a person's. */
static int service_user(struct usher *usher, const char *user_id, sqlite3_int64 *number) {
    struct usher_query query;
    *number = 0;
    int rc = usher_open(usher, &query, USHER_SQL_service_user_number, "t", user_id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        *number = sqlite3_column_int64(query.statement, 0);
    }
    usher_close(&query);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int rename_service_user(struct usher *usher, const char *user_id,
                               const struct usher_value *name) {
    struct usher_fields fields;
    sqlite3_int64 number;
    char now[USHER_TIME_TEXT + 1];
    int rc = service_user(usher, user_id, &number);
    if (rc != SQLITE_OK || !number) {
        return rc;
    }
    rc = usher_now(usher, now);
    usher_fields_init(&fields);
    usher_set(&fields, "name", name);
    usher_set_text(&fields, "updated_by", usher_actor_id(usher));
    usher_set_text(&fields, "updated_at", now);
    return rc == SQLITE_OK ? usher_update(usher, "usher_user", number, &fields) : rc;
}

int usher_api_key_update(struct usher *usher, struct usher_change *change) {
    const struct usher_record *old = change->old;
    struct usher_fields before;
    struct usher_fields after;
    int rc = may_manage(usher, change);
    usher_audit_fields(&usher_api_keys, old, 1 << KEY_NAME, &before);
    usher_audit_fields(&usher_api_keys, change->next, 1 << KEY_NAME, &after);
    if (rc == SQLITE_OK) {
        rc = usher_update(usher, "usher_api_key", change->number, &after);
    }
    if (rc == SQLITE_OK) {
        rc = rename_service_user(usher, old->value[KEY_USER].text, &change->next->value[KEY_NAME]);
    }
    struct usher_event event = {"api_key.update", "api_keys", old->value[KEY_ID].text,
                                old->value[KEY_ACCOUNT].text};
    return rc == SQLITE_OK ? usher_audit(usher, &event, &before, &after) : rc;
}

/* Nobody is left who could act as it. */
static int discard_service_user(struct usher *usher, const char *user_id, const char *account_id) {
    struct usher_fields after;
    sqlite3_int64 number;
    char now[USHER_TIME_TEXT + 1];
    int rc = service_user(usher, user_id, &number);
    if (rc != SQLITE_OK || !number) {
        return rc;
    }
    rc = usher_now(usher, now);
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_user_discard, "itt", number, now, usher_actor_id(usher));
    }
    usher_fields_init(&after);
    usher_set_text(&after, "discarded_at", now);
    struct usher_event event = {"user.delete", "users", user_id, account_id};
    return rc == SQLITE_OK ? usher_audit(usher, &event, NULL, &after) : rc;
}

int usher_api_key_remove(struct usher *usher, struct usher_change *change) {
    const struct usher_record *old = change->old;
    const char *id = old->value[KEY_ID].text;
    const char *user_id = old->value[KEY_USER].text;
    const char *account_id = old->value[KEY_ACCOUNT].text;
    struct usher_fields before;
    int rc = may_manage(usher, change);
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_api_key_scopes_delete, "tn", id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_api_key_delete, "tn", id);
    }
    if (rc == SQLITE_OK) {
        rc = discard_service_user(usher, user_id, account_id);
    }
    usher_audit_fields(&usher_api_keys, old, 1 << KEY_NAME | 1 << KEY_USER, &before);
    struct usher_event event = {"api_key.delete", "api_keys", id, account_id};
    return rc == SQLITE_OK ? usher_audit(usher, &event, &before, NULL) : rc;
}

int usher_api_keys_end(struct usher *usher, const char *user_id) {
    int rc = usher_run(usher, USHER_SQL_api_key_scopes_delete, "nt", user_id);
    return rc == SQLITE_OK ? usher_run(usher, USHER_SQL_api_key_delete, "nt", user_id) : rc;
}
