/*
** make fuzz: requests that nobody would think of.
**
**   api.c      one input is one request to api(), and what must hold of its answer
**   main.c     without a fuzzer: inputs made from the seeds, for `make test`
**   seeds.c    requests of every profile
**
** With clang's libFuzzer the first is the target (LIBFUZZER is defined then).
*/
#ifndef USHER_FUZZ_H
#define USHER_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/*
** The bytes: which profile, whose credential; then lines of text: method, path, headers; the rest
** is the body. Aborts when something does not hold.
*/
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const char *const fuzz_seeds[]; /* NULL after the last */

#endif
