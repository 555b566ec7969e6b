/*
** What a body may have in it: members by name and type. What they may be is for the rules to say.
*/
#include "api/filespin/filespin.h"

#include <string.h>

struct form {
    struct usher_exchange *x;
    const struct usher_form_member *member;
    int count;
};

/* What is misspelled, or cannot be set, must not look as if it were done. */
static int check_name(void *context, const char *name, struct usher_value *value) {
    const struct form *form = context;
    (void)value;
    for (int i = 0; i < form->count; i++) {
        if (strcmp(form->member[i].name, name) == 0) {
            return SQLITE_OK;
        }
    }
    return usher_api_refuse(form->x, 400, name, "%.40s cannot be given here", name);
}

/* Is the type one of the words? */
static int is_one_of(const char *types, const char *type) {
    return strstr(types, type) != NULL; /* none of JSON's is a part of another */
}

static int take(struct usher_exchange *x, const struct usher_form_member *member,
                struct usher_value *value, int *given) {
    const char *type;
    char path[40];
    sqlite3_snprintf(sizeof(path), path, "$.%s", member->name);
    int rc = usher_api_member(x, path, &type, value);
    if (rc != SQLITE_OK) {
        return rc;
    }
    *given = *type != '\0';
    if (!*given) {
        return member->required ? usher_api_refuse(x, 400, member->name, "%s is required: it %s",
                                                   member->name, member->must)
                                : SQLITE_OK;
    }
    return is_one_of(member->types, type)
               ? SQLITE_OK
               : usher_api_refuse(x, 400, member->name, "%s %s", member->name, member->must);
}

int usher_filespin_form(struct usher_exchange *x, const struct usher_form_member *member, int count,
                        struct usher_value *value, unsigned *given) {
    struct form form = {x, member, count};
    *given = 0;
    for (int i = 0; i < count; i++) {
        usher_value_null(&value[i]);
    }
    int rc = usher_api_body(x);
    if (rc == SQLITE_OK) {
        rc = usher_json_object(x->usher, "body", x->request.body, check_name, &form);
    }
    for (int i = 0; i < count && rc == SQLITE_OK; i++) {
        int is = 0;
        rc = take(x, &member[i], &value[i], &is);
        *given |= (unsigned)is << i;
    }
    return rc;
}

void usher_filespin_form_clear(struct usher_value *value, int count) {
    for (int i = 0; i < count; i++) {
        if (value[i].owned) { /* it may be a password */
            usher_wipe(value[i].owned, (size_t)value[i].length);
        }
        usher_value_clear(&value[i]);
    }
}
