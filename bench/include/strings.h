#ifndef BENCH_STRINGS_H
#define BENCH_STRINGS_H
#include <string.h>
extern int strcasecmp(const char *, const char *);
extern int strncasecmp(const char *, const char *, size_t);
extern void bcopy(const void *, void *, int);
extern void bzero(void *, int);
#endif
