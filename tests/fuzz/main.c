/*
** Without a fuzzer: each seed, then inputs made from them, always the same ones.
**
**   fuzz [N]           so many (20000, or 2000 where BRIEF is set)
**   fuzz --seeds DIR   write the seeds into files there, for a fuzzer to begin with
*/
#include "fuzz.h"

#ifndef LIBFUZZER

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* splitmix64 */
static uint64_t next_random(void) {
    static uint64_t state = 7;
    uint64_t z = state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static size_t below(size_t limit) {
    return limit ? (size_t)(next_random() % limit) : 0;
}

static const char *any_seed(void) {
    size_t count = 0;
    while (fuzz_seeds[count]) {
        count++;
    }
    return fuzz_seeds[below(count)];
}

/* Bytes changed, taken out, put in, doubled; a piece of another seed. */
static size_t mutate(char *text, size_t length, size_t room) {
    static const char *const pieces[] = {
        "\n",   "/",   "%00", "..",   "\"",    "{",       "}",
        "null", "[",   "&",   "\xff", "true",  "1e9",     ":",
        ",",    "%2F", "-1",  "?",    "\xc3(", "\\u0000", "9223372036854775808"};
    size_t at = below(length + 1);
    const char *piece = pieces[below(sizeof(pieces) / sizeof(*pieces))];
    const char *other = any_seed();
    size_t size;
    switch (below(5)) {
    case 0:
        text[at < length ? at : 0] = (char)next_random();
        return length;
    case 1:
        size = below(length - at + 1);
        memmove(text + at, text + at + size, length - at - size);
        return length - size;
    case 2:
        other += below(strlen(other));
        piece = other;
        /* fall through */
    default:
        size = strlen(piece) < 64 ? strlen(piece) : 64;
        if (length + size > room) {
            return length;
        }
        memmove(text + at + size, text + at, length - at);
        memcpy(text + at, piece, size);
        return length + size;
    }
}

static int write_seeds(const char *folder) {
    for (int i = 0; fuzz_seeds[i]; i++) {
        char path[4096];
        snprintf(path, sizeof(path), "%s/seed%02d", folder, i);
        FILE *file = fopen(path, "wb");
        if (!file || fputs(fuzz_seeds[i], file) < 0 || fclose(file) != 0) {
            perror(path);
            return 1;
        }
    }
    return 0;
}

int main(int argc, char **argv) {
    if (argc == 3 && strcmp(argv[1], "--seeds") == 0) {
        return write_seeds(argv[2]);
    }
    const char *brief = getenv("BRIEF");
    int runs = argc > 1 ? atoi(argv[1]) : brief && *brief ? 2000 : 20000;
    char text[4096];
    for (int i = 0; fuzz_seeds[i]; i++) {
        LLVMFuzzerTestOneInput((const uint8_t *)fuzz_seeds[i], strlen(fuzz_seeds[i]));
    }
    for (int i = 0; i < runs; i++) {
        size_t length = (size_t)snprintf(text, sizeof(text), "%s", any_seed());
        for (size_t n = 1 + below(4); n > 0; n--) {
            length = mutate(text, length, sizeof(text));
        }
        if (below(8) == 0 && length > 1) {
            text[1] = (char)('0' + below(8));
        }
        LLVMFuzzerTestOneInput((const uint8_t *)text, length);
    }
    printf("%d passed, 0 failed\n", runs);
    return 0;
}

#endif
