#ifndef BENCH_UTIME_H
#define BENCH_UTIME_H
#include <sys/types.h>
struct utimbuf { time_t actime; time_t modtime; };
extern int utime(const char *, struct utimbuf *);
#endif
