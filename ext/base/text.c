/*
** Text: one pass over a string that tells everything the validators, the JSON
** lexer and the error messages want to know of it.
**
** UTF-8 is taken strictly (RFC 3629): no overlong forms, no surrogates, nothing
** above U+10FFFF. SQLite itself stores any bytes, so nothing may be assumed of
** text that comes from it.
**
** Rules owned here: utf8, white-space.
*/
#include "text.h"

#define CONTINUES(byte) (((byte)&0xC0u) == 0x80u)

int usher_utf8_size(const char *text, size_t left) {
    const unsigned char *p = (const unsigned char *)text;
    unsigned low = 0x80, high = 0xBF; /* what the second byte may be */
    size_t size;

    if (p[0] < 0x80)
        return 1;
    if (p[0] < 0xC2 || p[0] > 0xF4)
        return 0;
    size = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    if (left < size)
        return 0;
    if (p[0] == 0xE0)
        low = 0xA0; /* shorter in two bytes */
    if (p[0] == 0xED)
        high = 0x9F; /* surrogates */
    if (p[0] == 0xF0)
        low = 0x90; /* shorter in three bytes */
    if (p[0] == 0xF4)
        high = 0x8F; /* beyond U+10FFFF */
    if (p[1] < low || p[1] > high)
        return 0;
    if (size > 2 && !CONTINUES(p[2]))
        return 0;
    if (size > 3 && !CONTINUES(p[3]))
        return 0;
    return (int)size;
}

/* Unicode's White_Space beyond ASCII; `p` is well-formed and `size` bytes long. */
static int is_space(const unsigned char *p, int size) {
    unsigned point;

    if (size == 2)
        return p[0] == 0xC2 && (p[1] == 0x85 || p[1] == 0xA0);
    if (size != 3)
        return 0;
    point = (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    return point == 0x1680 || (point >= 0x2000 && point <= 0x200A) || point == 0x2028 ||
           point == 0x2029 || point == 0x202F || point == 0x205F || point == 0x3000;
}

/* Note an ASCII character that is not printable, or a space. */
static void note_special(unsigned byte, struct usher_text *found) {
    if (byte == ' ')
        return;
    if (byte == 0)
        found->nul = 1;
    else if (byte == '\t' || byte == '\n' || byte == '\r')
        found->breaks = 1;
    else
        found->control = 1;
}

void usher_text_scan(const char *text, int length, struct usher_text *found) {
    const unsigned char *p = (const unsigned char *)text;
    const unsigned char *end = p + length;

    *found = (struct usher_text){0};
    while (p < end) {
        int size = 1;

        if (*p - 0x21u < 0x5Eu) { /* printable ASCII: nearly always */
            found->visible = 1;
        } else if (*p < 0x80) {
            note_special(*p, found);
        } else {
            size = usher_utf8_size((const char *)p, (size_t)(end - p));
            if (size == 0) {
                found->malformed = 1;
                return;
            }
            if (!is_space(p, size))
                found->visible = 1;
        }
        found->characters++;
        p += size;
    }
}
