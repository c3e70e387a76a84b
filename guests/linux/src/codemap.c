/* Four threads run code all the time that the first thread protects, moves away, rewrites, while it forks and sends signals. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tap.h"

#define THREADS 4
#define SIZE 65536

typedef int function(int);

static unsigned *code;
static volatile int done, wrong_result, wrong_address;
static volatile long calls[THREADS], faults[THREADS];
static __thread sigjmp_buf back;
static __thread volatile int inside;

static void on_fault(int signal, siginfo_t *info, void *context)
{
    char *at = info->si_addr;

    (void)signal;
    (void)context;
    if (!inside)
        _exit(9);
    if (at < (char *)code || at >= (char *)code + SIZE)
        wrong_address = 1;
    siglongjmp(back, 1);
}

static void on_signal(int signal)
{
    (void)signal;
}

/* Counts to its argument: for ever with -1, nearly. */
static void make(unsigned *at)
{
    static const unsigned words[] = {
        0x24020000, /* li v0,0 */
        0x24420001, /* addiu v0,v0,1 */
        0x1444fffe, /* bne v0,a0,.-4 */
        0,
        0x03e00008, /* jr ra */
        0,
    };

    memcpy(at, words, sizeof words);
    memcpy(at + 4096, words, sizeof words);
    __builtin___clear_cache((char *)at, (char *)at + SIZE);
}

static void *runner(void *argument)
{
    long id = (long)argument;

    while (!done) {
        if (sigsetjmp(back, 1) == 0) {
            int n = id & 1 ? -1 : 1000;
            function *f = (function *)(code + (id & 2 ? 4096 : 0));

            inside = 1;
            if (f(n) != n)
                wrong_result = 1;
            inside = 0;
            calls[id]++;
        } else {
            inside = 0;
            faults[id]++;
            usleep(100);
        }
    }
    return NULL;
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

static void protect(void)
{
    EXPECT(mprotect(code, SIZE, PROT_NONE) == 0);
    usleep(2000);
    EXPECT(mprotect(code, SIZE, PROT_READ | PROT_WRITE | PROT_EXEC) == 0);
}

static void move(void)
{
    unsigned *fresh = mmap(NULL, SIZE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    make(fresh);
    EXPECT(munmap(code, SIZE) == 0);
    usleep(2000);
    EXPECT(mremap(fresh, SIZE, SIZE, MREMAP_MAYMOVE | MREMAP_FIXED, code) == code);
}

static void child(void)
{
    int status = 0;
    pid_t pid = fork();

    if (pid == 0)
        _exit(5);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    EXPECT_EQ(status, 5 << 8);
}

int main(void)
{
    struct sigaction a = { .sa_flags = SA_SIGINFO | SA_NODEFER };
    pthread_t t[THREADS];
    double end;
    long i, k;

    a.sa_sigaction = on_fault;
    sigaction(SIGSEGV, &a, NULL);
    sigaction(SIGBUS, &a, NULL);
    signal(SIGUSR1, on_signal);
    code = mmap(NULL, SIZE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    make(code);
    for (i = 0; i < THREADS; i++)
        pthread_create(&t[i], NULL, runner, (void *)i);
    end = now() + 3;
    for (k = 0; now() < end || k < 100; k++) {
        switch (k % 5) {
        case 0: protect(); break;
        case 1: move(); break;
        case 2: make(code); break;
        case 3:
            if (k % 15 == 3)
                child();
            break;
        default:
            for (i = 0; i < THREADS; i++)
                pthread_kill(t[i], SIGUSR1);
        }
    }
    verdict("every change, fork and signal succeeds");
    done = 1;
    mprotect(code, SIZE, PROT_NONE);
    for (i = 0; i < THREADS; i++)
        pthread_join(t[i], NULL);
    verdict("threads in endless loops notice that their code is gone");
    EXPECT_EQ(wrong_result, 0);
    verdict("calls that return give the right result");
    EXPECT_EQ(wrong_address, 0);
    verdict("faults name addresses in the code");
    for (i = 0; i < THREADS; i++)
        EXPECT(faults[i] > 0);
    EXPECT(calls[0] > 0 && calls[2] > 0);
    verdict("every thread ran and was stopped");
    return plan();
}
