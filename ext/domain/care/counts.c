/*
** Checks of what is kept beside what it follows from: disk space that is used, triggers of tracked
** tables, what the built-in roles hold, what is sealed under the master key, what is over.
*/
#include "domain/care/care.h"

#include <string.h>

/* -------------------------------------------------------------------- storage */

static int drifted(void *context, const char *user_id, sqlite3_int64 kept, sqlite3_int64 counted) {
    struct care *care = context;
    char *remedy = user_id ? sqlite3_mprintf("SELECT storage_refresh(%Q)", user_id) : NULL;
    return remedy ? care_find(care, user_id, remedy,
                              "the user's files count for %lld bytes, and %lld are kept", counted,
                              kept)
                  : usher_pass(care->usher, SQLITE_NOMEM);
}

int care_usage(struct care *care) {
    return usher_storage_drifts(care->usher, drifted, care);
}

static int untracked(void *context, const char *table, const char *what, char *remedy) {
    return care_find(context, table, remedy, "%s", what);
}

int care_tracked(struct care *care) {
    return usher_tracked_faults(care->usher, untracked, care);
}

/* ---------------------------------------------------------------------- roles */

static int lacks(struct care *care, const char *subject, char *remedy, const char *what) {
    return remedy ? care_find(care, subject, remedy, "%s", what)
                  : usher_pass(care->usher, SQLITE_NOMEM);
}

/* What permissions.def says of it, and what the store has. */
static int compare_holding(struct care *care, const char *role_id, const char *name,
                           enum usher_permission permission) {
    const char *token = usher_permission_token(permission);
    int expected = usher_role_is_to_hold(role_id, permission);
    int holds;
    int rc = usher_exists(care->usher, &holds, USHER_SQL_doctor_role_holds, "tt", role_id, token);
    if (rc != SQLITE_OK || holds == expected) {
        return rc;
    }
    char *remedy =
        holds ? sqlite3_mprintf("DELETE FROM main.usher_role_permission "
                                "WHERE role_id = %Q AND permission = %Q",
                                role_id, token)
              : sqlite3_mprintf("INSERT INTO main.usher_role_permission (role_id, permission) "
                                "VALUES (%Q, %Q)",
                                role_id, token);
    if (!remedy) {
        return usher_pass(care->usher, SQLITE_NOMEM);
    }
    return care_find(care, name, remedy, "the built-in role %s %s, which it %s",
                     holds ? "holds" : "lacks", token, holds ? "must not" : "should hold");
}

static int check_role(void *context, const char *role_id, const char *name) {
    struct care *care = context;
    int there;
    int rc = usher_exists(care->usher, &there, USHER_SQL_doctor_role, "tt", role_id, name);
    if (rc == SQLITE_OK && !there) {
        return lacks(
            care, name,
            sqlite3_mprintf("INSERT OR REPLACE INTO main.usher_role (id, name, created_at, "
                            "updated_at) VALUES (%Q, %Q, %Q, %Q)",
                            role_id, name, care->now, care->now),
            "the built-in role is not there");
    }
    for (int i = 0; i < USHER_PERMISSIONS && rc == SQLITE_OK; i++) {
        rc = compare_holding(care, role_id, name, (enum usher_permission)i);
    }
    return rc;
}

int care_roles(struct care *care) {
    int lost = 0;
    int rc = SQLITE_OK;
    for (int i = 0; i < USHER_PERMISSIONS && rc == SQLITE_OK; i++) {
        const char *token = usher_permission_token((enum usher_permission)i);
        int there;
        rc = usher_exists(care->usher, &there, USHER_SQL_permission_exists, "t", token);
        if (rc == SQLITE_OK && !there) {
            lost++;
            rc = lacks(care, token,
                       sqlite3_mprintf("INSERT INTO main.usher_permission (name, meaning) "
                                       "VALUES (%Q, '')",
                                       token),
                       "the permission is not there");
        }
    }
    return rc == SQLITE_OK && !lost ? usher_roles_builtin(check_role, care) : rc;
}

/* ----------------------------------------------------------------- master key */

int care_master_key(struct care *care) {
    struct usher_query query;
    int rc = usher_open(care->usher, &query, USHER_SQL_doctor_master_key, "");
    if (rc == SQLITE_OK) {
        rc = usher_step(&query);
    }
    int lost = rc == SQLITE_DONE;
    int given = rc == SQLITE_ROW && sqlite3_column_int(query.statement, 0);
    sqlite3_int64 waiting = rc == SQLITE_ROW ? sqlite3_column_int64(query.statement, 1) : 0;
    usher_close(&query);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE) {
        return rc;
    }
    if (lost) {
        care->severity = CARE_ERROR;
        return care_find(care, "usher_secret", NULL,
                         "the store has lost its own secret, by which API keys and guesses are "
                         "known: take that row back from a backup");
    }
    if (!given) {
        return care_find(
            care, NULL, NULL,
            "the store has no master key: no mail with a token is sent, no JWT signed, "
            "no second factor kept: call SELECT usher_key(:key) on each connection");
    }
    if (usher_has_master_key(care->usher)) {
        return SQLITE_OK;
    }
    care->severity = waiting ? CARE_WARNING : CARE_NOTE;
    return care_find(care, NULL, NULL,
                     "this connection was not given the master key, under which %lld mails wait: "
                     "call SELECT usher_key(:key)",
                     waiting);
}

static const struct {
    const char *purpose;
    const char *remedy; /* NULL: what is lost protects somebody, or cannot be made again */
} places[] = {
    /* As sealed_values counts them. */
    {"usher_signing_key.secret", "DELETE FROM jwt_keys WHERE id = %Q"},
    {"usher_api_key.sealed", "UPDATE main.usher_api_key SET sealed = NULL WHERE id = %Q"},
    {"usher_totp.secret", NULL},
    {"usher_outbox.token", "DELETE FROM main.usher_outbox WHERE id = %Q"},
    {"usher_audit_key.secret", NULL},
};

static int check_sealed(struct care *care, const struct usher_query *query) {
    int place = sqlite3_column_int(query->statement, 0);
    const char *id = care_text(query, 2);
    char *plain = NULL;
    int size = 0;
    int rc = usher_unseal_value(care->usher, places[place].purpose, id,
                                sqlite3_column_blob(query->statement, 3),
                                sqlite3_column_bytes(query->statement, 3), &plain, &size);
    usher_secret_free(plain, size);
    if (rc == SQLITE_OK || care->usher->error.code != USHER_CORRUPT) {
        return rc;
    }
    char *remedy = NULL;
    if (places[place].remedy) {
        remedy = sqlite3_mprintf(places[place].remedy, id);
        if (!remedy) {
            return usher_pass(care->usher, SQLITE_NOMEM);
        }
    }
    return care_find(care, id, remedy, "the master key does not open its %s%s",
                     places[place].purpose,
                     remedy ? "" : ": let its user enrol anew, after you know them");
}

/* Where the master key is there to try. */
int care_sealed(struct care *care) {
    struct usher_query query;
    if (!usher_has_master_key(care->usher)) {
        return SQLITE_OK;
    }
    int rc = usher_open(care->usher, &query, USHER_SQL_sealed_values, "");
    while (rc == SQLITE_OK && (rc = usher_step(&query)) == SQLITE_ROW) {
        rc = check_sealed(care, &query);
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* -------------------------------------------------------------------- audit log */

int care_audit(struct care *care) {
    struct usher_error kept = care->usher->error;
    const char *problem;
    sqlite3_int64 entry;
    int rc = usher_audit_whole(care->usher, &problem, &entry);
    if (rc != SQLITE_OK && care->usher->error.code == USHER_UNSUPPORTED) {
        care->usher->error = kept;
        care->severity = CARE_NOTE;
        return care_find(
            care, "audit_log", NULL,
            "the audit log is sealed, and was not verified: call SELECT usher_key(:key)");
    }
    return rc == SQLITE_OK && problem
               ? care_find(
                     care, "audit_log", NULL,
                     "the audit log is not as it was written, from entry %lld on (%s): find out "
                     "who could write the file, and compare with a backup",
                     entry, problem)
               : rc;
}

/* ------------------------------------------------------------------------ prune */

int care_prunable(struct care *care) {
    sqlite3_int64 count;
    int rc = usher_prune_count(care->usher, care->now, care->now, &count);
    if (rc != SQLITE_OK || count == 0) {
        return rc;
    }
    char *remedy = sqlite3_mprintf("SELECT usher_prune('%s')", care->now);
    return remedy ? care_find(care, NULL, remedy,
                              "%lld rows are over (dead sessions, expired tokens, closed invites' "
                              "secrets, old guesses): nothing needs them",
                              count)
                  : usher_pass(care->usher, SQLITE_NOMEM);
}
