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

/* A token, or what stands in quotes, which may be empty; where it begins and its length, 0 of none. */
struct word {
    const char *text;
    size_t length;
    int malformed;
};

static struct word take_word(const char **p) {
    skip_blanks(p);
    int quoted = **p == '"';
    *p += quoted;
    struct word word = {*p, 0, 0};
    while (**p && (quoted ? **p != '"' : !strchr(" \t;,=\"", **p))) {
        *p += quoted && (*p)[0] == '\\' && (*p)[1] ? 2 : 1;
    }
    word.length = (size_t)(*p - word.text);
    word.malformed = quoted && **p != '"';
    *p += quoted && !word.malformed;
    skip_blanks(p);
    return word;
}

static int is_word(const struct word *word, const char *text) {
    return strlen(text) == word->length &&
           sqlite3_strnicmp(word->text, text, (int)word->length) == 0;
}

/* One media type, up to a comma: is it JSON:API's, and with nothing that is not supported? */
struct media {
    int jsonapi;
    int foreign;
    int weighed; /* after q, in an Accept, come no parameters of the media type */
};

/* `; name=value`, of which either may be missing. */
static void take_parameter(const char **p, int has_weight, struct media *media) {
    struct word value = {"", 0, 0};
    ++*p;
    struct word name = take_word(p);
    if (**p == '=') {
        ++*p;
        value = take_word(p);
    }
    media->weighed |= has_weight && is_word(&name, "q");
    int supported = name.length == 0 || is_word(&name, "profile") ||
                    (is_word(&name, "ext") && value.length == 0);
    media->foreign |= name.malformed || value.malformed || (!supported && !media->weighed);
}

static struct media take_media(const char **p, int has_weight) {
    struct media media = {0, 0, 0};
    struct word type = take_word(p);
    media.jsonapi = is_word(&type, jsonapi);
    while (**p && **p != ',') {
        if (**p == ';') {
            take_parameter(p, has_weight, &media);
        } else {
            media.foreign = 1;
            ++*p;
        }
    }
    return media;
}

static int check_content(struct usher_exchange *x, const char *type) {
    struct media media = take_media(&type, 0);
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
        struct media media = take_media(&types, 1);
        named |= media.jsonapi;
        good |= media.jsonapi && !media.foreign;
        types += *types == ',';
    }
    return good || !named
               ? SQLITE_OK
               : usher_api_refuse(x, 406, "Accept",
                                  "what is answered is application/vnd.api+json, without "
                                  "parameters other than profile");
}

static int check_header(struct usher_exchange *x, const char *name,
                        int (*check)(struct usher_exchange *, const char *)) {
    struct usher_value value;
    usher_value_null(&value);
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
