/*
 * Code that is written while the program runs: with and without cache flushes, over page borders, beside data, in file
 * mappings, in the program's own text, and after fork. TAP output; exit status 0 if all passed, else 1.
 *   smc [ROUNDS]      ROUNDS rewrites of the same function (2000)
 */
#include "guest.h"

typedef u32 (*function)(u32 x);

#define PAGE 4096
#define JR_RA 0x03e00008u
#define NOP 0u
#define ADDIU(to, from, n) (0x24000000u | (from) << 21 | (to) << 16 | ((n) & 0xffff))
#define LUI(to, n) (0x3c000000u | (to) << 16 | ((n) & 0xffff))
#define ORI(to, from, n) (0x34000000u | (from) << 21 | (to) << 16 | ((n) & 0xffff))
#define ADDU(to, a, b) (0x00000021u | (a) << 21 | (b) << 16 | (to) << 11)
#define JALR(at) (0x0000f809u | (at) << 21)
/* Adds to a pointer. */
#define ADDIP(to, from, n) ((sizeof(long) == 8 ? 0x64000000u : 0x24000000u) | (from) << 21 | (to) << 16 | ((n) & 0xffff))
#define BNE(a, b, words) (0x14000000u | (a) << 21 | (b) << 16 | ((words) & 0xffff))
#define SW(what, at, n) (0xac000000u | (at) << 21 | (what) << 16 | ((n) & 0xffff))
#define LW(what, at, n) (0x8c000000u | (at) << 21 | (what) << 16 | ((n) & 0xffff))
enum { V0 = 2, V1 = 3, A0 = 4, A1 = 5, T0 = 8, T9 = 25, SP = 29, RA = 31 };

static u32 *map_pages(int pages)
{
    int fd = open("/dev/zero", O_RDWR, 0);
    long at = sys(SYS_mmap, 0, pages * PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE, fd, 0);

    close(fd);
    return (u32 *)at;
}

/* v0 = x + n; returns the words written */
static int put_add(volatile u32 *code, int n)
{
    code[0] = ADDIU(V0, A0, n);
    code[1] = JR_RA;
    code[2] = NOP;
    return 3;
}

static u32 call(volatile u32 *code, u32 x) { return ((function)(uptr)code)(x); }

NOINLINE u32 victim(u32 x)
{
    __asm__ volatile("nop\n\tnop\n\tnop\n\tnop" : "+r"(x)); /* room for what put_add writes */
    return x + 5;
}

static u32 doubled(u32 x) { return x + x; }

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? to_int(argv[1]) : 2000, i, bad, fd, pid;
    u32 *code = map_pages(4), *two, sum;
    volatile u32 *data;
    char path[64];
    long again;

    if ((long)code == -1)
        return !check(0, "map /dev/zero: errno %d", errno) + 1;

    put_add(code, 11);
    flush_code(code, 12);
    same("generated function", call(code, 100), 111);

    for (bad = i = 0; i < rounds; i++) {
        put_add(code, i & 0x7fff);
        flush_code(code, 12);
        bad += call(code, 1) != 1 + (u32)(i & 0x7fff);
    }
    same("rewritten with a flush each time", bad, 0);

    for (bad = i = 0; i < rounds; i++) {
        code[0] = ADDIU(V0, A0, i & 0x7fff);
        bad += call(code, 1) != 1 + (u32)(i & 0x7fff);
    }
    same("rewritten without a flush", bad, 0);

    /* A function whose last word lies on the next page; then only that page changes. */
    two = code + PAGE / 4 - 2;
    two[0] = ADDIU(V0, A0, 1);
    two[1] = ADDIU(V0, V0, 2);
    two[2] = ADDIU(V0, V0, 4);
    two[3] = JR_RA;
    two[4] = ADDIU(V0, V0, 8);
    flush_code(two, 20);
    same("code over a page border", call(two, 0), 15);
    two[2] = ADDIU(V0, V0, 400);
    flush_code(two + 2, 4);
    same("second page changed", call(two, 0), 411);
    two[4] = ADDIU(V0, V0, 80);
    flush_code(two + 4, 4);
    same("delay slot changed", call(two, 0), 483);

    /* Data beside code: every store goes to the page that is running. */
    data = code + 64;
    data[0] = 0;
    code[0] = ADDIU(T0, 0, 1000);           /* do { x += 3; data[0] = x; } while (--t0) */
    code[1] = ADDIU(A0, A0, 3);
    code[2] = SW(A0, A1, 0);
    code[3] = ADDIU(T0, T0, -1);
    code[4] = BNE(T0, 0, -4);
    code[5] = NOP;
    code[6] = JR_RA;
    code[7] = ADDU(V0, A0, 0);
    flush_code(code, 32);
    sum = ((u32(*)(u32, volatile u32 *))code)(7, data);
    check(sum == 3007 && data[0] == 3007, "data beside running code: %u %u", sum, data[0]);

    /* Code that changes a later instruction of its own, with many instructions and a call between. */
    code[0] = ADDIP(SP, SP, -32);
    code[1] = SW(RA, SP, 28);
    code[2] = SW(A1, A0, 13 * 4);           /* code[13] = a1 */
    code[3] = ADDIU(A1, 0, 256);
    code[4] = LUI(T9, (uptr)flush_code >> 16);
    code[5] = ORI(T9, T9, (uptr)flush_code);
    code[6] = JALR(T9);
    code[7] = NOP;
    code[8] = LW(RA, SP, 28);
    code[9] = ADDIP(SP, SP, 32);
    code[10] = NOP;
    code[11] = NOP;
    code[12] = ADDIU(V0, 0, 1);
    code[13] = ADDIU(V0, V0, 10);
    code[14] = JR_RA;
    code[15] = NOP;
    flush_code(code, 64);
    same("patches itself and flushes", ((u32(*)(u32 *, u32))code)(code, ADDIU(V0, V0, 20)), 21);
    same("patches itself again", ((u32(*)(u32 *, u32))code)(code, ADDIU(V0, V0, 30)), 31);

    /* Generated code that calls compiled code. */
    code[0] = ADDIP(SP, SP, -32);
    code[1] = SW(RA, SP, 28);
    code[2] = LUI(T9, (uptr)doubled >> 16);
    code[3] = ORI(T9, T9, (uptr)doubled);
    code[4] = JALR(T9);
    code[5] = ADDIU(A0, A0, 1);
    code[6] = LW(RA, SP, 28);
    code[7] = ADDIU(V0, V0, 1);
    code[8] = JR_RA;
    code[9] = ADDIP(SP, SP, 32);
    flush_code(code, 40);
    same("calls compiled code", call(code, 20), 43);

    /* Another mapping at the same address. */
    put_add(code + 2048, 1);
    flush_code(code + 2048, 12);
    call(code + 2048, 1);
    sys(SYS_munmap, code + 2048, PAGE);
    fd = open("/dev/zero", O_RDWR, 0);
    again = sys(SYS_mmap, code + 2048, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_FIXED, fd, 0);
    close(fd);
    same("mapped again at the same place", again, (long)(code + 2048));
    put_add(code + 2048, 2);
    same("new code after a new mapping", call(code + 2048, 1), 3);

    /* Code in a file, mapped private and executable. */
    sprintf(path, "/tmp/guest-smc-%d", getpid());
    for (i = 0; i < 2; i++) {
        u32 image[3], *mapped;

        put_add(image, 70 + i);
        fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0755);
        write(fd, image, sizeof image);
        mapped = (u32 *)sys(SYS_mmap, 0, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
        close(fd);
        same(i ? "code from a changed file" : "code from a file", call(mapped, 1), 71 + i);
        sys(SYS_munmap, mapped, PAGE);
    }
    /* The kernel writes code: read() into a page whose old code has run. */
    put_add(code, 1);
    flush_code(code, 12);
    call(code, 1);
    fd = open(path, O_RDONLY, 0);
    read(fd, code, 12);
    close(fd);
    same("code written by read()", call(code, 1), 72);
    sys(SYS_unlink, path);

    /* The program's own text. */
    same("victim as compiled", victim(1), 6);
    i = sys(SYS_mprotect, (uptr)victim & -PAGE, PAGE * 2, PROT_READ | PROT_WRITE | PROT_EXEC);
    same("text made writable", i, 0);
    put_add((u32 *)victim, 500);
    flush_code(victim, 12);
    same("victim patched", victim(1), 501);
    i = sys(SYS_mprotect, (uptr)victim & -PAGE, PAGE * 2, PROT_READ | PROT_EXEC);
    same("text made read-only again", i, 0);
    same("victim still patched", victim(1), 501);

    /* A child's changes are its own. */
    put_add(code, 7);
    flush_code(code, 12);
    call(code, 0);
    pid = fork();
    if (pid == 0) {
        put_add(code, 9);
        flush_code(code, 12);
        _exit(call(code, 0));
    }
    same("child sees its own code", wait_status(pid), 9 << 8);
    same("parent's code unchanged", call(code, 0), 7);
    return tap_done();
}
