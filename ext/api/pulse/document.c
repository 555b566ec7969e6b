/*
** Documents: {data, included, links}.
**
** `included` is there once `include` was given, even if empty; each resource stands in it once,
** whoever refers to it, because each relationship leads to another type.
*/
#include "api/pulse/pulse.h"

#include <string.h>

/* Resources, as they come: their objects, and the ids of the primary ones as a JSON list. */
struct list {
    sqlite3_str *objects;
    sqlite3_str *ids;
    int count;
};

static void append(sqlite3_str *out, const char *glue, const char *text) {
    sqlite3_str_appendall(out, sqlite3_str_length(out) ? glue : "");
    sqlite3_str_appendall(out, text);
}

static int collect(struct usher_exchange *x, const struct usher_pulse_statement *sql,
                   struct list *list, sqlite3_str *ids) {
    struct usher_query query;
    int rc = usher_pulse_open(x, sql, &query);
    if (rc != SQLITE_OK) {
        return rc;
    }
    while ((rc = usher_step(&query)) == SQLITE_ROW) {
        const char *object = (const char *)sqlite3_column_text(query.statement, 0);
        const char *id = (const char *)sqlite3_column_text(query.statement, 1);
        if (!object || !id) {
            rc = usher_pass(x->usher, SQLITE_NOMEM);
            break;
        }
        append(list->objects, ",", object);
        if (ids) {
            sqlite3_str_appendall(ids, sqlite3_str_length(ids) ? ",\"" : "\"");
            sqlite3_str_appendf(ids, "%s\"", id);
            list->count++;
        }
    }
    usher_close(&query);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* ---------------------------------------------------------------- included */

static int collect_related(struct usher_exchange *x, const struct usher_pulse_query *query,
                           const struct usher_value *ids, struct list *included) {
    struct usher_pulse_statement sql;
    int rc = SQLITE_OK;
    for (int i = 0; i < PULSE_RELATED && rc == SQLITE_OK; i++) {
        if (query->included >> i & 1) {
            usher_pulse_resource(&sql, usher_pulse_related[i].type, query);
            usher_pulse_bind(&sql, usher_sql_text[usher_pulse_related[i].included], ids);
            usher_pulse_resource_end(&sql);
            rc = collect(x, &sql, included, NULL);
        }
    }
    return rc;
}

/* `,"included":[…]`, or nothing, behind what is in `body`. */
static int add_included(struct usher_exchange *x, const struct usher_pulse_query *query,
                        const char *ids, sqlite3_str *body) {
    struct usher_value value;
    if (!query->including) {
        return SQLITE_OK;
    }
    struct list included = {sqlite3_str_new(x->usher->db), NULL, 0};
    char *json = sqlite3_mprintf("[%s]", ids ? ids : "");
    usher_value_text(&value, json);
    int rc =
        json ? collect_related(x, query, &value, &included) : usher_pass(x->usher, SQLITE_NOMEM);
    sqlite3_free(json);
    int failed = sqlite3_str_errcode(included.objects) != SQLITE_OK;
    char *objects = sqlite3_str_finish(included.objects);
    if (rc == SQLITE_OK && failed) {
        rc = usher_pass(x->usher, SQLITE_NOMEM);
    }
    sqlite3_str_appendf(body, ",\"included\":[%s]", objects ? objects : "");
    sqlite3_free(objects);
    return rc;
}

/* --------------------------------------------------------------- documents */

static int finish(struct usher_exchange *x, int status, struct list *list, sqlite3_str *body,
                  int rc) {
    sqlite3_free(sqlite3_str_finish(list->objects));
    sqlite3_free(sqlite3_str_finish(list->ids));
    char *text = sqlite3_str_finish(body);
    if (rc != SQLITE_OK) {
        sqlite3_free(text);
        return rc;
    }
    return usher_api_answer(x, status, text);
}

/* What did not fit in memory is not there. */
static int check_memory(struct usher_exchange *x, const struct list *list) {
    return sqlite3_str_errcode(list->objects) || sqlite3_str_errcode(list->ids)
               ? usher_pass(x->usher, SQLITE_NOMEM)
               : SQLITE_OK;
}

static int not_seen(struct usher_exchange *x, enum usher_pulse_name type) {
    return usher_fail(x->usher, USHER_NOT_FOUND, "user", "there is no such %s",
                      usher_pulse_types[type].name);
}

static void add_location(struct usher_exchange *x, enum usher_pulse_name type, const char *ids) {
    char url[120];
    sqlite3_snprintf(sizeof(url), url, PULSE_PATH "%ss/%.36s", usher_pulse_types[type].name,
                     ids + 1);
    usher_api_add_header(x, "Location", url);
}

int usher_pulse_show(struct usher_exchange *x, int status, enum usher_pulse_name type,
                     const struct usher_value *key, const struct usher_pulse_query *query) {
    struct usher_pulse_statement sql;
    struct list list = {sqlite3_str_new(x->usher->db), sqlite3_str_new(x->usher->db), 0};
    sqlite3_str *body = sqlite3_str_new(x->usher->db);
    usher_pulse_resource(&sql, type, query);
    if (usher_pulse_types[type].one[0]) {
        usher_pulse_bind(&sql, usher_pulse_types[type].one, key);
    } else {
        sql.value[sql.values++] = key; /* it stands in the resource's statement */
    }
    usher_pulse_resource_end(&sql);
    int rc = collect(x, &sql, &list, list.ids);
    if (rc == SQLITE_OK) {
        rc = list.count ? check_memory(x, &list) : not_seen(x, type);
    }
    if (rc == SQLITE_OK) {
        sqlite3_str_appendf(body, "{\"data\":%s", sqlite3_str_value(list.objects));
        rc = add_included(x, query, sqlite3_str_value(list.ids), body);
        sqlite3_str_appendchar(body, 1, '}');
    }
    if (rc == SQLITE_OK && status == 201) {
        add_location(x, type, sqlite3_str_value(list.ids));
    }
    return finish(x, status, &list, body, rc);
}

int usher_pulse_written(struct usher_exchange *x, int status, enum usher_pulse_name type,
                        sqlite3_int64 number, const struct usher_pulse_query *query) {
    struct usher_value key;
    usher_value_integer(&key, number);
    int rc = usher_pulse_show(x, status, type, &key, query);
    return rc != SQLITE_OK && x->usher->error.code == USHER_NOT_FOUND ? usher_api_empty(x, 204)
                                                                      : rc;
}

/* ------------------------------------------------------------ pages of users */

static int count_users(struct usher_exchange *x, const struct usher_pulse_query *query,
                       sqlite3_int64 *total) {
    struct usher_pulse_statement sql;
    struct usher_query rows;
    usher_pulse_begin(&sql);
    usher_pulse_add(&sql, usher_sql_text[USHER_SQL_api_pulse_count]);
    usher_pulse_filter_add(query, &sql);
    *total = 0;
    int rc = usher_pulse_open(x, &sql, &rows);
    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = usher_step(&rows);
    if (rc == SQLITE_ROW) {
        *total = sqlite3_column_int64(rows.statement, 0);
    }
    usher_close(&rows);
    return rc == SQLITE_ROW ? SQLITE_OK : rc;
}

static int list_numbers(struct usher_query *rows, sqlite3_str *numbers) {
    int rc;
    sqlite3_str_appendchar(numbers, 1, '[');
    while ((rc = usher_step(rows)) == SQLITE_ROW) {
        sqlite3_str_appendf(numbers, "%s%lld", sqlite3_str_length(numbers) > 1 ? "," : "",
                            sqlite3_column_int64(rows->statement, 0));
    }
    sqlite3_str_appendchar(numbers, 1, ']');
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* The rowids of who is on the page, as a JSON list. */
static int find_page(struct usher_exchange *x, const struct usher_pulse_query *query,
                     char **numbers) {
    struct usher_pulse_statement sql;
    struct usher_query rows;
    struct usher_value limit;
    struct usher_value offset;
    usher_value_integer(&limit, query->size);
    usher_value_integer(&offset, (query->number - 1) * query->size);
    usher_pulse_begin(&sql);
    usher_pulse_add(&sql, usher_sql_text[USHER_SQL_api_pulse_page]);
    usher_pulse_filter_add(query, &sql);
    usher_pulse_add(&sql, " ORDER BY ");
    for (int i = 0; i < query->sorts; i++) {
        usher_pulse_add(&sql, query->sort[i]);
    }
    usher_pulse_add(&sql, "u.created_at, u.id");
    usher_pulse_bind(&sql, " LIMIT @", &limit);
    usher_pulse_bind(&sql, " OFFSET @", &offset);
    *numbers = NULL;
    int rc = usher_pulse_open(x, &sql, &rows);
    if (rc != SQLITE_OK) {
        return rc;
    }
    sqlite3_str *list = sqlite3_str_new(x->usher->db);
    rc = list_numbers(&rows, list);
    usher_close(&rows);
    *numbers = sqlite3_str_finish(list);
    return rc == SQLITE_OK && !*numbers ? usher_pass(x->usher, SQLITE_NOMEM) : rc;
}

static int collect_page(struct usher_exchange *x, const struct usher_pulse_query *query,
                        struct list *list) {
    struct usher_pulse_statement sql;
    struct usher_value value;
    char *numbers;
    int rc = find_page(x, query, &numbers);
    if (rc == SQLITE_OK) {
        usher_value_text(&value, numbers);
        usher_pulse_resource(&sql, PULSE_USER, query);
        usher_pulse_bind(&sql, usher_sql_text[USHER_SQL_api_pulse_of_page], &value);
        usher_pulse_resource_end(&sql);
        rc = collect(x, &sql, list, list->ids);
    }
    sqlite3_free(numbers);
    return rc;
}

int usher_pulse_show_users(struct usher_exchange *x, struct usher_pulse_query *query) {
    struct list list = {sqlite3_str_new(x->usher->db), sqlite3_str_new(x->usher->db), 0};
    sqlite3_str *body = sqlite3_str_new(x->usher->db);
    sqlite3_int64 total;
    int rc = count_users(x, query, &total);
    if (rc == SQLITE_OK) {
        rc = collect_page(x, query, &list);
    }
    if (rc == SQLITE_OK) {
        rc = check_memory(x, &list);
    }
    if (rc == SQLITE_OK) {
        const char *objects = sqlite3_str_value(list.objects);
        sqlite3_str_appendf(body, "{\"data\":[%s]", objects ? objects : "");
        rc = add_included(x, query, sqlite3_str_value(list.ids), body);
    }
    if (rc == SQLITE_OK) {
        char *links = usher_pulse_links(x, query, total);
        sqlite3_str_appendf(body, ",\"links\":%s}", links ? links : "");
        rc = links ? SQLITE_OK : usher_pass(x->usher, SQLITE_NOMEM);
        sqlite3_free(links);
    }
    return finish(x, 200, &list, body, rc);
}
