/*
 * What o32 has not: 64-bit integer instructions over a table of awkward operands, conditional moves, the floating-point
 * instructions of MIPS III and IV (conversions to 64-bit integers, condition codes 1 to 7, multiply-add, reciprocals,
 * indexed access) and thirty-two independent registers. One line with a hash per instruction, or every result with -v.
 * Only defined results are printed.
 *   wide [-v]        exit status 0
 */
#include "hash.h"

union number { double d; u64 bits; };
union single { float f; u32 bits; };

static const u64 value[] = {
    0, 1, 2, 7, 31, 32, 63, 0x7f, 0x80, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000,
    0x123456789abcdef0, 0x5555555555555555, 0x7ffffffffffffffe, 0x7fffffffffffffff, 0x8000000000000000, 0x8000000000000001,
    0xaaaaaaaaaaaaaaaa, 0xdeadbeefcafef00d, 0xffffffff00000000, 0xffffffff7fffffff, 0xffffffff80000000, 0xffffffffffff8000,
    0xfffffffffffffffe, 0xffffffffffffffff
};

static const u64 d_value[] = {
    0x0000000000000000, 0x8000000000000000, 0x3ff0000000000000, 0xbff0000000000000, 0x3fb999999999999a, 0x3fd5555555555555,
    0x4008000000000000, 0xc008000000000000, 0x3fe0000000000000, 0x3ff8000000000000, 0x4004000000000000, 0xbfe0000000000000,
    0x400921fb54442d18, 0x7e37e43c8800759c, 0x01a56e1fc2f8f359, 0x0010000000000000, 0x7fefffffffffffff, 0x7ff0000000000000,
    0xfff0000000000000, 0x41e0000000000000, 0x43dfffffffffffff, 0x43e0000000000000, 0xc3e0000000000000, 0xc3e0000000000001,
    0x4330000000000001, 0x4340000000000001, 0x7ff7ffffffffffff
};

static const u32 s_value[] = {
    0x00000000, 0x80000000, 0x3f800000, 0xbf800000, 0x3dcccccd, 0x3eaaaaab, 0x40400000, 0xc0400000, 0x3f000000, 0x40490fdb,
    0x7e967699, 0x00800000, 0x7f7fffff, 0x7f800000, 0xff800000, 0x5effffff, 0x5f000000, 0xdf000000, 0x4b000001, 0x7fbfffff
};

static int verbose;
static u32 hash;

static void begin(void) { hash = HASH_START; }

static void result(const char *name, u64 a, u64 b, u64 r)
{
    hash = hash_word(hash_word(hash, r >> 32), r);
    if (verbose)
        printf("  %s %016llx %016llx = %016llx\n", name, a, b, r);
}

static void end(const char *name) { printf("%-14s %08x\n", name, hash); }

static int is_word(u64 x) { return (s64)x == (s32)x; }

/* ---- integers -------------------------------------------------------------------------------------------------- */

#define THREE(op, TEST)                                                             \
    static NOINLINE void do_##op(void)                                              \
    {                                                                               \
        int i, j;                                                                   \
                                                                                    \
        begin();                                                                    \
        for (i = 0; i < COUNT(value); i++)                                          \
            for (j = 0; j < COUNT(value); j++) {                                    \
                u64 a = value[i], b = value[j], r;                                  \
                                                                                    \
                if (!(TEST))                                                        \
                    continue;                                                       \
                __asm__(#op " %0, %1, %2" : "=r"(r) : "r"(a), "r"(b));              \
                result(#op, a, b, r);                                               \
            }                                                                       \
        end(#op);                                                                   \
    }

static int sum_fits(u64 a, u64 b) { s64 r; return !__builtin_add_overflow((s64)a, (s64)b, &r); }
static int gap_fits(u64 a, u64 b) { s64 r; return !__builtin_sub_overflow((s64)a, (s64)b, &r); }

THREE(daddu, 1)
THREE(dsubu, 1)
THREE(dadd, sum_fits(a, b))
THREE(dsub, gap_fits(a, b))
THREE(and, 1)
THREE(or, 1)
THREE(xor, 1)
THREE(nor, 1)
THREE(slt, 1)
THREE(sltu, 1)
THREE(dsllv, 1)
THREE(dsrlv, 1)
THREE(dsrav, 1)
/* 32-bit operations: the operands must be words, the result is sign-extended; shifts to the left take any. */
THREE(addu, is_word(a) && is_word(b))
THREE(subu, is_word(a) && is_word(b))
THREE(sllv, is_word(b))
THREE(srlv, is_word(a) && is_word(b))
THREE(srav, is_word(a) && is_word(b))

#define HILO(op, TEST)                                                              \
    static NOINLINE void do_##op(void)                                              \
    {                                                                               \
        int i, j;                                                                   \
                                                                                    \
        begin();                                                                    \
        for (i = 0; i < COUNT(value); i++)                                          \
            for (j = 0; j < COUNT(value); j++) {                                    \
                u64 a = value[i], b = value[j], hi, lo;                             \
                                                                                    \
                if (!(TEST))                                                        \
                    continue;                                                       \
                __asm__(".set push\n.set noat\n.set noreorder\n" #op " $0, %2, %3\n"\
                        "mfhi %0\nmflo %1\nnop\nnop\n.set pop"                      \
                        : "=&r"(hi), "=&r"(lo) : "r"(a), "r"(b) : "hi", "lo");      \
                result(#op " hi", a, b, hi);                                        \
                result(#op " lo", a, b, lo);                                        \
            }                                                                       \
        end(#op);                                                                   \
    }

#define HILO2(op, TEST)                                                             \
    static NOINLINE void do_##op(void)                                              \
    {                                                                               \
        int i, j;                                                                   \
                                                                                    \
        begin();                                                                    \
        for (i = 0; i < COUNT(value); i++)                                          \
            for (j = 0; j < COUNT(value); j++) {                                    \
                u64 a = value[i], b = value[j], hi, lo;                             \
                                                                                    \
                if (!(TEST))                                                        \
                    continue;                                                       \
                __asm__(#op " %2, %3\nmfhi %0\nmflo %1"                             \
                        : "=&r"(hi), "=&r"(lo) : "r"(a), "r"(b) : "hi", "lo");      \
                result(#op " hi", a, b, hi);                                        \
                result(#op " lo", a, b, lo);                                        \
            }                                                                       \
        end(#op);                                                                   \
    }

HILO(ddiv, b != 0 && !(a == 0x8000000000000000 && b == -1ull))
HILO(ddivu, b != 0)
HILO2(dmult, 1)
HILO2(dmultu, 1)
HILO(div, b != 0 && is_word(a) && is_word(b) && !(a == 0xffffffff80000000 && b == -1ull))
HILO(divu, b != 0 && is_word(a) && is_word(b))
HILO2(mult, is_word(a) && is_word(b))
HILO2(multu, is_word(a) && is_word(b))

#define ONE(name, text, TEST)                                                       \
    {                                                                               \
        int i;                                                                      \
                                                                                    \
        begin();                                                                    \
        for (i = 0; i < COUNT(value); i++) {                                        \
            u64 a = value[i], r;                                                    \
                                                                                    \
            if (!(TEST))                                                            \
                continue;                                                           \
            __asm__(text : "=r"(r) : "r"(a));                                       \
            result(name, a, 0, r);                                                  \
        }                                                                           \
        end(name);                                                                  \
    }

static NOINLINE void immediates(void)
{
    ONE("daddiu +", "daddiu %0, %1, 32767", 1)
    ONE("daddiu -", "daddiu %0, %1, -32768", 1)
    ONE("daddi", "daddi %0, %1, 100", sum_fits(a, 100))
    ONE("addiu", "addiu %0, %1, 32767", is_word(a))
    ONE("slti", "slti %0, %1, -2", 1)
    ONE("sltiu", "sltiu %0, %1, -2", 1)
    ONE("andi", "andi %0, %1, 0xff0f", 1)
    ONE("ori", "ori %0, %1, 0xf00f", 1)
    ONE("xori", "xori %0, %1, 0xffff", 1)
    ONE("lui", "lui %0, 0x8001\n\txor %0, %0, %1", 1)
    ONE("dsll 0", "dsll %0, %1, 0", 1)
    ONE("dsll 31", "dsll %0, %1, 31", 1)
    ONE("dsll32 0", "dsll32 %0, %1, 0", 1)
    ONE("dsll32 31", "dsll32 %0, %1, 31", 1)
    ONE("dsrl 1", "dsrl %0, %1, 1", 1)
    ONE("dsrl32 1", "dsrl32 %0, %1, 1", 1)
    ONE("dsra 31", "dsra %0, %1, 31", 1)
    ONE("dsra32 31", "dsra32 %0, %1, 31", 1)
    ONE("sll 0", "sll %0, %1, 0", 1)
    ONE("mthi", "mthi %1\n\tmfhi %0", 1)
    ONE("mtlo", "mtlo %1\n\tmflo %0", 1)
}

#define BRANCH(name, text)                                                          \
    {                                                                               \
        int i, j;                                                                   \
                                                                                    \
        begin();                                                                    \
        for (i = 0; i < COUNT(value); i++)                                          \
            for (j = 0; j < COUNT(value); j++) {                                    \
                u64 a = value[i], b = value[j], r;                                  \
                                                                                    \
                __asm__(".set push\n.set noreorder\n"                               \
                        "daddiu %0, $0, 1\n" text "daddiu %0, %0, 2\n"              \
                        "daddiu %0, %0, -1\n1:\n.set pop"                           \
                        : "=&r"(r) : "r"(a), "r"(b));                               \
                result(name, a, b, r);                                              \
            }                                                                       \
        end(name);                                                                  \
    }

static NOINLINE void branches(void)
{
    BRANCH("beq", "beq %1, %2, 1f\n")
    BRANCH("bne", "bne %1, %2, 1f\n")
    BRANCH("blez", "blez %1, 1f\n")
    BRANCH("bgtz", "bgtz %1, 1f\n")
    BRANCH("bltz", "bltz %1, 1f\n")
    BRANCH("bgez", "bgez %1, 1f\n")
    BRANCH("beql", "beql %1, %2, 1f\n")
    BRANCH("bgtzl", "bgtzl %1, 1f\n")
}

/* movz and movn look at all 64 bits. */
static NOINLINE void moves(void)
{
    int i;

    begin();
    for (i = 0; i < COUNT(value); i++) {
        u64 z = 1, n = 1;

        __asm__("movz %0, %2, %1" : "+r"(z) : "r"(value[i]), "r"(5));
        __asm__("movn %0, %2, %1" : "+r"(n) : "r"(value[i]), "r"(6));
        result("movz", value[i], 0, z);
        result("movn", value[i], 0, n);
    }
    end("movz movn");
}

/* ---- memory ---------------------------------------------------------------------------------------------------- */

static u8 area[48] __attribute__((aligned(16)));

static void fill(void)
{
    int i;

    for (i = 0; i < COUNT(area); i++)
        area[i] = 0x80 + i * 5;
}

static NOINLINE void memory(void)
{
    int i, offset;
    u64 r, old, ok;

#define LOAD(op, step)                                                              \
    begin();                                                                        \
    fill();                                                                         \
    for (offset = 0; offset < 16; offset += step) {                                 \
        r = 0x0102030405060708;                                                     \
        __asm__ volatile(#op " %0, 0(%1)" : "+r"(r) : "r"(area + 8 + offset) : "memory"); \
        result(#op, offset, 0, r);                                                  \
        r = 0x0102030405060708;                                                     \
        __asm__ volatile(#op " %0, -8(%1)" : "+r"(r) : "r"(area + 16 + offset) : "memory"); \
        result(#op, offset, 1, r);                                                  \
    }                                                                               \
    end(#op);
#define STORE(op, step)                                                             \
    begin();                                                                        \
    for (offset = 0; offset < 16; offset += step) {                                 \
        fill();                                                                     \
        __asm__ volatile(#op " %0, 0(%1)" : : "r"(0xa1b2c3d4e5f60718), "r"(area + 8 + offset) : "memory"); \
        for (i = 0; i < COUNT(area); i++)                                           \
            result(#op, offset, i, area[i]);                                        \
    }                                                                               \
    end(#op);
    LOAD(lb, 1)
    LOAD(lbu, 1)
    LOAD(lh, 2)
    LOAD(lhu, 2)
    LOAD(lw, 4)
    LOAD(lwu, 4)
    LOAD(ld, 8)
    LOAD(ldl, 1)
    LOAD(ldr, 1)
    STORE(sb, 1)
    STORE(sh, 2)
    STORE(sw, 4)
    STORE(sd, 8)
    STORE(sdl, 1)
    STORE(sdr, 1)
    /* lwl completes or keeps a word; only together are all 64 bits of the register defined */
    begin();
    fill();
    for (offset = 0; offset < 8; offset++) {
        __asm__ volatile("lwl %0, 0(%1)\n\tlwr %0, 3(%1)" : "=&r"(r) : "r"(area + offset) : "memory");
        result("lwl lwr", offset, 0, r);
        __asm__ volatile("ldl %0, 0(%1)\n\tldr %0, 7(%1)" : "=&r"(r) : "r"(area + offset) : "memory");
        result("ldl ldr", offset, 0, r);
        __asm__ volatile("ldr %0, 7(%1)\n\tldl %0, 0(%1)" : "=&r"(r) : "r"(area + offset) : "memory");
        result("ldr ldl", offset, 0, r);
        __asm__ volatile("sdl %0, 0(%1)\n\tsdr %0, 7(%1)" : : "r"(0x5566778899aabbcc + offset), "r"(area + offset) : "memory");
        for (i = 0; i < COUNT(area); i++)
            result("byte", offset, i, area[i]);
    }
    end("unaligned");
    begin();
    r = 0xfedcba9876543210;
    for (i = 0; i < 3; i++) {
        __asm__ volatile(".set push\n.set noreorder\n1: lld %0, 0(%2)\ndaddiu %1, %0, 1\nscd %1, 0(%2)\nbeqz %1, 1b\nnop\n.set pop"
                : "=&r"(old), "=&r"(ok) : "r"(&r) : "memory");
        result("lld scd", old, ok, r);
    }
    __asm__ volatile("pref 0, 0(%0)\n\tpref 1, 8(%0)" : : "r"(area));
    end("lld scd");
}

/* ---- floating point -------------------------------------------------------------------------------------------- */

static u32 results, nans, flags;
static const char *const mode_name[] = { "nearest", "zero", "up", "down" };

static void begin_fp(void) { results = nans = flags = HASH_START; }

static int quiet(u64 bits) { return (bits & 0x7ff8000000000000) == 0x7ff0000000000000 && (bits & 0x7ffffffffffff); }
static int quiet_s(u32 bits) { return (bits & 0x7fc00000) == 0x7f800000 && (bits & 0x3fffff); }

static void record(const char *name, u64 a, u64 b, u64 r, int nan, u32 fcsr)
{
    if (nan)
        nans = hash_word(nans, 0x4e614e);
    else
        results = hash_word(hash_word(results, r >> 32), r);
    flags = hash_word(flags, fcsr >> 2 & 0x1f);
    if (verbose)
        printf("  %s %016llx %016llx = %016llx flags %02x\n", name, a, b, r, fcsr >> 2 & 0x1f);
}

static void end_fp(const char *name, int mode)
{
    __asm__ volatile("ctc1 $0, $31");
    printf("%-10s %-7s results %08x nans %08x flags %08x\n", name, mode_name[mode], results, nans, flags);
}

#define BEFORE "ctc1 %3, $31\n\tnop\n\tnop\n\t"
#define AFTER "\n\tcfc1 %1, $31\n\tnop"
/* Double or single to a 64-bit integer; the other way; one operand. */
#define FROM_D(op)                                                                  \
    begin_fp();                                                                     \
    for (i = 0; i < COUNT(d_value); i++) {                                          \
        a.bits = d_value[i];                                                        \
        __asm__ volatile(BEFORE #op " %0, %2" AFTER : "=&f"(r.d), "=r"(fcsr) : "f"(a.d), "r"(mode)); \
        record(#op, a.bits, 0, r.bits, quiet(r.bits), fcsr);                        \
    }                                                                               \
    end_fp(#op, mode);
#define FROM_S(op)                                                                  \
    begin_fp();                                                                     \
    for (i = 0; i < COUNT(s_value); i++) {                                          \
        b.bits = s_value[i];                                                        \
        __asm__ volatile(BEFORE #op " %0, %2" AFTER : "=&f"(r.d), "=r"(fcsr) : "f"(b.f), "r"(mode)); \
        record(#op, b.bits, 0, r.bits, 0, fcsr);                                    \
    }                                                                               \
    end_fp(#op, mode);
#define FROM_L_D(op)                                                                \
    begin_fp();                                                                     \
    for (i = 0; i < COUNT(value); i++) {                                            \
        a.bits = value[i];                                                          \
        __asm__ volatile(BEFORE #op " %0, %2" AFTER : "=&f"(r.d), "=r"(fcsr) : "f"(a.d), "r"(mode)); \
        record(#op, a.bits, 0, r.bits, 0, fcsr);                                    \
    }                                                                               \
    end_fp(#op, mode);
#define FROM_L_S(op)                                                                \
    begin_fp();                                                                     \
    for (i = 0; i < COUNT(value); i++) {                                            \
        a.bits = value[i];                                                          \
        __asm__ volatile(BEFORE #op " %0, %2" AFTER : "=&f"(b.f), "=r"(fcsr) : "f"(a.d), "r"(mode)); \
        record(#op, a.bits, 0, b.bits, 0, fcsr);                                    \
    }                                                                               \
    end_fp(#op, mode);

static NOINLINE void conversions(int mode)
{
    union number a, r;
    union single b;
    u32 fcsr;
    int i;

    FROM_D(cvt.l.d)
    FROM_D(round.l.d)
    FROM_D(trunc.l.d)
    FROM_D(ceil.l.d)
    FROM_D(floor.l.d)
    FROM_S(cvt.l.s)
    FROM_S(round.l.s)
    FROM_S(trunc.l.s)
    FROM_S(ceil.l.s)
    FROM_S(floor.l.s)
    FROM_L_D(cvt.d.l)
    FROM_L_S(cvt.s.l)
}

/* fd = +-(fs * ft +- fr) with two roundings, over every seventh triple. */
#define FUSED_D(op)                                                                 \
    begin_fp();                                                                     \
    for (i = 0; i < COUNT(d_value) * COUNT(d_value) * COUNT(d_value); i += 7) {     \
        a.bits = d_value[i % COUNT(d_value)];                                       \
        b.bits = d_value[i / COUNT(d_value) % COUNT(d_value)];                      \
        c.bits = d_value[i / COUNT(d_value) / COUNT(d_value)];                      \
        __asm__ volatile("ctc1 %5, $31\n\tnop\n\tnop\n\t" #op " %0, %4, %2, %3" AFTER \
                : "=&f"(r.d), "=r"(fcsr) : "f"(a.d), "f"(b.d), "f"(c.d), "r"(mode)); \
        record(#op, a.bits, b.bits, r.bits, quiet(r.bits), fcsr);                   \
    }                                                                               \
    end_fp(#op, mode);
#define FUSED_S(op)                                                                 \
    begin_fp();                                                                     \
    for (i = 0; i < COUNT(s_value) * COUNT(s_value) * COUNT(s_value); i += 7) {     \
        x.bits = s_value[i % COUNT(s_value)];                                       \
        y.bits = s_value[i / COUNT(s_value) % COUNT(s_value)];                      \
        z.bits = s_value[i / COUNT(s_value) / COUNT(s_value)];                      \
        __asm__ volatile("ctc1 %5, $31\n\tnop\n\tnop\n\t" #op " %0, %4, %2, %3" AFTER \
                : "=&f"(w.f), "=r"(fcsr) : "f"(x.f), "f"(y.f), "f"(z.f), "r"(mode)); \
        record(#op, x.bits, y.bits, w.bits, quiet_s(w.bits), fcsr);                 \
    }                                                                               \
    end_fp(#op, mode);

static NOINLINE void fused(int mode)
{
    union number a, b, c, r;
    union single x, y, z, w;
    u32 fcsr;
    int i;

    FUSED_D(madd.d)
    FUSED_D(msub.d)
    FUSED_D(nmadd.d)
    FUSED_D(nmsub.d)
    FUSED_S(madd.s)
    FUSED_S(msub.s)
    FUSED_S(nmadd.s)
    FUSED_S(nmsub.s)
}

static NOINLINE void reciprocals(void)
{
    static const u64 d[] = { 0x3ff0000000000000, 0xbff0000000000000, 0x4000000000000000, 0x4010000000000000, 0x3fd0000000000000,
        0x4070000000000000, 0x7ff0000000000000 };
    static const u32 s[] = { 0x3f800000, 0xbf800000, 0x40000000, 0x40800000, 0x3e800000, 0x43800000, 0x7f800000 };
    union number a, r;
    union single b, q;
    int i;

    /* exact ones: the manual leaves the others an error in the last place */
    begin();
    for (i = 0; i < COUNT(d); i++) {
        a.bits = d[i];
        b.bits = s[i];
        __asm__("recip.d %0, %1" : "=f"(r.d) : "f"(a.d));
        result("recip.d", a.bits, 0, r.bits);
        __asm__("recip.s %0, %1" : "=f"(q.f) : "f"(b.f));
        result("recip.s", b.bits, 0, q.bits);
        if (i == 1 || i == 2)
            continue;
        __asm__("rsqrt.d %0, %1" : "=f"(r.d) : "f"(a.d));
        result("rsqrt.d", a.bits, 0, r.bits);
        __asm__("rsqrt.s %0, %1" : "=f"(q.f) : "f"(b.f));
        result("rsqrt.s", b.bits, 0, q.bits);
    }
    end("reciprocals");
    __asm__ volatile("ctc1 $0, $31");
}

/* Condition codes 1 to 7 each by themselves, and what branches and moves make of them. */
static NOINLINE void conditions(void)
{
    int i, j;

#define CODE(n)                                                                     \
    begin();                                                                        \
    for (i = 0; i < COUNT(d_value); i++)                                            \
        for (j = 0; j < COUNT(d_value); j++) {                                      \
            union number a, b, t, f, m;                                             \
            u64 g = 1, h = 1;                                                       \
            int branch;                                                             \
            u32 fcsr;                                                               \
                                                                                    \
            a.bits = d_value[i];                                                    \
            b.bits = d_value[j];                                                    \
            t.bits = f.bits = 0x1111;                                               \
            m.bits = 0x2222;                                                        \
            __asm__ volatile(".set push\n.set noreorder\nctc1 $0, $31\nnop\nnop\n"  \
                    "c.olt.d $fcc" #n ", %6, %7\ncfc1 %0, $31\naddiu %1, $0, 0\n"   \
                    "bc1t $fcc" #n ", 1f\naddiu %1, %1, 1\naddiu %1, %1, 2\n"       \
                    "1: bc1fl $fcc" #n ", 1f\naddiu %1, %1, 4\naddiu %1, %1, 8\n1:" \
                    "movt %2, %9, $fcc" #n "\nmovf %3, %9, $fcc" #n "\n"            \
                    "movt.d %4, %8, $fcc" #n "\nmovf.d %5, %8, $fcc" #n "\n.set pop"\
                    : "=&r"(fcsr), "=&r"(branch), "+r"(g), "+r"(h), "+f"(t.d), "+f"(f.d) \
                    : "f"(a.d), "f"(b.d), "f"(m.d), "r"(77));                       \
            result("cc " #n, a.bits, b.bits, (u64)fcsr << 32 | branch);             \
            result("cc " #n, g, h, g << 32 | h);                                    \
            result("cc " #n, t.bits, f.bits, t.bits << 32 | f.bits);                \
        }                                                                           \
    end("condition " #n);
    CODE(1)
    CODE(2)
    CODE(3)
    CODE(4)
    CODE(5)
    CODE(6)
    CODE(7)
    begin();
    for (i = 0; i < COUNT(value); i++) {
        union number z, n, m;

        z.bits = n.bits = 0x1111;
        m.bits = value[i];
        __asm__("movz.d %0, %2, %3\n\tmovn.d %1, %2, %3" : "+f"(z.d), "+f"(n.d) : "f"(m.d), "r"(value[i]));
        result("movz.d", value[i], 0, z.bits);
        result("movn.d", value[i], 0, n.bits);
    }
    end("movz.d movn.d");
    __asm__ volatile("ctc1 $0, $31");
}

/* Indexed loads and stores, prefx; moves between the register files. */
static NOINLINE void registers(void)
{
    static u64 store[4] __attribute__((aligned(16)));
    union number d;
    union single s;
    u64 r, r2;
    u32 w;
    long i;

    begin();
    fill();
    for (i = 0; i < 16; i += 8) {
        __asm__ volatile("ldxc1 %0, %1(%2)" : "=f"(d.d) : "r"(i), "r"(area + 8) : "memory");
        result("ldxc1", i, 0, d.bits);
        __asm__ volatile("lwxc1 %0, %1(%2)" : "=f"(s.f) : "r"(i + 4), "r"(area + 8) : "memory");
        result("lwxc1", i, 0, s.bits);
        __asm__ volatile("sdxc1 %0, %1(%2)" : : "f"(d.d), "r"(i), "r"(store) : "memory");
        __asm__ volatile("swxc1 %0, %1(%2)" : : "f"(s.f), "r"(i + 20), "r"(store) : "memory");
        __asm__ volatile("prefx 0, %0(%1)" : : "r"(i), "r"(area));
    }
    for (i = 0; i < COUNT(store); i++)
        result("store", i, 0, store[i]);
    end("indexed");
    begin();
    /* odd registers are registers of their own */
    __asm__ volatile("dmtc1 %2, $f20\n\tdmtc1 %3, $f21\n\tnop\n\tadd.d $f23, $f21, $f21\n\tmul.d $f22, $f20, $f20\n\t"
            "dmfc1 %0, $f22\n\tdmfc1 %1, $f23\n\tnop"
            : "=&r"(r), "=&r"(r2) : "r"(0x4008000000000000), "r"(0x3ff8000000000000) : "$f20", "$f21", "$f22", "$f23");
    result("odd registers", 0, 0, r);
    result("odd registers", 0, 1, r2);
    for (i = 0; i < COUNT(value); i++) {
        __asm__ volatile("dmtc1 %1, $f9\n\tnop\n\tdmfc1 %0, $f9\n\tnop" : "=r"(r) : "r"(value[i]) : "$f9");
        result("dmtc1 dmfc1", value[i], 0, r);
        __asm__ volatile("dmtc1 %1, $f9\n\tnop\n\tmfc1 %0, $f9\n\tnop" : "=r"(r) : "r"(value[i]) : "$f9");
        result("mfc1 sign-extends", value[i], 0, r);
        __asm__ volatile("mtc1 %1, $f9\n\tnop\n\tmfc1 %0, $f9\n\tnop" : "=r"(w) : "r"((u32)value[i]) : "$f9");
        result("mtc1 mfc1", value[i], 0, w);
    }
    end("moves");
}

int main(int argc, char **argv)
{
    int mode;

    verbose = argc > 1 && !strcmp(argv[1], "-v");
    do_daddu();
    do_dsubu();
    do_dadd();
    do_dsub();
    do_and();
    do_or();
    do_xor();
    do_nor();
    do_slt();
    do_sltu();
    do_dsllv();
    do_dsrlv();
    do_dsrav();
    do_addu();
    do_subu();
    do_sllv();
    do_srlv();
    do_srav();
    do_ddiv();
    do_ddivu();
    do_dmult();
    do_dmultu();
    do_div();
    do_divu();
    do_mult();
    do_multu();
    immediates();
    branches();
    moves();
    memory();
    for (mode = 0; mode < 4; mode++) {
        conversions(mode);
        fused(mode);
    }
    reciprocals();
    conditions();
    registers();
    return 0;
}
