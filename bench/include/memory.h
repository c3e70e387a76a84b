#ifndef BENCH_MEMORY_H
#define BENCH_MEMORY_H
#include <string.h>
#endif
