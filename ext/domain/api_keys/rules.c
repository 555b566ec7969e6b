/*
** API keys: finding, renaming and revoking them.
**
** Only a keyed hash is stored. Who acts by a key may do what its scopes permit of what
** its owner may do at that moment (the view usher_held), of what everybody may do to themself
** what self.read and self.update say, and nothing to credentials. Revoking deletes the row: whoever acts by it
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

/* The row of an open query. SQLITE_ROW; SQLITE_DONE if the key has expired. */
static int take(struct usher *usher, sqlite3_stmt *row, struct usher_api_key *key) {
    const char *id = (const char *)sqlite3_column_text(row, 0);
    const char *user = (const char *)sqlite3_column_text(row, 1);
    const char *used = (const char *)sqlite3_column_text(row, 3);
    if (!id || !user) {
        return usher_pass(usher, SQLITE_NOMEM);
    }
    if (sqlite3_column_type(row, 2) == SQLITE_NULL) {
        return usher_fail(usher, USHER_CORRUPT, "usher_api_key",
                          "the store holds a malformed time of an API key");
    }
    key->credential.kind = USHER_BY_API_KEY;
    key->credential.expires = sqlite3_column_int64(row, 2);
    sqlite3_snprintf(sizeof(key->credential.id), key->credential.id, "%s", id);
    sqlite3_snprintf(sizeof(key->user_id), key->user_id, "%s", user);
    sqlite3_snprintf(sizeof(key->last_used_at), key->last_used_at, "%s", used ? used : "");
    return key->credential.expires && key->credential.expires <= usher_clock_now(usher)
               ? SQLITE_DONE
               : SQLITE_ROW;
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
static int look_up(struct usher *usher, const char *text, struct usher_api_key *key) {
    unsigned char hash[USHER_HASH_BYTES];
    struct usher_query query;
    usher_hash(text, USHER_API_KEY_TEXT, usher->api_key_hash, hash);
    int rc = usher_open(usher, &query, USHER_SQL_api_key_find, "b", hash, USHER_HASH_BYTES);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        rc = take(usher, query.statement, key);
    }
    usher_close(&query);
    return rc;
}

int usher_api_key_find(struct usher *usher, const char *text, struct usher_api_key *key,
                       int *found) {
    int rc = SQLITE_DONE;
    if (usher->api_key_hash) {
        rc = look_up(usher, text, key);
    }
    if (rc == SQLITE_DONE) { /* the file may hold another store than it did */
        rc = keep_hash_key(usher);
        rc = rc == SQLITE_OK ? look_up(usher, text, key) : rc;
    }
    *found = rc == SQLITE_ROW;
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
    usher_now(usher, now);
    usher_fields_init(&fields);
    usher_set(&fields, "name", name);
    usher_set_text(&fields, "updated_by", usher_actor_id(usher));
    usher_set_text(&fields, "updated_at", now);
    return usher_update(usher, "usher_user", number, &fields);
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

/* Nobody is left who could act as it, or bring it back. */
static int discard_service_user(struct usher *usher, const char *user_id, const char *account_id) {
    struct usher_fields after;
    sqlite3_int64 number;
    char now[USHER_TIME_TEXT + 1];
    int rc = service_user(usher, user_id, &number);
    usher_now(usher, now);
    if (rc == SQLITE_OK && number) {
        rc = usher_run(usher, USHER_SQL_user_discard, "itt", number, now, usher_actor_id(usher));
    }
    if (rc != SQLITE_OK || !number) {
        return rc;
    }
    rc = usher_teams_leave(usher, user_id, NULL);
    if (rc == SQLITE_OK) {
        rc = usher_channels_leave(usher, user_id, NULL);
    }
    if (rc == SQLITE_OK) {
        rc = usher_settings_end(usher, "user", user_id);
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
        rc = usher_run(usher, USHER_SQL_api_key_scopes_delete, "t", id);
    }
    if (rc == SQLITE_OK) {
        rc = usher_run(usher, USHER_SQL_api_key_delete, "t", id);
    }
    if (rc == SQLITE_OK) {
        rc = discard_service_user(usher, user_id, account_id);
    }
    usher_audit_fields(&usher_api_keys, old, 1 << KEY_NAME | 1 << KEY_USER, &before);
    struct usher_event event = {"api_key.delete", "api_keys", id, account_id};
    return rc == SQLITE_OK ? usher_audit(usher, &event, &before, NULL) : rc;
}

int usher_api_keys_end(struct usher *usher, const char *user_id) {
    int any;
    int rc = usher_run_each(usher, &any, USHER_SQL_api_keys_of_user,
                            USHER_SQL_api_key_scopes_delete, "t", user_id);
    return rc == SQLITE_OK && any ? usher_run(usher, USHER_SQL_api_keys_delete, "t", user_id) : rc;
}
