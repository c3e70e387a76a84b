/*
 * Memory maps and faults.
 *   faults              TAP: mappings, then every kind of fault with its signal, code, address and pc as a handler sees
 *                       them; exit status 0 if all passed, else 1
 *   faults MODE         dies of one fault without a handler: status 128 + signal as a shell reports it
 *       null unmapped text misaligned jump slot    SIGSEGV 11 (misaligned: SIGBUS 10)
 *       illegal                                    SIGILL 4
 *       break trap divide overflow add             SIGTRAP 5 (overflow by `add` traps too)
 *       fpe                                        SIGFPE 8
 *       stack                                      SIGSEGV 11, after the stack has grown to its limit
 *       abort kill                                 SIGABRT 6, SIGKILL 9
 *       data                                       runs a function copied into the data segment: prints 42, exit 0
 *                                                  (MIPS pages have no execute bit)
 */
#include "guest.h"

#define PAGE 4096
#define USER_END (sizeof(long) == 8 ? (uptr)0x10000000000ull : 0x80000000ul)
#define F(name) u32 do_##name(uptr a0, uptr a1); extern u32 fault_##name[]
F(lw); F(lh); F(lb); F(sw); F(sh); F(sb); F(ldc1); F(sdc1); F(lwc1); F(ll); F(lwl); F(swr); F(far); F(jump);
F(illegal); F(coprocessor); F(break0); F(break5); F(overflow_break); F(divide_break); F(teq); F(teq7); F(add); F(addi); F(sub);
F(slot); F(return_slot); F(likely); F(precise); F(fcsr);
#if WIDE
#define D(name) u32 do_##name(u64 a0, u64 a1); extern u32 fault_##name[]
D(ld); D(sd); D(lwu); D(lld); D(scd); D(ldl); D(sdr); D(lwxc1); D(ldxc1); D(swxc1); D(sdxc1); D(dadd); D(daddi); D(dsub);
#endif
double do_fp_divide(double a, double b);
double do_fp_multiply(double a, double b);
int do_fp_convert(double a);
extern u32 fault_fp_divide[], fault_fp_multiply[], fault_fp_convert[];

static volatile int got, got_code;
static volatile uptr got_address, got_pc;
static volatile u32 got_slot;
static struct ucontext got_context;
static jmp_buf back;

static void on_fault(int sig, struct siginfo *info, struct ucontext *context)
{
    got = sig;
    got_code = info->si_code;
    got_address = info->u.address;
    got_pc = context->gregs[GREG_EPC];
    got_slot = (u32)context->gregs[GREG_CAUSE] >> 31;
    got_context = *context;
    longjmp(back, 1);
}

static void armed(void)
{
    static const int list[] = { SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE };
    int i;

    for (i = 0; i < COUNT(list); i++)
        catch(list[i], (handler_t)on_fault, SA_SIGINFO | SA_NODEFER);
}

/* Runs `call`; expects the signal, one of two codes (0: any), the address (1: not checked) and the pc. */
#define EXPECT(what, call, sig, code, code2, address, pc)                           \
    do {                                                                            \
        got = got_code = 0;                                                         \
        got_address = got_pc = got_slot = 0;                                        \
        if (setjmp(back) == 0)                                                      \
            call;                                                                   \
        __asm__ volatile("ctc1 $0, $31");                                           \
        verdict(what, sig, code, code2, address, (uptr)(pc));                        \
    } while (0)

static void verdict(const char *what, int sig, int code, int code2, uptr address, uptr pc)
{
    int good = got == sig && (code == 0 || got_code == code || got_code == code2) && (address == 1 || got_address == address)
        && (pc == 0 || got_pc == pc);

    if (good)
        check(1, "%s: signal %d", what, sig);
    else
        check(0, "%s: signal %d code %d address %lx pc %lx, want %d code %d address %lx pc %lx", what, got, got_code, got_address, got_pc,
                sig, code, address, pc);
}

static uptr map(uptr at, int length, int prot, int flags, const char *path, int offset)
{
    int fd = open(path, prot & PROT_WRITE || flags & MAP_SHARED ? O_RDWR : O_RDONLY, 0);
    long result = sys(SYS_mmap, at, length, prot, flags, fd, offset);

    close(fd);
    return result;
}

/* ---- mappings ---------------------------------------------------------------------------------------------------- */

static void mappings(void)
{
    char path[60], buffer[16];
    uptr zero, private, shared, more;
    volatile u8 *p;
    int fd, i, bad, pid;

    zero = map(0, 5 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, "/dev/zero", 0);
    check(zero != -1ul && zero % PAGE == 0 && zero < USER_END, "map /dev/zero");
    for (i = bad = 0; i < 5 * PAGE; i++)
        bad += ((u8 *)zero)[i] != 0;
    same("it is zero", bad, 0);
    ((u8 *)zero)[5 * PAGE - 1] = 9;
    same("munmap of the middle", sys(SYS_munmap, zero + 2 * PAGE, PAGE), 0);
    same("the rest keeps its data", ((u8 *)zero)[5 * PAGE - 1], 9);
    EXPECT("the hole", do_lb(zero + 2 * PAGE, 0), SIGSEGV, 1, 1, zero + 2 * PAGE, fault_lb);
    same("map over the hole", map(zero + 2 * PAGE, PAGE, PROT_READ, MAP_PRIVATE | MAP_FIXED, "/dev/zero", 0), zero + 2 * PAGE);
    same("read only", do_lb(zero + 2 * PAGE, 0), 0);
    EXPECT("write to it", do_sb(zero + 2 * PAGE + 7, 1), SIGSEGV, 2, 2, zero + 2 * PAGE + 7, fault_sb);
    same("mprotect to read and write", sys(SYS_mprotect, zero + 2 * PAGE, PAGE, PROT_READ | PROT_WRITE), 0);
    do_sb(zero + 2 * PAGE + 7, 55);
    same("now it can be written", ((u8 *)zero)[2 * PAGE + 7], 55);
    same("mprotect to nothing", sys(SYS_mprotect, zero + 2 * PAGE, PAGE, PROT_NONE), 0);
    EXPECT("read of it", do_lw(zero + 2 * PAGE + 8, 0), SIGSEGV, 2, 2, zero + 2 * PAGE + 8, fault_lw);
    sys(SYS_mprotect, zero + 2 * PAGE, PAGE, PROT_READ);
    same("the data came through", ((u8 *)zero)[2 * PAGE + 7], 55);
    check(sys(SYS_mprotect, 0x30000000, PAGE, PROT_READ) == -1, "mprotect of nothing: errno %d", errno);
    check(sys(SYS_mmap, 0, PAGE, PROT_READ, MAP_PRIVATE, 77, 0) == -1 && errno == EBADF, "mmap of a closed descriptor");
    check(sys(SYS_mmap, zero + 1, PAGE, PROT_READ, MAP_PRIVATE | MAP_FIXED, 0, 0) == -1, "mmap fixed at an odd address");

    sprintf(path, "/tmp/guest-faults-%d", getpid());
    fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0644);
    for (i = 0; i < PAGE + 100; i++)
        write(fd, i < PAGE ? "a" : "b", 1);
    close(fd);
    private = map(0, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, path, 0);
    shared = map(0, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, path, 0);
    more = map(0, PAGE, PROT_READ, MAP_SHARED, path, PAGE);
    p = (u8 *)private;
    check(p[0] == 'a' && p[PAGE] == 'b' && p[PAGE + 99] == 'b' && p[PAGE + 100] == 0 && p[2 * PAGE - 1] == 0, "file mapped private, padded with zeros");
    same("a mapping of the second page", *(u8 *)more, 'b');
    p[1] = 'P';
    same("a private change stays private", ((u8 *)shared)[1], 'a');
    ((u8 *)shared)[PAGE] = 'S';
    check(*(u8 *)more == 'S', "a shared one is seen by the other mapping");
    fd = open(path, O_RDWR, 0);
    pread(fd, buffer, 2, 0);
    check(buffer[0] == 'a' && buffer[1] == 'a', "the file has not the private change");
    pread(fd, buffer, 2, PAGE);
    check(buffer[0] == 'S' && buffer[1] == 'b', "but the shared one");
    pwrite(fd, "W", 1, 5);
    same("a write to the file shows in the shared mapping", ((u8 *)shared)[5], 'W');
    same("msync", sys(SYS_msync, shared, 2 * PAGE, 4), 0);
    pid = fork();
    if (pid == 0) {
        ((u8 *)shared)[10] = 'C';
        ((u8 *)private)[10] = 'C';
        _exit(((u8 *)private)[1]);
    }
    same("a child inherits both mappings", wait_status(pid), 'P' << 8);
    check(((u8 *)shared)[10] == 'C' && ((u8 *)private)[10] == 'a', "and shares only the shared one");
    {
        uptr common = map(0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, "/dev/zero", 0);

        pid = fork();
        if (pid == 0) {
            *(u32 *)common = 1234;
            _exit(0);
        }
        wait_status(pid);
        same("/dev/zero mapped shared is common memory", *(u32 *)common, 1234);
    }
    same("read into a private mapping", pread(fd, (void *)(private + 20), 4, PAGE), 4);
    check(((u8 *)private)[20] == 'S', "arrives");
    check(pread(fd, (void *)(more), 4, 0) == -1 && errno == EFAULT, "read into a read-only mapping: EFAULT");
    check(pread(fd, (void *)(zero + 4 * PAGE + 4000), 4, 0) == 4, "read to the end of a mapping");
    close(fd);
    /* Behind the last page of the file: IRIX says SIGBUS or SIGSEGV. */
    more = map(0, 4 * PAGE, PROT_READ, MAP_PRIVATE, path, 0);
    got = 0;
    if (setjmp(back) == 0)
        do_lb(more + 3 * PAGE, 0);
    check((got == SIGBUS || got == SIGSEGV) && got_pc == (uptr)fault_lb, "behind the end of the file: SIGBUS or SIGSEGV");
    sys(SYS_unlink, path);
    same("mapping of a removed file lives", ((u8 *)shared)[5], 'W');
    same("munmap", sys(SYS_munmap, shared, 2 * PAGE), 0);
    EXPECT("unmapped", do_lw(shared, 0), SIGSEGV, 1, 1, shared, fault_lw);

    /* the break */
    {
        u8 *top = sbrk(0), *old = sbrk(10 * PAGE);

        check(old == top && sys(SYS_brk, top + 10 * PAGE) != -1, "brk grows");
        for (i = bad = 0; i < 10 * PAGE; i++)
            bad += old[i] != 0;
        same("new memory is zero", bad, 0);
        old[10 * PAGE - 1] = 1;
        sbrk(-10 * PAGE);
        sbrk(10 * PAGE);
        same("and zero again after shrinking", old[10 * PAGE - 1], 0);
        sbrk(-10 * PAGE);
        top = (u8 *)(((uptr)top + PAGE - 1) & -PAGE);
        EXPECT("above the break", do_sb((uptr)top + 3 * PAGE, 0), SIGSEGV, 1, 1, (uptr)top + 3 * PAGE, fault_sb);
        check(sys(SYS_brk, USER_END + 0x10000000) == -1 && errno == ENOMEM, "a break far too high: ENOMEM");
    }
}

/* ---- faults ------------------------------------------------------------------------------------------------------ */

static u8 bytes[64] __attribute__((aligned(16)));

static void addresses(void)
{
    uptr even = (uptr)bytes, ro = (uptr)do_lw;

    EXPECT("load from NULL", do_lw(0, 0), SIGSEGV, 1, 1, 0, fault_lw);
    EXPECT("load near NULL", do_lb(0x123, 0), SIGSEGV, 1, 1, 0x123, fault_lb);
    EXPECT("store to NULL", do_sw(0, 0), SIGSEGV, 1, 1, 0, fault_sw);
    EXPECT("load from an unmapped page", do_lw(0x30000008, 0), SIGSEGV, 1, 1, 0x30000008, fault_lw);
    EXPECT("store to an unmapped page", do_sh(0x3000000a, 0), SIGSEGV, 1, 1, 0x3000000a, fault_sh);
    EXPECT("store to text", do_sw(ro, 0), SIGSEGV, 2, 2, ro, fault_sw);
    EXPECT("load with a large offset", do_far(0x30008004, 0), SIGSEGV, 1, 1, 0x30000004, fault_far);
    EXPECT("double from an unmapped page", do_ldc1(0x30000010, 0), SIGSEGV, 1, 1, 0x30000010, fault_ldc1);
    EXPECT("lwl from an unmapped page", do_lwl(0x30000011, 0), SIGSEGV, 1, 1, 1, fault_lwl);
    EXPECT("swr to text", do_swr(ro + 1, 0), SIGSEGV, 2, 2, 1, fault_swr);
    EXPECT("ll from an unmapped page", do_ll(0x30000010, 0), SIGSEGV, 1, 1, 0x30000010, fault_ll);
    EXPECT("misaligned lw", do_lw(even + 2, 0), SIGBUS, 1, 1, even + 2, fault_lw);
    EXPECT("misaligned lw by one", do_lw(even + 1, 0), SIGBUS, 1, 1, even + 1, fault_lw);
    EXPECT("misaligned lh", do_lh(even + 1, 0), SIGBUS, 1, 1, even + 1, fault_lh);
    EXPECT("misaligned sw", do_sw(even + 3, 0), SIGBUS, 1, 1, even + 3, fault_sw);
    EXPECT("misaligned sh", do_sh(even + 5, 0), SIGBUS, 1, 1, even + 5, fault_sh);
    EXPECT("misaligned ldc1", do_ldc1(even + 4, 0), SIGBUS, 1, 1, even + 4, fault_ldc1);
    EXPECT("misaligned sdc1", do_sdc1(even + 4, 0), SIGBUS, 1, 1, even + 4, fault_sdc1);
    EXPECT("misaligned lwc1", do_lwc1(even + 2, 0), SIGBUS, 1, 1, even + 2, fault_lwc1);
    EXPECT("misaligned ll", do_ll(even + 2, 0), SIGBUS, 1, 1, even + 2, fault_ll);
    same("misaligned stores stored nothing", bytes[3] | bytes[4] | bytes[5] | bytes[6], 0);
    got = 0;
    if (setjmp(back) == 0)
        do_lw(USER_END, 0);
    check(got == SIGSEGV || got == SIGBUS, "load from above user space: signal %d", got);
    got = 0;
    if (setjmp(back) == 0)
        do_sw(-4ul, 0);
    check(got == SIGSEGV || got == SIGBUS, "store to the last word: signal %d", got);

    EXPECT("jump to NULL", do_jump(0, 0), SIGSEGV, 1, 1, 0, 0);
    same("pc is where it jumped", got_pc, 0);
    EXPECT("jump to an unmapped page", do_jump(0x30000010, 0), SIGSEGV, 1, 1, 0x30000010, 0x30000010);
    EXPECT("jump to an odd address", do_jump(even + 2, 0), SIGBUS, 1, 1, even + 2, even + 2);

    EXPECT("in a delay slot", do_slot(0x30000014, 0), SIGSEGV, 1, 1, 0x30000014, fault_slot);
    same("the cause has the slot bit", got_slot, 1);
    EXPECT("in the slot of a return", do_return_slot(0x30000018, 0), SIGSEGV, 1, 1, 0x30000018, fault_return_slot);
    same("slot bit there too", got_slot, 1);
    EXPECT("outside of slots", do_lw(0x30000014, 0), SIGSEGV, 1, 1, 0x30000014, fault_lw);
    same("no slot bit", got_slot, 0);
    same("a nullified slot does not fault", do_likely(0x30000014, 0), 7);

    EXPECT("precise", do_precise(0x30000014, even + 8), SIGSEGV, 1, 1, 0x30000014, fault_precise);
    check(got_context.gregs[2] == 1 && got_context.gregs[3] == 2 && got_context.gregs[8] == 3 && got_context.gregs[9] == 4
            && got_context.gregs[GREG_MDLO] == 6 && *(u32 *)(even + 8) == 3, "earlier instructions are done, later ones are not: %u %u %u %u %u %u",
            (u32)got_context.gregs[2], (u32)got_context.gregs[3], (u32)got_context.gregs[8], (u32)got_context.gregs[9],
            (u32)got_context.gregs[GREG_MDLO], *(u32 *)(even + 8));
}

static void instructions(void)
{
    EXPECT("an illegal instruction", do_illegal(0, 0), SIGILL, 0, 0, 1, fault_illegal);
    EXPECT("a privileged one", do_coprocessor(0, 0), SIGILL, 0, 0, 1, fault_coprocessor);
    EXPECT("break 0", do_break0(0, 0), SIGTRAP, 0, 0, 1, fault_break0);
    EXPECT("break 5", do_break5(0, 0), SIGTRAP, 0, 0, 1, fault_break5);
    EXPECT("break 6, overflow", do_overflow_break(0, 0), SIGTRAP, 0, 0, 1, fault_overflow_break);
    EXPECT("break 7, division by zero", do_divide_break(0, 0), SIGTRAP, 0, 0, 1, fault_divide_break);
    EXPECT("teq", do_teq(0, 0), SIGTRAP, 0, 0, 1, fault_teq);
    EXPECT("teq 7", do_teq7(0, 0), SIGTRAP, 0, 0, 1, fault_teq7);
    same("addi without overflow", do_addi(5, 0), 32772);
    got = 0;
    if (setjmp(back) == 0)
        do_add(0x40000000, 0);
    check((got == SIGTRAP || got == SIGFPE) && got_pc == (uptr)fault_add, "add overflow: SIGTRAP or SIGFPE");
    got = 0;
    if (setjmp(back) == 0)
        do_addi(0x7fffffff, 0);
    check((got == SIGTRAP || got == SIGFPE) && got_pc == (uptr)fault_addi, "addi overflow");
    got = 0;
    if (setjmp(back) == 0)
        do_sub(0x7fffffff, (int)0x80000000);
    check((got == SIGTRAP || got == SIGFPE) && got_pc == (uptr)fault_sub, "sub overflow");
}

/* Loads, stores and traps of 64 bits. */
static void wide(void)
{
#if WIDE
    uptr even = (uptr)bytes, ro = (uptr)do_ld;

    EXPECT("ld from an unmapped page", do_ld(0x30000008, 0), SIGSEGV, 1, 1, 0x30000008, fault_ld);
    EXPECT("sd to text", do_sd(ro, 0), SIGSEGV, 2, 2, ro, fault_sd);
    EXPECT("lwu from NULL", do_lwu(0, 0), SIGSEGV, 1, 1, 0, fault_lwu);
    EXPECT("lld from an unmapped page", do_lld(0x30000010, 0), SIGSEGV, 1, 1, 0x30000010, fault_lld);
    EXPECT("ldl from an unmapped page", do_ldl(0x30000011, 0), SIGSEGV, 1, 1, 1, fault_ldl);
    EXPECT("sdr to text", do_sdr(ro + 1, 0), SIGSEGV, 2, 2, 1, fault_sdr);
    EXPECT("lwxc1 from an unmapped page", do_lwxc1(0x30000000, 0x24), SIGSEGV, 1, 1, 0x30000024, fault_lwxc1);
    EXPECT("ldxc1 from an unmapped page", do_ldxc1(0x30000010, -8ll), SIGSEGV, 1, 1, 0x30000008, fault_ldxc1);
    EXPECT("swxc1 to text", do_swxc1(ro - 4, 8), SIGSEGV, 2, 2, ro + 4, fault_swxc1);
    EXPECT("sdxc1 to NULL", do_sdxc1(8, 0), SIGSEGV, 1, 1, 8, fault_sdxc1);
    EXPECT("misaligned ld", do_ld(even + 4, 0), SIGBUS, 1, 1, even + 4, fault_ld);
    EXPECT("misaligned sd", do_sd(even + 1, 0), SIGBUS, 1, 1, even + 1, fault_sd);
    EXPECT("misaligned lwu", do_lwu(even + 2, 0), SIGBUS, 1, 1, even + 2, fault_lwu);
    EXPECT("misaligned lld", do_lld(even + 4, 0), SIGBUS, 1, 1, even + 4, fault_lld);
    EXPECT("misaligned scd", do_scd(even + 4, 0), SIGBUS, 1, 1, even + 4, fault_scd);
    EXPECT("misaligned lwxc1", do_lwxc1(even, 2), SIGBUS, 1, 1, even + 2, fault_lwxc1);
    EXPECT("misaligned ldxc1", do_ldxc1(even, 4), SIGBUS, 1, 1, even + 4, fault_ldxc1);
    EXPECT("misaligned sdxc1", do_sdxc1(even, 12), SIGBUS, 1, 1, even + 12, fault_sdxc1);
    same("misaligned stores stored nothing", bytes[1] | bytes[4] | bytes[12], 0);
    got = 0;
    if (setjmp(back) == 0)
        do_dadd(0x4000000000000000ull, 0);
    check((got == SIGTRAP || got == SIGFPE) && got_pc == (uptr)fault_dadd, "dadd overflow: SIGTRAP or SIGFPE");
    got = 0;
    if (setjmp(back) == 0)
        do_daddi(0x7fffffffffffffffull, 0);
    check((got == SIGTRAP || got == SIGFPE) && got_pc == (uptr)fault_daddi, "daddi overflow");
    got = 0;
    if (setjmp(back) == 0)
        do_dsub(0x7fffffffffffffffull, 0x8000000000000000ull);
    check((got == SIGTRAP || got == SIGFPE) && got_pc == (uptr)fault_dsub, "dsub overflow");
#endif
}

static void enable(u32 bits) { __asm__ volatile("ctc1 %0, $31\n\tnop\n\tnop" : : "r"(bits << 7)); }

static void floating(void)
{
    EXPECT("1 / 0 with the trap enabled", (enable(8), do_fp_divide(1, 0)), SIGFPE, 3, 3, 1, fault_fp_divide);
    EXPECT("0 / 0", (enable(16), do_fp_divide(0, 0)), SIGFPE, 7, 7, 1, fault_fp_divide);
    EXPECT("1 / 3, inexact", (enable(1), do_fp_divide(1, 3)), SIGFPE, 6, 6, 1, fault_fp_divide);
    EXPECT("overflow", (enable(4), do_fp_multiply(1e300, 1e300)), SIGFPE, 4, 4, 1, fault_fp_multiply);
    EXPECT("underflow", (enable(2), do_fp_multiply(1e-300, 1e-300)), SIGFPE, 5, 5, 1, fault_fp_multiply);
    EXPECT("conversion out of range", (enable(16), do_fp_convert(1e20)), SIGFPE, 7, 7, 1, fault_fp_convert);
    EXPECT("ctc1 sets a cause that is enabled", do_fcsr(1 << 15 | 1 << 10, 0), SIGFPE, 3, 3, 1, 0);
    EXPECT("no trap when another one is enabled", (enable(4), do_fp_divide(1, 0)), 0, 0, 0, 0, 0);
    EXPECT("none without", (enable(0), do_fp_divide(0, 0)), 0, 0, 0, 0, 0);
}

/* ---- handlers that repair and return; the other handler style ----------------------------------------------------- */

static volatile uptr repair_page, style_bad;
static volatile u32 style_code;

static void on_repair(int sig, struct siginfo *info, struct ucontext *context)
{
    got++;
    map(repair_page, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, "/dev/zero", 0);
    *(u32 *)(repair_page + 0x14) = 77;
}

static void on_step(int sig, u32 code, struct sigcontext *context)
{
    got++;
    style_code = code;
    style_bad = context->sc_badvaddr;
    context->sc_regs[2] = 4321;
    context->sc_pc += 4;
}

static void repairs(void)
{
    repair_page = 0x30000000;
    got = 0;
    catch(SIGSEGV, (handler_t)on_repair, SA_SIGINFO);
    same("the handler maps the page, the load goes on", do_lw(0x30000014, 0), 77);
    sys(SYS_munmap, 0x30000000, PAGE);
    same("also in a delay slot", do_slot(0x30000014, 0), 1077);
    sys(SYS_munmap, 0x30000000, PAGE);
    same("and in the slot of a return", do_return_slot(0x30000014, 0), 77);
    sys(SYS_munmap, 0x30000000, PAGE);
    same("one fault each", got, 3);

    got = 0;
    catch(SIGSEGV, on_step, 0);
    same("a handler without siginfo skips the load", do_lw(0x30000020, 0), 4321);
    check(style_code == 14, "its code is EFAULT for an unmapped page: %u", style_code);
    check(style_bad == 0x30000020, "sc_badvaddr: %lx", style_bad);
    do_sw((uptr)do_lw, 0);
    check(style_code == 13, "EACCES for a write to text: %u", style_code);
    catch(SIGTRAP, on_step, 0);
    same("and skips a break", do_break5(0, 0), 4321);
    same("whose code is the break's", style_code, 5);
    do_divide_break(0, 0);
    same("7 for division by zero", style_code, 7);
    do_overflow_break(0, 0);
    same("6 for overflow", style_code, 6);
    do_teq7(0, 0);
    same("7 for teq 7", style_code, 7);
    armed();
}

/* ---- stack ------------------------------------------------------------------------------------------------------- */

static volatile u32 forever = 0xffffffff;

static NOINLINE u32 recurse(u32 n)
{
    volatile u8 frame[2000];

    if (n == forever)
        return 0;
    frame[0] = n;
    frame[1999] = n;
    return recurse(n + 1) + frame[0];
}

static void stack_overflow(void)
{
    static u8 alternate[16384] __attribute__((aligned(16)));
    struct sigaltstack stack;
    struct rlimit limit = { 2 << 20, 2 << 20 };
    uptr here = (uptr)&limit;

    sys(SYS_setrlimit, 3, &limit);
    stack.ss_sp = (uptr)alternate;
    stack.ss_size = sizeof alternate;
    stack.ss_flags = 0;
    same("alternate stack", sigaltstack(&stack, NULL, 1), 0);
    catch(SIGSEGV, (handler_t)on_fault, SA_SIGINFO | SA_NODEFER | SA_ONSTACK);
    got = 0;
    if (setjmp(back) == 0)
        recurse(0);
    check(got == SIGSEGV && got_address < here && got_address > here - (70 << 20), "stack overflow caught on the alternate stack");
    got = 0;
    if (setjmp(back) == 0)
        recurse(0);
    check(got == SIGSEGV, "and once more");
}

/* ---- the dying modes --------------------------------------------------------------------------------------------- */

static int die(const char *mode)
{
    static u32 data[4] __attribute__((aligned(16)));

    if (!strcmp(mode, "null"))
        do_lw(0, 0);
    else if (!strcmp(mode, "unmapped"))
        do_sw(0x30000000, 0);
    else if (!strcmp(mode, "text"))
        do_sw((uptr)do_lw, 0);
    else if (!strcmp(mode, "misaligned"))
        do_lw((uptr)data + 1, 0);
    else if (!strcmp(mode, "jump"))
        do_jump(0x30000000, 0);
    else if (!strcmp(mode, "slot"))
        do_slot(0x30000000, 0);
    else if (!strcmp(mode, "illegal"))
        do_illegal(0, 0);
    else if (!strcmp(mode, "break"))
        do_break0(0, 0);
    else if (!strcmp(mode, "trap"))
        do_teq(0, 0);
    else if (!strcmp(mode, "divide"))
        do_divide_break(0, 0);
    else if (!strcmp(mode, "overflow"))
        do_overflow_break(0, 0);
    else if (!strcmp(mode, "add"))
        do_add(0x7fffffff, 0);
    else if (!strcmp(mode, "fpe")) {
        enable(8);
        do_fp_divide(1, 0);
    } else if (!strcmp(mode, "stack"))
        recurse(0);
    else if (!strcmp(mode, "abort"))
        kill(getpid(), SIGABRT);
    else if (!strcmp(mode, "kill"))
        kill(getpid(), SIGKILL);
    else if (!strcmp(mode, "data")) {
        data[0] = 0x24020000 | 42;
        data[1] = 0x03e00008;
        data[2] = 0;
        flush_code(data, 12);
        printf("%u\n", do_jump((uptr)data, 0));
        return 0;
    } else {
        dprintf(2, "faults: no mode named %s\n", mode);
        return 2;
    }
    dprintf(2, "faults: survived %s\n", mode);
    return 3;
}

int main(int argc, char **argv)
{
    if (argc > 1)
        return die(argv[1]);
    armed();
    mappings();
    addresses();
    instructions();
    wide();
    floating();
    repairs();
    stack_overflow();
    return tap_done();
}
