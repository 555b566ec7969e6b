/* stub */
#include "bench.h"
void bench_memory(const struct bench *bench, enum bench_side side) {
    (void)bench;
    (void)side;
}
