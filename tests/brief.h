/*
** BRIEF in the environment: how small a sample of what is alike will do. 1: of what takes longest;
** 3: of what takes long under a sanitizer, too. Anything else that is not empty is 1.
*/
#ifndef USHER_BRIEF_H
#define USHER_BRIEF_H

#include <stdlib.h>

static inline int brief_level(void) {
    const char *brief = getenv("BRIEF");
    long level = brief ? strtol(brief, NULL, 10) : 0;
    return level > 0 ? (int)level : brief && *brief;
}

/* A stride, from that level on: one in so many is tried. */
static inline int one_in(int many, int level) {
    return brief_level() >= level ? many : 1;
}

#endif
