/*
 * The whole run-time interface of the guest programs: integer types, structures and constants of IRIX in the ABI that is
 * compiled for (o32, n32 or n64), system calls, and a small C library. Freestanding: nothing comes from the host
 * compiler but the compiler.
 *
 * With -DLINUX_ORACLE the same sources use Linux system call numbers of the same ABI, so that the programs that only compute
 * can run under another MIPS emulator and tell us what they should print.
 */
#ifndef GUEST_H
#define GUEST_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef signed char s8;
typedef short s16;
typedef int s32;
typedef long long s64;
#if _MIPS_SZPTR == 64
typedef unsigned long size_t;
typedef long ssize_t;
#else
typedef unsigned int size_t;
typedef int ssize_t;
#endif
/* An address as a number. */
typedef unsigned long uptr;
/* What is a word in o32 and a doubleword in n32 and n64: file offsets, inode numbers, limits, saved registers. */
#if _MIPS_SIM == _ABIO32
typedef s32 off_t;
typedef u32 ino_t;
typedef u32 rlim_t;
typedef u32 greg_t;
#define WIDE 0
#else
typedef s64 off_t;
typedef u64 ino_t;
typedef u64 rlim_t;
typedef u64 greg_t;
#define WIDE 1
#endif

#define NULL ((void *)0)
#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))
#define NOINLINE __attribute__((noinline, noipa))
#define NORETURN __attribute__((noreturn))

/* ---- system calls -------------------------------------------------------------------------------------------- */

/* Plain call: the result, or -1 with errno set. At most six arguments, seven in n32 and n64. */
long sys(int number, ...);
/* The same; the second result register (v1) is stored through `second`. */
long sys_pair(int number, long *second, ...);

extern int errno;
extern char **environ;
/* The auxiliary vector: ends with type 0. */
struct auxiliary { int type; long value; };
extern struct auxiliary *auxv;

#ifdef LINUX_ORACLE
#if _MIPS_SIM == _ABIO32
#define SYS_exit 4001
#define SYS_read 4003
#define SYS_write 4004
#define SYS_open 4005
#define SYS_close 4006
#define SYS_brk 4045
#define SYS_ioctl 4054
#define SYS_cacheflush 4147
#else
#if _MIPS_SIM == _ABI64
#define SYS_BASE 5000
#else
#define SYS_BASE 6000
#endif
#define SYS_read (SYS_BASE + 0)
#define SYS_write (SYS_BASE + 1)
#define SYS_open (SYS_BASE + 2)
#define SYS_close (SYS_BASE + 3)
#define SYS_brk (SYS_BASE + 12)
#define SYS_ioctl (SYS_BASE + 15)
#define SYS_exit (SYS_BASE + 58)
#define SYS_cacheflush (SYS_BASE + 197)
#endif
#else
#define SYS_exit 1001
#define SYS_fork 1002
#define SYS_read 1003
#define SYS_write 1004
#define SYS_open 1005
#define SYS_close 1006
#define SYS_creat 1008
#define SYS_link 1009
#define SYS_unlink 1010
#define SYS_chdir 1012
#define SYS_time 1013
#define SYS_chmod 1015
#define SYS_brk 1017
#define SYS_lseek 1019
#define SYS_getpid 1020
#define SYS_getuid 1024
#define SYS_alarm 1027
#define SYS_pause 1029
#define SYS_utime 1030
#define SYS_access 1033
#define SYS_kill 1037
#define SYS_pgrpsys 1039
#define SYS_syssgi 1040
#define SYS_dup 1041
#define SYS_pipe 1042
#define SYS_times 1043
#define SYS_getgid 1047
#define SYS_ioctl 1054
#define SYS_sysmp 1056
#define SYS_execve 1059
#define SYS_umask 1060
#define SYS_fcntl 1062
#define SYS_ulimit 1063
#define SYS_nanosleep 1077
#define SYS_lseek64 1078
#define SYS_rmdir 1079
#define SYS_mkdir 1080
#define SYS_getdents 1081
#define SYS_sginap 1082
#define SYS_poll 1087
#define SYS_sigreturn 1088
#define SYS_select 1100
#define SYS_truncate 1112
#define SYS_ftruncate 1113
#define SYS_rename 1114
#define SYS_symlink 1115
#define SYS_readlink 1116
#define SYS_getitimer 1125
#define SYS_setitimer 1126
#define SYS_gettimeofday 1128
#define SYS_mmap 1134
#define SYS_munmap 1135
#define SYS_mprotect 1136
#define SYS_msync 1137
#define SYS_fsync 1146
#define SYS_fchdir 1147
#define SYS_getrlimit 1148
#define SYS_setrlimit 1149
#define SYS_cacheflush 1150
#define SYS_fchmod 1153
#define SYS_uname 1157
#define SYS_xstat 1158
#define SYS_lxstat 1159
#define SYS_fxstat 1160
#define SYS_xmknod 1161
#define SYS_sigaction 1162
#define SYS_sigpending 1163
#define SYS_sigprocmask 1164
#define SYS_sigsuspend 1165
#define SYS_sigpoll 1166
#define SYS_getcontext 1168
#define SYS_setcontext 1169
#define SYS_waitsys 1170
#define SYS_sigaltstack 1172
#define SYS_ksigqueue 1180
#define SYS_readv 1181
#define SYS_writev 1182
#define SYS_mmap64 1185
#define SYS_pread64 1187
#define SYS_pwrite64 1188
#define SYS_ngetdents 1207
#define SYS_xpg4_sigaltstack 1231
#endif

NORETURN void _exit(int status);
ssize_t read(int fd, void *buffer, size_t size);
ssize_t write(int fd, const void *buffer, size_t size);
int open(const char *path, int flags, int mode);
int close(int fd);
int ioctl(int fd, u32 request, void *argument);
int isatty(int fd);
void *sbrk(int increment);
/* Makes the bytes just written fit to be executed. */
int flush_code(void *start, size_t size);

/* ---- constants ----------------------------------------------------------------------------------------------- */

#define O_RDONLY 0
#define O_WRONLY 1
#define O_RDWR 2
#define O_NDELAY 4
#define O_APPEND 8
#define O_NONBLOCK 0x80
#define O_CREAT 0x100
#define O_TRUNC 0x200
#define O_EXCL 0x400
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2

enum {
    EPERM = 1, ENOENT = 2, ESRCH = 3, EINTR = 4, EIO = 5, ENXIO = 6, E2BIG = 7, ENOEXEC = 8, EBADF = 9, ECHILD = 10,
    EAGAIN = 11, ENOMEM = 12, EACCES = 13, EFAULT = 14, EBUSY = 16, EEXIST = 17, EXDEV = 18, ENOTDIR = 20, EISDIR = 21,
    EINVAL = 22, EMFILE = 24, ENOTTY = 25, ESPIPE = 29, EROFS = 30, EPIPE = 32, ERANGE = 34, ENAMETOOLONG = 78,
    ENOSYS = 89, ELOOP = 90, ENOTEMPTY = 93
};

enum {
    SIGHUP = 1, SIGINT = 2, SIGQUIT = 3, SIGILL = 4, SIGTRAP = 5, SIGABRT = 6, SIGFPE = 8, SIGKILL = 9, SIGBUS = 10,
    SIGSEGV = 11, SIGSYS = 12, SIGPIPE = 13, SIGALRM = 14, SIGTERM = 15, SIGUSR1 = 16, SIGUSR2 = 17, SIGCLD = 18,
    SIGPWR = 19, SIGWINCH = 20, SIGSTOP = 23, SIGTSTP = 24, SIGCONT = 25, SIGVTALRM = 28, SIGRTMIN = 49
};

#ifndef LINUX_ORACLE

/* ---- structures ---------------------------------------------------------------------------------------------- */

struct timespec { s32 tv_sec; long tv_nsec; };
#if _MIPS_SIM == _ABI64
struct timeval { s32 pad, tv_sec; long tv_usec; };
#else
struct timeval { s32 tv_sec; long tv_usec; };
#endif
struct rlimit { rlim_t cur, max; };
struct itimerval { struct timeval it_interval, it_value; };
struct tms { s32 utime, stime, cutime, cstime; };

struct stat {
    u32 st_dev;
    long pad1[3];
    ino_t st_ino;
    u32 st_mode, st_nlink;
    s32 st_uid, st_gid;
    u32 st_rdev;
    long pad2[2];
    off_t st_size;
    long pad3;
    struct timespec st_atim, st_mtim, st_ctim;
    long st_blksize;
    off_t st_blocks;
    char st_fstype[16];
    s32 st_projid;
    long pad4[7];
};

struct dirent { ino_t d_ino; off_t d_off; u16 d_reclen; char d_name[2]; };

struct flock { s16 l_type, l_whence; off_t l_start, l_len; long l_sysid; s32 l_pid; long pad[4]; };

struct iovec { void *base; size_t size; };

struct statvfs {
    unsigned long f_bsize, f_frsize;
    ino_t f_blocks, f_bfree, f_bavail, f_files, f_ffree, f_favail;
    unsigned long f_fsid;
    char f_basetype[16];
    unsigned long f_flag, f_namemax;
    char f_fstr[32];
    unsigned long f_filler[16];
};

struct rusage { struct timeval ru_utime, ru_stime; long ru_maxrss, rest[13]; };

/* Access rights are an array of descriptors. */
struct msghdr { void *name; s32 name_length; struct iovec *vector; s32 count; int *rights; s32 rights_length; };

struct pollfd { s32 fd; s16 events, revents; };

struct utsname { char sysname[257], nodename[257], release[257], version[257], machine[257], rest[8 * 257]; };

#define S_IFMT 0170000
#define S_IFIFO 0010000
#define S_IFCHR 0020000
#define S_IFDIR 0040000
#define S_IFREG 0100000
#define S_IFLNK 0120000

#define F_DUPFD 0
#define F_GETFD 1
#define F_SETFD 2
#define F_GETFL 3
#define F_SETFL 4
#define F_SETLK 6
#define F_SETLKW 7
#define F_GETLK 14
#define F_RDLCK 1
#define F_WRLCK 2
#define F_UNLCK 3

#define PROT_NONE 0
#define PROT_READ 1
#define PROT_WRITE 2
#define PROT_EXEC 4
#define MAP_SHARED 1
#define MAP_PRIVATE 2
#define MAP_FIXED 0x10
#define MAP_AUTOGROW 0x40

#define P_PID 0
#define P_PGID 2
#define P_ALL 7
#define WEXITED 1
#define WTRAPPED 2
#define WSTOPPED 4
#define WCONTINUED 8
#define WNOHANG 0x40
#define WNOWAIT 0x80
#define CLD_EXITED 1
#define CLD_KILLED 2
#define CLD_DUMPED 3
#define CLD_STOPPED 5
#define CLD_CONTINUED 6

/* The siginfo record: signo, code, errno in this order; the rest depends on the signal. 128 bytes. */
struct siginfo {
    s32 si_signo, si_code, si_errno;
    union {
        struct { s32 pid, uid_or_utime, status, stime; } kid;
        uptr address;
        void *value;
        s32 pad[sizeof(long) == 8 ? 28 : 29];
    } u;
};

typedef struct { u32 bits[4]; } sigset_t;

#define SA_ONSTACK 1
#define SA_RESETHAND 2
#define SA_RESTART 4
#define SA_SIGINFO 8
#define SA_NODEFER 0x10
#define SA_NOCLDWAIT 0x10000
#define SA_NOCLDSTOP 0x20000
#define SIG_BLOCK 1
#define SIG_UNBLOCK 2
#define SIG_SETMASK 3
#define SS_ONSTACK 1
#define SS_DISABLE 2

struct sigcontext {
    u32 sc_regmask, sc_status;
    u64 sc_pc;
    u64 sc_regs[32];
    u64 sc_fpregs[32];
    u32 sc_ownedfp, sc_fpc_csr, sc_fpc_eir, sc_ssflags;
    u64 sc_mdhi, sc_mdlo, sc_cause, sc_badvaddr, sc_triggersave;
    u32 sc_sigset[4];
    u64 sc_fp_rounded_result;
    u64 pad[31];
};

struct sigaltstack { uptr ss_sp; u32 ss_size; s32 ss_flags; };
/* That of the X/Open call, whose size is a size_t. */
struct xpg4_stack { uptr ss_sp; size_t ss_size; s32 ss_flags; };

#define UC_SIGMASK 1
#define UC_STACK 2
#define UC_CPU 4
#define UC_MAU 8
#define UC_ALL 15
#define GREG_MDLO 32
#define GREG_MDHI 33
#define GREG_CAUSE 34
#define GREG_EPC 35

struct ucontext {
    unsigned long uc_flags;
    uptr uc_link;
    u32 uc_sigmask[4];
    struct sigaltstack uc_stack;
#if _MIPS_SIM == _ABIO32
    u32 pad_to_40;
    greg_t gregs[36];
#else
    greg_t gregs[37];
#endif
    greg_t fpregs[32];
    u32 fp_csr;
    long fill[sizeof(long) == 8 ? 48 : 49];
};

typedef void (*handler_t)();
#define SIG_DFL ((handler_t)0)
#define SIG_IGN ((handler_t)1)

struct sigaction { u32 sa_flags; handler_t sa_handler; sigset_t sa_mask; s32 sa_resv[2]; };

/* With a 64-bit offset, which the ABIs pass in different ways. */
ssize_t pread(int fd, void *buffer, size_t size, s64 offset);
ssize_t pwrite(int fd, const void *buffer, size_t size, s64 offset);
s64 lseek64(int fd, s64 offset, int whence);
/* For new and old: the native structure, whichever call is made. */
int sigaltstack(const struct sigaltstack *new, struct sigaltstack *old, int xpg4);
int fork(void);
int pipe(int fd[2]);
int getpid(void);
int getppid(void);
int sigaction(int sig, const struct sigaction *new, struct sigaction *old);
/* Installs `handler` with these SA_ flags and an empty mask. */
int catch(int sig, handler_t handler, u32 flags);
int sigprocmask(int how, const sigset_t *set, sigset_t *old);
sigset_t set_of(int sig);
int has(const sigset_t *set, int sig);
int kill(int pid, int sig);
/* Waits for one child (pid) or any (-1); fills `info`; options as for waitsys, 0 means WEXITED|WTRAPPED. */
int wait_info(int pid, struct siginfo *info, int options);
/* Classic status word of one child: exit << 8 or signal; -1 on error. */
int wait_status(int pid);
/* Milliseconds by repeated nanosleep, whatever signals arrive. */
void pause_ms(int ms);
/* setjmp in assembler over registers only; and the signal-mask keeping pair over getcontext and setcontext. */
typedef greg_t jmp_buf[28];
int setjmp(jmp_buf env) __attribute__((returns_twice));
NORETURN void longjmp(jmp_buf env, int value);
typedef struct { struct ucontext context; int saved; } sigjmp_buf;
int getcontext(struct ucontext *context) __attribute__((returns_twice));
int setcontext(const struct ucontext *context);
#define sigsetjmp(env) ((env)->saved = 1, getcontext(&(env)->context))
NORETURN void siglongjmp(sigjmp_buf *env, int value);

#endif

/* ---- library ------------------------------------------------------------------------------------------------- */

void *memcpy(void *to, const void *from, size_t n);
void *memmove(void *to, const void *from, size_t n);
void *memset(void *to, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);
size_t strlen(const char *s);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
char *strcpy(char *to, const char *from);
char *strcat(char *to, const char *from);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
char *strstr(const char *s, const char *part);
long to_int(const char *s);
char *get_env(const char *name);

void *malloc(size_t size);
void free(void *block);

/* printf knows %d %u %x %X %o %c %s %p %% with -, 0, width, precision for strings, l and ll. */
int printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
int dprintf(int fd, const char *format, ...) __attribute__((format(printf, 2, 3)));
int sprintf(char *to, const char *format, ...) __attribute__((format(printf, 2, 3)));
void put_bytes(const void *data, size_t n);
/* Prints with `digits` (at most 9) decimals, truncated; |value| < 2^31. */
void print_fixed(double value, int digits);
/* Standard output is buffered: written at exit, at fork, when full and here. */
void flush(void);
NORETURN void exit(int status);

/* TAP: `ok N - text` or `not ok N - text`; `tap_done` prints the plan and is the exit status of main. */
int check(int good, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* check(got == want), with both values in the line when they differ. */
int same(const char *what, long got, long want);
int tap_done(void);

double sqrt(double x);
double floor(double x);
double fabs(double x);
double sin(double x);
double cos(double x);
double exp(double x);
double log(double x);
double pow(double x, double y);

#endif
