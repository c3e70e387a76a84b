/*
 * Integer instructions over a table of awkward operands: one line with a hash per instruction, or every result with -v.
 * Only defined results are printed: no quotient by zero, no INT_MIN / -1.
 *   integer [-v]        exit status 0
 */
#include "hash.h"

#if _MIPS_SIM == _ABI64
#define LA "dla"
#else
#define LA "la"
#endif

static const u32 value[] = {
    0, 1, 2, 3, 7, 31, 32, 33, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x10000, 0x12345678, 0x7ffffffe, 0x7fffffff,
    0x80000000, 0x80000001, 0xaaaaaaaa, 0xdeadbeef, 0xffff8000, 0xfffffffe, 0xffffffff
};

static int verbose;
static u32 hash;

static void begin(void) { hash = HASH_START; }

static void result(const char *name, u32 a, u32 b, u32 r)
{
    hash = hash_word(hash, r);
    if (verbose)
        printf("  %s %08x %08x = %08x\n", name, a, b, r);
}

static void end(const char *name) { printf("%-14s %08x\n", name, hash); }

/* rd = rs op rt */
#define THREE(op, TEST)                                                             \
    static NOINLINE void do_##op(void)                                              \
    {                                                                               \
        int i, j;                                                                   \
                                                                                    \
        begin();                                                                    \
        for (i = 0; i < COUNT(value); i++)                                          \
            for (j = 0; j < COUNT(value); j++) {                                    \
                u32 a = value[i], b = value[j], r;                                  \
                                                                                    \
                if (!(TEST))                                                        \
                    continue;                                                       \
                __asm__(#op " %0, %1, %2" : "=r"(r) : "r"(a), "r"(b));              \
                result(#op, a, b, r);                                               \
            }                                                                       \
        end(#op);                                                                   \
    }

static int sum_fits(u32 a, u32 b) { s64 s = (s64)(s32)a + (s32)b; return s == (s32)s; }
static int gap_fits(u32 a, u32 b) { s64 s = (s64)(s32)a - (s32)b; return s == (s32)s; }

THREE(addu, 1)
THREE(subu, 1)
THREE(add, sum_fits(a, b))
THREE(sub, gap_fits(a, b))
THREE(and, 1)
THREE(or, 1)
THREE(xor, 1)
THREE(nor, 1)
THREE(slt, 1)
THREE(sltu, 1)
THREE(sllv, 1)
THREE(srlv, 1)
THREE(srav, 1)

/* hi and lo after rs op rt */
#define HILO(op, TEST)                                                              \
    static NOINLINE void do_##op(void)                                              \
    {                                                                               \
        int i, j;                                                                   \
                                                                                    \
        begin();                                                                    \
        for (i = 0; i < COUNT(value); i++)                                          \
            for (j = 0; j < COUNT(value); j++) {                                    \
                u32 a = value[i], b = value[j], hi, lo;                             \
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

#define HILO2(op)                                                                   \
    static NOINLINE void do_##op(void)                                              \
    {                                                                               \
        int i, j;                                                                   \
                                                                                    \
        begin();                                                                    \
        for (i = 0; i < COUNT(value); i++)                                          \
            for (j = 0; j < COUNT(value); j++) {                                    \
                u32 a = value[i], b = value[j], hi, lo;                             \
                                                                                    \
                __asm__(#op " %2, %3\nmfhi %0\nmflo %1"                             \
                        : "=&r"(hi), "=&r"(lo) : "r"(a), "r"(b) : "hi", "lo");      \
                result(#op " hi", a, b, hi);                                        \
                result(#op " lo", a, b, lo);                                        \
            }                                                                       \
        end(#op);                                                                   \
    }

HILO(div, b != 0 && !(a == 0x80000000u && b == 0xffffffffu))
HILO(divu, b != 0)
HILO2(mult)
HILO2(multu)

/* instructions with an immediate operand */
#define ONE(name, text, TEST)                                                       \
    {                                                                               \
        int i;                                                                      \
                                                                                    \
        begin();                                                                    \
        for (i = 0; i < COUNT(value); i++) {                                        \
            u32 a = value[i], r;                                                    \
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
    ONE("addiu +", "addiu %0, %1, 32767", 1)
    ONE("addiu -", "addiu %0, %1, -32768", 1)
    ONE("addi", "addi %0, %1, 100", sum_fits(a, 100))
    ONE("slti", "slti %0, %1, -2", 1)
    ONE("sltiu", "sltiu %0, %1, -2", 1)
    ONE("andi", "andi %0, %1, 0xff0f", 1)
    ONE("ori", "ori %0, %1, 0xf00f", 1)
    ONE("xori", "xori %0, %1, 0xffff", 1)
    ONE("lui", "lui %0, 0x8001\n\txor %0, %0, %1", 1)
    ONE("sll 0", "sll %0, %1, 0", 1)
    ONE("sll 31", "sll %0, %1, 31", 1)
    ONE("srl 1", "srl %0, %1, 1", 1)
    ONE("srl 31", "srl %0, %1, 31", 1)
    ONE("sra 1", "sra %0, %1, 1", 1)
    ONE("sra 31", "sra %0, %1, 31", 1)
    ONE("mthi", "mthi %1\n\tmfhi %0", 1)
    ONE("mtlo", "mtlo %1\n\tmflo %0", 1)
}

/* ---- branches -------------------------------------------------------------------------------------------------- */

/* 1 if taken, plus 2 if the delay slot ran. */
#define BRANCH(name, text)                                                          \
    {                                                                               \
        int i, j;                                                                   \
                                                                                    \
        begin();                                                                    \
        for (i = 0; i < COUNT(value); i++)                                          \
            for (j = 0; j < COUNT(value); j += 3) {                                 \
                u32 a = value[i], b = value[j], r;                                  \
                                                                                    \
                __asm__(".set push\n.set noreorder\n"                               \
                        "addiu %0, $0, 1\n" text "addiu %0, %0, 2\n"                \
                        "addiu %0, %0, -1\n1:\n.set pop"                            \
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
    BRANCH("bnel", "bnel %1, %2, 1f\n")
    BRANCH("blezl", "blezl %1, 1f\n")
    BRANCH("bgtzl", "bgtzl %1, 1f\n")
    BRANCH("bltzl", "bltzl %1, 1f\n")
    BRANCH("bgezl", "bgezl %1, 1f\n")
}

/* Calls that link: the value is (ra - address after the delay slot) plus what the slot and the path added. */
#define LINK(name, text)                                                            \
    {                                                                               \
        int i;                                                                      \
                                                                                    \
        begin();                                                                    \
        for (i = 0; i < COUNT(value); i++) {                                        \
            u32 a = value[i], r, t;                                                 \
                                                                                    \
            __asm__ volatile(".set push\n.set noreorder\n.set noat\n"               \
                    LA " %1, 2f\n" "addiu %0, $0, 16\n" text "addiu %0, %0, 32\n"    \
                    "2: addiu %0, %0, 64\n3: subu %1, $31, %1\nxor %0, %0, %1\n"    \
                    ".set pop"                                                      \
                    : "=&r"(r), "=&r"(t) : "r"(a) : "$31", "$24");                  \
            result(name, a, 0, r);                                                  \
        }                                                                           \
        end(name);                                                                  \
    }

static NOINLINE void links(void)
{
    LINK("bal", "bal 3f\n")
    LINK("bltzal", "bltzal %2, 3f\n")
    LINK("bgezal", "bgezal %2, 3f\n")
    LINK("bltzall", "bltzall %2, 3f\n")
    LINK("bgezall", "bgezall %2, 3f\n")
    LINK("jal", "jal 3f\n")
    LINK("jalr", LA " $24, 3f\njalr $24\n")
    LINK("jalr rd", LA " $24, 3f\njalr $31, $24\n")
}

/* Things a delay slot may do to the branch that owns it: all read their registers before the slot runs. */
static NOINLINE void slots(void)
{
    u32 r, t;

    __asm__(".set push\n.set noreorder\n"
            "addiu %0, $0, 5\naddiu %1, $0, 5\n"
            "beq %0, %1, 1f\naddiu %0, %0, 1\naddiu %0, %0, 100\n1:\n.set pop" : "=&r"(r), "=&r"(t));
    printf("slot changes the compared register: %u\n", r);
    __asm__ volatile(".set push\n.set noreorder\n"
            LA " %1, 1f\njr %1\nmove %1, $0\naddiu %1, $0, 77\n1: move %0, %1\n.set pop" : "=&r"(r), "=&r"(t));
    printf("slot changes the jump register: %u\n", r);
    __asm__ volatile(".set push\n.set noreorder\n"
            LA " %1, 2f\nbal 1f\nsubu %0, $31, %1\n2: addiu %0, %0, 50\n1:\n.set pop" : "=&r"(r), "=&r"(t) : : "$31");
    printf("slot of a call sees the new link register: %u\n", r);
    __asm__ volatile(".set push\n.set noreorder\n"
            "addiu %0, $0, 0\naddiu %1, $0, 10\n"
            "1: addiu %1, %1, -1\nbnezl %1, 1b\naddiu %0, %0, 3\n.set pop" : "=&r"(r), "=&r"(t));
    printf("likely loop: slot ran for %u\n", r);
    {
        u32 word = 0x11223344, *p = &word;

        __asm__ volatile(".set push\n.set noreorder\n"
                "bne %1, $0, 1f\nlw %0, 0(%1)\naddiu %0, $0, 1\n1: addiu %0, %0, 1\n.set pop" : "=&r"(r) : "r"(p) : "memory");
        printf("load in the slot: %08x\n", r);
        __asm__ volatile(".set push\n.set noreorder\n"
                "b 1f\nsw %2, 0(%1)\nsw $0, 0(%1)\n1: lw %0, 0(%1)\n.set pop" : "=&r"(r) : "r"(p), "r"(0x99) : "memory");
        printf("store in the slot: %08x\n", r);
    }
}

/* ---- memory ---------------------------------------------------------------------------------------------------- */

static u8 area[32] __attribute__((aligned(8)));

static void fill(void)
{
    int i;

    for (i = 0; i < COUNT(area); i++)
        area[i] = 0x80 + i * 5;
}

static NOINLINE void memory(void)
{
    int i, offset;
    u32 r, h;

#define LOAD(op, step)                                                              \
    begin();                                                                        \
    fill();                                                                         \
    for (offset = 0; offset < 12; offset += step) {                                 \
        r = 0x01020304;                                                             \
        __asm__ volatile(#op " %0, 0(%1)" : "+r"(r) : "r"(area + 4 + offset) : "memory"); \
        result(#op, offset, 0, r);                                                  \
        r = 0x01020304;                                                             \
        __asm__ volatile(#op " %0, -4(%1)" : "+r"(r) : "r"(area + 8 + offset) : "memory"); \
        result(#op, offset, 1, r);                                                  \
    }                                                                               \
    end(#op);
#define STORE(op, step)                                                             \
    begin();                                                                        \
    for (offset = 0; offset < 12; offset += step) {                                 \
        fill();                                                                     \
        __asm__ volatile(#op " %0, 0(%1)" : : "r"(0xa1b2c3d4), "r"(area + 4 + offset) : "memory"); \
        h = hash_bytes(HASH_START, area, sizeof area);                              \
        result(#op, offset, 0, h);                                                  \
    }                                                                               \
    end(#op);
    LOAD(lb, 1)
    LOAD(lbu, 1)
    LOAD(lh, 2)
    LOAD(lhu, 2)
    LOAD(lw, 4)
    LOAD(lwl, 1)
    LOAD(lwr, 1)
    STORE(sb, 1)
    STORE(sh, 2)
    STORE(sw, 4)
    STORE(swl, 1)
    STORE(swr, 1)

    begin();
    for (offset = 0; offset < 8; offset++) {
        fill();
        __asm__ volatile("lwl %0, 0(%1)\n\tlwr %0, 3(%1)" : "=&r"(r) : "r"(area + offset) : "memory");
        result("unaligned load", offset, 0, r);
        __asm__ volatile("lwr %0, 3(%1)\n\tlwl %0, 0(%1)" : "=&r"(r) : "r"(area + offset) : "memory");
        result("unaligned load, other order", offset, 0, r);
        __asm__ volatile("swl %0, 0(%1)\n\tswr %0, 3(%1)" : : "r"(0x55667788 + offset), "r"(area + offset) : "memory");
        for (i = 0; i < COUNT(area); i++)
            result("byte", offset, i, area[i]);
    }
    end("unaligned");

    /* lwl and lwr into the register that holds the address */
    begin();
    fill();
    for (offset = 0; offset < 4; offset++) {
        r = (uptr)(area + offset);
        __asm__ volatile("lb %0, 0(%0)" : "+r"(r) : : "memory");
        result("base overwritten", offset, 0, r);
    }
    end("lb own base");
}

static NOINLINE void linked(void)
{
    u32 cell = 41, got, ok;
    int i;

    for (i = 0; i < 3; i++) {
        __asm__ volatile(".set push\n.set noreorder\n1: ll %0, 0(%2)\naddiu %1, %0, 1\nsc %1, 0(%2)\nbeqz %1, 1b\nnop\n.set pop"
                : "=&r"(got), "=&r"(ok) : "r"(&cell) : "memory");
        printf("ll/sc: had %u, stored %u, flag %u\n", got, cell, ok);
    }
    __asm__ volatile("sync" : : : "memory");
    __asm__ volatile("addiu $0, $0, 5\n\tlw $0, 0(%1)\n\taddu %0, $0, $0" : "=r"(got) : "r"(&cell) : "memory");
    printf("register zero: %u\n", got);
}

static NOINLINE void longs(void)
{
    static const u64 x[] = { 0, 1, 0xffffffffull, 0x100000000ull, 0x7fffffffffffffffull, 0x8000000000000000ull, 0x123456789abcdef0ull };
    int i, j;

    begin();
    for (i = 0; i < COUNT(x); i++)
        for (j = 0; j < COUNT(x); j++) {
            u64 r[6];
            int k;

            r[0] = x[i] + x[j];
            r[1] = x[i] - x[j];
            r[2] = x[i] * x[j];
            r[3] = x[i] << (j * 9);
            r[4] = x[i] >> (j * 9);
            r[5] = x[j] ? x[i] / x[j] ^ x[i] % x[j] : (u64)((s64)x[i] >> (j * 9));
            for (k = 0; k < 6; k++) {
                result("long high", i, j, r[k] >> 32);
                result("long low", i, j, r[k]);
            }
        }
    end("long long");
}

int main(int argc, char **argv)
{
    verbose = argc > 1 && !strcmp(argv[1], "-v");
    do_addu();
    do_subu();
    do_add();
    do_sub();
    do_and();
    do_or();
    do_xor();
    do_nor();
    do_slt();
    do_sltu();
    do_sllv();
    do_srlv();
    do_srav();
    do_div();
    do_divu();
    do_mult();
    do_multu();
    immediates();
    branches();
    links();
    slots();
    memory();
    linked();
    longs();
    return 0;
}
