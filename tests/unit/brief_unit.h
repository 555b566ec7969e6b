/*
** BRIEF in the environment, as under sanitizers: smaller samples of what is alike.
*/
#ifndef USHER_BRIEF_UNIT_H
#define USHER_BRIEF_UNIT_H

#include <stdlib.h>

/* A stride: 1, so that each is tried, or `many`, so that one in so many is. */
static inline int one_in(int many) {
    const char *brief = getenv("BRIEF");
    return brief && *brief ? many : 1;
}

#endif
