/* C side of the system call layer: the calls that need more than `sys`. */
#include "guest.h"

int errno;
char **environ;
struct auxiliary *auxv;

NORETURN void _exit(int status)
{
    for (;;)
        sys(SYS_exit, status);
}

ssize_t read(int fd, void *buffer, size_t size) { return sys(SYS_read, fd, buffer, size); }
ssize_t write(int fd, const void *buffer, size_t size) { return sys(SYS_write, fd, buffer, size); }
int open(const char *path, int flags, int mode) { return sys(SYS_open, path, flags, mode); }
int close(int fd) { return sys(SYS_close, fd); }
int ioctl(int fd, u32 request, void *argument) { return sys(SYS_ioctl, fd, request, argument); }

int isatty(int fd)
{
    u32 termio[12];
    int saved = errno, result = ioctl(fd, 0x5401, termio) == 0;

    errno = saved;
    return result;
}

extern char _end[];

void *sbrk(int increment)
{
    static char *top;
    char *old;

    if (!top) {
        top = (char *)(((uptr)_end + 15) & ~15ul);
#ifdef LINUX_ORACLE
        char *start = (char *)sys(SYS_brk, 0);
        if (start > top)
            top = start;
#endif
    }
    old = top;
#ifdef LINUX_ORACLE
    if ((char *)sys(SYS_brk, old + increment) < old + increment)
        return (void *)-1;
#else
    /* IRIX: an absolute address; only the error flag tells how it went. */
    if (sys(SYS_brk, old + increment) == -1)
        return (void *)-1;
#endif
    top = old + increment;
    return old;
}

int flush_code(void *start, size_t size) { return sys(SYS_cacheflush, start, size, 3); }

#ifndef LINUX_ORACLE

/* Sizes in o32, n32 and n64. */
#define SIZE(type, o32, n32, n64) \
    _Static_assert(sizeof(type) == (WIDE ? sizeof(long) == 8 ? n64 : n32 : o32), "size of " #type)
SIZE(struct stat, 136, 152, 240);
SIZE(struct statvfs, 156, 184, 264);
SIZE(struct flock, 36, 48, 72);
SIZE(struct rusage, 72, 72, 144);
SIZE(struct itimerval, 16, 16, 32);
SIZE(struct timespec, 8, 8, 16);
SIZE(struct siginfo, 128, 128, 128);
SIZE(struct sigaction, 32, 32, 40);
SIZE(struct sigaltstack, 12, 12, 16);
SIZE(struct xpg4_stack, 12, 12, 24);
SIZE(struct sigcontext, 856, 856, 856);
SIZE(struct ucontext, 512, 792, 992);
SIZE(struct msghdr, 24, 24, 48);

void _sigtramp(void);

int fork(void)
{
    long in_child;
    long pid;

    flush();
    pid = sys_pair(SYS_fork, &in_child);
    return pid == -1 ? -1 : in_child ? 0 : pid;
}

int pipe(int fd[2])
{
    long second, first = sys_pair(SYS_pipe, &second);

    if (first == -1)
        return -1;
    fd[0] = first;
    fd[1] = second;
    return 0;
}

#if WIDE
s64 sys_whole(int number, ...);

ssize_t pread(int fd, void *buffer, size_t size, s64 offset) { return sys(SYS_pread64, fd, buffer, size, offset); }
ssize_t pwrite(int fd, const void *buffer, size_t size, s64 offset) { return sys(SYS_pwrite64, fd, buffer, size, offset); }
s64 lseek64(int fd, s64 offset, int whence) { return sys_whole(SYS_lseek64, fd, offset, whence); }
#else
/* A pair of words, high one first, aligned to the next even one. */
ssize_t pread(int fd, void *buffer, size_t size, s64 offset)
{
    return sys(SYS_pread64, fd, buffer, size, 0, (u32)(offset >> 32), (u32)offset);
}

ssize_t pwrite(int fd, const void *buffer, size_t size, s64 offset)
{
    return sys(SYS_pwrite64, fd, buffer, size, 0, (u32)(offset >> 32), (u32)offset);
}

s64 lseek64(int fd, s64 offset, int whence)
{
    long low = 0, high = sys_pair(SYS_lseek64, &low, fd, 0, (u32)(offset >> 32), (u32)offset, whence);

    return high == -1 ? -1 : (s64)high << 32 | (u32)low;
}
#endif

int sigaltstack(const struct sigaltstack *new, struct sigaltstack *old, int xpg4)
{
    struct xpg4_stack in, out;
    long result;

    if (!xpg4)
        return sys(SYS_sigaltstack, new, old);
    if (new) {
        in.ss_sp = new->ss_sp;
        in.ss_size = new->ss_size;
        in.ss_flags = new->ss_flags;
    }
    result = sys(SYS_xpg4_sigaltstack, new ? &in : NULL, old ? &out : NULL);
    if (result != -1 && old) {
        old->ss_sp = out.ss_sp;
        old->ss_size = out.ss_size;
        old->ss_flags = out.ss_flags;
    }
    return result;
}

int getpid(void) { return sys(SYS_getpid); }

int getppid(void)
{
    long parent;

    sys_pair(SYS_getpid, &parent);
    return parent;
}

int sigaction(int sig, const struct sigaction *new, struct sigaction *old)
{
    return sys(SYS_sigaction, sig, new, old, _sigtramp);
}

int catch(int sig, handler_t handler, u32 flags)
{
    struct sigaction action;

    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = flags;
    return sigaction(sig, &action, NULL);
}

int sigprocmask(int how, const sigset_t *set, sigset_t *old) { return sys(SYS_sigprocmask, how, set, old); }

sigset_t set_of(int sig)
{
    sigset_t set;

    memset(&set, 0, sizeof set);
    if (sig > 0)
        set.bits[(sig - 1) >> 5] |= 1u << ((sig - 1) & 31);
    return set;
}

int has(const sigset_t *set, int sig) { return (set->bits[(sig - 1) >> 5] >> ((sig - 1) & 31)) & 1; }

int kill(int pid, int sig) { return sys(SYS_kill, pid, sig); }

int wait_info(int pid, struct siginfo *info, int options)
{
    memset(info, 0, sizeof *info);
    return sys(SYS_waitsys, pid == -1 ? P_ALL : P_PID, pid == -1 ? 0 : pid, info, options ? options : WEXITED | WTRAPPED, 0);
}

int wait_status(int pid)
{
    struct siginfo info;

    while (wait_info(pid, &info, 0) == -1)
        if (errno != EINTR)
            return -1;
    switch (info.si_code) {
    case CLD_EXITED:
        return (info.u.kid.status & 0xff) << 8;
    case CLD_KILLED:
        return info.u.kid.status & 0x7f;
    case CLD_DUMPED:
        return (info.u.kid.status & 0x7f) | 0x80;
    default:
        return -1;
    }
}

void pause_ms(int ms)
{
    struct timespec left;

    left.tv_sec = ms / 1000;
    left.tv_nsec = ms % 1000 * 1000000;
    while (sys(SYS_nanosleep, &left, &left) == -1 && errno == EINTR)
        continue;
}

NORETURN void siglongjmp(sigjmp_buf *env, int value)
{
    env->context.gregs[2] = value ? value : 1;
    setcontext(&env->context);
    _exit(99);
}

#endif
