/*
** can() and can_explain(): what whoever acts may do, and why.
*/
#include "domain/access/access.h"

#include <string.h>

/* The question that the arguments put, judged: a permission, and an object if one is given. */
static int ask(struct usher *usher, struct usher_call *call, struct usher_judgement *judgement) {
    const char *token;
    const char *object_id = NULL;
    int rc = usher_argument_required(usher, call, 0, "permission", &token);
    if (rc != SQLITE_OK) {
        return rc;
    }
    int found = usher_permission_find(token) >= 0;
    if (!found) { /* of an application? */
        rc = usher_exists(usher, &found, USHER_SQL_permission_exists, "t", token);
    }
    if (rc == SQLITE_OK && !found) {
        rc = usher_permission_unknown(usher, "permission", token);
    }
    if (rc == SQLITE_OK && call->argc > 1 && !usher_is_null(&call->argv[1])) {
        rc = usher_argument_uuid(usher, call, 1, "object_id", &object_id);
    }
    return rc == SQLITE_OK ? usher_judge(usher, token, object_id, judgement) : rc;
}

/*
** can(permission [, object_id]) → 1 or 0. Without an object: in the actor's own
** account. The object is a user, account, invite, membership, role, team or channel that the
** actor sees; else 0. Of a user, rank and what one may do to oneself count too; of a
** team or channel, whether one leads or edits it.
** invalid (no such permission, not a UUID).
*/
static int can(struct usher *usher, struct usher_call *call) {
    struct usher_judgement judgement = {.granted = 0};
    int rc = ask(usher, call, &judgement);
    usher_value_integer(&call->result, judgement.granted);
    return rc;
}

/*
** can_explain(permission [, object_id]) → a row for each step: step, rule, granted (1, 0
** or NULL), account_id, role, detail. judge.c says which steps there are. invalid, as can().
*/
static int explain(struct usher *usher, struct usher_call *call, struct usher_rows *rows) {
    struct usher_judgement judgement;
    int rc = ask(usher, call, &judgement);
    for (int i = 0; rc == SQLITE_OK && i < judgement.count; i++) {
        const struct usher_judgement_step *step = &judgement.step[i];
        struct usher_value value[6];
        usher_value_integer(&value[0], i + 1);
        usher_value_text(&value[1], step->rule);
        usher_value_integer(&value[2], step->granted);
        if (step->granted < 0) {
            usher_value_null(&value[2]);
        }
        usher_value_text(&value[3], step->account_id[0] ? step->account_id : NULL);
        usher_value_text(&value[4], step->role[0] ? step->role : NULL);
        usher_value_text(&value[5], step->detail);
        rc = usher_rows_add(rows, value);
    }
    return rc;
}

static const char *const columns[] = {"step INTEGER",    "rule TEXT", "granted INTEGER",
                                      "account_id TEXT", "role TEXT", "detail TEXT"};
static const char *const parameters[] = {"permission", "object_id"};

const struct usher_rows_function usher_can_explain = {
    .name = "can_explain",
    .column = columns,
    .columns = sizeof(columns) / sizeof(*columns),
    .parameter = parameters,
    .least = 1,
    .most = 2,
    .parameters = "permission [, object_id]",
    .meaning = "Each step by which can() decides; the last that grants or denies counts",
    .handler = explain,
};

static const struct usher_function functions[] = {
    {"can", 1, 2, USHER_READS, USHER_ANYBODY, "permission [, object_id]",
     "1 if whoever acts may, in their account or to this object; else 0", can},
};

const struct usher_function_table usher_access_functions = {functions,
                                                            sizeof(functions) / sizeof(*functions)};
