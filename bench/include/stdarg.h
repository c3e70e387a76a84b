#ifndef BENCH_STDARG_H
#define BENCH_STDARG_H
typedef char *va_list;
/* o32: arguments sit in 4-byte slots; 8-byte ones are 8-aligned. */
#define va_start(ap, last) ((ap) = (char *)(((unsigned)&(last) + sizeof(last) + 3u) & ~3u))
#define va_arg(ap, t) (*(t *)(((ap) = (char *)((((unsigned)(ap) + (sizeof(t) > 4 ? 7u : 3u)) & (sizeof(t) > 4 ? ~7u : ~3u)) + sizeof(t))) - sizeof(t)))
#define va_end(ap) ((void)0)
#define va_copy(d, s) ((d) = (s))
#endif
