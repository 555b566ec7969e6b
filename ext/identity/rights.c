/*
** What the acting user holds, account by account.
**
** Kept as long as the file does not change: SQLite's data version tells, unless
** this connection itself is changing the file (then only its own count of changes
** does, and only within one rule, of which nothing is taken back before it ends) or
** reads nothing at the moment (then it cannot know of others' changes).
*/
#include "identity/internal.h"

#include <stdlib.h>
#include <string.h>

void usher_rights_clear(struct usher_rights_read *read) {
    sqlite3_free(read->rights.in);
    sqlite3_free(read->rights.other);
    memset(read, 0, sizeof(*read));
}

void usher_rights_move(struct usher_rights_read *from, struct usher_rights_read *to) {
    usher_rights_clear(to);
    *to = *from;
    memset(from, 0, sizeof(*from));
}

void usher_rights_forget(struct usher *usher) {
    usher_rights_clear(&usher->identity->held);
}

static int has_expired(struct usher *usher) {
    sqlite3_int64 expires = usher_actor_credential(usher)->expires;
    return expires != 0 && usher_clock_now(usher) >= expires;
}

/* Was it read within the rule that is under way, which has written nothing since? */
static int is_of_rule(const struct usher *usher) {
    const struct usher_rights_read *held = &usher->identity->held;
    return held->rule && held->rule == usher->rule &&
           held->changes == sqlite3_total_changes(usher->db);
}

/* Is the file as it was? */
static int is_of_file(struct usher *usher) {
    unsigned version = 0;
    if (!usher->identity->held.known || sqlite3_txn_state(usher->db, "main") != SQLITE_TXN_READ) {
        return 0;
    }
    int rc = sqlite3_file_control(usher->db, "main", SQLITE_FCNTL_DATA_VERSION, &version);
    return USHER_ALWAYS(rc == SQLITE_OK) && /* every pager knows it */
           version == usher->identity->held.data_version;
}

/* Is what was read still so? */
static int is_current(struct usher *usher) {
    return (is_of_rule(usher) || is_of_file(usher)) && !has_expired(usher);
}

static void remember(struct usher *usher) {
    struct usher_rights_read *held = &usher->identity->held;
    int rc =
        sqlite3_file_control(usher->db, "main", SQLITE_FCNTL_DATA_VERSION, &held->data_version);
    held->known = sqlite3_txn_state(usher->db, "main") != SQLITE_TXN_WRITE &&
                  USHER_ALWAYS(rc == SQLITE_OK); /* every pager knows it */
    held->rule = usher->rule;
    held->changes = sqlite3_total_changes(usher->db);
}

/* Was the session, or the key, by which they act taken back? */
static int read_credential(struct usher *usher, int *valid) {
    const struct usher_credential *credential = usher_actor_credential(usher);
    *valid = !has_expired(usher);
    if (!*valid || credential->kind == USHER_BY_NOTHING) {
        return SQLITE_OK;
    }
    return usher_exists(usher, valid,
                        credential->kind == USHER_BY_SESSION ? USHER_SQL_session_stands
                                                             : USHER_SQL_api_key_stands,
                        "tt", credential->id, usher_actor_id(usher));
}

static int read_home(struct usher *usher, struct usher_rights *rights) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_user_home, "t", usher_actor_id(usher));
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        rights->active = 1;
        rc = usher_copy_text(usher, query.statement, 0, rights->home, sizeof(rights->home));
        rights->guests = sqlite3_column_int(query.statement, 1);
        rights->guest = sqlite3_column_int(query.statement, 2);
        rights->shares = sqlite3_column_int(query.statement, 3);
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* The account that the row is about: rows come in order of accounts. */
static struct usher_rights_in *place_for(struct usher *usher, struct usher_rights *rights,
                                         const char *account_id) {
    struct usher_rights_in *last = rights->count ? &rights->in[rights->count - 1] : NULL;
    if (last && strcmp(last->account_id, account_id) == 0) {
        return last;
    }
    if (!rights->in || rights->count % 8 == 0) {
        sqlite3_uint64 size = (sqlite3_uint64)(rights->count + 8) * sizeof(*rights->in);
        struct usher_rights_in *more = sqlite3_realloc64(rights->in, size);
        if (!more) {
            usher_pass(usher, SQLITE_NOMEM);
            return NULL;
        }
        rights->in = more;
    }
    last = &rights->in[rights->count++];
    sqlite3_snprintf(sizeof(last->account_id), last->account_id, "%s", account_id);
    last->permissions = 0;
    return last;
}

/* Of the application's: kept by name. */
static int add_other(struct usher *usher, struct usher_rights *rights, const char *account_id,
                     const char *token) {
    if (rights->others % 8 == 0) {
        sqlite3_uint64 size = (sqlite3_uint64)(rights->others + 8) * sizeof(*rights->other);
        struct usher_rights_other *more = sqlite3_realloc64(rights->other, size);
        if (!more) {
            return usher_pass(usher, SQLITE_NOMEM);
        }
        rights->other = more;
    }
    struct usher_rights_other *other = &rights->other[rights->others++];
    sqlite3_snprintf(sizeof(other->account_id), other->account_id, "%s", account_id);
    sqlite3_snprintf(sizeof(other->token), other->token, "%s", token);
    return SQLITE_OK;
}

static int add_grant(struct usher *usher, struct usher_rights *rights, const char *account_id,
                     const char *token) {
    int permission = usher_permission_find(token);
    if (permission < 0) {
        return add_other(usher, rights, account_id, token);
    }
    struct usher_rights_in *in = place_for(usher, rights, account_id);
    if (!in) {
        return SQLITE_NOMEM;
    }
    in->permissions |= (uint64_t)1 << permission;
    return SQLITE_OK;
}

static int read_grants(struct usher *usher, struct usher_rights *rights) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_held, "t", usher_actor_principal(usher));
    if (rc != SQLITE_OK) {
        return rc;
    }
    while (rc == SQLITE_OK && (rc = usher_step(&query)) == SQLITE_ROW) {
        const char *account_id = (const char *)sqlite3_column_text(query.statement, 0);
        const char *token = (const char *)sqlite3_column_text(query.statement, 1);
        rc = token && account_id ? add_grant(usher, rights, account_id, token)
                                 : usher_pass(usher, SQLITE_NOMEM);
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int usher_rights_of_actor(struct usher *usher, const struct usher_rights **out) {
    struct usher_identity *identity = usher->identity;
    *out = &identity->held.rights;
    if (is_current(usher)) {
        return SQLITE_OK;
    }
    usher_rights_forget(usher);
    if (!usher_actor_id(usher)) {
        return SQLITE_OK;
    }
    int valid = 0;
    int rc = read_credential(usher, &valid);
    if (rc == SQLITE_OK && valid) {
        rc = read_home(usher, &identity->held.rights);
    }
    if (rc == SQLITE_OK && identity->held.rights.active) {
        rc = read_grants(usher, &identity->held.rights);
    }
    if (rc == SQLITE_OK) {
        remember(usher);
    }
    return rc;
}

int usher_rights_hold(const struct usher_rights *rights, enum usher_permission permission,
                      const char *account_id) {
    for (int i = 0; i < rights->count; i++) {
        if (strcmp(rights->in[i].account_id, account_id) == 0) {
            return (int)(rights->in[i].permissions >> permission & 1);
        }
    }
    return 0;
}

/* In how many accounts; *account_id is the last of them. */
static int count_in(const struct usher_rights *rights, enum usher_permission permission,
                    const char **account_id) {
    int count = 0;
    for (int i = 0; i < rights->count; i++) {
        if (rights->in[i].permissions >> permission & 1) {
            *account_id = rights->in[i].account_id;
            count++;
        }
    }
    return count;
}

int usher_rights_count(const struct usher_rights *rights, enum usher_permission permission) {
    const char *account_id;
    return count_in(rights, permission, &account_id);
}

int usher_rights_of_self(struct usher *usher, const struct usher_rights *rights,
                         enum usher_permission permission) {
    return !usher_acts_by_key(usher) || usher_rights_hold(rights, permission, rights->home);
}

int usher_rights_hold_token(const struct usher_rights *rights, const char *token,
                            const char *account_id) {
    int permission = usher_permission_find(token);
    if (permission >= 0) {
        return usher_rights_hold(rights, (enum usher_permission)permission, account_id);
    }
    for (int i = 0; i < rights->others; i++) {
        if (strcmp(rights->other[i].token, token) == 0 &&
            strcmp(rights->other[i].account_id, account_id) == 0) {
            return 1;
        }
    }
    return 0;
}

int usher_rights_count_token(const struct usher_rights *rights, const char *token,
                             const char **account_id) {
    int permission = usher_permission_find(token);
    int count = 0;
    if (permission >= 0) {
        return count_in(rights, (enum usher_permission)permission, account_id);
    }
    for (int i = 0; i < rights->others; i++) {
        if (strcmp(rights->other[i].token, token) == 0) {
            *account_id = rights->other[i].account_id;
            count++;
        }
    }
    return count;
}
