/*
** Resource objects as the query wants them.
**
** A resource comes whole from its statement; what fields[type] does not name is taken away, and a
** user's relationships that are included or named are added, to each row that is on the page.
*/
#include "api/pulse/pulse.h"

static int is_restricted(const struct usher_pulse_query *query, enum usher_pulse_name type) {
    return (int)(query->restricted >> type & 1);
}

/* Which of a user's relationships are shown: those that fields[user] names, or are included. */
static unsigned shown_of_user(const struct usher_pulse_query *query) {
    const struct usher_pulse_type *type = &usher_pulse_types[PULSE_USER];
    unsigned shown = 0;
    if (!is_restricted(query, PULSE_USER)) {
        return query->included;
    }
    for (int i = 0; i < type->count; i++) {
        if (type->fields[i].related >= 0 && (query->fields[PULSE_USER] >> i & 1)) {
            shown |= 1U << type->fields[i].related;
        }
    }
    return shown;
}

/* What is taken away, as paths of json_remove(); both members, too, if nothing stays in them. */
static void remove_fields(struct usher_pulse_statement *sql, enum usher_pulse_name name,
                          const struct usher_pulse_query *query) {
    const struct usher_pulse_type *type = &usher_pulse_types[name];
    int kept[2] = {0, 0};
    if (!is_restricted(query, name)) {
        return;
    }
    for (int i = 0; i < type->count; i++) {
        if (query->fields[name] >> i & 1) {
            kept[type->fields[i].relationship]++;
        } else {
            usher_pulse_add(sql, type->fields[i].remove);
        }
    }
    usher_pulse_add(sql, kept[0] ? "" : ", '$.attributes'");
    usher_pulse_add(sql, kept[1] ? "" : ", '$.relationships'");
}

static void insert_related(struct usher_pulse_statement *sql, unsigned shown) {
    const char *glue = "";
    for (int i = 0; i < PULSE_RELATED; i++) {
        if (shown >> i & 1) {
            usher_pulse_add(sql, glue);
            usher_pulse_add(sql, usher_pulse_related[i].member);
            usher_pulse_add(sql, usher_sql_text[usher_pulse_related[i].link]);
            usher_pulse_add(sql, "))");
            glue = ", ";
        }
    }
}

void usher_pulse_resource(struct usher_pulse_statement *sql, enum usher_pulse_name type,
                          const struct usher_pulse_query *query) {
    unsigned shown = type == PULSE_USER ? shown_of_user(query) : 0;
    usher_pulse_begin(sql);
    usher_pulse_add(sql, "SELECT json_remove(");
    if (shown) {
        usher_pulse_add(sql, "json_insert(o.resource, '$.relationships', json_object(");
        insert_related(sql, shown);
        usher_pulse_add(sql, "))");
    } else {
        usher_pulse_add(sql, "o.resource");
    }
    remove_fields(sql, type, query);
    usher_pulse_add(sql, "), o.id FROM (");
    usher_pulse_add(sql, usher_sql_text[usher_pulse_types[type].resource]);
}

void usher_pulse_resource_end(struct usher_pulse_statement *sql) {
    usher_pulse_add(sql, ") AS o");
}
