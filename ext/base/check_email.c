/*
** E-mail addresses: the addr-spec of RFC 5321 (Mailbox, section 4.1.2) without
** comments, quoted local parts and address literals, and without the UTF-8 of
** RFC 6531:
**
**     mailbox    = dot-atom "@" domain
**     dot-atom   = atext+ ("." atext+)*              at most 64 octets
**     domain     = label ("." label)*
**     label      = letter or digit, and inside hyphens; at most 63 octets
**
** and at most 254 octets in all (RFC 5321, 4.5.3.1.3: 256 with the brackets),
** which leaves less for the domain than the 255 of 4.5.3.1.2.
** It is stored as given; that case does not count is the store's business.
**
** Rules owned here: email-form.
*/
#include "check.h"

#include <string.h>

enum { EMAIL_MOST = 254, LOCAL_MOST = 64, LABEL_MOST = 63 };

static int is_atext(char c) {
    return usher_is_alnum(c) || (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

static int is_dot_atom(const char *text, size_t length) {
    size_t atom = 0; /* characters since the last dot */

    if (length > LOCAL_MOST)
        return 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] != '.' ? !is_atext(text[i]) : atom == 0)
            return 0;
        atom = text[i] == '.' ? 0 : atom + 1;
    }
    return atom > 0;
}

static int is_label(const char *text, size_t length) {
    if (length == 0 || length > LABEL_MOST)
        return 0;
    if (text[0] == '-' || text[length - 1] == '-')
        return 0;
    for (size_t i = 0; i < length; i++)
        if (!usher_is_alnum(text[i]) && text[i] != '-')
            return 0;
    return 1;
}

int usher_is_domain(const char *text, size_t length) {
    const char *end = text + length;

    for (;;) {
        const char *dot = memchr(text, '.', (size_t)(end - text));

        if (dot == NULL)
            return is_label(text, (size_t)(end - text));
        if (!is_label(text, (size_t)(dot - text)))
            return 0;
        text = dot + 1;
    }
}

/* Neither part can hold an '@', so the first one divides them. */
static int is_email(const char *text, size_t length) {
    const char *at = memchr(text, '@', length);

    return at != NULL && is_dot_atom(text, (size_t)(at - text)) &&
           usher_is_domain(at + 1, (size_t)(text + length - at - 1));
}

int usher_check_email(struct usher *usher, const char *field, int limit,
                      struct usher_value *value) {
    int most = limit > 0 && limit < EMAIL_MOST ? limit : EMAIL_MOST;

    if (value->type == SQLITE_TEXT && value->length <= most &&
        is_email(value->text, (size_t)value->length))
        return SQLITE_OK;
    return usher_fail(usher, USHER_INVALID, field,
                      "%s must be like name@example.org (at most %d characters)",
                      usher_check_name(field), most);
}
