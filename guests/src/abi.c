/*
 * What depends on the ABI: how arguments and results travel, layouts of the structures that other programs here do not
 * use, registers of full width in signal contexts, addresses beyond 32 bits, unaligned accesses that the kernel
 * emulates, and exec from each ABI into each other one. TAP output; exit status 0 if all passed, else 1.
 *   abi            all tests; argv[0] must be a path that execve finds, in a folder beside those of the other ABIs
 */
#include "guest.h"

#define PAGE 4096
#define SYS_socketpair 1155
#define SYS_sendmsg 1102
#define SYS_recvmsg 1099
#define SYS_statvfs 1174
#define SYS_statvfs64 1201
#define SYS_getrlimit64 1075
#define SYS_msgsys 1049
#define SYS_semsys 1053
#define SYS_sysmips 1050
#define SYS_utimets 1235
#define SYS_mmap64 1185

static const char *self;

/* ---- arguments and results ----------------------------------------------------------------------------------------- */

static void arguments(void)
{
    char path[64];
    int zero = open("/dev/zero", O_RDWR, 0), fd;
    long at;
    struct stat st;

    at = sys(SYS_mmap, 0, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, zero, 0);
    check(at != -1, "six arguments: mmap");
    *(int *)at = 1234;
    same("memory there", *(int *)at, 1234);
    if (WIDE) {
        at = sys(1000, SYS_mmap, 0, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, zero, 0);
        check(at != -1, "an indirect call moves them by one");
        at = sys(SYS_mmap64, 0, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, zero, 0);
        check(at != -1, "mmap64 has its offset in one register");
    }
    same("an indirect call with few arguments", sys(1000, SYS_getpid), getpid());
    sprintf(path, "/tmp/guest-abi-%d", getpid());
    fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0644);
    same("pwrite far behind 4 GiB", pwrite(fd, "far", 3, 0x300000001ll), 3);
    same("a position of 34 bits", lseek64(fd, 0, SEEK_END) == 0x300000004ll, 1);
    memset(&st, 0x55, sizeof st);
#if WIDE
    check(sys(SYS_fxstat, 2, fd, &st) == 0 && st.st_size == 0x300000004ll, "stat has the whole size");
#else
    check(sys(SYS_fxstat, 2, fd, &st) == -1 && errno == 79, "stat cannot hold the size: EOVERFLOW");
#endif
    {
        struct { u32 dev; long pad1[3]; u64 ino; u32 mode, nlink; s32 uid, gid; u32 rdev; long pad2[2]; s64 size; long pad3[32]; } wide;

        memset(&wide, 0x55, sizeof wide);
        check(sys(SYS_fxstat, 3, fd, &wide) == 0 && wide.size == 0x300000004ll && wide.nlink == 1, "so has stat64 everywhere");
        check(!WIDE || (wide.ino == st.st_ino && wide.mode == st.st_mode), "both agree");
    }
    sys(SYS_truncate, path, 10);
    same("truncate", lseek64(fd, 0, SEEK_END), 10);
    check(sys(SYS_mmap, 0, PAGE, PROT_READ, MAP_SHARED, fd, 4097) == -1 && errno == EINVAL, "an odd offset of mmap: EINVAL");
    close(fd);
    {
        struct timeval times[2];

        memset(times, 0, sizeof times);
        times[0].tv_sec = 1000000001;
        times[0].tv_usec = 250000;
        times[1].tv_sec = 1100000002;
        times[1].tv_usec = 750000;
        same("utimets", sys(SYS_utimets, path, times), 0);
        sys(SYS_xstat, 2, path, &st);
        check(st.st_atim.tv_sec == 1000000001 && st.st_atim.tv_nsec == 250000000 && st.st_mtim.tv_sec == 1100000002
                && st.st_mtim.tv_nsec == 750000000, "sets whole seconds and fractions: %d.%09ld %d.%09ld", st.st_atim.tv_sec,
                st.st_atim.tv_nsec, st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
    }
    sys(SYS_unlink, path);
    close(zero);
}

/* ---- structures ---------------------------------------------------------------------------------------------------- */

static void structures(void)
{
    struct statvfs fs;
    struct rusage usage;
    struct timeval now;
    struct rlimit limit;
    u64 limit64[2];
    int fd[2], i, busy = 0;

    memset(&fs, 0x55, sizeof fs);
    same("statvfs", sys(SYS_statvfs, "/", &fs), 0);
    check(fs.f_bsize >= 512 && fs.f_bsize <= 1 << 20 && fs.f_frsize <= fs.f_bsize && fs.f_bfree <= fs.f_blocks
            && fs.f_namemax == 255 && !strcmp(fs.f_basetype, "xfs"), "its fields: bsize %ld namemax %ld type %s", (long)fs.f_bsize,
            (long)fs.f_namemax, fs.f_basetype);
    check(!(fs.f_filler[0] | fs.f_filler[15]), "and its filler is zero");
    for (i = 0; i < 3000000; i++)
        busy += i;
    memset(&usage, 0x55, sizeof usage);
    same("getrusage", sys(SYS_syssgi, 56, 0, &usage), 0);
    check(usage.ru_utime.tv_sec < 100 && usage.ru_utime.tv_usec < 1000000 && usage.ru_stime.tv_sec < 100 && usage.ru_maxrss >= 0
            && usage.ru_maxrss < 1 << 30 && usage.rest[0] == 0, "its fields: %d s", usage.ru_utime.tv_sec);
    memset(&now, 0x55, sizeof now);
    sys(SYS_gettimeofday, &now);
    check(now.tv_sec - sys(SYS_time) <= 0 && now.tv_sec > 1700000000 && now.tv_usec < 1000000, "gettimeofday agrees with time");
    sys(SYS_getrlimit, 5, &limit);
    sys(SYS_getrlimit64, 5, limit64);
    check(limit.cur == limit64[0] && limit.max == limit64[1] && limit.cur >= 20, "getrlimit and getrlimit64 agree");

    /* a descriptor in a message */
    same("socketpair", sys(SYS_socketpair, 1, 2, 0, fd), 0);
    {
        struct msghdr message;
        struct iovec part[2];
        char one[4] = "abc", two[8] = "defgh", got[16];
        int right = open("/dev/null", O_RDONLY, 0), received = -1;

        memset(&message, 0, sizeof message);
        part[0].base = one;
        part[0].size = 3;
        part[1].base = two;
        part[1].size = 5;
        message.vector = part;
        message.count = 2;
        message.rights = &right;
        message.rights_length = sizeof right;
        same("sendmsg", sys(SYS_sendmsg, fd[0], &message, 0), 8);
        memset(got, 0, sizeof got);
        part[0].base = got;
        part[0].size = 5;
        part[1].base = got + 8;
        part[1].size = 8;
        message.rights = &received;
        message.rights_length = sizeof received;
        same("recvmsg", sys(SYS_recvmsg, fd[1], &message, 0), 8);
        check(!memcmp(got, "abcde", 5) && !memcmp(got + 8, "fgh", 3), "the parts arrive");
        check(message.rights_length == 4 && received > right && read(received, got, 1) == 0, "and the descriptor: %d", message.rights_length);
        close(right);
        close(received);
    }
    {
        struct timeval want = { .tv_sec = 2, .tv_usec = 500000 }, is;
        int length = sizeof is;

        memset(&is, 0x55, sizeof is);
        same("setsockopt SO_RCVTIMEO", sys(1105, fd[0], 0xffff, 0x1006, &want, (int)sizeof want), 0);
        same("getsockopt", sys(1095, fd[0], 0xffff, 0x1006, &is, &length), 0);
        check(length == sizeof is && is.tv_sec == 2 && is.tv_usec == 500000, "gives it back: %d.%06ld", is.tv_sec, is.tv_usec);
    }
    close(fd[0]);
    close(fd[1]);
}

static void ipc(void)
{
    struct { long type; char text[16]; } message = { 7, "poppy" }, got;
    struct perm { s32 uid, gid, cuid, cgid; u32 mode; unsigned long seq; s32 key; long pad[4]; };
    struct { struct perm perm; void *base; u16 count; s32 otime; long pad1; s32 ctime; long pad[5]; } set;
    struct {
        struct perm perm;
        void *first, *last;
        unsigned long bytes, messages, most;
        s32 lspid, lrpid, stime;
        long pad1;
        s32 rtime;
        long pad2;
        s32 ctime;
        long pad3[5];
    } queue;
    union { int value; void *pointer; } argument;
    struct { u16 number; s16 op, flags; } up = { 1, 5, 0 };
    int id = sys(SYS_msgsys, 0, 0, 01600);

    if (!check(id != -1, "msgget: errno %d", errno))
        return;
    same("msgsnd", sys(SYS_msgsys, 3, id, &message, 6, 0), 0);
    memset(&queue, 0x55, sizeof queue);
    same("msgctl IPC_STAT", sys(SYS_msgsys, 1, id, 12, &queue), 0);
    check(queue.messages == 1 && queue.bytes == 6 && queue.lspid == getpid() && queue.stime > 1700000000 && queue.perm.mode % 512 == 0600
            && queue.ctime > 1700000000, "counts it: %ld messages, %ld bytes", queue.messages, queue.bytes);
    memset(&got, 0, sizeof got);
    same("msgrcv", sys(SYS_msgsys, 2, id, &got, 16, 0, 0), 6);
    check(got.type == 7 && !strcmp(got.text, "poppy"), "type %ld, text %s", got.type, got.text);
    same("msgctl IPC_RMID", sys(SYS_msgsys, 1, id, 10, 0), 0);

    id = sys(SYS_semsys, 1, 0, 3, 01600);
    if (!check(id != -1, "semget: errno %d", errno))
        return;
    memset(&argument, 0, sizeof argument);
    argument.value = 11;
#if _MIPS_SIM == _ABIN32
    /* the union of four bytes goes into the upper half of its register, as compilers for IRIX pass it */
    {
        register long v0 __asm__("$2") = SYS_semsys;
        register long a0 __asm__("$4") = 0;
        register long a1 __asm__("$5") = id;
        register long a2 __asm__("$6") = 1;
        register long a3 __asm__("$7") = 8;
        register u64 a4 __asm__("$8") = (u64)argument.value << 32;

        __asm__ volatile("syscall" : "+r"(v0), "+r"(a3), "+r"(a4) : "r"(a0), "r"(a1), "r"(a2) : "memory", "$3", "$9", "$10", "$11");
        same("semctl SETVAL", a3 ? -1 : v0, 0);
    }
#else
    same("semctl SETVAL", sys(SYS_semsys, 0, id, 1, 8, argument.pointer), 0);
#endif
    same("semop", sys(SYS_semsys, 2, id, &up, 1), 0);
    same("semctl GETVAL", sys(SYS_semsys, 0, id, 1, 5, 0), 16);
    memset(&set, 0x55, sizeof set);
#if _MIPS_SIM != _ABIN32
    same("semctl IPC_STAT", sys(SYS_semsys, 0, id, 0, 12, &set), 0);
    check(set.count == 3 && set.otime > 1700000000 && set.ctime > 1700000000, "three semaphores: %d", set.count);
#endif
    same("semctl IPC_RMID", sys(SYS_semsys, 0, id, 0, 10, 0), 0);
}

/* ---- signals ------------------------------------------------------------------------------------------------------- */

#define PATTERN ((greg_t)0x123456789abcdef0ull)

static volatile int count;
static volatile greg_t seen_register, seen_float, seen_hi;
static void *volatile seen_value;
static volatile uptr seen_address;

static void on_value(int sig, struct siginfo *info, struct ucontext *context)
{
    count++;
    seen_value = info->u.value;
}

static void on_info(int sig, struct siginfo *info, struct ucontext *context)
{
    count++;
    seen_register = context->gregs[17];
    seen_float = context->fpregs[20];
    seen_hi = context->gregs[GREG_MDHI];
    context->gregs[17] = ~PATTERN;
    context->fpregs[20] = 1 ^ PATTERN;
    context->gregs[GREG_MDHI] = 2 ^ PATTERN;
}

static void on_plain(int sig, u32 code, struct sigcontext *context)
{
    count++;
    seen_register = context->sc_regs[17];
    seen_float = context->sc_fpregs[20];
    seen_hi = context->sc_mdhi;
    context->sc_regs[17] = ~PATTERN;
    context->sc_fpregs[20] = 1 ^ PATTERN;
    context->sc_mdhi = 2 ^ PATTERN;
}

/* Sends SIGUSR1 to itself with PATTERN in s1, f20 and hi; what they hold afterwards in now[]. */
static void with_registers(greg_t now[3])
{
    register greg_t s1 __asm__("$17") = PATTERN;
    register greg_t s2 __asm__("$18");
    register greg_t s3 __asm__("$19");
    register long v0 __asm__("$2") = SYS_kill;
    register long a0 __asm__("$4") = getpid();
    register long a1 __asm__("$5") = SIGUSR1;

    v0 = SYS_kill;
    __asm__ volatile(
#if WIDE
            "dmtc1 %0, $f20\n\t"
#else
            "mtc1 %0, $f20\n\t"
#endif
            "mthi %0\n\tsyscall\n\tnop\n\tmfhi %2\n\t"
#if WIDE
            "dmfc1 %1, $f20\n\tnop"
#else
            "mfc1 %1, $f20\n\tnop"
#endif
            : "+r"(s1), "=&r"(s2), "=&r"(s3), "+r"(v0), "+r"(a0), "+r"(a1)
            : : "memory", "$3", "$6", "$7", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24", "$25", "hi", "lo", "$f20");
    now[0] = s1;
    now[1] = s2;
    now[2] = s3;
}

static void signals(void)
{
    greg_t now[3];
    char here;
    int i;

    catch(SIGUSR1, (handler_t)on_value, SA_SIGINFO);
    sys(SYS_ksigqueue, getpid(), SIGUSR1, -1, &here);
    check(count == 1 && seen_value == &here, "a pointer travels with a signal");
    for (i = 0; i < 2; i++) {
        catch(SIGUSR1, i ? (handler_t)on_plain : (handler_t)on_info, i ? 0 : SA_SIGINFO);
        count = 0;
        with_registers(now);
        check(count == 1 && seen_register == PATTERN && seen_float == PATTERN && seen_hi == PATTERN,
                "%s shows whole registers: %llx %llx %llx", i ? "sigcontext" : "ucontext", (u64)seen_register, (u64)seen_float, (u64)seen_hi);
        check(now[0] == ~PATTERN && now[1] == (1 ^ PATTERN) && now[2] == (2 ^ PATTERN), "and what the handler writes: %llx %llx %llx",
                (u64)now[0], (u64)now[1], (u64)now[2]);
    }
    catch(SIGUSR1, SIG_DFL, 0);
}

/* ---- addresses ----------------------------------------------------------------------------------------------------- */

static jmp_buf back;

static void on_fault(int sig, struct siginfo *info, struct ucontext *context)
{
    count++;
    seen_address = info->u.address;
    longjmp(back, sig);
}

static NOINLINE int touch(uptr at, int write)
{
    int sig = setjmp(back);

    if (sig == 0) {
        if (write)
            *(volatile u32 *)at = 1;
        else
            (void)*(volatile u32 *)at;
    }
    return sig;
}

static void addresses(void)
{
    catch(SIGSEGV, (handler_t)on_fault, SA_SIGINFO | SA_NODEFER);
    catch(SIGBUS, (handler_t)on_fault, SA_SIGINFO | SA_NODEFER);
#if _MIPS_SIM == _ABI64
    {
        static const u64 wild[] = { 0x10000000000ull, 0x123456789abcdef0ull, 0x4000000000000000ull, 0x8000000000000000ull,
            0x9000000000001000ull, 0xffffffff80000000ull, 0xfffffffffffffffcull, 0xfffffe0000000000ull, 0x100000000ull };
        int zero = open("/dev/zero", O_RDWR, 0), i, sig;
        char path[40];
        u8 *high = (u8 *)sys(SYS_mmap, (uptr)0x8000000000ull, 16 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, zero, 0);

        check((u64)(uptr)high == 0x8000000000ull, "mmap at 2^39");
        high[16 * PAGE - 1] = 77;
        same("its last byte", high[16 * PAGE - 1], 77);
        sprintf(path, "/tmp/guest-abi-%d", getpid());
        i = open(path, O_RDWR | O_CREAT | O_TRUNC, 0644);
        memset(high, 'h', 100);
        same("write from there", write(i, high, 100), 100);
        same("read to there", pread(i, high + 5 * PAGE - 50, 100, 0), 100);
        check(high[5 * PAGE + 49] == 'h' && high[5 * PAGE + 50] == 0, "over a page border");
        check(pread(i, (void *)0x10000000000ull, 4, 0) == -1 && errno == EFAULT, "read beyond the address space: EFAULT");
        check(pread(i, (void *)0xfffffffffffff000ull, 4, 0) == -1 && errno == EFAULT, "read to the top: EFAULT");
        check(sys(SYS_open, 0x123456789abcdef0ull, 0, 0) == -1 && errno == EFAULT, "a name far out: EFAULT");
        close(i);
        sys(SYS_unlink, path);
        same("munmap", sys(SYS_munmap, high, 16 * PAGE), 0);
        check(sys(SYS_mmap, (uptr)0x10000000000ull, PAGE, PROT_READ, MAP_PRIVATE | MAP_FIXED, zero, 0) == -1 && errno == ENOMEM,
                "mmap beyond the address space: ENOMEM");
        check(sys(SYS_munmap, (uptr)-PAGE, PAGE) == -1 && errno == EINVAL, "munmap of the top: EINVAL");
        for (i = 0; i < COUNT(wild); i++) {
            sig = touch(wild[i], i & 1);
            check((sig == SIGSEGV || sig == SIGBUS) && seen_address == wild[i], "%s %016llx: signal %d at %016llx", i & 1 ? "store to" : "load from",
                    wild[i], sig, (u64)seen_address);
        }
        close(zero);
    }
#else
    same("load from above user space", touch(0x80000000u, 0) != 0, 1);
    same("the address is as the program has it", seen_address, 0x80000000ul);
#endif
    catch(SIGSEGV, SIG_DFL, 0);
    catch(SIGBUS, SIG_DFL, 0);
}

/* ---- unaligned accesses -------------------------------------------------------------------------------------------- */

static void unaligned(void)
{
    static u8 bytes[32] __attribute__((aligned(16)));
    u32 word, slot;
    double d;
    int i;

    for (i = 0; i < COUNT(bytes); i++)
        bytes[i] = i + 1;
    same("sysmips MIPS_FIXADE", sys(SYS_sysmips, 7, 1), 0);
    __asm__ volatile(".set push\n.set noreorder\nlw %0, 1(%1)\n.set pop" : "=&r"(word) : "r"(bytes) : "memory");
    same("lw", word, 0x02030405);
    __asm__ volatile(".set push\n.set noreorder\nb 1f\nlh %0, 1(%1)\naddiu %0, $0, 0\n1:\n.set pop" : "=&r"(slot) : "r"(bytes) : "memory");
    same("lh in a delay slot", slot, 0x0203);
    __asm__ volatile("sw %0, 5(%1)" : : "r"(0xa1b2c3d4), "r"(bytes) : "memory");
    check(bytes[5] == 0xa1 && bytes[8] == 0xd4, "sw");
    for (i = 0; i < COUNT(bytes); i++)
        bytes[i] = i + 1;
    __asm__ volatile("ldc1 %0, 4(%2)\n\tsdc1 %0, 12(%1)" : "=&f"(d) : "r"(bytes), "r"(bytes) : "memory");
    check(bytes[12] == 5 && bytes[19] == 12, "ldc1 and sdc1");
#if WIDE
    {
        u64 r;
        long three = 3;

        __asm__ volatile("ld %0, 3(%1)" : "=&r"(r) : "r"(bytes) : "memory");
        check(r == 0x0405060708090a0bull, "ld: %016llx", r);
        __asm__ volatile("sd %0, 17(%1)" : : "r"(0x1122334455667788ull), "r"(bytes) : "memory");
        check(bytes[17] == 0x11 && bytes[24] == 0x88, "sd");
        bytes[1] = 0x80;
        __asm__ volatile("lwu %0, 1(%1)" : "=&r"(r) : "r"(bytes) : "memory");
        check(r == 0x80030405, "lwu: %016llx", r);
        __asm__ volatile("lw %0, 1(%1)" : "=&r"(r) : "r"(bytes) : "memory");
        check(r == 0xffffffff80030405ull, "lw sign-extends: %016llx", r);
        __asm__ volatile("lwxc1 $f4, %1(%2)\n\tnop\n\tmfc1 %0, $f4\n\tnop" : "=&r"(word) : "r"(three), "r"(bytes) : "memory", "$f4");
        same("lwxc1", word, 0x04050607);
    }
#endif
    same("off again", sys(SYS_sysmips, 7, 0), 0);
}

/* ---- exec ---------------------------------------------------------------------------------------------------------- */

static void execs(void)
{
    static const char *const abi[] = { "o32", "n32", "n64" };
    static const char *const argv[] = { "args", "--plain", "--exit", "17", "a word", NULL };
    const char *end = strrchr(self, '/'), *start = end;
    char path[1024], out[256];
    int i, n, pid, fd[2], status;

    while (start > self && start[-1] != '/')
        start--;
    for (i = 0; i < COUNT(abi); i++) {
        memcpy(path, self, start - self);
        path[start - self] = 0;
        strcat(path, abi[i]);
        strcat(path, "/args");
        pipe(fd);
        pid = fork();
        if (pid == 0) {
            sys(SYS_fcntl, 1, F_GETFD, 0);
            close(1);
            sys(SYS_dup, fd[1]);
            close(fd[0]);
            close(fd[1]);
            sys(SYS_execve, path, argv, environ);
            _exit(98);
        }
        close(fd[1]);
        for (n = 0; (status = read(fd[0], out + n, sizeof out - 1 - n)) > 0; n += status)
            continue;
        out[n] = 0;
        close(fd[0]);
        same("exit status of a program of another ABI", wait_status(pid), 17 << 8);
        check(!strncmp(out, "argc 5\nargv[1] \"--plain\"\n", 25) && strstr(out, "argv[4] \"a word\"\n") && strstr(out, "start aligned"),
                "%s got its arguments", abi[i]);
    }
}

int main(int argc, char **argv)
{
    self = argv[0];
    arguments();
    structures();
    ipc();
    signals();
    addresses();
    unaligned();
    if (strrchr(self, '/'))
        execs();
    return tap_done();
}
