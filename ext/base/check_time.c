/*
** Times: any date-time of RFC 3339, section 5.6, becomes UTC with milliseconds,
**
**     2022-01-01T01:00:00.1239+01:00  →  2022-01-01T00:00:00.123Z
**
** so that times compare as text. `t` and `z` may be small; a blank for the `T`
** is refused. A fraction may have any number of digits; beyond milliseconds it
** is cut off, never rounded into the next second. A leap second (:60) is
** refused: SQLite does not know it.
**
** The form is looked at here; the calendar, and what an offset does to it, is
** SQLite's own. A day that SQLite moves (2022-02-31 becomes March) is none.
**
** Rules owned here: time-form.
*/
#include "check.h"

#include <string.h>

#define SECONDS 19 /* characters of YYYY-MM-DDTHH:MM:SS */

static const char form[] = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T"
                           "[0-9][0-9]:[0-9][0-9]:[0-9][0-9]";

struct time {
    char second[SECONDS + 1];
    char fraction[4]; /* milliseconds */
    char shift[7];    /* what takes it to UTC: "-01:00" */
};

/* ".123…" at *p < end, which moves behind it. */
static int read_fraction(struct time *time, const char **p, const char *end) {
    int digits = 0;

    memcpy(time->fraction, "000", 4);
    if (**p != '.')
        return 1;
    for (++*p; *p < end && usher_is_digit(**p); ++*p, digits++)
        if (digits < 3)
            time->fraction[digits] = **p;
    return digits > 0;
}

/* "Z" or "+01:30", up to the end; hours to 23, as RFC 3339 has them. */
static int read_offset(struct time *time, const char *p, const char *end) {
    memcpy(time->shift, "+00:00", 7);
    if (end - p == 1)
        return usher_lower(*p) == 'z';
    if (end - p != 6)
        return 0;
    memcpy(time->shift, p, 6);
    if (sqlite3_strglob("[-+][0-2][0-9]:[0-5][0-9]", time->shift) != 0)
        return 0;
    time->shift[0] = *p == '+' ? '-' : '+';
    return p[1] < '2' || p[2] < '4';
}

static int read_time(struct time *time, const struct usher_value *value) {
    const char *p = value->text, *end;

    if (value->type != SQLITE_TEXT || value->length <= SECONDS ||
        memchr(p, '\0', (size_t)value->length) != NULL)
        return 0;
    end = p + value->length;
    memcpy(time->second, p, SECONDS);
    time->second[SECONDS] = '\0';
    if (time->second[10] == 't')
        time->second[10] = 'T';
    p += SECONDS;
    return sqlite3_strglob(form, time->second) == 0 && read_fraction(time, &p, end) &&
           read_offset(time, p, end);
}

/* Take it to UTC. SQLITE_ROW if there is such a time, SQLITE_DONE if not, or an error. */
static int to_utc(struct usher *usher, struct time *time) {
    sqlite3_stmt *statement;
    int rc = usher_inner_prepare(usher,
                                 "SELECT strftime('%Y-%m-%dT%H:%M:%S', ?1, ?2) "
                                 "WHERE strftime('%Y-%m-%dT%H:%M:%S', ?1, '+00:00') = ?1",
                                 -1, SQLITE_PREPARE_NO_VTAB, &statement);

    if (rc != SQLITE_OK)
        return rc;
    sqlite3_bind_text(statement, 1, time->second, SECONDS, SQLITE_STATIC);
    sqlite3_bind_text(statement, 2, time->shift, 6, SQLITE_STATIC);
    rc = usher_inner_step(usher, statement);
    if (rc == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(statement, 0);
        int fits = text != NULL && sqlite3_strglob(form, text) == 0; /* not in year -1 or 10000 */

        sqlite3_snprintf(sizeof(time->second), time->second, "%s", fits ? text : "");
        rc = fits ? SQLITE_ROW : SQLITE_DONE;
    }
    sqlite3_finalize(statement);
    return rc;
}

int usher_check_time(struct usher *usher, const char *field, int limit, struct usher_value *value) {
    struct time time;
    char text[USHER_TIME_TEXT + 1];
    int rc = read_time(&time, value) ? to_utc(usher, &time) : SQLITE_DONE;

    (void)limit;
    if (rc == SQLITE_DONE)
        return usher_check_refuse(usher, field,
                                  "must be a time like 2022-01-01T00:00:00.000Z (RFC 3339)");
    if (rc != SQLITE_ROW)
        return usher_pass(usher, rc);
    sqlite3_snprintf(sizeof(text), text, "%s.%sZ", time.second, time.fraction);
    usher_check_replace(value, text);
    return SQLITE_OK;
}
