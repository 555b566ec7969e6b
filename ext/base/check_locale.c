/*
** Locales: a well-formed BCP 47 language tag or a POSIX locale name, stored as
** given, at most 35 characters (RFC 5646, 4.4.1, for what it calls practical).
**
** BCP 47 is the `langtag` and `privateuse` of RFC 5646, section 2.1:
**
**     langtag    = language ["-" script] ["-" region] *("-" variant)
**                  *("-" extension) ["-" privateuse]
**     language   = 2-3 letters *3("-" 3 letters) / 4 letters / 5-8 letters
**     script     = 4 letters
**     region     = 2 letters / 3 digits
**     variant    = 5-8 letters and digits / a digit and 3 letters or digits
**     extension  = one letter or digit but x, 1*("-" 2-8 letters and digits)
**     privateuse = "x" 1*("-" 1-8 letters and digits)
**
** with no variant and no extension twice (2.2.5, 2.2.6). The irregular
** grandfathered tags (i-klingon, en-GB-oed, ...) are obsolete and not taken;
** whether a subtag is registered is not asked. But "inf", which is not, is
** SQLite's text of an infinite number: no locale looks like a number, and that
** spares queries a second look at each (USHER_WORDS).
**
** POSIX is  ll[l][_CC][.codeset][@modifier]  with CC two capitals or three
** digits, or C or POSIX, with a codeset or without.
**
** Rules owned here: locale-form.
*/
#include "check.h"

#include <string.h>

enum { LOCALE_MOST = 35, SUBTAG_MOST = 8, SUBTAGS = LOCALE_MOST / 2 + 1 };

/* One subtag, lower-cased, because case does not count. */
struct subtag {
    char text[SUBTAG_MOST + 1];
    int length;
    int letters; /* nothing but letters */
    int digits;  /* nothing but digits */
};

struct tag {
    struct subtag subtags[SUBTAGS];
    int count;
    int at; /* the next one to be read */
};

/* ------------------------------------------------------------------- BCP 47 */

static int subtag_read(struct subtag *subtag, const char *text, int length) {
    if (length < 1 || length > SUBTAG_MOST)
        return 0;
    *subtag = (struct subtag){.length = length, .letters = 1, .digits = 1};
    for (int i = 0; i < length; i++) {
        if (!usher_is_alnum(text[i]))
            return 0;
        if (usher_is_digit(text[i]))
            subtag->letters = 0;
        else
            subtag->digits = 0;
        subtag->text[i] = usher_lower(text[i]);
    }
    return 1;
}

/* Divide at the hyphens; LOCALE_MOST characters cannot be more than SUBTAGS parts. */
static int tag_split(struct tag *tag, const char *text, int length) {
    int start = 0;

    tag->count = 0;
    tag->at = 0;
    for (int i = 0; i <= length; i++) {
        if (i < length && text[i] != '-')
            continue;
        if (USHER_NEVER(tag->count == SUBTAGS)) /* each takes two characters */
            return 0;
        if (!subtag_read(&tag->subtags[tag->count++], text + start, i - start))
            return 0;
        start = i + 1;
    }
    return 1;
}

/* The next subtag, or an empty one at the end. */
static const struct subtag *next(const struct tag *tag) {
    static const struct subtag none = {0};

    return tag->at < tag->count ? &tag->subtags[tag->at] : &none;
}

static int is_variant(const struct subtag *subtag) {
    return subtag->length >= 5 || (subtag->length == 4 && usher_is_digit(subtag->text[0]));
}

static int tag_language(struct tag *tag) {
    const struct subtag *language = next(tag);

    if (!language->letters || language->length < 2)
        return 0;
    tag->at++;
    if (language->length <= 3)
        for (int i = 0; i < 3 && next(tag)->length == 3 && next(tag)->letters; i++)
            tag->at++;
    return 1;
}

static int tag_variants(struct tag *tag) {
    int first = tag->at;

    for (; is_variant(next(tag)); tag->at++)
        for (int i = first; i < tag->at; i++)
            if (strcmp(tag->subtags[i].text, next(tag)->text) == 0)
                return 0;
    return 1;
}

static int tag_extensions(struct tag *tag) {
    char seen[SUBTAGS + 1] = "";
    size_t extensions = 0;

    while (next(tag)->length == 1 && next(tag)->text[0] != 'x') {
        int start = tag->at;

        if (strchr(seen, next(tag)->text[0]) != NULL)
            return 0;
        seen[extensions++] = next(tag)->text[0];
        for (tag->at++; next(tag)->length >= 2;)
            tag->at++;
        if (tag->at == start + 1)
            return 0;
    }
    return 1;
}

/* Private use runs to the end, whatever its subtags look like. */
static int tag_private(struct tag *tag) {
    if (next(tag)->length != 1 || next(tag)->text[0] != 'x')
        return 0;
    if (tag->at + 1 == tag->count)
        return 0;
    tag->at = tag->count;
    return 1;
}

static int is_bcp47(const char *text, int length) {
    struct tag tag;

    if (!tag_split(&tag, text, length))
        return 0;
    if (tag_private(&tag))
        return 1;
    if (!tag_language(&tag))
        return 0;
    if (next(&tag)->length == 4 && next(&tag)->letters)
        tag.at++;
    if (next(&tag)->length == 2 && next(&tag)->letters)
        tag.at++;
    else if (next(&tag)->length == 3 && next(&tag)->digits)
        tag.at++;
    if (!tag_variants(&tag) || !tag_extensions(&tag))
        return 0;
    return tag.at == tag.count || tag_private(&tag);
}

/* -------------------------------------------------------------------- POSIX */

/* Length of a codeset or modifier name: letters, digits, '-' and '_'. */
static int name_length(const char *text, const char *end) {
    const char *p = text;

    while (p < end && (usher_is_alnum(*p) || *p == '-' || *p == '_'))
        p++;
    return (int)(p - text);
}

/* Length of "_CC" at `text`, or 0. */
static int territory_length(const char *text, const char *end) {
    if (end - text >= 3 && text[0] == '_' && text[1] >= 'A' && text[1] <= 'Z' && text[2] >= 'A' &&
        text[2] <= 'Z')
        return 3;
    if (end - text >= 4 && text[0] == '_' && usher_is_digit(text[1]) && usher_is_digit(text[2]) &&
        usher_is_digit(text[3]))
        return 4;
    return 0;
}

/* p < end */
static int is_posix(const char *p, const char *end) {
    int plain = 0; /* C or POSIX */
    int language = 0;

    while (p + language < end && p[language] >= 'a' && p[language] <= 'z')
        language++;
    if (language == 2 || language == 3) {
        p += language;
        p += territory_length(p, end);
    } else if (end - p >= 5 && memcmp(p, "POSIX", 5) == 0) {
        plain = 5;
    } else if (*p == 'C') {
        plain = 1;
    } else {
        return 0;
    }
    p += plain;
    if (p < end && *p == '.') {
        int name = name_length(p + 1, end);

        if (name == 0)
            return 0;
        p += 1 + name;
    }
    if (p < end && *p == '@' && plain == 0) {
        int name = name_length(p + 1, end);

        if (name == 0)
            return 0;
        p += 1 + name;
    }
    return p == end;
}

int usher_check_locale(struct usher *usher, const char *field, int limit,
                       struct usher_value *value) {
    int most = limit > 0 && limit < LOCALE_MOST ? limit : LOCALE_MOST;

    if (value->type == SQLITE_TEXT && value->length > 0 && value->length <= most &&
        !(value->length == 3 && sqlite3_strnicmp(value->text, "Inf", 3) == 0) &&
        (is_bcp47(value->text, value->length) ||
         is_posix(value->text, value->text + value->length)))
        return SQLITE_OK;
    return usher_fail(usher, USHER_INVALID, field,
                      "%s must be a locale like en, en-GB or en_GB.UTF-8 (at most %d characters)",
                      usher_check_name(field), most);
}
