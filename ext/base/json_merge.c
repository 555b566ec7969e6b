/*
** JSON Merge Patch (RFC 7396): members that the patch does not name stay as they are,
** null takes one away, and whatever is no object replaces what was there.
**
** Rules owned here: merge-patch.
*/
#include "json_tree.h"

/* RFC 7396, section 2. Takes `target` (may be NULL) over; NULL when out of memory. */
static json_t *merge(json_t *target, json_t *patch) {
    if (!json_is_object(patch)) {
        json_decref(target);
        return json_incref(patch);
    }
    if (!json_is_object(target)) {
        json_decref(target);
        target = json_object();
    }
    for (void *iterator = json_object_iter(patch); iterator != NULL && target != NULL;
         iterator = json_object_iter_next(patch, iterator)) {
        const char *name = json_object_iter_key(iterator);
        json_t *value = json_object_iter_value(iterator);

        if (json_is_null(value)) {
            json_object_del(target, name); /* which may be absent */
            continue;
        }
        value = merge(json_incref(json_object_get(target, name)), value);
        if (value == NULL || json_object_set_new_nocheck(target, name, value) != 0) {
            json_decref(target);
            target = NULL;
        }
    }
    return target;
}

int usher_json_merge(struct usher *usher, const char *field, struct usher_value *value,
                     const struct usher_value *patch) {
    json_t *target = NULL, *change = NULL;
    int result = usher_is_null(value) ? SQLITE_OK : usher_tree_read(usher, field, value, &target);

    if (result == SQLITE_OK)
        result = usher_tree_read(usher, "patch", patch, &change);
    if (result == SQLITE_OK) {
        target = merge(target, change);
        result = target != NULL ? usher_tree_write(usher, target, value)
                                : usher_pass(usher, SQLITE_NOMEM);
    }
    json_decref(target);
    json_decref(change);
    return result;
}
