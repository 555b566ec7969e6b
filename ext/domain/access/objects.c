/*
** May whoever acts do this to what an id names? can() and can_explain() ask; the object is one that
** whoever acts sees, or is not there.
*/
#include "domain/access/access.h"

#include <string.h>

struct kind {
    const struct usher_table *table;
    enum usher_sql sql;
};

static int load_object(struct usher *usher, const struct kind *kind, sqlite3_int64 number,
                       const char *id, struct usher_object *object) {
    struct usher_query query;
    sqlite3_snprintf(sizeof(object->id), object->id, "%s", id);
    int rc = usher_open(usher, &query, kind->sql, "it", number, usher_actor_id(usher));
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&query);
    if (rc == SQLITE_ROW) {
        const char *user = (const char *)sqlite3_column_text(query.statement, 0);
        const char *account = (const char *)sqlite3_column_text(query.statement, 1);
        object->kind = kind->table->name;
        sqlite3_snprintf(sizeof(object->user_id), object->user_id, "%s", user ? user : "");
        sqlite3_snprintf(sizeof(object->account_id), object->account_id, "%s",
                         account ? account : "");
        object->own = sqlite3_column_int(query.statement, 2);
        object->fixed = account == NULL;
    }
    usher_close(&query);
    return USHER_NEVER(rc == SQLITE_DONE) || rc == SQLITE_ROW ? SQLITE_OK : rc; /* it was seen */
}

/* The object that the id names, among those that the actor sees. */
static int find_object(struct usher *usher, const char *id, struct usher_object *object) {
    static const struct kind kinds[] = {
        {&usher_users, USHER_SQL_object_user},
        {&usher_accounts, USHER_SQL_object_account},
        {&usher_invites, USHER_SQL_object_invite},
        {&usher_account_memberships, USHER_SQL_object_membership},
        {&usher_roles, USHER_SQL_object_role},
        {&usher_teams, USHER_SQL_object_team},
        {&usher_channels, USHER_SQL_object_channel},
        {&usher_files, USHER_SQL_object_file},
    };
    sqlite3_int64 number;
    int found = 0;
    int rc = SQLITE_OK;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds) && rc == SQLITE_OK && !found; i++) {
        rc = usher_table_seen(usher, kinds[i].table, id, &number, &found);
        if (found) {
            rc = load_object(usher, &kinds[i], number, id, object);
        }
    }
    return rc;
}

static int is_seeing(const struct usher_object *object, int permission) {
    return (strcmp(object->kind, "users") == 0 && permission == USHER_MAY_USERS_READ) ||
           (strcmp(object->kind, "files") == 0 && permission == USHER_MAY_FILES_READ);
}

/* A user or file that whoever acts sees without being allowed to see all of the account's. */
static int judge_seen(struct usher *usher, const struct usher_object *object,
                      struct usher_judgement *judgement) {
    int shared;
    if (strcmp(object->kind, "files") == 0) {
        usher_judgement_add(judgement, "object", 1, object,
                            "a file of one's own, or in a channel that one is in");
        return SQLITE_OK;
    }
    int rc = usher_exists(usher, &shared, USHER_SQL_channel_shared, "tt",
                          usher_actor_principal(usher), object->id);
    if (rc == SQLITE_OK) {
        usher_judgement_add(judgement, "object", 1, object,
                            shared ? "somebody to share a channel with"
                                   : "a guest of an account where they may be seen");
    }
    return rc;
}

static int judge_named(struct usher *usher, const char *token, const char *object_id,
                       struct usher_judgement *judgement) {
    struct usher_object object = {.kind = NULL};
    int rc = object_id ? find_object(usher, object_id, &object) : SQLITE_OK;
    if (rc == SQLITE_OK && object_id && !object.kind) {
        usher_judgement_add(judgement, "object", 0, &object,
                            "there is no such object, or it may not be seen");
        return SQLITE_OK;
    }
    if (rc == SQLITE_OK && !object.account_id[0]) { /* none, or a built-in role: at home */
        rc = usher_default_account(usher, "object_id", object.account_id);
    }
    if (object.kind) {
        usher_judgement_add(judgement, "object", -1, &object, object.kind);
    }
    if (rc == SQLITE_OK) {
        rc = usher_judge_object(usher, token, &object, judgement);
    }
    if (rc == SQLITE_OK && object.kind && !judgement->granted &&
        is_seeing(&object, usher_permission_find(token))) {
        return judge_seen(usher, &object, judgement);
    }
    return rc;
}

int usher_judge(struct usher *usher, const char *permission, const char *object_id,
                struct usher_judgement *judgement) {
    static const struct usher_object nothing = {.kind = NULL};
    const struct usher_rights *rights;
    judgement->granted = judgement->count = 0;
    if (usher_is_system(usher)) {
        usher_judgement_add(judgement, "actor", 1, &nothing, "the system may do everything");
        return SQLITE_OK;
    }
    int rc = usher_rights_of_actor(usher, &rights);
    if (rc == SQLITE_OK && !rights->active) {
        usher_judgement_add(judgement, "actor", 0, &nothing,
                            usher_actor_id(usher) ? "not an active user" : "nobody acts");
        return SQLITE_OK;
    }
    if (rc == SQLITE_OK) {
        usher_judgement_add(judgement, "actor", -1, &nothing, "an active user");
        rc = judge_named(usher, permission, object_id, judgement);
    }
    return rc;
}
