#ifndef BENCH_STDLIB_H
#define BENCH_STDLIB_H
#include <stddef.h>
#define EXIT_SUCCESS 0
#define EXIT_FAILURE 1
#define RAND_MAX 32767
#define MB_CUR_MAX 1
#define MB_LEN_MAX 5
typedef struct { int quot; int rem; } div_t;
typedef struct { long quot; long rem; } ldiv_t;
extern void *malloc(size_t);
extern void *calloc(size_t, size_t);
extern void *realloc(void *, size_t);
extern void free(void *);
extern void exit(int);
extern void abort(void);
extern int atexit(void (*)(void));
extern char *getenv(const char *);
extern int putenv(char *);
extern int system(const char *);
extern int atoi(const char *);
extern long atol(const char *);
extern double atof(const char *);
extern double strtod(const char *, char **);
extern long strtol(const char *, char **, int);
extern unsigned long strtoul(const char *, char **, int);
extern int rand(void);
extern void srand(unsigned int);
extern int abs(int);
extern long labs(long);
extern div_t div(int, int);
extern ldiv_t ldiv(long, long);
extern void qsort(void *, size_t, size_t, int (*)(const void *, const void *));
extern void *bsearch(const void *, const void *, size_t, size_t, int (*)(const void *, const void *));
extern int mblen(const char *, size_t);
extern int mbtowc(wchar_t *, const char *, size_t);
extern int wctomb(char *, wchar_t);
extern size_t mbstowcs(wchar_t *, const char *, size_t);
extern size_t wcstombs(char *, const wchar_t *, size_t);
extern int mkstemp(char *);
extern char *mktemp(char *);
#endif
