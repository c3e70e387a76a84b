#ifndef BENCH_SETJMP_H
#define BENCH_SETJMP_H
typedef int jmp_buf[28];
typedef int sigjmp_buf[128];
extern int setjmp(jmp_buf);
extern void longjmp(jmp_buf, int);
extern int sigsetjmp(sigjmp_buf, int);
extern void siglongjmp(sigjmp_buf, int);
#endif
