/*
** Users: creation and change. (remove.c: deletion.)
**
** Rules: direct creation and e-mail changes are policies of the account; an
** e-mail is taken once per account among users that are not discarded; nobody
** disables themself or changes their own role; an account keeps an owner.
** What a user signs in with ends with their right to: sessions when they are
** disabled, keys, too, when they are deleted, a password when they sign in by
** sso, what was sent to an address, or waits for it, when they have another.
*/
#include "domain/users/users.h"

#include <string.h>

#define BIT(column) USER_COLUMN(column)

/* What users may say of themselves. */
#define OWN_COLUMNS                                                                                \
    (BIT(USER_NAME) | BIT(USER_FIRST_NAME) | BIT(USER_LAST_NAME) | BIT(USER_LOCALE) |              \
     BIT(USER_AVATAR) | BIT(USER_NOTIFICATIONS) | BIT(USER_EMAIL_NOTIFICATIONS) |                  \
     BIT(USER_TERMS_AGREED) | BIT(USER_COMPANY) | BIT(USER_ABOUT) | BIT(USER_JOB_TITLE) |          \
     BIT(USER_PHONE_NUMBER) | BIT(USER_FAVORITES))

/* Columns of the table that are columns of usher_user under the same name. */
#define STORED_COLUMNS                                                                             \
    (OWN_COLUMNS | BIT(USER_AUTHENTICATION) | BIT(USER_MFA_REQUIRED) | BIT(USER_DISK_SPACE) |      \
     BIT(USER_GROUP_ASSET_ACCESS))

int usher_user_load(struct usher *usher, const char *id, struct usher_user_state *state) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_user_state, "t", id);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        sqlite3_stmt *row = query.statement;
        const struct usher_copy copies[] = {{1, state->account_id, sizeof(state->account_id)},
                                            {2, state->email, sizeof(state->email)}};
        state->number = sqlite3_column_int64(row, 0);
        sqlite3_snprintf(sizeof(state->id), state->id, "%s", id);
        state->activated = sqlite3_column_int(row, 3);
        state->disabled = sqlite3_column_int(row, 4);
        state->discarded = sqlite3_column_int(row, 5);
        state->erased = sqlite3_column_int(row, 6);
        state->service = sqlite3_column_int(row, 7);
        rc = usher_copy_texts(usher, row, copies, sizeof(copies) / sizeof(*copies));
    } else if (rc == SQLITE_DONE) {
        rc = usher_fail(usher, USHER_NOT_FOUND, "user_id", "there is no such user");
    }
    usher_close(&query);
    return rc;
}

int usher_user_deleted(struct usher *usher) {
    return usher_fail(usher, USHER_CONFLICT, "id", "the user is deleted: call user_restore()");
}

int usher_user_require_human(struct usher *usher, int service) {
    return service ? usher_fail(usher, USHER_CONFLICT, "id",
                                "the user stands for an API key of the account: change or delete "
                                "it in api_keys")
                   : SQLITE_OK;
}

int usher_user_email_free(struct usher *usher, const char *email, const char *account_id,
                          const char *except_id) {
    int taken;
    int rc = usher_exists(usher, &taken, USHER_SQL_user_email_taken, "ttt", email, account_id,
                          except_id ? except_id : "");
    return rc == SQLITE_OK && taken ? usher_fail(usher, USHER_CONFLICT, "email",
                                                 "email is already taken by a user of the account")
                                    : rc;
}

int usher_user_check_profile(struct usher *usher, struct usher_record *profile) {
    uint64_t foreign = profile->given & ~(OWN_COLUMNS | BIT(USER_ID));
    /* Only columns are given. */
    for (int i = 0; foreign && USHER_ALWAYS(i < USER_COLUMNS); i++) {
        if (foreign >> i & 1) {
            const char *name = usher_users.columns[i].name;
            return usher_fail(usher, USHER_INVALID, name, "%s cannot be set in a profile", name);
        }
    }
    return usher_record_check(usher, &usher_users, profile, 0);
}

/* ------------------------------------------------------------------ creation */

static void make_access(struct usher *usher, char access[USHER_ACCESS_TEXT + 1]) {
    unsigned char bytes[USHER_ACCESS_TEXT / 2];
    usher_random(usher, bytes, sizeof(bytes));
    usher_hex(bytes, sizeof(bytes), access);
}

int usher_access_seed(struct usher *usher) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_users_without_access, "");
    if (rc != SQLITE_OK) {
        return rc;
    }
    while ((rc = usher_step(&query)) == SQLITE_ROW) {
        char access[USHER_ACCESS_TEXT + 1];
        struct usher_fields fields;
        make_access(usher, access);
        usher_fields_init(&fields);
        usher_set_text(&fields, "access_id", access);
        rc = usher_update(usher, "usher_user", sqlite3_column_int64(query.statement, 0), &fields);
        if (rc != SQLITE_OK) {
            break;
        }
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static void set_stored(struct usher_fields *fields, const struct usher_record *record) {
    for (int i = 0; i < USER_COLUMNS; i++) {
        if ((record->given & STORED_COLUMNS) >> i & 1) {
            usher_set(fields, usher_users.columns[i].name, &record->value[i]);
        }
    }
}

/* A key of this id would have the rights of the user. */
static int id_is_free(struct usher *usher, const char *id) {
    int taken = 0;
    int rc = id ? usher_exists(usher, &taken, USHER_SQL_api_key_exists, "t", id) : SQLITE_OK;
    return rc == SQLITE_OK && taken ? usher_fail(usher, USHER_CONFLICT, "id", "id is already taken")
                                    : rc;
}

static int next_recipient(struct usher *usher, sqlite3_int64 *recipient) {
    struct usher_query query;
    int rc = usher_open(usher, &query, USHER_SQL_user_next_recipient, "");
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    *recipient = rc == SQLITE_ROW ? sqlite3_column_int64(query.statement, 0) : 1; /* the first */
    usher_close(&query);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int write_user(struct usher *usher, const struct usher_new_user *user, sqlite3_int64 *number,
                      char id[USHER_UUID_TEXT + 1]) {
    struct usher_fields fields;
    char access[USHER_ACCESS_TEXT + 1];
    sqlite3_int64 quota;
    sqlite3_int64 recipient;
    const char *given = usher_record_text(user->profile, USER_ID);
    const char *given_access = usher_record_text(user->profile, USER_ACCESS_ID);
    int rc = id_is_free(usher, given);
    if (rc == SQLITE_OK) {
        rc = usher_setting(usher, USHER_SETTING_STORAGE_QUOTA, user->account_id, &quota);
    }
    if (rc == SQLITE_OK) {
        rc = next_recipient(usher, &recipient);
    }
    if (rc != SQLITE_OK) {
        return rc;
    }
    if (usher_fields_new_row(usher, &fields, *number, given, id) == given) {
        sqlite3_snprintf(USHER_UUID_TEXT + 1, id, "%s", given);
    }
    make_access(usher, access);
    usher_set_text(&fields, "access_id", given_access ? given_access : access);
    usher_set_integer(&fields, "recipient", recipient);
    usher_set_integer(&fields, "service", user->service);
    usher_set_text(&fields, "account_id", user->account_id);
    usher_set_text(&fields, "email", user->email);
    set_stored(&fields, user->profile);
    if (!usher_given(user->profile, USER_DISK_SPACE)) {
        usher_set_integer(&fields, "disk_space", quota);
    }
    if (user->activated) {
        usher_set_text(&fields, "activated_at", user->now);
        usher_set_integer(&fields, "verified_email", user->verified);
    }
    if (usher_given(user->profile, USER_ENABLED) &&
        user->profile->value[USER_ENABLED].integer == 0) {
        usher_set_text(&fields, "disabled_at", user->now);
    }
    const char *created = usher_record_text(user->profile, USER_CREATED_AT);
    usher_set_text(&fields, "created_by", user->created_by);
    usher_set_text(&fields, "created_at", created ? created : user->now);
    usher_set_text(&fields, "updated_by", user->created_by);
    usher_set_text(&fields, "updated_at", user->now);
    return usher_insert(usher, "usher_user", &fields, number);
}

static int audit_creation(struct usher *usher, const struct usher_new_user *user, const char *id) {
    struct usher_fields after;
    struct usher_event event = {"user.create", "users", id, user->account_id};
    uint64_t given =
        user->profile->given & (STORED_COLUMNS | BIT(USER_ENABLED) | BIT(USER_CREATED_AT));
    usher_audit_fields(&usher_users, user->profile, given, &after);
    usher_set_text(&after, "email", user->email);
    usher_set_text(&after, "role", user->role);
    return usher_audit(usher, &event, NULL, &after);
}

int usher_user_create(struct usher *usher, const struct usher_new_user *user, sqlite3_int64 *number,
                      char id[USHER_UUID_TEXT + 1]) {
    int rc =
        user->email ? usher_user_email_free(usher, user->email, user->account_id, NULL) : SQLITE_OK;
    if (rc == SQLITE_OK) {
        rc = write_user(usher, user, number, id);
    }
    if (rc == SQLITE_OK) {
        struct usher_member member = {
            NULL, id, user->account_id, user->role_id, user->created_by, user->now, 0, 0};
        rc = usher_member_add(usher, &member);
    }
    return rc == SQLITE_OK ? audit_creation(usher, user, id) : rc;
}

int usher_user_activate(struct usher *usher, sqlite3_int64 number, const char *id,
                        const struct usher_new_user *user) {
    struct usher_fields fields;
    struct usher_fields after;
    usher_fields_init(&fields);
    set_stored(&fields, user->profile);
    usher_set_text(&fields, "activated_at", user->now);
    usher_set_integer(&fields, "verified_email", user->verified);
    usher_set_text(&fields, "updated_by", id);
    usher_set_text(&fields, "updated_at", user->now);
    int rc = usher_update(usher, "usher_user", number, &fields);
    usher_audit_fields(&usher_users, user->profile, user->profile->given & STORED_COLUMNS, &after);
    usher_set_text(&after, "role", user->role);
    usher_set_text(&after, "activated_at", user->now);
    struct usher_event event = {"user.activate", "users", id, user->account_id};
    return rc == SQLITE_OK ? usher_audit(usher, &event, NULL, &after) : rc;
}

/* A time of the past is the system's to say: others would forge history. */
static int may_backdate(struct usher *usher, const struct usher_record *record) {
    return usher_given(record, USER_CREATED_AT) && !usher_is_system(usher)
               ? usher_fail(usher, USHER_FORBIDDEN, "created_at",
                            "created_at is the system's to set")
               : SQLITE_OK;
}

/* What is given is looked at only once it is clear that the actor may. */
static int may_create(struct usher *usher, const char *account_id, const char *role,
                      char role_id[USHER_UUID_TEXT + 1]) {
    sqlite3_int64 direct = 0;
    int rc = usher_require(usher, USHER_MAY_USERS_CREATE, account_id);
    if (rc == SQLITE_OK) {
        rc = usher_setting(usher, USHER_SETTING_DIRECT_CREATION, account_id, &direct);
    }
    if (rc == SQLITE_OK && !direct) {
        rc = usher_fail(usher, USHER_FORBIDDEN, NULL,
                        "a user is created by accepting an invite: call invite_create(); the "
                        "account's setting users.direct_creation would allow INSERT");
    }
    if (rc == SQLITE_OK) {
        rc = usher_role_find(usher, "role", account_id, role, role_id);
    }
    return rc == SQLITE_OK ? usher_require_grant(usher, usher_actor_id(usher), role_id, account_id)
                           : rc;
}

int usher_user_insert(struct usher *usher, struct usher_change *change) {
    const struct usher_record *next = change->next;
    char account_id[USHER_UUID_TEXT + 1];
    char role_id[USHER_UUID_TEXT + 1];
    char id[USHER_UUID_TEXT + 1];
    char now[USHER_TIME_TEXT + 1];
    const char *role = usher_given(next, USER_ROLE) ? next->value[USER_ROLE].text : "user";
    int rc =
        usher_account_of(usher, "account_id", usher_record_text(next, USER_ACCOUNT), account_id);
    if (rc == SQLITE_OK) {
        rc = may_create(usher, account_id, role, role_id);
    }
    if (rc == SQLITE_OK) {
        rc = may_backdate(usher, next);
    }
    usher_now(usher, now);
    struct usher_new_user user = {.profile = next,
                                  .email = usher_record_text(next, USER_EMAIL),
                                  .account_id = account_id,
                                  .role_id = role_id,
                                  .role = role,
                                  .created_by = usher_actor_id(usher),
                                  .now = now};
    return rc == SQLITE_OK ? usher_user_create(usher, &user, &change->number, id) : rc;
}

/* -------------------------------------------------------------------- change */

static int may_update(struct usher *usher, const struct usher_change *change) {
    const char *id = change->old->value[USER_ID].text;
    const char *account_id = change->old->value[USER_ACCOUNT].text;
    uint64_t given = change->next->given & ~BIT(USER_ROLE); /* has a rule of its own */
    int self;
    int rc = usher_is_actor(usher, id, &self);
    if (rc == SQLITE_OK && (given & BIT(USER_PASSWORD)) && !usher_is_system(usher)) {
        rc = usher_fail(usher, USHER_FORBIDDEN, "password",
                        "password is the system's to set: call password_set() with the old one");
    }
    if (rc != SQLITE_OK || given == 0 || (self && (given & ~OWN_COLUMNS) == 0)) {
        return rc;
    }
    if (given & (BIT(USER_EMAIL) | BIT(USER_AUTHENTICATION) | BIT(USER_MFA_REQUIRED))) {
        rc = usher_require_person(usher, "change how users sign in");
    }
    if (rc == SQLITE_OK && (given & ~BIT(USER_ENABLED))) {
        rc = given & ~(OWN_COLUMNS | BIT(USER_ENABLED)) /* of one's own, too */
                 ? usher_require_user_as_other(usher, USHER_MAY_USERS_UPDATE, id, account_id)
                 : usher_require_user(usher, USHER_MAY_USERS_UPDATE, id, account_id);
    }
    if (rc == SQLITE_OK && (given & BIT(USER_ENABLED))) {
        rc = usher_require_user(usher, USHER_MAY_USERS_DISABLE, id, account_id);
    }
    return rc;
}

static int may_change_email(struct usher *usher, const struct usher_change *change) {
    const struct usher_value *email = &change->next->value[USER_EMAIL];
    const char *account_id = change->old->value[USER_ACCOUNT].text;
    sqlite3_int64 allowed = 0;
    int rc = usher_setting(usher, USHER_SETTING_EMAIL_CHANGE, account_id, &allowed);
    if (rc == SQLITE_OK && !allowed) {
        rc = usher_fail(usher, USHER_INVALID, "email",
                        "email cannot be changed: send an invite to the new address; the "
                        "account's setting users.email_change would allow this");
    }
    return rc == SQLITE_OK && !usher_is_null(email)
               ? usher_user_email_free(usher, email->text, account_id,
                                       change->old->value[USER_ID].text)
               : rc;
}

/* Has the user another address now? In other letters it is the same. */
static int changes_address(const struct usher_change *change) {
    return usher_given(change->next, USER_EMAIL) &&
           sqlite3_stricmp(change->next->value[USER_EMAIL].text,
                           change->old->value[USER_EMAIL].text) != 0;
}

static int write_changes(struct usher *usher, const struct usher_change *change, const char *now) {
    const struct usher_record *next = change->next;
    struct usher_fields fields;
    usher_fields_init(&fields);
    set_stored(&fields, next);
    if (usher_given(next, USER_EMAIL)) {
        usher_set(&fields, "email", &next->value[USER_EMAIL]);
        if (changes_address(change)) {
            usher_set_integer(&fields, "verified_email", 0);
        }
    }
    if (usher_given(next, USER_ENABLED)) {
        usher_set_text(&fields, "disabled_at", next->value[USER_ENABLED].integer ? NULL : now);
    }
    usher_set_text(&fields, "updated_by", usher_actor_id(usher));
    usher_set_text(&fields, "updated_at", now);
    return usher_update(usher, "usher_user", change->number, &fields);
}

static int change_password(struct usher *usher, const struct usher_change *change) {
    const char *id = change->old->value[USER_ID].text;
    const char *account_id = change->old->value[USER_ACCOUNT].text;
    struct usher_value *password = &change->next->value[USER_PASSWORD];
    char hash[USHER_PASSWORD_HASH];
    int rc = usher_password_check(usher, "password", account_id, password);
    if (rc == SQLITE_OK) {
        rc = usher_password_make(usher, account_id, password, hash);
    }
    return rc == SQLITE_OK ? usher_password_put(usher, id, hash, NULL, "password.set") : rc;
}

/* What the user signs in with, as far as it is touched. */
static int change_credentials(struct usher *usher, const struct usher_change *change) {
    const struct usher_record *next = change->next;
    const char *id = change->old->value[USER_ID].text;
    int rc = SQLITE_OK;
    if (usher_given(next, USER_ENABLED) && !next->value[USER_ENABLED].integer) {
        rc = usher_sessions_end(usher, id, NULL);
    }
    if (rc == SQLITE_OK && changes_address(change)) {
        rc = usher_tickets_end(usher, id);
        rc = rc == SQLITE_OK ? usher_mail_withdraw(usher, id, NULL) : rc;
    }
    if (rc == SQLITE_OK && usher_given(next, USER_AUTHENTICATION) &&
        usher_value_is(&next->value[USER_AUTHENTICATION], "sso")) {
        rc = usher_password_clear(usher, id);
        rc = rc == SQLITE_OK ? usher_mfa_clear(usher, id) : rc;
    }
    return rc == SQLITE_OK && usher_given(next, USER_PASSWORD) ? change_password(usher, change)
                                                               : rc;
}

static int audit_update(struct usher *usher, const struct usher_change *change) {
    /* These have rows of their own. */
    uint64_t given = change->next->given & ~(BIT(USER_ROLE) | BIT(USER_PASSWORD));
    if (!given) {
        return SQLITE_OK;
    }
    struct usher_event event = {"user.update", "users", change->old->value[USER_ID].text,
                                change->old->value[USER_ACCOUNT].text};
    return usher_audit_change(usher, &event, &usher_users, change->old, change->next, given);
}

int usher_user_was_active(const struct usher_record *old) {
    return old->value[USER_ACTIVATED].integer && old->value[USER_ENABLED].integer &&
           /* A deleted one is not changed, nor deleted again. */
           USHER_ALWAYS(usher_is_null(&old->value[USER_DISCARDED_AT]));
}

int usher_user_update(struct usher *usher, struct usher_change *change) {
    const struct usher_record *next = change->next;
    const struct usher_record *old = change->old;
    const char *id = old->value[USER_ID].text;
    char now[USHER_TIME_TEXT + 1];
    int rc = may_update(usher, change);
    if (rc == SQLITE_OK) {
        rc = usher_user_require_human(usher, (int)old->value[USER_SERVICE].integer);
    }
    if (rc == SQLITE_OK && !usher_is_null(&old->value[USER_DISCARDED_AT])) {
        rc = usher_user_deleted(usher);
    }
    if (rc == SQLITE_OK && usher_given(next, USER_EMAIL)) {
        rc = may_change_email(usher, change);
    }
    usher_now(usher, now);
    /* The role first: whether it was the last active owner's is seen while they are active. */
    if (rc == SQLITE_OK && usher_given(next, USER_ROLE)) {
        rc = usher_member_set_role(usher, id, old->value[USER_ACCOUNT].text,
                                   next->value[USER_ROLE].text);
    }
    if (rc == SQLITE_OK) {
        rc = write_changes(usher, change, now);
    }
    if (rc == SQLITE_OK) {
        rc = change_credentials(usher, change);
    }
    if (rc == SQLITE_OK && usher_given(next, USER_ENABLED) && usher_user_was_active(old)) {
        rc = usher_owner_remains(usher, id);
    }
    return rc == SQLITE_OK ? audit_update(usher, change) : rc;
}
