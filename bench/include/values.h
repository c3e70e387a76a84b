#ifndef BENCH_VALUES_H
#define BENCH_VALUES_H
#include <limits.h>
#define MAXINT INT_MAX
#endif
