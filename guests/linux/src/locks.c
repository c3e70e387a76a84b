/*
 * Locks of threads: mutexes, condition variables, barriers, semaphores, robust mutexes, atomic operations.
 *   locks [GROUP]       TAP, of all or one of the groups that main() names
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <sgidefs.h>
#include "tap.h"

/* ---- locks ---- */

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static pthread_barrier_t barrier;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static sem_t ping, pong;
static long plain, atomic;
#if _MIPS_SIM != _ABIO32
static uint64_t atomic64;
#endif
static unsigned char atomic_byte;
static volatile int turn, readers, most_readers, wrong;

static void *locker(void *p)
{
    int i;

    (void)p;
    pthread_barrier_wait(&barrier);
    for (i = 0; i < 20000; i++) {
        pthread_mutex_lock(&mutex);
        plain++;
        pthread_mutex_unlock(&mutex);
        __atomic_fetch_add(&atomic, 1, __ATOMIC_SEQ_CST);
        __atomic_fetch_add(&atomic_byte, 1, __ATOMIC_RELAXED);
#if _MIPS_SIM != _ABIO32
        __atomic_fetch_add(&atomic64, 3, __ATOMIC_SEQ_CST);
#endif
    }
    return NULL;
}

static void *turner(void *p)
{
    int own = (int)(intptr_t)p, i;

    for (i = 0; i < 500; i++) {
        pthread_mutex_lock(&mutex);
        while (turn % 4 != own)
            pthread_cond_wait(&condition, &mutex);
        turn++;
        pthread_cond_broadcast(&condition);
        pthread_mutex_unlock(&mutex);
    }
    return NULL;
}

static void *ponger(void *p)
{
    int i;

    (void)p;
    for (i = 0; i < 3000; i++) {
        sem_wait(&ping);
        sem_post(&pong);
    }
    return NULL;
}

static void *reader(void *p)
{
    int i, n;

    (void)p;
    for (i = 0; i < 500; i++) {
        pthread_rwlock_rdlock(&rwlock);
        n = __atomic_add_fetch(&readers, 1, __ATOMIC_SEQ_CST);
        if (n > most_readers)
            most_readers = n;
        if (i % 100 == 0)
            usleep(200);
        __atomic_sub_fetch(&readers, 1, __ATOMIC_SEQ_CST);
        pthread_rwlock_unlock(&rwlock);
        if (i % 10 == 0) {
            pthread_rwlock_wrlock(&rwlock);
            wrong += readers != 0;
            pthread_rwlock_unlock(&rwlock);
        }
    }
    return NULL;
}

static void locks(void)
{
    pthread_t t[4];
    struct timespec until;
    int i, error;

    pthread_barrier_init(&barrier, NULL, 4);
    for (i = 0; i < 4; i++)
        pthread_create(&t[i], NULL, locker, NULL);
    for (i = 0; i < 4; i++)
        pthread_join(t[i], NULL);
    EXPECT_EQ(plain, 80000);
    EXPECT_EQ(atomic, 80000);
    EXPECT_EQ(atomic_byte, 80000 & 255);
#if _MIPS_SIM != _ABIO32
    EXPECT_EQ(atomic64, 240000);
#endif
    verdict("mutex, barrier, atomic addition of four threads");

    for (i = 0; i < 4; i++)
        pthread_create(&t[i], NULL, turner, (void *)(intptr_t)i);
    for (i = 0; i < 4; i++)
        pthread_join(t[i], NULL);
    EXPECT_EQ(turn, 2000);
    verdict("condition variable: four threads take turns");

    sem_init(&ping, 0, 0);
    sem_init(&pong, 0, 0);
    pthread_create(&t[0], NULL, ponger, NULL);
    for (i = 0; i < 3000; i++) {
        sem_post(&ping);
        while (sem_wait(&pong) != 0)
            ;
    }
    pthread_join(t[0], NULL);
    verdict("semaphores: ping and pong");

    for (i = 0; i < 4; i++)
        pthread_create(&t[i], NULL, reader, NULL);
    for (i = 0; i < 4; i++)
        pthread_join(t[i], NULL);
    EXPECT_EQ(wrong, 0);
    EXPECT(most_readers > 1);
    verdict("lock of readers and writers");

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += 20000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_nsec -= 1000000000;
        until.tv_sec++;
    }
    pthread_mutex_lock(&mutex);
    error = pthread_cond_timedwait(&condition, &mutex, &until);
    EXPECT_EQ(error, ETIMEDOUT);
    pthread_mutex_unlock(&mutex);
    EXPECT(sem_timedwait(&ping, &until) == -1 && errno == ETIMEDOUT);
    verdict("timed waits end");
}

static pthread_mutex_t *robust;

static void *dies_with_lock(void *p)
{
    (void)p;
    pthread_mutex_lock(robust);
    return NULL;
}

static void robust_locks(void)
{
    pthread_mutexattr_t a;
    pthread_t t;
    int status;

    robust = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pthread_mutexattr_init(&a);
    pthread_mutexattr_setrobust(&a, PTHREAD_MUTEX_ROBUST);
    pthread_mutexattr_setpshared(&a, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(robust, &a);
    pthread_create(&t, NULL, dies_with_lock, NULL);
    pthread_join(t, NULL);
    EXPECT_EQ(pthread_mutex_lock(robust), EOWNERDEAD);
    EXPECT_EQ(pthread_mutex_consistent(robust), 0);
    pthread_mutex_unlock(robust);
    if (fork() == 0) {
        pthread_mutex_lock(robust);
        usleep(20000);
        kill(getpid(), SIGKILL);
    }
    usleep(10000);
    EXPECT_EQ(pthread_mutex_lock(robust), EOWNERDEAD);
    pthread_mutex_consistent(robust);
    pthread_mutex_unlock(robust);
    wait(&status);
    EXPECT(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    verdict("robust mutexes of a thread and of a process that died");
}

static const struct group {
    const char *name;
    void (*run)(void);
} groups[] = {
    { "locks", locks }, { "robust", robust_locks },
};

int main(int argc, char **argv)
{
    unsigned i;

    for (i = 0; i < sizeof groups / sizeof *groups; i++)
        if (argc < 2 || strcmp(argv[1], groups[i].name) == 0)
            groups[i].run();
    return plan();
}
