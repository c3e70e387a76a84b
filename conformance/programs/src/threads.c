/*
 * Threads: a work queue with a mutex and condition variables, atomic counters of both sizes, thread-local variables, a barrier, a
 * read-write lock, keys with destructors, cancellation, a signal to one thread, once. What it prints does not depend on the schedule.
 *
 *     threads [THREADS [ROUNDS]]
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { MAX = 64, QUEUE = 8 };

static int threads = 8, rounds = 2000;

/* --- a bounded queue --- */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t not_empty = PTHREAD_COND_INITIALIZER, not_full = PTHREAD_COND_INITIALIZER;
static int queue[QUEUE], head, filled;
static uint64_t consumed;

static void *consumer(void *unused) {
    uint64_t sum = 0;
    (void)unused;
    for (;;) {
        pthread_mutex_lock(&mutex);
        while (filled == 0) pthread_cond_wait(&not_empty, &mutex);
        int item = queue[head];
        head = (head + 1) % QUEUE;
        filled--;
        pthread_cond_signal(&not_full);
        pthread_mutex_unlock(&mutex);
        if (item < 0) break;
        sum += (uint64_t)item * (uint64_t)item;
    }
    pthread_mutex_lock(&mutex);
    consumed += sum;
    pthread_mutex_unlock(&mutex);
    return NULL;
}

static void put(int item) {
    pthread_mutex_lock(&mutex);
    while (filled == QUEUE) pthread_cond_wait(&not_full, &mutex);
    queue[(head + filled++) % QUEUE] = item;
    pthread_cond_signal(&not_empty);
    pthread_mutex_unlock(&mutex);
}

/* --- atomics, thread-local variables, a barrier --- */
static atomic_int counter32;
static _Atomic uint64_t counter64;
static _Atomic unsigned char bytes[4];
static _Thread_local int mine = 40, zeroed;
static pthread_barrier_t barrier;
static atomic_int serial;
static pthread_spinlock_t spin;
static int spun;

static void *counting(void *argument) {
    int id = (int)(intptr_t)argument;
    mine += id;
    for (int i = 0; i < rounds; i++) {
        atomic_fetch_add(&counter32, 3);
        atomic_fetch_add(&counter64, 0x100000001u);
        atomic_fetch_add(&bytes[id & 3], 1);
        zeroed++;
        if (i % 16 == 0) {
            pthread_spin_lock(&spin);
            spun++;
            pthread_spin_unlock(&spin);
        }
    }
    for (int i = 0; i < 20; i++)
        if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD) serial++;
    return (void *)(intptr_t)(mine == 40 + id && zeroed == rounds ? id : -1000);
}

/* --- readers and writers --- */
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static int left, right;
static atomic_int torn;

static void *reading(void *argument) {
    for (int i = 0; i < rounds / 4; i++) {
        if (((int)(intptr_t)argument + i) % 5 == 0) {
            pthread_rwlock_wrlock(&rwlock);
            left++;
            right++;
        } else {
            pthread_rwlock_rdlock(&rwlock);
            if (left != right) torn++;
        }
        pthread_rwlock_unlock(&rwlock);
    }
    return NULL;
}

/* --- keys, once, cancellation, signals --- */
static pthread_key_t key;
static atomic_int destroyed, inits, cleaned;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static sem_t ready;

static void destroy(void *value) { destroyed += (int)(intptr_t)value; }
static void init(void) { inits++; }
static void cleanup(void *unused) {
    (void)unused;
    cleaned++;
}

static void *keyed(void *argument) {
    pthread_once(&once, init);
    pthread_setspecific(key, argument);
    return NULL;
}

static void *sleeping(void *unused) {
    (void)unused;
    pthread_cleanup_push(cleanup, NULL);
    sem_post(&ready);
    for (;;) pause();
    pthread_cleanup_pop(0);
    return NULL;
}

static pthread_t signalled;
static atomic_int handled, elsewhere;
static void handler(int signal) {
    (void)signal;
    if (pthread_equal(pthread_self(), signalled)) handled++;
    else elsewhere++;
    sem_post(&ready);
}

static void *waiting(void *unused) {
    (void)unused;
    sem_post(&ready);
    while (handled < 10) usleep(1000);
    return NULL;
}

static void run(void *(*body)(void *), int count, int *sum) {
    pthread_t thread[MAX];
    for (int i = 0; i < count; i++) {
        int error = pthread_create(&thread[i], NULL, body, (void *)(intptr_t)(i + 1));
        if (error) {
            printf("pthread_create: error %d\n", error);
            exit(1);
        }
    }
    for (int i = 0; i < count; i++) {
        void *result;
        pthread_join(thread[i], &result);
        if (sum) *sum += (int)(intptr_t)result;
    }
}

int main(int argc, char **argv) {
    pthread_t thread[MAX];
    int sum = 0;
    if (argc > 1) threads = atoi(argv[1]);
    if (argc > 2) rounds = atoi(argv[2]);
    if (threads < 1 || threads > MAX) return 2;

    for (int i = 0; i < threads; i++) pthread_create(&thread[i], NULL, consumer, NULL);
    for (int i = 0; i < rounds; i++) put(i);
    for (int i = 0; i < threads; i++) put(-1);
    for (int i = 0; i < threads; i++) pthread_join(thread[i], NULL);
    printf("queue: sum of squares %llu\n", (unsigned long long)consumed);

    pthread_barrier_init(&barrier, NULL, (unsigned)threads);
    pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
    run(counting, threads, &sum);
    printf("atomics: %d %llx bytes %d %d %d %d spun %d\n", (int)counter32, (unsigned long long)counter64, bytes[0],
           bytes[1], bytes[2], bytes[3], spun);
    printf("thread-local: ids %d, own value %d, barriers %d\n", sum, mine, (int)serial);

    run(reading, threads, NULL);
    printf("rwlock: %d %d torn %d\n", left, right, (int)torn);

    pthread_key_create(&key, destroy);
    run(keyed, threads, NULL);
    printf("keys: destroyed %d, initialised %d\n", (int)destroyed, (int)inits);

    sem_init(&ready, 0, 0);
    pthread_create(&thread[0], NULL, sleeping, NULL);
    sem_wait(&ready);
    pthread_cancel(thread[0]);
    void *result;
    pthread_join(thread[0], &result);
    printf("cancel: %s, cleaned %d\n", result == PTHREAD_CANCELED ? "cancelled" : "not cancelled", (int)cleaned);

    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    sigaction(SIGUSR1, &action, NULL);
    pthread_create(&signalled, NULL, waiting, NULL);
    sem_wait(&ready);
    for (int i = 0; i < 10; i++) {
        pthread_kill(signalled, SIGUSR1);
        while (sem_wait(&ready) != 0 && errno == EINTR) continue;
    }
    pthread_join(signalled, NULL);
    printf("signals: %d to the thread, %d elsewhere\n", (int)handled, (int)elsewhere);

    struct timespec soon;
    clock_gettime(CLOCK_REALTIME, &soon);
    soon.tv_nsec += 20000000;
    if (soon.tv_nsec >= 1000000000) {
        soon.tv_nsec -= 1000000000;
        soon.tv_sec++;
    }
    pthread_mutex_lock(&mutex);
    int timed = pthread_cond_timedwait(&not_empty, &mutex, &soon);
    pthread_mutex_unlock(&mutex);
    printf("timed wait: %s\n", timed == ETIMEDOUT ? "timed out" : "something else");
    return 0;
}
