#ifndef BENCH_STDDEF_H
#define BENCH_STDDEF_H
typedef unsigned int size_t;
typedef int ptrdiff_t;
typedef long wchar_t;
#define NULL 0
#define offsetof(t, m) ((size_t)&(((t *)0)->m))
#endif
