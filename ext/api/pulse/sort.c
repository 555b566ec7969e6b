/*
** sort=alive,-name
**
** `alive` as the document says: active, created and invited before deactivated and deleted. What
** compares equal comes in the order in which it was created, so that pages do not overlap.
*/
#include "api/pulse/pulse.h"

#include <string.h>

static const struct key {
    const char *name;
    const char *ascending;
    const char *descending;
} keys[] = {
    {"alive", "u.alive DESC, ", "u.alive, "},
    {"name", "u.name COLLATE NOCASE, ", "u.name COLLATE NOCASE DESC, "}, /* as people read lists */
    {"email", "u.email, ", "u.email DESC, "},
    {"created_at", "u.created_at, ", "u.created_at DESC, "},
    {"status", "u.status, ", "u.status DESC, "},
};

static int is_there(const struct usher_pulse_query *query, const struct key *key) {
    for (int i = 0; i < query->sorts; i++) {
        if (query->sort[i] == key->ascending || query->sort[i] == key->descending) {
            return 1;
        }
    }
    return 0;
}

static int take_key(struct usher_exchange *x, const char *item, void *context) {
    struct usher_pulse_query *query = context;
    int descending = *item == '-';
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
        if (strcmp(keys[i].name, item + descending) != 0) {
            continue;
        }
        if (is_there(query, &keys[i])) {
            return usher_api_refuse(x, 400, "sort", "sort names %s twice", keys[i].name);
        }
        query->sort[query->sorts++] = descending ? keys[i].descending : keys[i].ascending;
        return SQLITE_OK;
    }
    return usher_api_refuse(x, 400, "sort",
                            "sort can be alive, name, email, created_at and status, with - in "
                            "front to reverse");
}

int usher_pulse_sort_read(struct usher_exchange *x, const char *text,
                          struct usher_pulse_query *query) {
    return usher_pulse_list(x, "sort", text, take_key, query);
}
