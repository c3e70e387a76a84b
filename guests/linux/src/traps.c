/*
 * Exceptions other than of loads and stores: traps, breakpoints, overflow, illegal instructions, jumps to nowhere, floating point;
 * alone and in delay slots. The handler sees signal, code, pc and registers and ends the piece of code. Then the floating-point state
 * that a handler sees and edits.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include "registers.h"
#include "tap.h"

enum { ANY = -1 };
static const struct trap {
    const char *name;
    uint32_t word;
    int signal, code, fcsr;
} traps[] = {
    { "break", 0x0000000d, SIGTRAP, TRAP_BRKPT, 0 },
    { "break 5", 0x0005000d, SIGTRAP, TRAP_BRKPT, 0 },
    { "break 6: overflow", 0x0006000d, SIGFPE, FPE_INTOVF, 0 },
    { "break 7: division by zero", 0x0007000d, SIGFPE, FPE_INTDIV, 0 },
    { "break in the other half of the code", 0x000001cd, SIGFPE, FPE_INTDIV, 0 },
    { "teq", 0x00000034, SIGTRAP, ANY, 0 },
    { "teq 7", 0x000001f4, SIGFPE, FPE_INTDIV, 0 },
    { "tge 6", 0x000001b0, SIGFPE, FPE_INTOVF, 0 },
    { "tnei", 0x062e0001, SIGTRAP, ANY, 0 }, /* s1 with 1 */
    { "add", 0x02108020, SIGFPE, FPE_INTOVF, 0 }, /* s0,s0,s0 */
    { "addi", 0x22107fff, SIGFPE, FPE_INTOVF, 0 },
    { "sub", 0x02518022, SIGFPE, FPE_INTOVF, 0 }, /* s0,s2,s1 */
    { "reserved opcode", 0x7c00003e, SIGILL, ANY, 0 },
    { "reserved special", 0x00000015, SIGILL, ANY, 0 },
    { "coprocessor 2", 0x48400000, SIGILL, ANY, 0 },
    { "coprocessor 0", 0x42000018, SIGILL, ANY, 0 }, /* eret */
    { "div.d by zero", 0x46220003, SIGFPE, FPE_FLTDIV, 0x400 },
    { "sqrt.d of -1", 0x46202004, SIGFPE, FPE_FLTINV, 0x800 },
    { "mul.d overflow", 0x46284202, SIGFPE, FPE_FLTOVF, 0x200 }, /* f8,f8,f8 */
    { "mul.d underflow", 0x462a5282, SIGFPE, FPE_FLTUND, 0x100 }, /* f10,f10,f10 */
    { "div.d inexact", 0x462e6303, SIGFPE, FPE_FLTRES, 0x80 }, /* f12,f12,f14 */
    { "cvt.w.d of infinity", 0x46208024, SIGFPE, FPE_FLTINV, 0x800 }, /* f0,f16 */
    { "c.lt.d of a NaN", 0x4632903c, SIGFPE, FPE_FLTINV, 0x800 }, /* f18,f18 */
};
static const uint32_t before[] = { 0, 0x10000003, 0x03e00008, 0x24420001 };
static const char *const places[] = { "alone", "beq", "jr", "block" };

static uint32_t *code;
static struct registers in, out;
static volatile struct {
    int count, signal, code, bad_register;
    uint64_t pc;
    uint32_t fcsr;
} seen;
static volatile int edit_fpu;
static double fpu_seen;

static void on_trap(int signal, siginfo_t *info, void *raw)
{
    ucontext_t *context = raw;
    int i;

    if (seen.count++ > 3)
        exit(3);
    seen.signal = signal;
    seen.code = info->si_code;
    seen.pc = GPC(context);
    seen.fcsr = context->uc_mcontext.fpc_csr;
    for (i = 4; i < 26; i++)
        if ((reg_t)GREG(context, i) != in.r[i])
            seen.bad_register = i;
    GPC(context) = GREG(context, 31);
    GREG(context, 2) = 0x2468;
    context->uc_mcontext.fpc_csr = 0;
    if (edit_fpu) {
        fpu_seen = context->uc_mcontext.fpregs.fp_r.fp_dregs[20];
        context->uc_mcontext.fpregs.fp_r.fp_dregs[20] = 6.25;
        context->uc_mcontext.fpc_csr = 0x00800002;
    }
}

static void one(const struct trap *t, int place)
{
    uint32_t *c = code;
    int i;

    for (i = 0; i < 32; i++)
        in.r[i] = (reg_t)(sreg_t)(int32_t)(0x01010101u * i);
    in.hi = in.lo = 0;
    in.r[16] = 0x7fffffff;
    in.r[17] = 2;
    in.r[18] = (reg_t)(sreg_t)(int32_t)0x80000000;
    in.r[25] = (reg_t)(sreg_t)(intptr_t)code;
    if (before[place] != 0)
        *c++ = before[place];
    *c++ = t->word;
    *c++ = 0;
    *c++ = 0x03e00008;
    *c++ = 0;
    *c++ = 0x03e00008;
    *c++ = 0;
    __builtin___clear_cache((char *)code, (char *)c);
    memset((void *)&seen, 0, sizeof seen);
    {
        static const double d[] = { 0.0, 0.0, 1.0, 0.0, 0, 0, -1.0, 0 };
        double big = 1e300, small = 1e-300, one = 1, three = 3, infinity = __builtin_inf(), nan = __builtin_nan("");

        /* f0 = 1/0 comes from f2 = 0; mnemonics above: div.d f0,f0,f2. */
        __asm__ volatile(
            "ctc1 $0, $31\n\tldc1 $f0, 16(%0)\n\tldc1 $f2, 0(%0)\n\tldc1 $f4, 48(%0)\n\tldc1 $f8, %1\n\tldc1 $f10, %2\n\t"
            "ldc1 $f12, %3\n\tldc1 $f14, %4\n\tldc1 $f16, %5\n\tldc1 $f18, %6\n\tctc1 %7, $31"
            :: "r"(d), "m"(big), "m"(small), "m"(one), "m"(three), "m"(infinity), "m"(nan), "r"(t->fcsr)
            : "$f0", "$f2", "$f4", "$f8", "$f10", "$f12", "$f14", "$f16", "$f18", "memory");
    }
    run_at(&in, &out);
    __asm__ volatile("ctc1 $0, $31");
    if (seen.count != 1)
        finding("%s: %d signals", places[place], seen.count);
    if (seen.signal != t->signal || (t->code != ANY && seen.code != t->code))
        finding("%s: signal %d code %d", places[place], seen.signal, seen.code);
    if (seen.pc != GREG_VALUE((sreg_t)(intptr_t)code) + (place == 3 ? 4 : 0))
        finding("%s: pc %llx, code at %lx", places[place], (long long)seen.pc, (long)(intptr_t)code);
    if (seen.bad_register != 0)
        finding("%s: register %d", places[place], seen.bad_register);
    if (out.r[2] != 0x2468 || out.r[16] != in.r[16])
        finding("%s: v0 %llx s0 %llx afterwards", places[place], (long long)out.r[2], (long long)out.r[16]);
}

/* Jumps to an address; the handler's pc must be it. */
static void jump(const char *name, uintptr_t to, int signal, int code_)
{
    uint32_t *c = code;
    int i;

    *c++ = 0x02000008; /* jr s0 */
    *c++ = 0x24630001;
    __builtin___clear_cache((char *)code, (char *)c);
    for (i = 0; i < 32; i++)
        in.r[i] = i;
    in.r[16] = (reg_t)to;
    in.r[25] = (reg_t)(sreg_t)(intptr_t)code;
    memset((void *)&seen, 0, sizeof seen);
    run_at(&in, &out);
    EXPECT_EQ(seen.count, 1);
    EXPECT_EQ(seen.signal, signal);
    if (code_ != ANY)
        EXPECT_EQ(seen.code, code_);
    EXPECT_EQ(seen.pc, GREG_VALUE((reg_t)to));
    EXPECT_EQ(out.r[3], 4);
    verdict(name);
}

int main(void)
{
    struct sigaction action = { .sa_flags = SA_SIGINFO };
    static const int signals[] = { SIGSEGV, SIGBUS, SIGTRAP, SIGFPE, SIGILL };
    long size = sysconf(_SC_PAGESIZE);
    char *gone;
    double there = 2.5;
    uint32_t fcsr;
    unsigned i;
    int place;

    code = mmap(NULL, size, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    gone = mmap(NULL, 2 * size, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    munmap(gone, size);
    mprotect(gone + size, size, PROT_NONE);
    action.sa_sigaction = on_trap;
    for (i = 0; i < sizeof signals / sizeof *signals; i++)
        sigaction(signals[i], &action, NULL);
    for (i = 0; i < sizeof traps / sizeof *traps; i++) {
        for (place = 0; place < 4; place++)
            one(&traps[i], place);
        verdict(traps[i].name);
    }
    jump("jump to an unmapped page", (uintptr_t)gone, SIGSEGV, SEGV_MAPERR);
    jump("jump to an inaccessible page", (uintptr_t)gone + size, SIGSEGV, SEGV_ACCERR);
    jump("jump to 0", 0, SIGSEGV, SEGV_MAPERR);

    code[0] = 0x0000000d;
    __builtin___clear_cache((char *)code, (char *)(code + 1));
    in.r[25] = (reg_t)(sreg_t)(intptr_t)code;
    memset((void *)&seen, 0, sizeof seen);
    edit_fpu = 1;
    __asm__ volatile("li $8, 1\n\tctc1 $8, $31\n\tldc1 $f20, %0" :: "m"(there) : "$8", "$f20", "memory");
    run_at(&in, &out);
    __asm__ volatile("sdc1 $f20, %0\n\tcfc1 %1, $31\n\tctc1 $0, $31" : "=m"(there), "=r"(fcsr) :: "memory");
    EXPECT_EQ(seen.count, 1);
    EXPECT_EQ(seen.fcsr & 3, 1);
    EXPECT_EQ(fpu_seen * 100, 250);
    EXPECT_EQ(there * 100, 625);
    EXPECT_EQ(fcsr, 0x00800002);
    verdict("floating-point registers and FCSR are seen and edited");
    edit_fpu = 0;
    jump("jump to an odd address", (uintptr_t)code + 66, SIGBUS, ANY);
    return plan();
}
