/*
** Times as text, and identifiers that sort by time.
**
** Identifiers are UUIDv7 (RFC 9562, 5.7): 48 bits of Unix milliseconds, 12 bits
** of counter (6.2, method 1), 62 random bits. Each new millisecond starts the
** counter at a random number with its top bit clear, which leaves at least 2048
** identifiers; when they are used up, the next millisecond is taken ahead of
** time. When the clock steps back, the last millisecond stays in use. So the
** identifiers of one connection strictly increase, and those of many hardly
** ever leave the order in which they were made. Those of a supply (supply.c)
** follow from it alone, not from what the connection made before.
**
** Rules owned here: uuid-order.
*/
#include "base.h"

#include <string.h>

#define UUID_TIME_MAX (((sqlite3_int64)1 << 48) - 1)

enum { COUNTER_MAX = 0xFFF, COUNTER_SEED = 0x7FF };

/* ---------------------------------------------------------------------- text */

#define TEXT_MAX 253402300799999 /* 9999-12-31T23:59:59.999Z */

static void put_number(char *p, int digits, int number) {
    for (; digits > 0; number /= 10)
        p[--digits] = (char)('0' + number % 10);
}

/* Years begin in March here, so that the day that may be missing comes last. */
static void put_date(char *p, int days) {
    int since = days + 719468; /* 0000-03-01 */
    int era = since / 146097;  /* 400 years */
    int of_era = since % 146097;
    int year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year = of_era - (365 * year + year / 4 - year / 100);
    int month = (5 * of_year + 2) / 153;

    put_number(p, 4, 400 * era + year + (month > 9));
    put_number(p + 5, 2, month > 9 ? month - 9 : month + 3);
    put_number(p + 8, 2, of_year - (153 * month + 2) / 5 + 1);
}

void usher_clock_text(sqlite3_int64 milliseconds, char text[USHER_TIME_TEXT + 1]) {
    sqlite3_int64 time = milliseconds < 0 ? 0 : milliseconds > TEXT_MAX ? TEXT_MAX : milliseconds;
    int of_day = (int)(time % 86400000);

    memcpy(text, "0000-00-00T00:00:00.000Z", USHER_TIME_TEXT + 1);
    put_date(text, (int)(time / 86400000));
    put_number(text + 11, 2, of_day / 3600000);
    put_number(text + 14, 2, of_day / 60000 % 60);
    put_number(text + 17, 2, of_day / 1000 % 60);
    put_number(text + 20, 3, of_day % 1000);
}

static int take_number(const char *p, int digits) {
    int number = 0;

    for (; digits > 0; digits--)
        number = 10 * number + (*p++ - '0');
    return number;
}

sqlite3_int64 usher_clock_of(const char text[USHER_TIME_TEXT + 1]) {
    int month = take_number(text + 5, 2);
    int year = take_number(text, 4) - (month < 3);
    int of_year =
        (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + take_number(text + 8, 2) - 1;
    int days = 365 * year + year / 4 - year / 100 + year / 400 + of_year - 719468;
    int of_day = take_number(text + 11, 2) * 3600 + take_number(text + 14, 2) * 60 +
                 take_number(text + 17, 2);

    return (days * (sqlite3_int64)86400 + of_day) * 1000 + take_number(text + 20, 3);
}

void usher_time_after(const char time[USHER_TIME_TEXT + 1], sqlite3_int64 seconds,
                      char text[USHER_TIME_TEXT + 1]) {
    usher_clock_text(usher_clock_of(time) + 1000 * seconds, text);
}

/* --------------------------------------------------------------------- UUID */

/*
** Move on to the place of the next identifier; `seed` is random. A clock before
** 1970 is one that stepped back: a connection's time starts at 0.
*/
static void clock_step(struct usher_clock *clock, sqlite3_int64 now, unsigned seed) {
    if (now > UUID_TIME_MAX)
        now = UUID_TIME_MAX;
    if (now > clock->milliseconds) {
        clock->milliseconds = now;
        clock->counter = seed & COUNTER_SEED;
    } else if (clock->counter < COUNTER_MAX) {
        clock->counter++;
    } else {
        clock->milliseconds++;
        clock->counter = seed & COUNTER_SEED;
    }
}

static void put_hex(char *p, const unsigned char *bytes, int count) {
    static const char digits[] = "0123456789abcdef";

    for (int i = 0; i < count; i++) {
        *p++ = digits[bytes[i] >> 4];
        *p++ = digits[bytes[i] & 0xF];
    }
}

void usher_uuid_make(struct usher *usher, char text[USHER_UUID_TEXT + 1]) {
    unsigned char bytes[16 + 2]; /* the last two seed the counter */
    struct usher_clock *clock = usher->supply.given ? &usher->supply.clock : &usher->clock;

    usher_random(usher, bytes + 8, 10);
    clock_step(clock, usher_clock_now(usher), (unsigned)(bytes[16] << 8 | bytes[17]));
    for (int i = 0; i < 6; i++)
        bytes[i] = (unsigned char)(clock->milliseconds >> (40 - 8 * i));
    bytes[6] = (unsigned char)(0x70 | clock->counter >> 8);
    bytes[7] = (unsigned char)clock->counter;
    bytes[8] = (unsigned char)(0x80 | (bytes[8] & 0x3F));
    put_hex(text, bytes, 4);
    put_hex(text + 9, bytes + 4, 2);
    put_hex(text + 14, bytes + 6, 2);
    put_hex(text + 19, bytes + 8, 2);
    put_hex(text + 24, bytes + 10, 6);
    text[8] = text[13] = text[18] = text[23] = '-';
    text[USHER_UUID_TEXT] = '\0';
}
