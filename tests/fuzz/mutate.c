/*
** How one input is made from others: always in the same way for the same seed.
*/
#include "fuzz.h"

#include <string.h>

/* splitmix64 */
static uint64_t state = 7;

void fuzz_seed(uint64_t seed) {
    state = seed;
}

static uint64_t next_random(void) {
    uint64_t z = state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

size_t fuzz_below(size_t limit) {
    return limit ? (size_t)(next_random() % limit) : 0;
}

static const char *const pieces[] = {
    "\n",   "/",   "%00", "..",   "\"",    "{",       "}",
    "null", "[",   "&",   "\xff", "true",  "1e9",     ":",
    ",",    "%2F", "-1",  "?",    "\xc3(", "\\u0000", "9223372036854775808",
    " ",    "'",   "(",   ")",    "*",     "0",       "--",
};

/* One of the words, and how long it is. */
static const char *any_word(const char *words, size_t *length) {
    const char *word = words + fuzz_below(strlen(words));
    while (word > words && word[-1] != '\n') {
        word--;
    }
    *length = strcspn(word, "\n");
    return word;
}

static int in_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static size_t put(char *text, size_t length, size_t room, size_t at, const char *piece,
                  size_t size) {
    if (length + size > room) {
        return length;
    }
    memmove(text + at + size, text + at, length - at);
    memcpy(text + at, piece, size);
    return length + size;
}

static size_t take(char *text, size_t length, size_t at, size_t size) {
    memmove(text + at, text + at + size, length - at - size);
    return length - size;
}

/* A word in the place of another, which keeps most of a grammar. */
static size_t replace_word(char *text, size_t length, size_t room, size_t at, const char *words) {
    size_t from = at;
    size_t size;
    const char *word = any_word(words, &size);
    while (from > 0 && in_word(text[from - 1])) {
        from--;
    }
    while (at < length && in_word(text[at])) {
        at++;
    }
    length = take(text, length, from, at - from);
    return put(text, length, room, from, word, size);
}

size_t fuzz_mutate(char *text, size_t length, size_t room, const char *other, size_t other_length,
                   const char *words) {
    size_t at = fuzz_below(length + 1);
    const char *piece = pieces[fuzz_below(sizeof(pieces) / sizeof(*pieces))];
    size_t size = strlen(piece);
    switch (fuzz_below(words ? 8 : 5)) {
    case 0:
        if (length > 0) {
            text[at < length ? at : 0] = (char)next_random();
        }
        return length;
    case 1:
        return take(text, length, at, fuzz_below(length - at + 1));
    case 2: {
        size_t from = fuzz_below(other_length + 1);
        size = other_length - from < 64 ? other_length - from : 64;
        return put(text, length, room, at, other + from, size);
    }
    case 3:
    case 4:
        return put(text, length, room, at, piece, size);
    case 5:
        piece = any_word(words, &size);
        return put(text, length, room, at, piece, size);
    default:
        return replace_word(text, length, room, at, words);
    }
}
