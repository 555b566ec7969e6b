/*
** password_set() and password_import().
**
** The system sets anybody's; everybody else their own, and shows the old one: who holds
** a session for a while, or found a screen unlocked, shall not keep the account. A wrong
** old one counts as a guess. Hashing is slow, and done before anything is written.
*/
#include "domain/passwords/passwords.h"

#include <string.h>

struct job {
    struct usher_call *call;
    struct usher_password_user user;
    char hash[USHER_PASSWORD_HASH];
    int own; /* whoever acts, who has shown the old one */
};

/* ------------------------------------------------------------- with the old one */

static int may_set_own(struct usher *usher, const char *user_id) {
    int own = 0;
    int rc = usher_require_person(usher, "set a password");
    if (rc == SQLITE_OK) {
        rc = usher_is_actor(usher, user_id, &own);
    }
    if (rc == SQLITE_OK && !own) {
        rc = usher_fail(usher, USHER_FORBIDDEN, "user_id",
                        "others' passwords are the system's to set: they can ask for a reset");
    }
    return rc;
}

static int show_old(struct usher *usher, const struct usher_password_user *user,
                    const struct usher_value *old) {
    int right = 0;
    int stale;
    if (!user->hash[0]) {
        return usher_fail(usher, USHER_FORBIDDEN, "old",
                          "there is no password yet: call password_reset_request()");
    }
    if (!old || usher_is_null(old)) {
        return usher_fail(usher, USHER_MISSING, "old", "old is required: the present password");
    }
    if (old->type != SQLITE_TEXT) {
        return usher_fail(usher, USHER_INVALID, "old", "old must be text: the present password");
    }
    int rc =
        usher_attempt_begin(usher, "password_set", user->account_id, "password", user->id, NULL);
    if (rc == SQLITE_OK) {
        rc = usher_password_matches(usher, user->id, user->account_id, user->email, old, &right,
                                    &stale);
    }
    return rc == SQLITE_OK && !right
               ? usher_fail(usher, USHER_UNAUTHENTICATED, "old", "old is not the present password")
               : rc;
}

/* ------------------------------------------------------------------------ rules */

/* Whoever acts is looked at once more: hashing took a while. */
static int require_unchanged(struct usher *usher, const struct job *job) {
    struct usher_password_user user;
    int rc = may_set_own(usher, job->user.id);
    if (rc == SQLITE_OK) {
        rc = usher_password_user(usher, job->user.id, &user);
    }
    if (rc == SQLITE_OK && strcmp(user.hash, job->user.hash) != 0) {
        rc = usher_fail(usher, USHER_CONFLICT, "old", "the password was changed meanwhile");
    }
    return rc == SQLITE_OK ? usher_attempt_clear(usher, "password", user.id) : rc;
}

static int set_rule(struct usher *usher, void *argument) {
    struct job *job = argument;
    const struct usher_credential *credential = usher_actor_credential(usher);
    const char *present = job->own && credential->kind == USHER_BY_SESSION ? credential->id : NULL;
    int rc = job->own ? require_unchanged(usher, job) : SQLITE_OK;
    if (rc == SQLITE_OK) {
        rc = usher_password_put(usher, job->user.id, job->hash, present, "password.set");
    }
    return rc == SQLITE_OK ? usher_result_copy(usher, &job->call->result, job->user.id) : rc;
}

int usher_password_set(struct usher *usher, struct usher_call *call) {
    struct job job = {.call = call};
    struct usher_value *password = &call->argv[1];
    const struct usher_value *old = call->argc > 2 ? &call->argv[2] : NULL;
    const char *id;
    int rc = usher_argument_uuid(usher, call, 0, "user_id", &id);
    job.own = !usher_is_system(usher);
    if (rc == SQLITE_OK && job.own) {
        rc = may_set_own(usher, id);
    } else if (rc == SQLITE_OK && old && !usher_is_null(old)) {
        rc = usher_fail(usher, USHER_INVALID, "old", "old is for users: the system needs none");
    }
    if (rc == SQLITE_OK) {
        rc = usher_password_user(usher, id, &job.user);
    }
    if (rc == SQLITE_OK) {
        rc = usher_password_require(usher, &job.user);
    }
    if (rc == SQLITE_OK) {
        rc = usher_password_argument(usher, job.user.account_id, password);
    }
    if (rc == SQLITE_OK && job.own) {
        rc = show_old(usher, &job.user, old);
    }
    if (rc == SQLITE_OK) {
        rc = usher_password_make(usher, job.user.account_id, password, job.hash);
    }
    return rc == SQLITE_OK ? usher_atomic(usher, set_rule, &job) : rc;
}

int usher_password_import(struct usher *usher, struct usher_call *call) {
    struct usher_cost cost;
    const char *id;
    const char *hash = NULL;
    int rc = usher_argument_uuid(usher, call, 0, "user_id", &id);
    if (rc == SQLITE_OK) {
        rc = usher_argument_required(usher, call, 1, "phc", &hash);
    }
    if (rc == SQLITE_OK && usher_password_cost(hash, &cost) != 0) {
        rc = usher_fail(usher, USHER_INVALID, "phc",
                        "phc must be an Argon2id or Argon2i string like "
                        "$argon2id$v=19$m=65536,t=2,p=1$SALT$HASH, of at most %d KiB and %d passes",
                        USHER_COST_MEMORY_MOST, USHER_COST_PASSES_MOST);
    }
    if (rc == SQLITE_OK) {
        rc = usher_password_put(usher, id, hash, NULL, "password.import");
    }
    usher_value_small(&call->result, rc == SQLITE_OK ? id : "");
    return rc;
}
