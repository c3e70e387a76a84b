/*
 * Floating point instructions over a table of awkward operands, in every rounding mode. One line per instruction and
 * mode with separate hashes for: results of operations on numbers; results when an operand or the result is a NaN (for
 * a NaN only that it is a quiet one); exception flags (FCSR bits 2-6). -v prints every result in full.
 *   fp [-v] [--causes] [SUBSTRING]     only lines whose name contains SUBSTRING; exit status 0
 *   fp --causes                        with a trap enabled that never comes, and a hash of the cause bits (12-17),
 *                                      which say what the last operation met
 *   fp --nans                          which NaN comes out of operations on NaNs, bit by bit
 * NaNs have the encoding of MIPS before 2008: quiet bit clear means quiet.
 */
#include "hash.h"

union number { double d; u64 bits; struct { u32 high, low; } w; };
union single { float f; u32 bits; };

static const u64 d_value[] = {
    0x0000000000000000ull, 0x8000000000000000ull, 0x3ff0000000000000ull, 0xbff0000000000000ull, 0x3fb999999999999aull,
    0x3fd5555555555555ull, 0x4008000000000000ull, 0xc008000000000000ull, 0x3fe0000000000000ull, 0x3ff8000000000000ull,
    0x4004000000000000ull, 0xbfe0000000000000ull, 0x400921fb54442d18ull, 0x7e37e43c8800759cull, 0xfe37e43c8800759cull,
    0x01a56e1fc2f8f359ull, 0x0010000000000000ull, 0x8010000000000000ull, 0x0000000000000001ull, 0x8000000000000001ull,
    0x000fffffffffffffull, 0x7fefffffffffffffull, 0xffefffffffffffffull, 0x7ff0000000000000ull, 0xfff0000000000000ull,
    0x41e0000000000000ull, 0x41dfffffffc00000ull, 0x41dfffffffe00000ull, 0xc1e0000000000000ull, 0xc1e0000000100000ull,
    0xc1e0000000200000ull, 0x4330000000000001ull, 0x47efffffe0000000ull, 0x47efffffefffffffull, 0x47effffff0000000ull,
    0x3690000000000000ull, 0x3690000000000001ull, 0x380fffffc0000000ull, 0x3810000000000000ull, 0x380ffffff0000000ull,
    0x7ff7ffffffffffffull, 0x7ff0000000000123ull, 0xfff0000000000456ull, 0x7ff8000000000000ull, 0xfff8000000000789ull
};

static const u32 s_value[] = {
    0x00000000, 0x80000000, 0x3f800000, 0xbf800000, 0x3dcccccd, 0x3eaaaaab, 0x40400000, 0xc0400000, 0x3f000000,
    0x3fc00000, 0x40200000, 0xbf000000, 0x40490fdb, 0x7e967699, 0xfe967699, 0x006ce3ee, 0x00800000, 0x80800000,
    0x00000001, 0x80000001, 0x007fffff, 0x7f7fffff, 0xff7fffff, 0x7f800000, 0xff800000, 0x4f000000, 0x4effffff,
    0xcf000000, 0xcf000001, 0x4b000001, 0x5f000000, 0x7fbfffff, 0x7f800123, 0xff800456, 0x7fc00000, 0xffc00789
};

static const u32 w_value[] = { 0, 1, 0xffffffff, 0x7fffffff, 0x80000000, 0x01000001, 0xfeffffff, 0x00ffffff, 0x7fffff40, 0x7fffffc0 };

static int verbose;
/* With --causes the trap of division by zero, which none of those operations can meet, is enabled. */
static u32 enables;
static const char *filter;
static u32 results, nans, flags, causes;

/* How a result counts: numbers only; an operand is a NaN but the result is not; the result is a quiet NaN. */
enum { NUMBERS, NAN_IN, NAN_OUT };

static int quiet_d(u64 bits) { return (bits & 0x7ff8000000000000ull) == 0x7ff0000000000000ull && (bits & 0x7ffffffffffffull); }
static int quiet_s(u32 bits) { return (bits & 0x7fc00000) == 0x7f800000 && (bits & 0x3fffff); }
static int is_nan_d(u64 bits) { return (bits & 0x7fffffffffffffffull) > 0x7ff0000000000000ull; }
static int is_nan_s(u32 bits) { return (bits & 0x7fffffff) > 0x7f800000; }

static u32 get_fcsr(void)
{
    u32 value;

    __asm__ volatile("cfc1 %0, $31" : "=r"(value));
    return value;
}

static void set_fcsr(u32 value) { __asm__ volatile("ctc1 %0, $31\n\tnop\n\tnop" : : "r"(value)); }

static const char *const mode_name[] = { "nearest", "zero", "up", "down" };

static int wanted(const char *name) { return !filter || strstr(name, filter) != NULL; }
static void begin(void) { results = nans = flags = causes = HASH_START; }

static void record(const char *name, u64 a, u64 b, u64 r, int nan, u32 fcsr)
{
    if (!nan)
        results = hash_word(hash_word(results, r >> 32), r);
    else if (nan == NAN_OUT)
        nans = hash_word(nans, 0x4e614e);
    else
        nans = hash_word(hash_word(nans, r >> 32), r);
    flags = hash_word(flags, fcsr >> 2 & 0x1f);
    causes = hash_word(causes, fcsr >> 12 & 0x3f);
    if (verbose)
        printf("  %s %016llx %016llx = %016llx flags %02x cause %02x\n", name, a, b, r, fcsr >> 2 & 0x1f, fcsr >> 12 & 0x3f);
}

static void end(const char *name, int mode)
{
    printf("%-10s %-7s results %08x nans %08x flags %08x", name, mode_name[mode], results, nans, flags);
    if (enables)
        printf(" causes %08x", causes);
    printf("\n");
}

#define BINARY_D(op)                                                                \
    static NOINLINE void op##_double(int mode)                                      \
    {                                                                               \
        int i, j;                                                                   \
                                                                                    \
        if (!wanted(#op ".d"))                                                      \
            return;                                                                 \
        begin();                                                                    \
        for (i = 0; i < COUNT(d_value); i++)                                        \
            for (j = 0; j < COUNT(d_value); j++) {                                  \
                union number a, b, r;                                               \
                u32 fcsr;                                                           \
                                                                                    \
                a.bits = d_value[i];                                                \
                b.bits = d_value[j];                                                \
                __asm__ volatile("ctc1 %4, $31\n\tnop\n\tnop\n\t" #op ".d %0, %2, %3\n\tcfc1 %1, $31\n\tnop" \
                        : "=&f"(r.d), "=r"(fcsr) : "f"(a.d), "f"(b.d), "r"(mode | enables));  \
                record(#op ".d", a.bits, b.bits, r.bits,                            \
                        quiet_d(r.bits) ? NAN_OUT : is_nan_d(a.bits) || is_nan_d(b.bits), fcsr); \
            }                                                                       \
        set_fcsr(0);                                                                \
        end(#op ".d", mode);                                                        \
    }

#define BINARY_S(op)                                                                \
    static NOINLINE void op##_single(int mode)                                      \
    {                                                                               \
        int i, j;                                                                   \
                                                                                    \
        if (!wanted(#op ".s"))                                                      \
            return;                                                                 \
        begin();                                                                    \
        for (i = 0; i < COUNT(s_value); i++)                                        \
            for (j = 0; j < COUNT(s_value); j++) {                                  \
                union single a, b, r;                                               \
                u32 fcsr;                                                           \
                                                                                    \
                a.bits = s_value[i];                                                \
                b.bits = s_value[j];                                                \
                __asm__ volatile("ctc1 %4, $31\n\tnop\n\tnop\n\t" #op ".s %0, %2, %3\n\tcfc1 %1, $31\n\tnop" \
                        : "=&f"(r.f), "=r"(fcsr) : "f"(a.f), "f"(b.f), "r"(mode | enables));  \
                record(#op ".s", a.bits, b.bits, r.bits,                            \
                        quiet_s(r.bits) ? NAN_OUT : is_nan_s(a.bits) || is_nan_s(b.bits), fcsr); \
            }                                                                       \
        set_fcsr(0);                                                                \
        end(#op ".s", mode);                                                        \
    }

BINARY_D(add)
BINARY_D(sub)
BINARY_D(mul)
BINARY_D(div)
BINARY_S(add)
BINARY_S(sub)
BINARY_S(mul)
BINARY_S(div)

/* One operand; FROM and TO say which of d, s, w the source and the result are. */
#define LOAD_d(i) union number a; a.bits = d_value[i]
#define LOAD_s(i) union single a; a.bits = s_value[i]
#define LOAD_w(i) union single a; a.bits = w_value[i]
#define IN_d a.d
#define IN_s a.f
#define IN_w a.f
#define OUT_d union number
#define OUT_s union single
#define OUT_w union single
#define REG_d r.d
#define REG_s r.f
#define REG_w r.f
#define QUIET_d(x) quiet_d(x)
#define QUIET_s(x) quiet_s(x)
#define QUIET_w(x) 0
#define NAN_d(x) is_nan_d(x)
#define NAN_s(x) is_nan_s(x)
#define NAN_w(x) 0
#define UNARY(name, text, FROM, TO, PICK)                                           \
    static NOINLINE void name(int mode)                                             \
    {                                                                               \
        int i;                                                                      \
                                                                                    \
        if (!wanted(text))                                                          \
            return;                                                                 \
        begin();                                                                    \
        for (i = 0; i < COUNT(FROM##_value); i++) {                                 \
            OUT_##TO r;                                                             \
            u32 fcsr;                                                               \
            LOAD_##FROM(i);                                                         \
                                                                                    \
            if (!(PICK))                                                            \
                continue;                                                           \
            __asm__ volatile("ctc1 %3, $31\n\tnop\n\tnop\n\t" text " %0, %2\n\tcfc1 %1, $31\n\tnop" \
                    : "=&f"(REG_##TO), "=r"(fcsr) : "f"(IN_##FROM), "r"(mode | enables));     \
            record(text, a.bits, 0, r.bits, QUIET_##TO(r.bits) ? NAN_OUT : NAN_##FROM(a.bits), fcsr); \
        }                                                                           \
        set_fcsr(0);                                                                \
        end(text, mode);                                                            \
    }

UNARY(sqrt_double, "sqrt.d", d, d, 1)
UNARY(sqrt_single, "sqrt.s", s, s, 1)
UNARY(abs_double, "abs.d", d, d, !is_nan_d(a.bits))
UNARY(abs_single, "abs.s", s, s, !is_nan_s(a.bits))
UNARY(neg_double, "neg.d", d, d, !is_nan_d(a.bits))
UNARY(neg_single, "neg.s", s, s, !is_nan_s(a.bits))
UNARY(mov_double, "mov.d", d, d, 1)
UNARY(mov_single, "mov.s", s, s, 1)
UNARY(narrow, "cvt.s.d", d, s, 1)
UNARY(widen, "cvt.d.s", s, d, 1)
UNARY(word_to_double, "cvt.d.w", w, d, 1)
UNARY(word_to_single, "cvt.s.w", w, s, 1)
UNARY(cvt_w_double, "cvt.w.d", d, w, 1)
UNARY(cvt_w_single, "cvt.w.s", s, w, 1)
UNARY(round_double, "round.w.d", d, w, 1)
UNARY(round_single, "round.w.s", s, w, 1)
UNARY(trunc_double, "trunc.w.d", d, w, 1)
UNARY(trunc_single, "trunc.w.s", s, w, 1)
UNARY(ceil_double, "ceil.w.d", d, w, 1)
UNARY(ceil_single, "ceil.w.s", s, w, 1)
UNARY(floor_double, "floor.w.d", d, w, 1)
UNARY(floor_single, "floor.w.s", s, w, 1)

/* Compare: the condition bit as read from FCSR, and what bc1t, bc1f, bc1tl and bc1fl make of it. */
#define COMPARE(cond)                                                               \
    static NOINLINE void c_##cond(void)                                             \
    {                                                                               \
        int i, j, branch;                                                           \
        u32 fcsr;                                                                   \
                                                                                    \
        if (wanted("c." #cond ".d")) {                                              \
            begin();                                                                \
            for (i = 0; i < COUNT(d_value); i++)                                    \
                for (j = 0; j < COUNT(d_value); j++) {                              \
                    union number a, b;                                              \
                                                                                    \
                    a.bits = d_value[i];                                            \
                    b.bits = d_value[j];                                            \
                    __asm__ volatile(".set push\n.set noreorder\nctc1 %4, $31\nnop\nnop\n" \
                            "c." #cond ".d %2, %3\ncfc1 %0, $31\naddiu %1, $0, 0\n" \
                            "bc1t 1f\naddiu %1, %1, 1\naddiu %1, %1, 2\n"           \
                            "1: bc1f 1f\naddiu %1, %1, 4\naddiu %1, %1, 8\n"        \
                            "1: bc1tl 1f\naddiu %1, %1, 16\naddiu %1, %1, 32\n"     \
                            "1: bc1fl 1f\naddiu %1, %1, 64\naddiu %1, %1, 128\n"    \
                            "1:\n.set pop" : "=&r"(fcsr), "=&r"(branch) : "f"(a.d), "f"(b.d), "r"(enables)); \
                    record("c." #cond ".d", a.bits, b.bits, (fcsr >> 23 & 1) | branch << 8, \
                            is_nan_d(a.bits) || is_nan_d(b.bits), fcsr);            \
                }                                                                   \
            end("c." #cond ".d", 0);                                                \
        }                                                                           \
        if (wanted("c." #cond ".s")) {                                              \
            begin();                                                                \
            for (i = 0; i < COUNT(s_value); i++)                                    \
                for (j = 0; j < COUNT(s_value); j++) {                              \
                    union single a, b;                                              \
                                                                                    \
                    a.bits = s_value[i];                                            \
                    b.bits = s_value[j];                                            \
                    __asm__ volatile("ctc1 %3, $31\n\tnop\n\tnop\n\tc." #cond ".s %1, %2\n\tnop\n\tcfc1 %0, $31\n\tnop" \
                            : "=r"(fcsr) : "f"(a.f), "f"(b.f), "r"(enables));       \
                    record("c." #cond ".s", a.bits, b.bits, fcsr >> 23 & 1,         \
                            is_nan_s(a.bits) || is_nan_s(b.bits), fcsr);            \
                }                                                                   \
            end("c." #cond ".s", 0);                                                \
        }                                                                           \
        set_fcsr(0);                                                                \
    }

COMPARE(f)
COMPARE(un)
COMPARE(eq)
COMPARE(ueq)
COMPARE(olt)
COMPARE(ult)
COMPARE(ole)
COMPARE(ule)
COMPARE(sf)
COMPARE(ngle)
COMPARE(seq)
COMPARE(ngl)
COMPARE(lt)
COMPARE(nge)
COMPARE(le)
COMPARE(ngt)

/* Registers: pairs, moves, loads and stores, FCSR bits that stay. */
static NOINLINE void registers(void)
{
    static const u32 image[2] __attribute__((aligned(8))) = { 0x11223344, 0x55667788 };
    u32 out[2] __attribute__((aligned(8)));
    u32 even, odd, kept;

#if WIDE
    /* Thirty-two registers of 64 bits: what the pairs of o32 do is done with the halves of one. */
    u64 whole;

    __asm__ volatile("ldc1 $f4, 0(%1)\n\tnop\n\tdmfc1 %0, $f4\n\tnop" : "=&r"(whole) : "r"(image) : "$f4");
    even = whole;
    odd = whole >> 32;
    printf("ldc1 pair: even %08x odd %08x\n", even, odd);
    whole = (u64)image[0] << 32 | image[1];
    __asm__ volatile("dmtc1 %2, $f5\n\tmtc1 $0, $f4\n\tnop\n\tsdc1 $f5, 0(%3)\n\tlw %0, 0(%3)\n\tlw %1, 4(%3)"
            : "=&r"(even), "=&r"(odd) : "r"(whole), "r"(out) : "$f4", "$f5", "memory");
    printf("sdc1 after lwc1: %08x %08x\n", even, odd);
    whole = 0x3ff0000000000000ull;
    __asm__ volatile("dmtc1 %1, $f7\n\tdmtc1 $0, $f6\n\tnop\n\tadd.d $f9, $f7, $f7\n\tnop\n\tsdc1 $f9, 0(%2)\n\tlw %0, 0(%2)"
            : "=&r"(even) : "r"(whole), "r"(out) : "$f6", "$f7", "$f9", "memory");
    printf("1 + 1 by words: %08x\n", even);
#else
    __asm__ volatile("ldc1 $f4, 0(%2)\n\tnop\n\tmfc1 %0, $f4\n\tmfc1 %1, $f5\n\tnop" : "=&r"(even), "=&r"(odd) : "r"(image) : "$f4", "$f5");
    printf("ldc1 pair: even %08x odd %08x\n", even, odd);
    __asm__ volatile("lwc1 $f5, 0(%2)\n\tlwc1 $f4, 4(%2)\n\tnop\n\tsdc1 $f4, 0(%3)\n\tlw %0, 0(%3)\n\tlw %1, 4(%3)"
            : "=&r"(even), "=&r"(odd) : "r"(image), "r"(out) : "$f4", "$f5", "memory");
    printf("sdc1 after lwc1: %08x %08x\n", even, odd);
    __asm__ volatile("mtc1 %1, $f7\n\tmtc1 $0, $f6\n\tnop\n\tadd.d $f8, $f6, $f6\n\tnop\n\tswc1 $f9, 0(%2)\n\tlw %0, 0(%2)"
            : "=&r"(even) : "r"(0x3ff00000), "r"(out) : "$f6", "$f7", "$f8", "$f9", "memory");
    printf("1 + 1 by words: %08x\n", even);
#endif
    set_fcsr(0x0080007f);
    kept = get_fcsr();
    set_fcsr(0);
    printf("fcsr keeps condition, flags, mode: %08x, then %08x\n", kept, get_fcsr());
    set_fcsr(0x01000f80);
    kept = get_fcsr();
    set_fcsr(0);
    printf("fcsr keeps flush and enables: %08x\n", kept);
    /* flags accumulate, causes do not */
    __asm__ volatile("ctc1 $0, $31\n\tnop\n\tnop\n\tdiv.d $f4, %1, %2\n\tadd.d $f4, %1, %1\n\tcfc1 %0, $31\n\tnop"
            : "=r"(kept) : "f"(1.0), "f"(3.0) : "$f4", "$f5");
    printf("flags stay, causes go: flags %02x cause %02x\n", kept >> 2 & 0x1f, kept >> 12 & 0x3f);
    set_fcsr(0);
}

/* Flush to zero, rounding to nearest: results only, no flags (implementations differ in these). */
static NOINLINE void flushing(void)
{
    static const u64 pair[][2] = {
        { 0x0010000000000000ull, 0x3fe0000000000000ull }, { 0x8010000000000000ull, 0x3fe0000000000000ull },
        { 0x0020000000000000ull, 0x3fe0000000000000ull }, { 0x0010000000000000ull, 0x3ff0000000000000ull },
        { 0x1000000000000000ull, 0x1000000000000000ull }, { 0x3ff0000000000000ull, 0x3ff0000000000000ull }
    };
    int i;

    for (i = 0; i < COUNT(pair); i++) {
        union number a, b, r, s;

        a.bits = pair[i][0];
        b.bits = pair[i][1];
        __asm__ volatile("ctc1 %3, $31\n\tnop\n\tnop\n\tmul.d %0, %1, %2\n\tnop" : "=&f"(r.d) : "f"(a.d), "f"(b.d), "r"(1 << 24));
        __asm__ volatile("ctc1 $0, $31\n\tnop\n\tnop\n\tmul.d %0, %1, %2\n\tnop" : "=&f"(s.d) : "f"(a.d), "f"(b.d));
        printf("flush: %016llx * %016llx = %016llx, without %016llx\n", a.bits, b.bits, r.bits, s.bits);
    }
    set_fcsr(0);
}

/* A quiet NaN operand comes out as it is, the first of two; a signalling one makes the default NaN and the flag V. */
static NOINLINE void payloads(void)
{
    static const u64 pair[][2] = {
        { 0x7ff0000000000123ull, 0x3ff0000000000000ull }, { 0x3ff0000000000000ull, 0xfff0000000000456ull },
        { 0x7ff0000000000123ull, 0xfff0000000000456ull }, { 0xfff0000000000456ull, 0x7ff0000000000123ull },
        { 0x7ff8000000000001ull, 0x3ff0000000000000ull }, { 0x3ff0000000000000ull, 0xfff8000000000789ull },
        { 0x7ff0000000000123ull, 0x7ff8000000000001ull }, { 0x7ff8000000000001ull, 0x7ff0000000000123ull },
        { 0x7ff0000000000000ull, 0xfff0000000000000ull }
    };
    static const u32 narrow_pair[][2] = {
        { 0x7f800123, 0x3f800000 }, { 0x3f800000, 0xff800456 }, { 0x7f800123, 0xff800456 }, { 0x7fc00001, 0x3f800000 },
        { 0x7f800123, 0x7fc00001 }, { 0x7f800000, 0xff800000 }
    };
    int i;

    for (i = 0; i < COUNT(pair); i++) {
        union number a, b, r, q;
        u32 fcsr;

        a.bits = pair[i][0];
        b.bits = pair[i][1];
        __asm__ volatile("ctc1 $0, $31\n\tnop\n\tnop\n\tadd.d %0, %2, %3\n\tcfc1 %1, $31\n\tnop" : "=&f"(r.d), "=r"(fcsr) : "f"(a.d), "f"(b.d));
        __asm__ volatile("mul.d %0, %1, %2\n\tnop" : "=&f"(q.d) : "f"(a.d), "f"(b.d));
        printf("%016llx + %016llx = %016llx flags %02x", a.bits, b.bits, r.bits, fcsr >> 2 & 0x1f);
        if (is_nan_d(a.bits) || is_nan_d(b.bits))
            printf(", * = %016llx", q.bits);
        printf("\n");
    }
    for (i = 0; i < COUNT(narrow_pair); i++) {
        union single a, b, r;
        u32 fcsr;

        a.bits = narrow_pair[i][0];
        b.bits = narrow_pair[i][1];
        __asm__ volatile("ctc1 $0, $31\n\tnop\n\tnop\n\tadd.s %0, %2, %3\n\tcfc1 %1, $31\n\tnop" : "=&f"(r.f), "=r"(fcsr) : "f"(a.f), "f"(b.f));
        printf("%08x + %08x = %08x flags %02x\n", a.bits, b.bits, r.bits, fcsr >> 2 & 0x1f);
    }
    set_fcsr(0);
}

/* Library functions in all digits: they use nothing but the instructions above. */
static NOINLINE void functions(void)
{
    static const double x[] = { 0, 0.5, 1, 2, 3.14159265358979, 10, 100.25, 0.001 };
    union number s, c, e, l, p, q;
    int i;

    for (i = 0; i < COUNT(x); i++) {
        s.d = sin(x[i]);
        c.d = cos(x[i]);
        e.d = exp(x[i]);
        l.d = log(x[i] + 1);
        p.d = pow(x[i], 3);
        q.d = pow(x[i] + 1, 0.3);
        printf("sin %016llx cos %016llx exp %016llx log %016llx pow %016llx %016llx\n", s.bits, c.bits, e.bits, l.bits, p.bits, q.bits);
    }
}

int main(int argc, char **argv)
{
    int mode;

    for (argv++; *argv; argv++) {
        if (!strcmp(*argv, "-v"))
            verbose = 1;
        else if (!strcmp(*argv, "--causes"))
            enables = 1 << 10;
        else if (!strcmp(*argv, "--nans")) {
            payloads();
            return 0;
        }
        else
            filter = *argv;
    }
    for (mode = 0; mode < 4; mode++) {
        add_double(mode);
        sub_double(mode);
        mul_double(mode);
        if (!enables)
            div_double(mode);
        sqrt_double(mode);
        narrow(mode);
        word_to_double(mode);
        cvt_w_double(mode);
        round_double(mode);
        trunc_double(mode);
        ceil_double(mode);
        floor_double(mode);
        add_single(mode);
        sub_single(mode);
        mul_single(mode);
        if (!enables)
            div_single(mode);
        sqrt_single(mode);
        word_to_single(mode);
        cvt_w_single(mode);
        round_single(mode);
        trunc_single(mode);
        ceil_single(mode);
        floor_single(mode);
    }
    widen(0);
    abs_double(0);
    abs_single(0);
    neg_double(0);
    neg_single(0);
    mov_double(0);
    mov_single(0);
    c_f();
    c_un();
    c_eq();
    c_ueq();
    c_olt();
    c_ult();
    c_ole();
    c_ule();
    c_sf();
    c_ngle();
    c_seq();
    c_ngl();
    c_lt();
    c_nge();
    c_le();
    c_ngt();
    if (!filter) {
        registers();
        flushing();
        functions();
    }
    return 0;
}
