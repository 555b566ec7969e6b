/*
** api_key_create(): the rules.
**
** A key of a user has no scope that the user does not hold somewhere, but for what everybody
** has of themself, self.read and self.update; it is made by the user, signed in, or by the system. A key of the account takes the permission
** api_keys.create there, and has no scope that its maker does not hold in that account, and
** no self; it acts as a user of its own, as whom nobody signs in. Both are named by ids that no
** user or key has: under them rights are looked up.
*/
#include "domain/api_keys/api_keys.h"

#include "domain/users/users.h"

#include <string.h>

struct plan {
    const struct usher_record *given;
    const char *name;
    const char *kind;
    int of_account;
    char id[USHER_UUID_TEXT + 1];
    char user_id[USHER_UUID_TEXT + 1];
    char account_id[USHER_UUID_TEXT + 1];
    char now[USHER_TIME_TEXT + 1];
    const char *holder; /* whose rights bound the scopes; NULL: the system's */
    const char *within; /* in this account; NULL: in any */
};

/* ---------------------------------------------------------------------- owner */

/* A user who may sign in some day: a key of somebody else would be good for nothing, or for too much. */
static int require_active(struct usher *usher, const char *user_id) {
    int active;
    int rc = usher_exists(usher, &active, USHER_SQL_user_active, "t", user_id);
    return rc == SQLITE_OK && !active
               ? usher_fail(usher, USHER_NOT_FOUND, "user_id", "there is no active user of this id")
               : rc;
}

static int plan_of_user(struct usher *usher, struct plan *plan) {
    const char *actor = usher_actor_id(usher);
    const char *user_id = usher_record_text(plan->given, NEW_USER);
    struct usher_user_state state;
    if (usher_given(plan->given, NEW_ACCOUNT)) {
        return usher_fail(usher, USHER_INVALID, "account_id",
                          "account_id is for a key of the account: owner account");
    }
    if (!user_id && !actor) {
        return usher_fail(usher, USHER_MISSING, "user_id",
                          "user_id is required: whose is the key?");
    }
    if (user_id && actor && strcmp(user_id, actor) != 0) {
        return usher_fail(usher, USHER_FORBIDDEN, "user_id",
                          "only the system makes keys for other users");
    }
    user_id = actor ? actor : user_id;
    int rc = require_active(usher, user_id);
    if (rc == SQLITE_OK) {
        rc = usher_user_load(usher, user_id, &state);
    }
    if (rc == SQLITE_OK) {
        memcpy(plan->user_id, state.id, sizeof(state.id));
        memcpy(plan->account_id, state.account_id, sizeof(state.account_id));
        plan->holder = plan->user_id;
    }
    return rc;
}

static int plan_of_account(struct usher *usher, struct plan *plan) {
    int rc = usher_account_of(usher, "account_id", usher_record_text(plan->given, NEW_ACCOUNT),
                              plan->account_id);
    if (rc == SQLITE_OK) {
        rc = usher_require(usher, USHER_MAY_API_KEYS_CREATE, plan->account_id);
    }
    if (rc == SQLITE_OK && !usher_given(plan->given, NEW_SCOPES) &&
        strcmp(plan->kind, "upload") != 0) {
        rc = usher_fail(usher, USHER_MISSING, "scopes",
                        "scopes is required: what may the account's key do?");
    }
    plan->holder = usher_actor_id(usher);
    plan->within = plan->account_id;
    return rc;
}

static int make_service_user(struct usher *usher, struct plan *plan) {
    struct usher_record profile;
    char role_id[USHER_UUID_TEXT + 1];
    sqlite3_int64 number = 0;
    usher_record_init(&profile);
    usher_record_set(&profile, USER_NAME, &plan->given->value[NEW_NAME]);
    if (usher_given(plan->given, NEW_USER)) {
        usher_record_set(&profile, USER_ID, &plan->given->value[NEW_USER]);
    }
    struct usher_new_user user = {.profile = &profile,
                                  .account_id = plan->account_id,
                                  .role_id = role_id,
                                  .role = "user",
                                  .created_by = usher_actor_id(usher),
                                  .now = plan->now,
                                  .activated = 1,
                                  .service = 1};
    int rc = usher_role_find(usher, "role", plan->account_id, "user", role_id);
    return rc == SQLITE_OK ? usher_user_create(usher, &user, &number, plan->user_id) : rc;
}

/* --------------------------------------------------------------------- scopes */

struct scope {
    struct usher *usher;
    const struct plan *plan;
};

/* Of what is one's own everybody gives a key of theirs: no role says so. */
static int may_give_self(struct usher *usher, const struct plan *plan, const char *permission) {
    return plan->of_account
               ? usher_fail(usher, USHER_INVALID, "scopes",
                            "%.60s is a scope of a user's key: one of the account has no self",
                            permission)
               : SQLITE_OK;
}

static int may_give(struct usher *usher, const struct plan *plan, const char *permission) {
    int held = 1;
    int rc = SQLITE_OK;
    if (usher_permission_is_of_self(usher_permission_find(permission))) {
        return may_give_self(usher, plan, permission);
    }
    if (plan->holder) {
        rc = usher_exists(usher, &held, USHER_SQL_api_key_may_hold, "ttt", plan->holder, permission,
                          plan->within);
    }
    return rc == SQLITE_OK && !held
               ? usher_fail(usher, USHER_FORBIDDEN, "scopes",
                            "nobody gives a key what they do not have: %.60s", permission)
               : rc;
}

static int add_scope(struct usher *usher, const struct plan *plan, const char *permission) {
    int found;
    int rc = usher_exists(usher, &found, USHER_SQL_permission_exists, "t", permission);
    if (rc == SQLITE_OK && !found) {
        rc = usher_permission_unknown(usher, "scopes", permission);
    }
    if (rc == SQLITE_OK) {
        rc = may_give(usher, plan, permission);
    }
    return rc == SQLITE_OK
               ? usher_run(usher, USHER_SQL_api_key_scope_add, "tt", plan->id, permission)
               : rc;
}

static int take_scope(void *context, const char *name, struct usher_value *value) {
    const struct scope *scope = context;
    (void)name;
    return add_scope(scope->usher, scope->plan, value->text);
}

static int write_scopes(struct usher *usher, const struct plan *plan) {
    struct scope scope = {usher, plan};
    if (usher_given(plan->given, NEW_SCOPES)) {
        return usher_json_array(usher, "scopes", &plan->given->value[NEW_SCOPES], take_scope,
                                &scope);
    }
    return strcmp(plan->kind, "upload") == 0
               ? add_scope(usher, plan, usher_permission_token(USHER_MAY_FILES_UPLOAD))
               : usher_run(usher, USHER_SQL_api_key_scope_all, "tt", plan->id, plan->user_id);
}

/* -------------------------------------------------------------------- the row */

static int name_row(struct usher *usher, struct usher_fields *fields, struct plan *plan) {
    int taken = 0;
    const char *given = usher_record_text(plan->given, NEW_ID);
    if (usher_fields_new_row(usher, fields, 0, given, plan->id) == given) {
        sqlite3_snprintf(sizeof(plan->id), plan->id, "%s", given);
    }
    int rc = usher_exists(usher, &taken, USHER_SQL_api_key_id_taken, "t", plan->id);
    return rc == SQLITE_OK && taken ? usher_fail(usher, USHER_CONFLICT, "id", "id is already taken")
                                    : rc;
}

static int set_hash(struct usher *usher, struct usher_fields *fields, const char *text,
                    unsigned char hash[USHER_HASH_BYTES]) {
    int taken = 0;
    int rc = usher_api_key_hash(usher, text, hash);
    if (rc == SQLITE_OK) {
        rc = usher_exists(usher, &taken, USHER_SQL_api_key_taken, "b", hash, USHER_HASH_BYTES);
    }
    usher_set_blob(fields, "key_hash", hash, USHER_HASH_BYTES);
    return rc == SQLITE_OK && taken
               ? usher_fail(usher, USHER_CONFLICT, "key", "key is that of another: make a new one")
               : rc;
}

static int write_row(struct usher *usher, struct plan *plan, const char *text) {
    unsigned char hash[USHER_HASH_BYTES];
    unsigned char *sealed = NULL;
    char hint[USHER_API_KEY_HINT + 1];
    struct usher_fields fields;
    int rc = name_row(usher, &fields, plan);
    sqlite3_snprintf(sizeof(hint), hint, "%s", text);
    usher_set_text(&fields, "kind", plan->kind);
    usher_set_text(&fields, "user_id", plan->user_id);
    usher_set_text(&fields, "account_id", plan->account_id);
    usher_set_text(&fields, "owner", plan->of_account ? "account" : "user");
    usher_set_text(&fields, "name", plan->name);
    usher_set_text(&fields, "hint", hint);
    usher_set_text(&fields, "created_by", usher_actor_id(usher));
    usher_set_text(&fields, "created_at", plan->now);
    usher_set_text(&fields, "expires_at", usher_record_text(plan->given, NEW_EXPIRES_AT));
    if (rc == SQLITE_OK) {
        rc = set_hash(usher, &fields, text, hash);
    }
    if (rc == SQLITE_OK && usher_given(plan->given, NEW_READABLE) &&
        plan->given->value[NEW_READABLE].integer) {
        rc = usher_seal_value(usher, "usher_api_key.sealed", plan->id, text, USHER_API_KEY_TEXT,
                              &sealed);
        usher_set_blob(&fields, "sealed", sealed, USHER_API_KEY_TEXT + USHER_SEAL_BYTES);
    }
    if (rc == SQLITE_OK) {
        rc = usher_insert(usher, "usher_api_key", &fields, NULL);
    }
    sqlite3_free(sealed);
    return rc;
}

static int audit(struct usher *usher, const struct plan *plan) {
    struct usher_event event = {"api_key.create", "api_keys", plan->id, plan->account_id};
    struct usher_query query;
    struct usher_value scopes;
    struct usher_fields after;
    int rc = usher_open(usher, &query, USHER_SQL_api_key_scopes, "t", plan->id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    rc = rc == SQLITE_ROW ? usher_value_borrow(&scopes, sqlite3_column_value(query.statement, 0))
                          : rc;
    usher_audit_fields(&usher_api_key_creation, plan->given,
                       1 << NEW_NAME | (plan->given->given & 1 << NEW_EXPIRES_AT), &after);
    usher_set_text(&after, "kind", plan->kind);
    usher_set_text(&after, "owner", plan->of_account ? "account" : "user");
    usher_set_text(&after, "user_id", plan->user_id);
    usher_set_json(&after, "scopes", &scopes);
    rc = rc == SQLITE_OK ? usher_audit(usher, &event, NULL, &after) : usher_pass(usher, rc);
    usher_close(&query);
    return rc;
}

/* ----------------------------------------------------------------------- all */

static int check_terms(struct usher *usher, struct plan *plan) {
    const struct usher_record *given = plan->given;
    const char *expires = usher_record_text(given, NEW_EXPIRES_AT);
    int rc = SQLITE_OK;
    usher_now(usher, plan->now);
    if (expires && strcmp(expires, plan->now) <= 0) {
        rc = usher_fail(usher, USHER_INVALID, "expires_at", "expires_at must lie ahead");
    }
    if (rc == SQLITE_OK && usher_given(given, NEW_READABLE) && given->value[NEW_READABLE].integer) {
        rc = usher_require_master_key(usher, "a key that can be shown again");
    }
    return rc;
}

int usher_api_key_create(struct usher *usher, const struct usher_record *given,
                         char text[USHER_API_KEY_TEXT + 1]) {
    struct plan plan = {.given = given, .name = given->value[NEW_NAME].text, .kind = "api"};
    plan.of_account =
        usher_given(given, NEW_OWNER) && usher_value_is(&given->value[NEW_OWNER], "account");
    if (usher_given(given, NEW_KIND)) {
        plan.kind = given->value[NEW_KIND].text;
    }
    int rc = check_terms(usher, &plan);
    if (rc == SQLITE_OK) {
        rc = plan.of_account ? plan_of_account(usher, &plan) : plan_of_user(usher, &plan);
    }
    if (rc == SQLITE_OK && plan.of_account) {
        rc = make_service_user(usher, &plan);
    }
    if (usher_given(given, NEW_KEY)) {
        memcpy(text, given->value[NEW_KEY].text, USHER_API_KEY_TEXT + 1);
    } else {
        usher_api_key_make(usher, text);
    }
    if (rc == SQLITE_OK) {
        rc = write_row(usher, &plan, text);
    }
    if (rc == SQLITE_OK) {
        rc = write_scopes(usher, &plan);
    }
    return rc == SQLITE_OK ? audit(usher, &plan) : rc;
}
