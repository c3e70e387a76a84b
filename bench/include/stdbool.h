#ifndef BENCH_STDBOOL_H
#define BENCH_STDBOOL_H
typedef int bool;
#define true 1
#define false 0
#endif
