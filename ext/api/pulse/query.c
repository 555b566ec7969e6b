/*
** The query of a request: include, fields[type], and what a list takes besides.
**
** JSON:API leaves to the server what to do with a field that a type does not have; here that is an
** error, as a path, sort or filter that is not known is: our choice. Only direct relationships of a user
** can be included.
*/
#include "api/pulse/pulse.h"

#include <string.h>

int usher_pulse_bracket(const char *parameter, const char *family, char inner[40]) {
    size_t length = strlen(family);
    size_t whole = strlen(parameter);
    if (strncmp(parameter, family, length) != 0 || whole < length + 2 || parameter[length] != '[' ||
        parameter[whole - 1] != ']' || whole - length - 2 >= 40) {
        return 0;
    }
    sqlite3_snprintf((int)(whole - length - 1), inner, "%s", parameter + length + 1);
    return 1;
}

int usher_pulse_list(struct usher_exchange *x, const char *parameter, const char *list,
                     usher_pulse_taker *take, void *context) {
    char item[40];
    int more = *list != '\0';
    int rc = SQLITE_OK;
    while (more && rc == SQLITE_OK) {
        size_t length = strcspn(list, ",");
        if (length >= sizeof(item)) {
            return usher_api_refuse(x, 400, parameter, "%s names what there is not", parameter);
        }
        sqlite3_snprintf((int)length + 1, item, "%s", list);
        rc = take(x, item, context);
        more = list[length] == ',';
        list += length + (size_t)more;
    }
    return rc;
}

/* ----------------------------------------------------------------- include */

static int take_path(struct usher_exchange *x, const char *item, void *context) {
    struct usher_pulse_query *query = context;
    for (int i = 0; i < PULSE_RELATED; i++) {
        if (strcmp(usher_pulse_related[i].name, item) == 0) {
            query->included |= 1U << i;
            return SQLITE_OK;
        }
    }
    return usher_api_refuse(x, 400, "include",
                            "include can be account, account_memberships, teams and "
                            "team_memberships");
}

/* ------------------------------------------------------------------ fields */

struct fields {
    const char *parameter;
    const struct usher_pulse_type *type;
    unsigned *wanted;
};

static int take_field(struct usher_exchange *x, const char *item, void *context) {
    const struct fields *fields = context;
    for (int i = 0; i < fields->type->count; i++) {
        if (strcmp(fields->type->fields[i].name, item) == 0) {
            *fields->wanted |= 1U << i;
            return SQLITE_OK;
        }
    }
    return usher_api_refuse(x, 400, fields->parameter, "a resource of type %s has no field \"%s\"",
                            fields->type->name, item);
}

static int read_fields(struct usher_exchange *x, const char *parameter, const char *name,
                       const char *value, struct usher_pulse_query *query) {
    for (int i = 0; i < PULSE_TYPES; i++) {
        if (strcmp(usher_pulse_types[i].name, name) == 0) {
            struct fields fields = {parameter, &usher_pulse_types[i], &query->fields[i]};
            query->restricted |= 1U << i;
            return usher_pulse_list(x, parameter, value, take_field, &fields);
        }
    }
    return usher_api_refuse(x, 400, parameter, "there is no type \"%s\"", name);
}

/* --------------------------------------------------------------- the query */

static int unknown(struct usher_exchange *x, const char *name) {
    return usher_api_refuse(x, 400, name, "this path takes no parameter \"%.40s\"", name);
}

/* The parameters of a list. Of filters several may stand together. */
static int read_of_list(struct usher_exchange *x, const struct usher_pair *pair,
                        struct usher_pulse_query *query) {
    char inner[40];
    if (usher_pulse_bracket(pair->name, "filter", inner)) {
        return usher_pulse_filter_read(x, pair->name, inner, pair->value, query);
    }
    return strcmp(pair->name, "sort") == 0 ? usher_pulse_sort_read(x, pair->value, query)
           : strcmp(pair->name, "page[number]") == 0 || strcmp(pair->name, "page[size]") == 0
               ? SQLITE_OK /* page.c */
               : unknown(x, pair->name);
}

static int read_parameter(struct usher_exchange *x, unsigned takes, const struct usher_pair *pair,
                          struct usher_pulse_query *query) {
    char inner[40];
    const char *once;
    int filter = usher_pulse_bracket(pair->name, "filter", inner);
    int rc = filter ? SQLITE_OK : usher_api_query(x, pair->name, &once);
    if (rc != SQLITE_OK) {
        return rc;
    }
    if (strcmp(pair->name, "include") == 0 && (takes & PULSE_TAKES_INCLUDE)) {
        query->including = 1;
        return usher_pulse_list(x, pair->name, pair->value, take_path, query);
    }
    if (usher_pulse_bracket(pair->name, "fields", inner)) {
        return read_fields(x, pair->name, inner, pair->value, query);
    }
    return takes & PULSE_TAKES_LIST ? read_of_list(x, pair, query) : unknown(x, pair->name);
}

int usher_pulse_query_read(struct usher_exchange *x, unsigned takes,
                           struct usher_pulse_query *query) {
    memset(query, 0, sizeof(*query));
    int rc = SQLITE_OK;
    for (int i = 0; i < x->request.queries && rc == SQLITE_OK; i++) {
        rc = read_parameter(x, takes, &x->request.query[i], query);
    }
    return rc == SQLITE_OK ? usher_pulse_page_read(x, query) : rc;
}

void usher_pulse_query_clear(struct usher_pulse_query *query) {
    for (int i = 0; i < query->filters; i++) {
        usher_value_clear(&query->filter[i].value);
    }
    query->filters = 0;
}
