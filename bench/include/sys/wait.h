#ifndef BENCH_SYS_WAIT_H
#define BENCH_SYS_WAIT_H
#include <sys/types.h>
#define WNOHANG 0100
#define WUNTRACED 4
#define WEXITSTATUS(s) (((s) >> 8) & 0xff)
#define WIFEXITED(s) (((s) & 0xff) == 0)
#define WIFSIGNALED(s) (((s) & 0x7f) != 0 && ((s) & 0xff) != 0x7f)
#define WTERMSIG(s) ((s) & 0x7f)
extern pid_t wait(int *);
extern pid_t waitpid(pid_t, int *, int);
#endif
