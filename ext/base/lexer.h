/*
** JSON tokens. Private to the base layer (lexer.c says more).
*/
#ifndef USHER_LEXER_H
#define USHER_LEXER_H

#include "sqlite.h"

#include <stddef.h>

enum usher_token {
    USHER_TOKEN_END,
    USHER_TOKEN_BRACE,
    USHER_TOKEN_BRACE_END,
    USHER_TOKEN_BRACKET,
    USHER_TOKEN_BRACKET_END,
    USHER_TOKEN_COLON,
    USHER_TOKEN_COMMA,
    USHER_TOKEN_STRING,  /* string, length */
    USHER_TOKEN_INTEGER, /* integer */
    USHER_TOKEN_REAL,    /* real */
    USHER_TOKEN_TRUE,
    USHER_TOKEN_FALSE,
    USHER_TOKEN_NULL,
    USHER_TOKEN_HUGE,   /* a number beyond 64 bits or a double */
    USHER_TOKEN_INVALID /* not JSON */
};

struct usher_lexer {
    char *p;            /* what was not read yet */
    const char *string; /* of the last string: unescaped, with a NUL behind it */
    size_t length;
    sqlite3_int64 integer;
    double real;
};

/*
** Reads the next token. The text must be valid UTF-8 without NUL, end with a
** NUL, and may be overwritten; strings point into it.
*/
enum usher_token usher_lexer_next(struct usher_lexer *lexer);

#endif
