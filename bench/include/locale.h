#ifndef BENCH_LOCALE_H
#define BENCH_LOCALE_H
#define LC_ALL 6
#define LC_CTYPE 0
#define LC_NUMERIC 1
#define LC_TIME 2
#define LC_COLLATE 3
#define LC_MONETARY 4
struct lconv { char *decimal_point; char *thousands_sep; char *grouping; };
extern char *setlocale(int, const char *);
extern struct lconv *localeconv(void);
#endif
