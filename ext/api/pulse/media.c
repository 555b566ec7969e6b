/*
** Media types, as JSON:API 1.1 has them (section "Content Negotiation").
**
** Its media type may have the parameters ext and profile, and no others. No extension is supported
** here; profiles may be ignored. What a header does not say is not checked: a web server need not
** hand headers on. An Accept that does not name the media type is passed over (our choice).
*/
#include "api/pulse/pulse.h"

#include <string.h>

static const char jsonapi[] = "application/vnd.api+json";

static int is_blank(char c) {
    return c == ' ' || c == '\t';
}

static void skip_blanks(const char **p) {
    while (is_blank(**p)) {
        ++*p;
    }
}

/* A token, or what stands in quotes; its length, and *text is where it begins. */
static size_t take_word(const char **p, const char **text) {
    skip_blanks(p);
    int quoted = **p == '"';
    *p += quoted;
    *text = *p;
    while (**p && (quoted ? **p != '"' : !strchr(" \t;,=", **p))) {
        *p += quoted && (*p)[0] == '\\' && (*p)[1] ? 2 : 1;
    }
    size_t length = (size_t)(*p - *text);
    *p += quoted && **p == '"';
    return length;
}

static int is_word(const char *text, size_t length, const char *word) {
    return strlen(word) == length && sqlite3_strnicmp(text, word, (int)length) == 0;
}

/* One media type, up to a comma: is it JSON:API's, and has it parameters that are not supported? */
struct media {
    int jsonapi;
    int foreign;
};

static struct media take_media(const char **p) {
    struct media media = {0, 0};
    const char *text;
    size_t length = take_word(p, &text);
    int weighed = 0; /* what follows q is not of the media type */
    media.jsonapi = is_word(text, length, jsonapi);
    skip_blanks(p);
    while (**p && **p != ',') {
        if (**p != ';') {
            media.foreign = 1;
            ++*p;
            continue;
        }
        ++*p;
        length = take_word(p, &text);
        int extension = is_word(text, length, "ext");
        weighed |= is_word(text, length, "q");
        int known = length == 0 || extension || is_word(text, length, "profile");
        skip_blanks(p);
        if (**p == '=') {
            ++*p;
            known &= take_word(p, &text) == 0 || !extension;
        }
        media.foreign |= !known && !weighed;
        skip_blanks(p);
    }
    return media;
}

static int check_content(struct usher_exchange *x, const char *type) {
    struct media media = take_media(&type);
    return media.jsonapi && !media.foreign && !*type
               ? SQLITE_OK
               : usher_api_refuse(x, 415, "Content-Type",
                                  "the body must be application/vnd.api+json, without parameters "
                                  "other than profile");
}

static int check_accept(struct usher_exchange *x, const char *types) {
    int named = 0;
    int good = 0;
    while (*types) {
        struct media media = take_media(&types);
        named |= media.jsonapi;
        good |= media.jsonapi && !media.foreign;
        types += *types == ',';
    }
    return good || !named ? SQLITE_OK
                          : usher_api_refuse(x, 406, "Accept",
                                             "what is answered is application/vnd.api+json, without "
                                             "parameters other than profile");
}

static int check_header(struct usher_exchange *x, const char *name,
                        int (*check)(struct usher_exchange *, const char *)) {
    struct usher_value value;
    int rc = usher_api_header(x, name, &value);
    if (rc == SQLITE_OK && !usher_is_null(&value)) {
        rc = check(x, value.text);
    }
    usher_value_clear(&value);
    return rc;
}

int usher_pulse_check_media(struct usher_exchange *x) {
    int has_body = !usher_is_null(x->request.body) && x->request.body->length > 0;
    int rc = has_body ? check_header(x, "Content-Type", check_content) : SQLITE_OK;
    return rc == SQLITE_OK ? check_header(x, "Accept", check_accept) : rc;
}
