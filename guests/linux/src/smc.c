/*
 * Code that changes while it runs: by its own thread, by another one, by the host's read, through another mapping; and mappings that
 * are protected, unmapped or replaced under running code.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>
#include "tap.h"

typedef int (*function)(int);

enum { JR_RA = 0x03e00008, NOP = 0, LI_V0 = 0x24020000, B_SELF = 0x1000ffff, ADDIU_V0_A0 = 0x24820000, INC = 0x24420001,
       B_BACK_2 = 0x1000fffd };

static long page_size;
static volatile int stopping, running;
static sem_t up;

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static uint32_t *code_page(void)
{
    return mmap(NULL, page_size, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void flush(void *p, size_t n)
{
    __builtin___clear_cache(p, (char *)p + n);
}

static void returns(uint32_t *code, int value)
{
    code[0] = JR_RA;
    code[1] = LI_V0 | value;
    flush(code, 8);
}

/* ---- one thread ---- */

static void alone(void)
{
    uint32_t *code = code_page();
    int i, fds[2], status;
    uint32_t words[2] = { JR_RA, LI_V0 | 77 };
    pid_t child;

    for (i = 0; i < 2000; i++) {
        returns(code, i);
        EXPECT_EQ(((function)code)(0), i);
    }
    verdict("a function is rewritten two thousand times");

    EXPECT(pipe(fds) == 0);
    write(fds[1], words, sizeof words);
    EXPECT_EQ(read(fds[0], code, 8), 8);
    flush(code, 8);
    EXPECT_EQ(((function)code)(0), 77);
    verdict("a function that read() puts over another one");

    child = fork();
    if (child == 0) {
        returns(code, 78);
        _exit(((function)code)(0));
    }
    waitpid(child, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 78);
    EXPECT_EQ(((function)code)(0), 77);
    returns(code, 79);
    EXPECT_EQ(((function)code)(0), 79);
    verdict("a child changes its own copy");

    /* A word that the same block executes later: the store is seen at once or after the block, never half. */
    code[0] = 0xac850014; /* sw a1,20(a0) */
    code[1] = NOP;
    code[2] = NOP;
    code[3] = NOP;
    code[4] = NOP;
    code[5] = LI_V0 | 1;
    code[6] = JR_RA;
    code[7] = NOP;
    flush(code, 32);
    for (i = 2; i < 50; i++) {
        int result = ((int (*)(uint32_t *, uint32_t))code)(code, LI_V0 | i);

        EXPECT(result == i || result == i - 1);
        flush(code, 32);
    }
    verdict("a block that rewrites itself");
    munmap(code, page_size);
}

static void aliases(void)
{
    char name[] = "/tmp/heliotrope-XXXXXX";
    int i, file = mkstemp(name);
    uint32_t *data, *code;

    unlink(name);
    EXPECT(ftruncate(file, page_size) == 0);
    data = mmap(NULL, page_size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    code = mmap(NULL, page_size, PROT_READ | PROT_EXEC, MAP_SHARED, file, 0);
    for (i = 0; i < 50; i++) {
        data[0] = JR_RA;
        data[1] = LI_V0 | i;
        flush(code, 8);
        EXPECT_EQ(((function)code)(0), i);
    }
    munmap(data, page_size);
    munmap(code, page_size);
    close(file);
    verdict("code that is written through another mapping");
}

/* ---- another thread runs it ---- */

static uint32_t *shared;
static volatile int last_seen, wrong;

static void *calls(void *p)
{
    function f = (function)p;

    sem_post(&up);
    while (!stopping) {
        int n = f(0);

        if (n < last_seen)
            wrong++;
        last_seen = n;
        running++;
    }
    return NULL;
}

static void *enters(void *p)
{
    sem_post(&up);
    return (void *)(intptr_t)((function)p)(0);
}

static int await(volatile int *word, int value, double seconds)
{
    double start = now();

    while (*word != value && now() - start < seconds)
        ;
    return *word == value;
}

static void others(void)
{
    pthread_t t, t2;
    void *result;
    int i;

    shared = code_page();
    returns(shared, 0);
    stopping = last_seen = wrong = 0;
    pthread_create(&t, NULL, calls, shared);
    sem_wait(&up);
    for (i = 1; i < 300; i++) {
        shared[1] = LI_V0 | i;
        flush(shared, 8);
        if (!await(&last_seen, i, 2)) {
            finding("%d was never seen, but %d", i, last_seen);
            break;
        }
    }
    stopping = 1;
    pthread_join(t, NULL);
    EXPECT_EQ(wrong, 0);
    verdict("one thread rewrites what another one calls");

    /* Two run it, one of them in a loop that does not leave the block. */
    for (i = 0; i < 20; i++) {
        shared[0] = NOP;
        shared[1] = B_SELF;
        shared[2] = NOP;
        shared[3] = JR_RA;
        shared[4] = LI_V0 | i;
        flush(shared, 20);
        pthread_create(&t, NULL, enters, shared);
        pthread_create(&t2, NULL, enters, shared);
        sem_wait(&up);
        sem_wait(&up);
        usleep(500);
        shared[1] = NOP;
        flush(shared, 20);
        pthread_join(t, &result);
        EXPECT_EQ((intptr_t)result, i);
        pthread_join(t2, &result);
        EXPECT_EQ((intptr_t)result, i);
    }
    verdict("an endless loop is opened by another thread");

    /* Data in the same page, written all the time. */
    returns(shared, 1);
    stopping = last_seen = running = 0;
    pthread_create(&t, NULL, calls, shared);
    sem_wait(&up);
    for (i = 0; i < 200000; i++)
        ((volatile uint32_t *)shared)[512 + (i & 63)]++;
    while (running < 10)
        ;
    stopping = 1;
    pthread_join(t, NULL);
    for (i = 0; i < 64; i++)
        EXPECT_EQ(shared[512 + i], 200000 / 64);
    verdict("data beside code that another thread runs");
    munmap(shared, page_size);
}

/* ---- the mapping goes away ---- */

static __thread sigjmp_buf back;
static volatile int faults, fault_code;
static volatile uintptr_t fault_address, fault_pc;
static volatile double fault_time;

static void on_fault(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    fault_time = now();
    fault_code = info->si_code;
    fault_address = (uintptr_t)info->si_addr;
    fault_pc = (uintptr_t)((ucontext_t *)context)->uc_mcontext.pc;
    faults++;
    siglongjmp(back, 1);
}

static void *loses(void *p)
{
    if (sigsetjmp(back, 1) == 0) {
        sem_post(&up);
        ((function)p)(0);
        wrong++;
    }
    return NULL;
}

/* A loop of one block, a loop of two, and one that calls. */
static void put_loop(uint32_t *code, int kind)
{
    uint32_t *c = code;

    *c++ = INC;
    if (kind == 1) {
        *c++ = 0x10000001; /* b .+8 */
        *c++ = NOP;
    }
    *c++ = kind == 1 ? 0x1000fffc : B_BACK_2 + 1;
    *c++ = NOP;
    flush(code, 64);
}

static void goes_away(const char *name, int how, int code_expected)
{
    pthread_t t;
    int i, late = 0;

    wrong = 0;
    for (i = 0; i < 30; i++) {
        uint32_t *code = code_page();
        double start;

        put_loop(code, i & 1);
        faults = 0;
        pthread_create(&t, NULL, loses, code);
        sem_wait(&up);
        usleep(300 + 50 * i);
        start = now();
        if (how == 0)
            mprotect(code, page_size, PROT_NONE);
        else
            munmap(code, page_size);
        pthread_join(t, NULL);
        EXPECT_EQ(faults, 1);
        EXPECT_EQ(fault_code, code_expected);
        EXPECT_EQ(fault_address, fault_pc);
        EXPECT(fault_pc >= (uintptr_t)code && fault_pc < (uintptr_t)code + 20);
        late += fault_time - start > 0.010;
        if (how == 0)
            munmap(code, page_size);
    }
    EXPECT_EQ(wrong, 0);
    /* Some may be the doing of a busy machine. */
    if (late > 24)
        finding("%d of 30 later than 10 ms", late);
    verdict(name);
}

static void replaced(void)
{
    pthread_t t;
    void *result;
    int i;

    for (i = 0; i < 20; i++) {
        uint32_t *code = code_page(), *other = code_page();
        int k;

        for (k = 0; k < 16; k += 2) {
            other[k] = JR_RA;
            other[k + 1] = LI_V0 | i;
        }
        /* Every word of the new page returns, also where the loop may be just now: a delay slot of the old branch is a return. */
        put_loop(code, 0);
        flush(other, 64);
        pthread_create(&t, NULL, enters, code);
        sem_wait(&up);
        usleep(300);
        EXPECT(mremap(other, page_size, page_size, MREMAP_MAYMOVE | MREMAP_FIXED, code) == code);
        pthread_join(t, &result);
        EXPECT((intptr_t)result == i || (intptr_t)result != 0);
        munmap(code, page_size);
    }
    verdict("another page is moved over running code");
}

static volatile int rounds;

static void *makes_and_runs(void *p)
{
    int i, own = (int)(intptr_t)p;

    for (i = 0; i < 150; i++) {
        uint32_t *code = code_page();

        returns(code, own * 1000 + i);
        if (((function)code)(0) != own * 1000 + i)
            wrong++;
        mprotect(code, page_size, PROT_READ | PROT_EXEC);
        if (((function)code)(0) != own * 1000 + i)
            wrong++;
        munmap(code, page_size);
        __atomic_fetch_add(&rounds, 1, __ATOMIC_SEQ_CST);
    }
    return NULL;
}

/* A function on the stack, as gcc makes it for nested functions. */
static void *trampolines(void *p)
{
    int sum = 0, i;
    int add(int n) { sum += n; return sum; }
    int (*volatile f)(int) = add;

    for (i = 0; i < 300; i++)
        f(i);
    if (sum != 300 * 299 / 2)
        wrong++;
    return p;
}

static void many(void)
{
    pthread_t t[4];
    intptr_t i;

    wrong = rounds = 0;
    for (i = 0; i < 4; i++)
        pthread_create(&t[i], NULL, makes_and_runs, (void *)i);
    for (i = 0; i < 4; i++)
        pthread_join(t[i], NULL);
    EXPECT_EQ(wrong, 0);
    EXPECT_EQ(rounds, 600);
    verdict("four threads make, run, protect and unmap code");
    for (i = 0; i < 4; i++)
        pthread_create(&t[i], NULL, trampolines, NULL);
    for (i = 0; i < 4; i++)
        pthread_join(t[i], NULL);
    EXPECT_EQ(wrong, 0);
    verdict("trampolines on the stacks of four threads");
}

int main(void)
{
    struct sigaction a = { .sa_flags = SA_SIGINFO };

    page_size = sysconf(_SC_PAGESIZE);
    sem_init(&up, 0, 0);
    a.sa_sigaction = on_fault;
    sigaction(SIGSEGV, &a, NULL);
    alone();
    aliases();
    others();
    goes_away("mprotect under running code", 0, SEGV_ACCERR);
    goes_away("munmap under running code", 1, SEGV_MAPERR);
    replaced();
    many();
    return plan();
}
