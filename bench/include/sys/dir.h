#ifndef BENCH_SYS_DIR_H
#define BENCH_SYS_DIR_H
#include <dirent.h>
#endif
