#ifndef BENCH_SYS_TIME_H
#define BENCH_SYS_TIME_H
#include <sys/types.h>
struct timeval { long tv_sec; long tv_usec; };
struct itimerval { struct timeval it_interval, it_value; };
extern int setitimer(int, struct itimerval *, struct itimerval *);
#endif
