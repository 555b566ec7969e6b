/*
** Conditions that hold whatever a test does, and that are asked all the same.
**
**     if (USHER_NEVER(!column)) { ... } // SQLite names one for each SQLITE_READ
**
** The defence stays in what is released. -DUSHER_DEBUG (the sanitizers' builds) stops the
** program when the condition fails after all. -DUSHER_COVERAGE makes it a constant, which is no
** branch that a test could be asked for. Why it holds is said beside it, or above: never for
** what a test could reach, nor for memory or a disk that fails. `x` has no side effects.
**
** USHER_LATER(x) is what only a later SQLite does than the one with which branches are counted:
** `make versions` runs the tests on such a one.
*/
#ifndef USHER_NEVER_H
#define USHER_NEVER_H

#if defined(USHER_COVERAGE)
#define USHER_ALWAYS(x) (1)
#define USHER_NEVER(x) (0)
#define USHER_LATER(x) (0)
#elif defined(USHER_DEBUG)
#include <stdio.h>
#include <stdlib.h>

static inline int usher_surprise(const char *file, int line, const char *what) {
    fprintf(stderr, "%s:%d: %s\n", file, line, what);
    abort();
}

#define USHER_ALWAYS(x) ((x) ? 1 : usher_surprise(__FILE__, __LINE__, "not always: " #x))
#define USHER_NEVER(x) ((x) ? usher_surprise(__FILE__, __LINE__, "after all: " #x) : 0)
#else
#define USHER_ALWAYS(x) (x)
#define USHER_NEVER(x) (x)
#endif

#ifndef USHER_LATER
#define USHER_LATER(x) (x)
#endif

#endif
