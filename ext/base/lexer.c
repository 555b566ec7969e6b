/*
** The JSON lexer: RFC 8259 to the letter, in place and without allocating.
**
** jansson has a lexer, but it ignores a failure to grow its token buffer: when
** memory runs out it aborts the process or reads beyond the buffer (jansson
** issue 362, not mended in any release up to 2.14). So tokens are cut here,
** and jansson's constructors, which do report failure, make the tree (json.c).
**
** Strings are unescaped where they stand, which never makes them longer. Lone
** surrogates and \u0000 are refused: the one is no character, the other would
** end a C string early.
**
** Rules owned here: json-syntax.
*/
#include "lexer.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ strings */

/* Four hexadecimal digits, or -1. */
static int hex4(const char *p) {
    int value = 0;

    for (int i = 0; i < 4; i++) {
        char c = p[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;

        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* Write a character as UTF-8; returns where the next one goes. */
static char *put_utf8(char *out, int point) {
    if (point < 0x80) {
        *out++ = (char)point;
    } else if (point < 0x800) {
        *out++ = (char)(0xC0 | point >> 6);
        *out++ = (char)(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        *out++ = (char)(0xE0 | point >> 12);
        *out++ = (char)(0x80 | (point >> 6 & 0x3F));
        *out++ = (char)(0x80 | (point & 0x3F));
    } else {
        *out++ = (char)(0xF0 | point >> 18);
        *out++ = (char)(0x80 | (point >> 12 & 0x3F));
        *out++ = (char)(0x80 | (point >> 6 & 0x3F));
        *out++ = (char)(0x80 | (point & 0x3F));
    }
    return out;
}

/* \u and four digits, or two that make a surrogate pair, with *p behind "\u"; -1 if malformed. */
static int unicode_escape(char **p) {
    int low, point = hex4(*p);

    if (point <= 0 || (point >= 0xDC00 && point <= 0xDFFF))
        return -1;
    *p += 4;
    if (point < 0xD800 || point > 0xDBFF)
        return point;
    if ((*p)[0] != '\\' || (*p)[1] != 'u')
        return -1;
    low = hex4(*p + 2);
    if (low < 0xDC00 || low > 0xDFFF)
        return -1;
    *p += 6;
    return 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
}

/* The character behind a backslash at *p; -1 if there is no such escape. */
static int escape(char **p) {
    static const char names[] = "\"\\/bfnrt", characters[] = "\"\\/\b\f\n\r\t";
    const char *name;
    char c = *(*p)++;

    if (c == 'u')
        return unicode_escape(p);
    if (c == '\0')
        return -1;
    name = strchr(names, c);
    return name == NULL ? -1 : characters[name - names];
}

/* A string, with the opening quote behind us. */
static enum usher_token lex_string(struct usher_lexer *lexer) {
    char *p = lexer->p, *out;

    while ((unsigned char)*p >= 0x20 && *p != '"' && *p != '\\')
        p++;
    lexer->string = lexer->p;
    out = p;
    while (*p != '"') {
        if ((unsigned char)*p < 0x20) { /* also the NUL at the end */
            lexer->p = p;
            return USHER_TOKEN_INVALID;
        }
        if (*p == '\\') {
            int point;

            lexer->p = p++;
            point = escape(&p);
            if (point < 0)
                return USHER_TOKEN_INVALID;
            out = put_utf8(out, point);
        } else {
            *out++ = *p++;
        }
    }
    *out = '\0';
    lexer->length = (size_t)(out - lexer->string);
    lexer->p = p + 1;
    return USHER_TOKEN_STRING;
}

/* ------------------------------------------------------------------ numbers */

static int is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Moves over digits; 0 if there is none. */
static int skip_digits(char **p) {
    char *start = *p;

    while (is_digit(**p))
        (*p)++;
    return *p > start;
}

/*
** strtod wants the host's decimal point. A host whose point has several bytes
** (ps_AF) gets no reals, rather than wrong ones.
*/
static enum usher_token read_real(struct usher_lexer *lexer, char *number, char *point) {
    char *end;

    if (point != NULL)
        *point = localeconv()->decimal_point[0];
    lexer->real = strtod(number, &end);
    return end == lexer->p && isfinite(lexer->real) ? USHER_TOKEN_REAL : USHER_TOKEN_HUGE;
}

static enum usher_token lex_number(struct usher_lexer *lexer) {
    char *number = lexer->p, *p = number, *point = NULL;
    int real = 0;

    if (*p == '-')
        p++;
    if (*p == '0')
        p++;
    else if (!skip_digits(&p))
        return USHER_TOKEN_INVALID;
    if (*p == '.') {
        real = 1;
        point = p++;
        if (!skip_digits(&p))
            return USHER_TOKEN_INVALID;
    }
    if (*p == 'e' || *p == 'E') {
        real = 1;
        p++;
        if (*p == '+' || *p == '-')
            p++;
        if (!skip_digits(&p))
            return USHER_TOKEN_INVALID;
    }
    lexer->p = p;
    if (real)
        return read_real(lexer, number, point);
    errno = 0;
    lexer->integer = strtoll(number, NULL, 10);
    return errno == ERANGE ? USHER_TOKEN_HUGE : USHER_TOKEN_INTEGER;
}

/* ------------------------------------------------------------------- tokens */

static enum usher_token lex_word(struct usher_lexer *lexer, const char *word,
                                 enum usher_token token) {
    size_t length = strlen(word);

    if (strncmp(lexer->p, word, length) != 0)
        return USHER_TOKEN_INVALID;
    lexer->p += length;
    return token;
}

static enum usher_token lex_mark(struct usher_lexer *lexer, enum usher_token token) {
    lexer->p++;
    return token;
}

enum usher_token usher_lexer_next(struct usher_lexer *lexer) {
    while (*lexer->p == ' ' || *lexer->p == '\n' || *lexer->p == '\t' || *lexer->p == '\r')
        lexer->p++;
    switch (*lexer->p) {
    case '\0':
        return USHER_TOKEN_END;
    case '{':
        return lex_mark(lexer, USHER_TOKEN_BRACE);
    case '}':
        return lex_mark(lexer, USHER_TOKEN_BRACE_END);
    case '[':
        return lex_mark(lexer, USHER_TOKEN_BRACKET);
    case ']':
        return lex_mark(lexer, USHER_TOKEN_BRACKET_END);
    case ':':
        return lex_mark(lexer, USHER_TOKEN_COLON);
    case ',':
        return lex_mark(lexer, USHER_TOKEN_COMMA);
    case '"':
        lexer->p++;
        return lex_string(lexer);
    case 't':
        return lex_word(lexer, "true", USHER_TOKEN_TRUE);
    case 'f':
        return lex_word(lexer, "false", USHER_TOKEN_FALSE);
    case 'n':
        return lex_word(lexer, "null", USHER_TOKEN_NULL);
    default:
        return lex_number(lexer);
    }
}
