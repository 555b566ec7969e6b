/*
** filter[attribute]=operator:value
**
**   eq !eq           is this; is not, also where there is none
**   gt gte lt lte    comes after or before this
**   pre suf ct !ct   begins, ends with, contains this, without regard to the case of ASCII letters
**   in !in           is one of these, with commas between
**   blank present    is there nothing but white space? Without a value
**
** Attributes and operators are rows here, values are bound: % and _ are letters like others. Filters
** all hold together; the same attribute may have several, but not the same operator twice. How an
** e-mail compares is the table's to say (without regard to case). All this is our choice: the
** document names no filters.
*/
#include "api/pulse/pulse.h"

#include <string.h>

static const struct attribute {
    const char *name;
    const char *column;
    int time;
} attributes[] = {
    {"name", "u.name", 0},
    {"email", "u.email", 0},
    {"status", "u.status", 0},
    {"avatar", "u.avatar", 0},
    {"created_at", "u.created_at", 1},
    {"discarded_at", "u.discarded_at", 1},
};

enum kind { VALUE, PIECE, LIST, NOTHING };

#define IN "# IN (SELECT value FROM json_each(@))"
#define CONTAINS "instr(lower(#), lower(@)) > 0"

static const struct operator_ {
    const char *name;
    const char *test;
    enum kind kind;
} operators[] = {
    {"eq", "# = @", VALUE},
    {"!eq", "(# = @) IS NOT 1", VALUE},
    {"gt", "# > @", VALUE},
    {"gte", "# >= @", VALUE},
    {"lt", "# < @", VALUE},
    {"lte", "# <= @", VALUE},
    {"pre", "instr(lower(#), lower(@)) = 1", PIECE},
    {"suf", "length(#) >= length(@) AND substr(lower(#), length(#) - length(@) + 1) = lower(@)",
     PIECE},
    {"ct", CONTAINS, PIECE},
    {"!ct", "(" CONTAINS ") IS NOT 1", PIECE},
    {"in", IN, LIST},
    {"!in", "(" IN ") IS NOT 1", LIST},
    {"blank", "trim(ifnull(#, '')) = ''", NOTHING},
    {"present", "trim(ifnull(#, '')) <> ''", NOTHING},
};

static const struct attribute *find_attribute(const char *name) {
    for (size_t i = 0; i < sizeof(attributes) / sizeof(*attributes); i++) {
        if (strcmp(attributes[i].name, name) == 0) {
            return &attributes[i];
        }
    }
    return NULL;
}

static const struct operator_ *find_operator(const char *name, size_t length) {
    for (size_t i = 0; i < sizeof(operators) / sizeof(*operators); i++) {
        if (strlen(operators[i].name) == length && memcmp(operators[i].name, name, length) == 0) {
            return &operators[i];
        }
    }
    return NULL;
}

/* ------------------------------------------------------------------- values */

/* A time, normalised as those that are stored. */
static int take_time(struct usher_exchange *x, const char *parameter, struct usher_value *value) {
    int rc = usher_check_time(x->usher, parameter, 0, value);
    if (rc == SQLITE_CONSTRAINT) {
        x->answer.status = 400;
    }
    return rc;
}

struct list {
    const char *parameter;
    int time;
    sqlite3_str *json;
};

static int add_item(struct usher_exchange *x, const struct list *list, char *text) {
    struct usher_value value;
    usher_value_text(&value, text);
    int rc = list->time ? take_time(x, list->parameter, &value) : SQLITE_OK;
    if (rc == SQLITE_OK) {
        if (sqlite3_str_length(list->json) > 1) {
            sqlite3_str_appendchar(list->json, 1, ',');
        }
        usher_json_append(list->json, value.text);
    }
    usher_value_clear(&value);
    return rc;
}

/* The items as a JSON array. */
static int take_list(struct usher_exchange *x, const char *text, struct list *list,
                     struct usher_value *value) {
    int rc = SQLITE_OK;
    list->json = sqlite3_str_new(x->usher->db);
    sqlite3_str_appendchar(list->json, 1, '[');
    for (const char *p = text; rc == SQLITE_OK; p++) {
        size_t length = strcspn(p, ",");
        char *item = sqlite3_mprintf("%.*s", (int)length, p);
        rc = item ? add_item(x, list, item) : usher_pass(x->usher, SQLITE_NOMEM);
        sqlite3_free(item);
        p += length;
        if (!*p) {
            break;
        }
    }
    sqlite3_str_appendchar(list->json, 1, ']');
    char *json = sqlite3_str_finish(list->json);
    if (rc == SQLITE_OK && json) {
        usher_value_text(value, json);
        value->owned = json;
        return SQLITE_OK;
    }
    sqlite3_free(json);
    return rc == SQLITE_OK ? usher_pass(x->usher, SQLITE_NOMEM) : rc;
}

static int take_value(struct usher_exchange *x, const char *parameter,
                      const struct attribute *attribute, const struct operator_ *operator_,
                      const char *text, struct usher_value *value) {
    struct list list = {parameter, attribute->time, NULL};
    if (operator_->kind == NOTHING) {
        usher_value_null(value);
        return *text ? usher_api_refuse(x, 400, parameter, "the operator %s takes no value",
                                        operator_->name)
                     : SQLITE_OK;
    }
    if (operator_->kind == LIST) {
        return take_list(x, text, &list, value);
    }
    usher_value_text(value, text);
    return attribute->time && operator_->kind == VALUE ? take_time(x, parameter, value) : SQLITE_OK;
}

/* ------------------------------------------------------------------ a filter */

static int is_repeated(const struct usher_pulse_query *query, const struct attribute *attribute,
                       const struct operator_ *operator_) {
    for (int i = 0; i < query->filters; i++) {
        if (query->filter[i].column == attribute->column &&
            query->filter[i].test == operator_->test) {
            return 1;
        }
    }
    return 0;
}

int usher_pulse_filter_read(struct usher_exchange *x, const char *parameter, const char *name,
                            const char *text, struct usher_pulse_query *query) {
    size_t length = strcspn(text, ":");
    const struct attribute *attribute = find_attribute(name);
    const struct operator_ *operator_ = find_operator(text, length);
    if (!attribute) {
        return usher_api_refuse(x, 400, parameter,
                                "users are filtered by name, email, status, avatar, created_at or "
                                "discarded_at");
    }
    if (!operator_ || (!text[length] && operator_->kind != NOTHING)) {
        return usher_api_refuse(x, 400, parameter,
                                "%s must be operator:value, by eq, !eq, gt, gte, lt, lte, pre, "
                                "suf, ct, !ct, in, !in, or be blank or present",
                                parameter);
    }
    if (is_repeated(query, attribute, operator_)) {
        return usher_api_refuse(x, 400, parameter, "%s has %s twice", parameter, operator_->name);
    }
    struct usher_pulse_filter *filter = &query->filter[query->filters];
    int rc = take_value(x, parameter, attribute, operator_, text + length + (text[length] == ':'),
                        &filter->value);
    if (rc != SQLITE_OK) {
        usher_value_clear(&filter->value);
        return rc;
    }
    filter->column = attribute->column;
    filter->test = operator_->test;
    query->filters++;
    return SQLITE_OK;
}

void usher_pulse_filter_add(const struct usher_pulse_query *query,
                            struct usher_pulse_statement *sql) {
    for (int i = 0; i < query->filters; i++) {
        usher_pulse_add(sql, i ? " AND (" : " WHERE (");
        usher_pulse_bind(sql, query->filter[i].test, &query->filter[i].value);
        usher_pulse_add(sql, query->filter[i].column);
        usher_pulse_add(sql, ")");
    }
}
