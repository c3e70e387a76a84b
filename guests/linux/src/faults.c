/*
 * A memory fault at every kind of load and store, alone and in delay slots: the handler sees signal, code, address, pc and all
 * registers as they were; then it mends the base register and returns, so that the instruction (with its branch) runs again, or it
 * moves the pc behind it. One test per instruction.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include "registers.h"
#include "tap.h"

enum { LOAD, STORE };
enum { INTEGER, FLOAT, INDEXED };
enum { BASE = 8, VALUE = 9, INDEX = 10, TARGET = 24, CODE = 25, LINK = 30, RA = 31, FPR = 4 };

static const struct insn {
    const char *name;
    uint32_t word; /* without registers */
    int kind, access, size;
} insns[] = {
    { "lb", 0x20u << 26, INTEGER, LOAD, 1 }, { "lbu", 0x24u << 26, INTEGER, LOAD, 1 },
    { "lh", 0x21u << 26, INTEGER, LOAD, 2 }, { "lhu", 0x25u << 26, INTEGER, LOAD, 2 },
    { "lw", 0x23u << 26, INTEGER, LOAD, 4 }, { "lwl", 0x22u << 26, INTEGER, LOAD, 4 },
    { "lwr", 0x26u << 26, INTEGER, LOAD, 4 }, { "ll", 0x30u << 26, INTEGER, LOAD, 4 },
    { "sb", 0x28u << 26, INTEGER, STORE, 1 }, { "sh", 0x29u << 26, INTEGER, STORE, 2 },
    { "sw", 0x2bu << 26, INTEGER, STORE, 4 }, { "swl", 0x2au << 26, INTEGER, STORE, 4 },
    { "swr", 0x2eu << 26, INTEGER, STORE, 4 },
#if _MIPS_SIM != _ABIO32
    { "lwu", 0x27u << 26, INTEGER, LOAD, 4 }, { "ld", 0x37u << 26, INTEGER, LOAD, 8 },
    { "ldl", 0x1au << 26, INTEGER, LOAD, 8 }, { "ldr", 0x1bu << 26, INTEGER, LOAD, 8 },
    { "lld", 0x34u << 26, INTEGER, LOAD, 8 }, { "sd", 0x3fu << 26, INTEGER, STORE, 8 },
    { "sdl", 0x2cu << 26, INTEGER, STORE, 8 }, { "sdr", 0x2du << 26, INTEGER, STORE, 8 },
#endif
    { "lwc1", 0x31u << 26, FLOAT, LOAD, 4 }, { "ldc1", 0x35u << 26, FLOAT, LOAD, 8 },
    { "swc1", 0x39u << 26, FLOAT, STORE, 4 }, { "sdc1", 0x3du << 26, FLOAT, STORE, 8 },
#if _MIPS_SIM != _ABIO32
    { "lwxc1", 0x13u << 26 | 0, INDEXED, LOAD, 4 }, { "ldxc1", 0x13u << 26 | 1, INDEXED, LOAD, 8 },
    { "swxc1", 0x13u << 26 | 8, INDEXED, STORE, 4 }, { "sdxc1", 0x13u << 26 | 9, INDEXED, STORE, 8 },
    { "luxc1", 0x13u << 26 | 5, INDEXED, LOAD, 8 }, { "suxc1", 0x13u << 26 | 13, INDEXED, STORE, 8 },
#endif
};

/* Where the instruction sits. */
enum { PLAIN, TAKEN, NOT_TAKEN, LIKELY, RETURN, CALL, FP_BRANCH, BLOCK, PLACES };
static const char *const places[] = { "alone", "beq", "beq not taken", "beql", "jr", "jalr", "bc1f", "block" };

enum { JR_RA = 0x03e00008, NOP = 0, BREAK = 0x0000000d, BEQ_2 = 0x10000003, BNE_2 = 0x12110003 /* beq s0,s1 */, BEQL_2 = 0x50000003,
       JALR = TARGET << 21 | LINK << 11 | 9, BC1F_2 = 0x45000003, ADDIU_V0 = 0x24420001, ADDIU_V1 = 0x24630001 };

static char *page[4]; /* readable and writable, read-only, no access, unmapped */
static uint32_t *code;
static long page_size;

static volatile struct {
    int signal, code, count, skip, bad_register;
    uintptr_t address;
    uint64_t pc, value;
} seen;
static struct registers in, out;
static char *good;
static int place;

static void on_fault(int signal, siginfo_t *info, void *raw)
{
    ucontext_t *context = raw;
    int i;

    seen.count++;
    seen.signal = signal;
    seen.code = info->si_code;
    seen.address = (uintptr_t)info->si_addr;
    seen.pc = GPC(context);
    for (i = 1; i < 32; i++) {
        if (i < 26 && i != 2 && i != 3 && (reg_t)GREG(context, i) != in.r[i] && seen.bad_register == 0) {
            seen.bad_register = i;
            seen.value = GREG(context, i);
        }
    }
    /* Of a block the instructions before the fault have been done, those behind it have not. */
    if ((reg_t)GREG(context, 2) != in.r[2] + (place == BLOCK) || (reg_t)GREG(context, 3) != in.r[3]) {
        seen.bad_register = 2;
        seen.value = GREG(context, 2);
    }
    if ((reg_t)context->uc_mcontext.mdhi != in.hi || (reg_t)context->uc_mcontext.mdlo != in.lo) {
        seen.bad_register = 64;
        seen.value = context->uc_mcontext.mdhi;
    }
    if (seen.count > 1) {
        printf("# the same again\n");
        exit(1);
    }
    GREG(context, 16) = GREG_VALUE(0x12345678);
    if (seen.skip) {
        GPC(context) = GREG(context, RA);
        GREG(context, 2) = GREG_VALUE(0x2468);
    } else
        GREG(context, BASE) = GREG_VALUE((sreg_t)(intptr_t)good);
}

static void emit(const struct insn *n)
{
    uint32_t *c = code, w = n->word | BASE << 21;

    w |= n->kind == INTEGER ? VALUE << 16 : n->kind == FLOAT ? FPR << 16 : INDEX << 16 | (n->access == LOAD ? FPR << 6 : FPR << 11);
    in.r[TARGET] = in.r[CODE];
    switch (place) {
    case PLAIN: break;
    case TAKEN: *c++ = BEQ_2; break;
    case NOT_TAKEN: *c++ = BNE_2; break;
    case LIKELY: *c++ = BEQL_2; break;
    case RETURN: *c++ = JR_RA; break;
    case CALL: *c++ = JALR; in.r[TARGET] += 16; break;
    case FP_BRANCH: *c++ = BC1F_2; break;
    case BLOCK: *c++ = ADDIU_V0; break;
    }
    *c++ = w;
    *c++ = place == BLOCK ? ADDIU_V1 : place == NOT_TAKEN || place == PLAIN ? NOP : BREAK;
    *c++ = place == NOT_TAKEN || place == PLAIN || place == BLOCK ? JR_RA : BREAK;
    *c++ = place == NOT_TAKEN || place == PLAIN || place == BLOCK ? NOP : JR_RA;
    *c++ = NOP;
    __builtin___clear_cache((char *)code, (char *)c);
}

static void one(const struct insn *n, int kind, int skip)
{
    char where[64];
    char *address = kind == 4 ? NULL : page[kind] + 64;
    unsigned char memory[8], pattern[8];
    int i;

    snprintf(where, sizeof where, "%s, page %d, %s", places[place], kind, skip ? "skipped" : "mended");
    for (i = 0; i < 32; i++)
        in.r[i] = (reg_t)(0x0101010101010101ull * i + 0x8070605040302010ull);
    in.hi = (reg_t)0x1122334455667788ull;
    in.lo = (reg_t)0x99aabbccddeeff00ull;
    in.r[BASE] = (reg_t)(uintptr_t)address;
    in.r[INDEX] = 0;
    in.r[CODE] = (reg_t)(sreg_t)(intptr_t)code;
#if _MIPS_SIM != _ABIO32
    for (i = 1; i < 32; i++)
        if (i != BASE && i != INDEX && i != CODE)
            in.r[i] = (reg_t)(int64_t)(int32_t)in.r[i] ^ (i < 4 || i & 1 ? 0 : 0x1234567800000000ull);
#endif
    memset((void *)&seen, 0, sizeof seen);
    seen.skip = skip;
    good = page[0] + 64;
    for (i = 0; i < 8; i++) {
        pattern[i] = i * 17 + 5;
        good[i] = pattern[i];
    }
    emit(n);
    __asm__ volatile("mtc1 $0, $f4" ::: "$f4");
    __asm__ volatile("ctc1 $0, $31");
    run_at(&in, &out);
    memcpy(memory, good, 8);
    if (seen.count != 1) {
        finding("%s: %d faults", where, seen.count);
        return;
    }
    if (seen.signal != SIGSEGV || seen.code != (kind == 1 || kind == 2 ? SEGV_ACCERR : SEGV_MAPERR))
        finding("%s: signal %d code %d", where, seen.signal, seen.code);
    if (seen.address != (uintptr_t)address)
        finding("%s: address %lx, not %lx", where, (long)seen.address, (long)(uintptr_t)address);
    if (seen.pc != GREG_VALUE((sreg_t)(intptr_t)code) + (place == BLOCK ? 4 : 0))
        finding("%s: pc %llx, code at %lx", where, (long long)seen.pc, (long)(intptr_t)code);
    if (seen.bad_register != 0)
        finding("%s: register %d was %llx in the handler", where, seen.bad_register, (long long)seen.value);
    if (out.r[16] != (reg_t)0x12345678)
        finding("%s: register 16 is %llx afterwards", where, (long long)out.r[16]);
    if (out.hi != in.hi || out.lo != in.lo)
        finding("%s: hi or lo changed", where);
    if (skip && out.r[2] != 0x2468)
        finding("%s: v0 is %llx afterwards", where, (long long)out.r[2]);
    if (!skip && place == BLOCK && (out.r[2] != in.r[2] + 1 || out.r[3] != in.r[3] + 1))
        finding("%s: v0 %llx v1 %llx afterwards", where, (long long)out.r[2], (long long)out.r[3]);
    if ((skip || n->access == LOAD) && memcmp(memory, pattern, 8) != 0)
        finding("%s: memory changed", where);
    if (!skip && n->access == STORE && memcmp(memory, pattern, 8) == 0)
        finding("%s: nothing stored", where);
    if (n->kind == INTEGER && (out.r[VALUE] == in.r[VALUE]) != (skip || n->access == STORE))
        finding("%s: the loaded register is %llx", where, (long long)out.r[VALUE]);
    for (i = 1; i < 26; i++)
        if (i != 2 && i != 3 && i != VALUE && i != 16 && i != BASE && i != TARGET && out.r[i] != in.r[i])
            finding("%s: register %d is %llx afterwards", where, i, (long long)out.r[i]);
}

/* A loop that walks to the end of a page: the state of exactly the last turn. */
static void walk(uint32_t load, const char *name)
{
    uint32_t *c = code;

    *c++ = load | BASE << 21 | VALUE << 16;
    *c++ = 0x24420001;                             /* addiu v0,v0,1 */
    *c++ = 0x1000fffd;                             /* b back */
    *c++ = (_MIPS_SIM == _ABI64 ? 0x65080004 : 0x25080004); /* (d)addiu t0,t0,4 */
    __builtin___clear_cache((char *)code, (char *)c);
    memset(&in, 0, sizeof in);
    in.r[3] = 7;
    in.r[BASE] = (reg_t)(sreg_t)(intptr_t)(page[0] + page_size - 4096);
    in.r[CODE] = (reg_t)(sreg_t)(intptr_t)code;
    memset((void *)&seen, 0, sizeof seen);
    seen.skip = 1;
    place = PLAIN;
    run_at(&in, &out);
    EXPECT_EQ(seen.count, 1);
    EXPECT_EQ(seen.address, (uintptr_t)page[0] + page_size);
    EXPECT_EQ(seen.pc, GREG_VALUE((sreg_t)(intptr_t)code));
    EXPECT_EQ(seen.bad_register, 2);
    EXPECT_EQ(seen.value, 4096 / 4);
    EXPECT_EQ(out.r[3], 7);
    EXPECT_EQ(out.r[BASE], (reg_t)(sreg_t)(intptr_t)(page[0] + page_size));
    verdict(name);
}

int main(void)
{
    struct sigaction action = { .sa_flags = SA_SIGINFO };
    unsigned i;
    int kind;

    page_size = sysconf(_SC_PAGESIZE);
    code = mmap(NULL, page_size, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    /* Each with nothing behind it, so that loops over its end fault. */
    for (i = 0; i < 4; i++)
        page[i] = mmap(NULL, 2 * page_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (i = 0; i < 4; i++)
        munmap(page[i] + page_size, page_size);
    mprotect(page[1], page_size, PROT_READ);
    mprotect(page[2], page_size, PROT_NONE);
    munmap(page[3], page_size);
    action.sa_sigaction = on_fault;
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
    for (i = 0; i < sizeof insns / sizeof *insns; i++) {
        for (place = 0; place < PLACES; place++)
            for (kind = insns[i].access == STORE ? 1 : 2; kind < 5; kind++) {
                one(&insns[i], kind, 0);
                one(&insns[i], kind, 1);
            }
        verdict(insns[i].name);
    }
    walk(0x23u << 26, "loop of loads over the end of a page");
    walk(0x2bu << 26, "loop of stores over the end of a page");
    return plan();
}
