/*
** Pieces of JSON text. Private to the base layer (json_write.c says more).
*/
#ifndef USHER_JSON_WRITE_H
#define USHER_JSON_WRITE_H

#include "base.h"

/* A string with its quotes and escapes; it must be UTF-8. */
void usher_write_string(sqlite3_str *out, const char *text, size_t length);

/* A finite number, always with a fraction or an exponent. */
void usher_write_real(sqlite3_str *out, double real);

/*
** Ends `out` and makes `value`, which must own nothing, own its text. Returns
** SQLITE_OK, or SQLITE_NOMEM or SQLITE_TOOBIG and records nothing.
*/
int usher_write_finish(sqlite3_str *out, struct usher_value *value);

#endif
