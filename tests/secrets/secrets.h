/*
** What the files of this program know of each other.
**
**   main.c    runs the calls, and looks for their secrets everywhere
**   calls.c   the calls, and which secrets they take and give: to be added to
**   search.c  a secret in all the forms that it could leak in
*/
#ifndef SECRETS_H
#define SECRETS_H

#include <sqlite3.h>
#include <stddef.h>

/* -------------------------------------------------------------------- calls.c */

/* A secret that the caller makes up. */
struct secret {
    const char *name;
    const char *text;
};
extern const struct secret secrets_given[]; /* until name is NULL */

/*
** A statement. {name} stands for the secret of that name, as an SQL literal, {code} for what the
** authenticator app shows now, whose secret is {totp}.
*/
struct call {
    const char *sql;
    const char *gives;  /* its answer is a secret, or a JSON list of some, of this name; or NULL */
    const char *refuse; /* the code of the error that it must end in, or NULL */
};
extern const struct call calls[]; /* until sql is NULL */

/* Functions that take or give secrets, as GLOB: each must be called. */
extern const char *const secret_functions[]; /* until NULL */

/* -------------------------------------------------------------------- search.c */

/* Is the secret in there, in any form? *form is how. */
int search(const void *data, size_t size, const char *secret, const char **form);
/* Base32 (RFC 4648, 6), in upper case, without padding; the number of bytes, -1 if it is none. */
int read_base32(const char *text, unsigned char *bytes, int most);

#endif
