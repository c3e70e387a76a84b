#ifndef BENCH_SYS_FILE_H
#define BENCH_SYS_FILE_H
#include <fcntl.h>
#endif
