/*
** A set of names, compared as SQL compares them: without regard to case.
**
** The names are sorted, so that one is found by halving.
*/
#include "base/base.h"

#include <string.h>

/* The place of the name, or where it belongs; *found says which. */
static int place_of(const struct usher_names *names, const char *name, int *found) {
    int low = 0;
    int high = names->count;
    *found = 0;
    while (low < high) {
        int middle = low + (high - low) / 2;
        int order = sqlite3_stricmp(name, names->name[middle]);
        if (order < 0) {
            high = middle;
        } else {
            low = order > 0 ? middle + 1 : middle;
            high = order > 0 ? high : middle; /* found: low is there, too */
            *found = order == 0;
        }
    }
    return low;
}

int usher_names_have(const struct usher_names *names, const char *name) {
    int found;
    place_of(names, name, &found);
    return found;
}

static int make_room(struct usher_names *names) {
    if (names->count < names->room) {
        return SQLITE_OK;
    }
    int room = names->room * 2 + 16;
    char **larger = sqlite3_realloc64(names->name, (size_t)room * sizeof(*larger));
    if (!larger) {
        return SQLITE_NOMEM;
    }
    names->name = larger;
    names->room = room;
    return SQLITE_OK;
}

int usher_names_add(struct usher_names *names, const char *name) {
    int found;
    int place = place_of(names, name, &found);
    if (found) {
        return SQLITE_OK;
    }
    char *copy = make_room(names) == SQLITE_OK ? sqlite3_mprintf("%s", name) : NULL;
    if (!copy) {
        return SQLITE_NOMEM;
    }
    memmove(&names->name[place + 1], &names->name[place],
            (size_t)(names->count - place) * sizeof(*names->name));
    names->name[place] = copy;
    names->count++;
    return SQLITE_OK;
}

void usher_names_clear(struct usher_names *names) {
    for (int i = 0; i < names->count; i++) {
        sqlite3_free(names->name[i]);
    }
    sqlite3_free(names->name);
    *names = (struct usher_names){0, 0, NULL};
}
