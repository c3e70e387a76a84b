#ifndef BENCH_TIME_H
#define BENCH_TIME_H
#include <stddef.h>
#ifndef CLOCKS_PER_SEC
#define CLOCKS_PER_SEC 1000000
#include <sys/types.h>
struct tm { int tm_sec, tm_min, tm_hour, tm_mday, tm_mon, tm_year, tm_wday, tm_yday, tm_isdst; };
extern clock_t clock(void);
extern time_t time(time_t *);
extern double difftime(time_t, time_t);
extern time_t mktime(struct tm *);
extern char *asctime(const struct tm *);
extern char *ctime(const time_t *);
extern struct tm *gmtime(const time_t *);
extern struct tm *localtime(const time_t *);
extern size_t strftime(char *, size_t, const char *, const struct tm *);
extern void tzset(void);
#endif
#endif
