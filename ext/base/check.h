/*
** What the validators share. Private to the base layer (check.c says more).
*/
#ifndef USHER_CHECK_H
#define USHER_CHECK_H

#include "base.h"

/* How a message calls a field; there may be none. */
static inline const char *usher_check_name(const char *field) {
    return field != NULL && field[0] != '\0' ? field : "the value";
}

/* Record `invalid`: "<field> <rule>". `rule` is a whole predicate: "must be 0 or 1". */
int usher_check_refuse(struct usher *usher, const char *field, const char *rule);

/* The same for "must be at most `limit` characters long". */
int usher_check_too_long(struct usher *usher, const char *field, int limit);

/* Put what was made of a value (shorter than 40 bytes) in its place. */
void usher_check_replace(struct usher_value *value, const char *text);

/* Labels of letters, digits and inner hyphens, with dots between. */
int usher_is_domain(const char *text, size_t length);

/*
** http or https, a domain, perhaps a port, and what follows: no user, no white space. The text has a
** NUL behind it.
*/
int usher_is_url(const char *text, size_t length);

#endif
