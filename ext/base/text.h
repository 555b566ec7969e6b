/*
** Looking at text: well-formed UTF-8 and what kinds of characters it holds.
** Private to the base layer (text.c says more).
*/
#ifndef USHER_TEXT_H
#define USHER_TEXT_H

#include <stddef.h>

/* What usher_text_scan found. All but `characters` are flags. */
struct usher_text {
    int characters; /* Unicode code points */
    int malformed;  /* not UTF-8; the scan stopped there */
    int nul;        /* U+0000 */
    int breaks;     /* tab, line feed or carriage return */
    int control;    /* any other below U+0020, or U+007F */
    int visible;    /* something that is not white space */
};

void usher_text_scan(const char *text, int length, struct usher_text *found);

/* Bytes of the well-formed character at `text`, of which some are `left`: 1 to 4; 0 if there is none. */
int usher_utf8_size(const char *text, size_t left);

#endif
