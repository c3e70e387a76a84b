/*
 * Memory after fork: what parent, children and grandchildren see while all of them write, change their mappings, fork again and end.
 *   forks [GROUP]       TAP, of all or one of the groups that main() names
 *   forks time N MIB    N times fork, exit and wait with so much memory in use
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "tap.h"

enum { SIZE = 8 << 20, HALF = SIZE / 2, PAGE = 4096, MIB = 1 << 20 };

static unsigned char *memory;
static int go[2], done[2];

/* Bytes of a range as of generation v: each page has its own. */
static void fill(int v, int from, int to)
{
    int i;

    for (i = from; i < to; i += 1024)
        memory[i] = v + i / PAGE;
}

static int holds(int v, int from, int to)
{
    int i;

    for (i = from; i < to; i += 1024)
        if (memory[i] != (unsigned char)(v + i / PAGE))
            return 0;
    return 1;
}

static void start(void)
{
    memory = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    fill(1, 0, SIZE);
    EXPECT(pipe(go) == 0 && pipe(done) == 0);
}

static void finish(void)
{
    munmap(memory, SIZE);
    close(go[0]), close(go[1]), close(done[0]), close(done[1]);
}

static void say(int *pipe) { EXPECT(write(pipe[1], "x", 1) == 1); }

static void hear(int *pipe)
{
    char c;

    EXPECT(read(pipe[0], &c, 1) == 1);
}

static int status(int pid)
{
    int s = -1;

    EXPECT(waitpid(pid, &s, 0) == pid);
    return s;
}

/* Ends a child; its findings are the number of the step that failed. */
#define STEP(n, condition) \
    do {                   \
        if (!(condition))  \
            _exit(n);      \
    } while (0)

/* ---- groups ---- */

static void both(void)
{
    int pid, grandchild, s;

    start();
    pid = fork();
    if (pid == 0) {
        hear(go);
        STEP(1, holds(1, 0, SIZE));
        fill(9, 0, HALF);
        say(done);
        hear(go);
        STEP(2, holds(9, 0, HALF) && holds(1, HALF, SIZE));
        grandchild = fork();
        if (grandchild == 0) {
            STEP(3, holds(9, 0, HALF) && holds(1, HALF, SIZE));
            fill(20, HALF / 2, SIZE);
            STEP(4, holds(20, HALF / 2, SIZE) && holds(9, 0, HALF / 2));
            _exit(0);
        }
        fill(30, 0, SIZE);
        STEP(5, waitpid(grandchild, &s, 0) == grandchild && s == 0);
        STEP(6, holds(30, 0, SIZE));
        _exit(0);
    }
    fill(5, 0, HALF + 70000);
    say(go);
    hear(done);
    EXPECT(holds(5, 0, HALF) && holds(1, HALF + 73728, SIZE));
    fill(6, 0, SIZE);
    say(go);
    EXPECT_EQ(status(pid), 0);
    EXPECT(holds(6, 0, SIZE));
    finish();
    verdict("parent, child and grandchild write");
}

static void orphan(void)
{
    int pid;
    char c = 0;

    start();
    pid = fork();
    if (pid == 0) {
        if (fork() == 0) {
            hear(go);
            c = holds(1, 0, SIZE) ? 'g' : 'b';
            _exit(write(done[1], &c, 1) != 1);
        }
        fill(3, 0, HALF);
        _exit(0);
    }
    EXPECT_EQ(status(pid), 0);
    fill(7, 0, SIZE);
    say(go);
    EXPECT(read(done[0], &c, 1) == 1 && c == 'g');
    finish();
    verdict("a grandchild outlives the child that it got its memory from");
}

static void several(void)
{
    int child[6], i, f[2];
    char b[300];
    struct iovec v[2];

    start();
    for (i = 0; i < 6; i++) {
        child[i] = fork();
        if (child[i] == 0) {
            hear(go);
            STEP(1, pipe(f) == 0);
            v[0].iov_base = memory + HALF - 100, v[0].iov_len = 200;
            v[1].iov_base = memory + MIB, v[1].iov_len = 100;
            STEP(2, writev(f[1], v, 2) == 300 && read(f[0], b, 300) == 300);
            STEP(3, !memcmp(b, memory + HALF - 100, 200) && !memcmp(b + 200, memory + MIB, 100));
            STEP(4, write(f[1], b, 300) == 300 && read(f[0], memory + 3 * MIB - 150, 300) == 300);
            STEP(5, !memcmp(b, memory + 3 * MIB - 150, 300));
            fill(1 + i, 3 * MIB - PAGE, 3 * MIB + PAGE);
            STEP(6, holds(1 + i, 0, SIZE));
            _exit(0);
        }
        if (i == 2)
            kill(child[0], SIGKILL);
        fill(2 + i, 0, SIZE);
    }
    for (i = 1; i < 6; i++)
        say(go);
    for (i = 0; i < 6; i++)
        EXPECT_EQ(status(child[i]), i == 0 ? SIGKILL : 0);
    finish();
    verdict("several children, one of them killed; buffers of system calls");
}

static void mappings(void)
{
    int pid;

    start();
    pid = fork();
    if (pid == 0) {
        STEP(1, mprotect(memory + 73 * 65536 + PAGE, 25 * PAGE, PROT_READ) == 0 && holds(1, 0, SIZE));
        STEP(2, munmap(memory + MIB, MIB) == 0);
        memory = mremap(memory, MIB, 3 * MIB, MREMAP_MAYMOVE);
        STEP(3, memory != MAP_FAILED && holds(1, 0, MIB) && memory[2 * MIB] == 0);
        STEP(4, madvise(memory, MIB / 2, MADV_DONTNEED) == 0 && memory[5000] == 0 && holds(1, MIB / 2, MIB));
        _exit(0);
    }
    EXPECT(munmap(memory + HALF, 100 * PAGE) == 0);
    EXPECT(holds(1, 0, HALF));
    EXPECT(mprotect(memory + HALF + 100 * PAGE, 9 * PAGE, PROT_READ) == 0);
    memory = mremap(memory, HALF, SIZE, MREMAP_MAYMOVE);
    EXPECT(memory != MAP_FAILED);
    EXPECT_EQ(status(pid), 0);
    EXPECT(holds(1, 0, HALF) && memory[HALF] == 0);
    finish();
    verdict("mappings change on both sides");
}

static volatile int stop;

/* Writes ever larger numbers to words of its own, one per page of three. */
static void *writer(void *p)
{
    volatile unsigned *m = (unsigned *)memory;
    long own = (long)p * 1024, i;
    unsigned n = 0;

    while (!stop) {
        n++;
        for (i = own; i < MIB / 4; i += 3 * 1024)
            m[i] = n;
    }
    return NULL;
}

/* The host writes into the memory whenever it gets something. */
static void *reader(void *p)
{
    (void)p;
    while (!stop)
        if (read(go[0], memory + 3 * MIB + 500, 3000) < 0)
            finding("read: errno %d", errno);
    return NULL;
}

static void threads(void)
{
    static unsigned copy[MIB / 4];
    unsigned *m, last;
    pthread_t thread[3];
    char some[3000] = { 0 };
    long own, i;
    int k, pid, steps;

    start();
    memset(memory, 0, SIZE);
    m = (unsigned *)memory;
    pthread_create(&thread[0], NULL, writer, (void *)0);
    pthread_create(&thread[1], NULL, writer, (void *)1);
    pthread_create(&thread[2], NULL, reader, NULL);
    for (k = 0; k < 12; k++) {
        pid = fork();
        if (pid == 0) {
            for (own = 0; own < 2; own++) {
                last = m[own * 1024];
                for (steps = 0, i = own * 1024; i < MIB / 4; i += 3 * 1024)
                    if (m[i] != last) {
                        STEP(1, m[i] + 1 == last && steps++ == 0);
                        last = m[i];
                    }
            }
            memcpy(copy, m, MIB);
            usleep(2000);
            STEP(2, memcmp(copy, m, MIB) == 0);
            _exit(0);
        }
        EXPECT(write(go[1], some, sizeof some) == sizeof some);
        EXPECT_EQ(status(pid), 0);
    }
    stop = 1;
    say(go);
    for (k = 0; k < 3; k++)
        pthread_join(thread[k], NULL);
    pid = fork();
    if (pid == 0) {
        stop = 1;
        pthread_create(&thread[0], NULL, writer, (void *)0);
        pthread_join(thread[0], NULL);
        fill(4, 0, SIZE);
        STEP(3, holds(4, 0, SIZE));
        _exit(0);
    }
    EXPECT_EQ(status(pid), 0);
    finish();
    verdict("threads go on writing; a child makes threads");
}

static void large(void)
{
    struct timespec a, b;
    size_t size = (size_t)200 << 20;
    volatile char *m = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    size_t k;
    int i;

    EXPECT(m != MAP_FAILED);
    for (k = 0; k < size; k += PAGE)
        m[k] = 1;
    clock_gettime(CLOCK_MONOTONIC, &a);
    for (i = 1; i <= 20; i++) {
        int pid = fork();

        if (pid == 0) {
            m[i * 9 * MIB] = 3;
            _exit(m[i * 9 * MIB + PAGE] != 1);
        }
        EXPECT_EQ(status(pid), 0);
        m[i * 9 * MIB + PAGE] = 1;
        EXPECT_EQ(m[i * 9 * MIB], 1);
    }
    clock_gettime(CLOCK_MONOTONIC, &b);
    EXPECT(b.tv_sec - a.tv_sec < 10);
    munmap((char *)m, size);
    verdict("forks of 200 MiB");
}

static int measure(int n, long mib)
{
    struct timespec a, b;
    char *m = malloc(mib << 20);
    int i;

    memset(m, 1, mib << 20);
    clock_gettime(CLOCK_MONOTONIC, &a);
    for (i = 0; i < n; i++) {
        int pid = fork();

        if (pid == 0)
            _exit(0);
        m[i * 4096L % (mib << 20)]++;
        if (waitpid(pid, NULL, 0) != pid)
            return 1;
    }
    clock_gettime(CLOCK_MONOTONIC, &b);
    printf("%.3f ms each\n", ((b.tv_sec - a.tv_sec) * 1e3 + (b.tv_nsec - a.tv_nsec) / 1e6) / n);
    return 0;
}

static const struct {
    const char *name;
    void (*run)(void);
} groups[] = {
    { "both", both },
    { "orphan", orphan },
    { "several", several },
    { "mappings", mappings },
    { "threads", threads },
    { "large", large },
};

int main(int argc, char **argv)
{
    unsigned i;

    if (argc == 4)
        return measure(atoi(argv[2]), atol(argv[3]));
    for (i = 0; i < sizeof groups / sizeof *groups; i++)
        if (argc < 2 || strcmp(argv[1], groups[i].name) == 0)
            groups[i].run();
    return plan();
}
