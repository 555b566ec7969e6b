/*
** Who acts on this connection.
**
** A connection starts as the system, which may do everything. act_as() puts a
** user in its place; the system stays the real actor, and both are written to
** the audit log.
*/
#include "identity/identity.h"

#include <string.h>

struct usher_identity {
    char effective[USHER_UUID_TEXT + 1]; /* "" is the system, or nobody */
    int gave_up;                         /* the system's rights are gone */
};

int usher_identity_open(struct usher *usher) {
    usher->identity = sqlite3_malloc64(sizeof(*usher->identity));
    if (!usher->identity) {
        return SQLITE_NOMEM;
    }
    memset(usher->identity, 0, sizeof(*usher->identity));
    return SQLITE_OK;
}

void usher_identity_close(struct usher *usher) {
    sqlite3_free(usher->identity);
    usher->identity = NULL;
}

int usher_is_system(const struct usher *usher) {
    return usher->identity->effective[0] == '\0' && !usher->identity->gave_up;
}

const char *usher_actor_id(const struct usher *usher) {
    return usher_is_system(usher) ? NULL : usher->identity->effective;
}

const char *usher_actor_name(const struct usher *usher) {
    if (usher->identity->effective[0] != '\0') {
        return usher->identity->effective;
    }
    return usher->identity->gave_up ? "nobody" : "system";
}

const char *usher_real_actor_name(const struct usher *usher) {
    /* authenticate() will make it somebody else */
    return usher->identity->gave_up ? usher_actor_name(usher) : "system";
}

void usher_actor_give_up_system(struct usher *usher) {
    usher->identity->gave_up = 1;
}

/* Rights end at once: who was disabled or deleted meanwhile does not act for themself either. */
int usher_is_actor(struct usher *usher, const char *user_id, int *is) {
    *is = 0;
    if (usher_is_system(usher) || strcmp(usher_actor_id(usher), user_id) != 0) {
        return SQLITE_OK;
    }
    return usher_exists(usher, is, USHER_SQL_user_active, "t", user_id);
}

int usher_act_as(struct usher *usher, const char *user_id) {
    if (usher_is_locked(usher)) {
        return usher_fail(usher, USHER_FORBIDDEN, NULL,
                          "the connection is locked down: act_as() is for the system");
    }
    if (!user_id) {
        usher->identity->effective[0] = '\0';
        return SQLITE_OK;
    }
    int found;
    int rc = usher_exists(usher, &found, USHER_SQL_user_active, "t", user_id);
    if (rc == SQLITE_OK && !found) {
        rc = usher_fail(usher, USHER_NOT_FOUND, "user_id", "there is no active user of this id");
    }
    if (rc == SQLITE_OK) {
        memcpy(usher->identity->effective, user_id, sizeof(usher->identity->effective));
    }
    return rc;
}

int usher_default_account(struct usher *usher, const char *field, char id[USHER_UUID_TEXT + 1]) {
    struct usher_query query;
    int rc = usher_is_system(usher)
                 ? usher_open(usher, &query, USHER_SQL_account_only, "")
                 : usher_open(usher, &query, USHER_SQL_account_of_user, "t", usher_actor_id(usher));
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        const unsigned char *text = sqlite3_column_text(query.statement, 0);
        int several = sqlite3_column_int(query.statement, 1) > 1;
        sqlite3_snprintf(USHER_UUID_TEXT + 1, id, "%s", text ? (const char *)text : "");
        rc = SQLITE_OK;
        if (several) {
            rc = usher_fail(usher, USHER_MISSING, field,
                            "there are several accounts: say which in %s", field);
        } else if (!text) {
            rc = usher_fail(usher, USHER_MISSING, field, "there is no account yet");
        }
    } else if (rc == SQLITE_DONE) {
        rc = usher_fail(usher, USHER_CORRUPT, field, "the acting user has no account");
    }
    usher_close(&query);
    return rc;
}
