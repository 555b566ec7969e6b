/*
** Times: any date-time of RFC 3339, section 5.6, becomes UTC with milliseconds,
**
**     2022-01-01T01:00:00.1239+01:00  →  2022-01-01T00:00:00.123Z
**
** so that times compare as text. `t` and `z` may be small; a blank for the `T`
** is refused. A fraction may have any number of digits; beyond milliseconds it
** is cut off, never rounded, because rounding could move a time into a second,
** a day or a year in which it is not. A leap second (:60) is refused: SQLite's
** own date functions do not know it. What falls out of the years 0000 to 9999
** once it is UTC is refused.
**
** The calendar is computed here and not by `SELECT strftime(...)`: a statement
** would have to be prepared for each value, past the host's authorizer, and
** SQLite does not refuse 2022-02-31, nor (in 3.40) know the years before 400
** right. The unit test shows that both calendars agree on all other days.
**
** Rules owned here: time-form.
*/
#include "check.h"

#include <string.h>

struct time {
    int year, month, day, hour, minute, second, millisecond;
    int offset; /* minutes east of UTC */
};

/* Days from 1970-01-01; the arithmetic of put_date in clock.c, backwards. */
static int days_of(const struct time *time) {
    int year = (time->month > 2 ? time->year : time->year - 1) + 400; /* it begins in March */
    int month = (time->month + 9) % 12;
    int days = (month * 153 + 2) / 5 + time->day - 1;

    return year * 365 + year / 4 - year / 100 + year / 400 + days - 719468 - 146097;
}

static int days_in_month(int year, int month) {
    if (month == 2)
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/* `digits` digits as a number; -1 if one is none. */
static int number(const char *p, int digits) {
    int value = 0;

    for (int i = 0; i < digits; i++) {
        if (!usher_is_digit(p[i]))
            return -1;
        value = value * 10 + (p[i] - '0');
    }
    return value;
}

/* The first 19 characters, YYYY-MM-DDTHH:MM:SS. */
static int read_second(struct time *time, const char *p) {
    if (p[4] != '-' || p[7] != '-' || usher_lower(p[10]) != 't' || p[13] != ':' || p[16] != ':')
        return 0;
    time->year = number(p, 4);
    time->month = number(p + 5, 2);
    time->day = number(p + 8, 2);
    time->hour = number(p + 11, 2);
    time->minute = number(p + 14, 2);
    time->second = number(p + 17, 2);
    if (time->year < 0 || time->month < 1 || time->month > 12)
        return 0;
    if (time->day < 1 || time->day > days_in_month(time->year, time->month))
        return 0;
    return time->hour >= 0 && time->hour <= 23 && time->minute >= 0 && time->minute <= 59 &&
           time->second >= 0 && time->second <= 59;
}

/* ".123..." at `p`; returns its length, 0 if there is none, -1 if it has no digit. */
static int read_fraction(struct time *time, const char *p, const char *end) {
    const char *start = p;
    int scale = 100;

    time->millisecond = 0;
    if (p == end || *p != '.')
        return 0;
    for (p++; p < end && usher_is_digit(*p); p++, scale /= 10)
        time->millisecond += (*p - '0') * scale;
    return p - start > 1 ? (int)(p - start) : -1;
}

/* "Z" or "+01:30", up to the end. */
static int read_offset(struct time *time, const char *p, const char *end) {
    int hours, minutes;

    time->offset = 0;
    if (end - p == 1)
        return usher_lower(*p) == 'z';
    if (end - p != 6 || (*p != '+' && *p != '-') || p[3] != ':')
        return 0;
    hours = number(p + 1, 2);
    minutes = number(p + 4, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
        return 0;
    time->offset = (hours * 60 + minutes) * (*p == '-' ? -1 : 1);
    return 1;
}

static int read_time(const struct usher_value *value, sqlite3_int64 *milliseconds) {
    const char *p = value->text, *end;
    struct time time;
    sqlite3_int64 minutes;
    int fraction;

    if (value->type != SQLITE_TEXT || value->length < 20 || !read_second(&time, p))
        return 0;
    end = p + value->length;
    p += 19;
    fraction = read_fraction(&time, p, end);
    if (fraction < 0 || !read_offset(&time, p + fraction, end))
        return 0;
    minutes = ((sqlite3_int64)days_of(&time) * 24 + time.hour) * 60 + time.minute - time.offset;
    *milliseconds = (minutes * 60 + time.second) * 1000 + time.millisecond;
    return *milliseconds >= USHER_TIME_MIN && *milliseconds <= USHER_TIME_MAX;
}

int usher_check_time(struct usher *usher, const char *field, int limit, struct usher_value *value) {
    char text[USHER_TIME_TEXT + 1];
    sqlite3_int64 milliseconds;

    (void)limit;
    if (!read_time(value, &milliseconds))
        return usher_check_refuse(usher, field,
                                  "must be a time like 2022-01-01T00:00:00.000Z (RFC 3339)");
    usher_clock_text(milliseconds, text);
    usher_check_replace(value, text);
    return SQLITE_OK;
}
