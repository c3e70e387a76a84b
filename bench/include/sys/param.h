#ifndef BENCH_SYS_PARAM_H
#define BENCH_SYS_PARAM_H
#define MAXPATHLEN 1024
#define HZ 100
#endif
