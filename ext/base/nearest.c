/*
** Which name was meant: the one that the fewest slips of the pen lead away from.
**
** A slip is a character too many, too few, another one, or two that changed places;
** case is none. Longer texts than any name of ours are near to nothing, so that the
** work is bounded whatever is given.
*/
#include "base.h"

#include <string.h>

enum { LONGEST = 64, FAR = 2 * LONGEST };

static int least(int a, int b) {
    return a < b ? a : b;
}

/* A row of the table by which slips are counted: `before` is the row above, `earlier` that above it. */
static void count_row(const char *a, int i, const char *b, int width, const int *earlier,
                      const int *before, int *row) {
    row[0] = i;
    for (int k = 1; k <= width; k++) {
        int other = usher_lower(a[i - 1]) != usher_lower(b[k - 1]);
        row[k] = least(before[k - 1] + other, 1 + least(before[k], row[k - 1]));
        if (i > 1 && k > 1 && usher_lower(a[i - 1]) == usher_lower(b[k - 2]) &&
            usher_lower(a[i - 2]) == usher_lower(b[k - 1])) {
            row[k] = least(row[k], earlier[k - 2] + 1);
        }
    }
}

int usher_slips(const char *a, const char *b) {
    size_t height = strlen(a);
    size_t width = strlen(b);
    int rows[3][LONGEST + 1];
    if (height > LONGEST || width > LONGEST) {
        return FAR;
    }
    for (int k = 0; k <= (int)width; k++) {
        rows[0][k] = k;
    }
    for (int i = 1; i <= (int)height; i++) {
        count_row(a, i, b, (int)width, rows[(i + 1) % 3], rows[(i + 2) % 3], rows[i % 3]);
    }
    return rows[height % 3][width];
}

int usher_slips_allowed(const char *given) {
    size_t length = strlen(given);
    return length < 3 ? 0 : length < 6 ? 1 : 2;
}

void usher_nearest_offer(struct usher_nearest *nearest, const char *name) {
    int slips = usher_slips(nearest->given, name);
    if (slips <= usher_slips_allowed(nearest->given) &&
        (!nearest->name || slips < nearest->slips)) {
        nearest->name = name;
        nearest->slips = slips;
    }
}

int usher_nearest_tell(struct usher *usher, const struct usher_nearest *nearest) {
    char *message = usher->error.message;
    size_t length = strlen(message);
    if (nearest->name && length + strlen(nearest->name) + 20 < sizeof(usher->error.message)) {
        sqlite3_snprintf((int)(sizeof(usher->error.message) - length), message + length,
                         "; did you mean \"%s\"?", nearest->name);
    }
    return usher->error.result;
}

int usher_suggest(struct usher *usher, const char *given, const char *const *names) {
    struct usher_nearest nearest = {.given = given};
    for (; *names; names++) {
        usher_nearest_offer(&nearest, *names);
    }
    return usher_nearest_tell(usher, &nearest);
}

void usher_list_names(char *list, size_t size, const char *const *names) {
    size_t length = 0;
    list[0] = '\0';
    for (int i = 0; names[i]; length = strlen(list), i++) {
        const char *between = i == 0 ? "" : names[i + 1] ? ", " : " or ";
        sqlite3_snprintf((int)(size - length), list + length, "%s%s", between, names[i]);
    }
}

int usher_check_word(struct usher *usher, const char *field, const struct usher_value *value,
                     const char *const *words) {
    char list[200];
    for (int i = 0; words[i]; i++) {
        if (usher_value_is(value, words[i])) {
            return SQLITE_OK;
        }
    }
    usher_list_names(list, sizeof(list), words);
    usher_fail(usher, USHER_INVALID, field, "%s must be %s", field, list);
    return usher_suggest(usher, value->type == SQLITE_TEXT ? value->text : "", words);
}
