/* Threads: creation, joining, locks, conditions, thread-local storage, futexes by hand, signals to threads, cancellation. */
#include "t.h"
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>

#define N 8
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static pthread_barrier_t barrier;
static pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static int counter, turn, made, destroyed;
static _Thread_local int own = 5;
static int atomic;
static sem_t sem;
static volatile int signalled, ready;

static void make_key(void)
{
    made++;
}

static void destroy(void *p)
{
    (void) p;
    __atomic_fetch_add(&destroyed, 1, __ATOMIC_SEQ_CST);
}

static void *count(void *p)
{
    pthread_once(&once, make_key);
    pthread_setspecific(key, p);
    for (int i = 0; i < 2000; i++) {
        pthread_mutex_lock(&lock);
        counter++;
        pthread_mutex_unlock(&lock);
        __atomic_fetch_add(&atomic, 1, __ATOMIC_SEQ_CST);
        own++;
    }
    pthread_barrier_wait(&barrier);
    return (void *) (long) (own + (long) p);
}

static void *turns(void *p)
{
    for (int i = 0; i < 50; i++) {
        pthread_mutex_lock(&lock);
        while (turn % N != (long) p) {
            pthread_cond_wait(&condition, &lock);
        }
        turn++;
        pthread_cond_broadcast(&condition);
        pthread_mutex_unlock(&lock);
    }
    return NULL;
}

static void on(int s)
{
    (void) s;
    signalled = syscall(SYS_gettid);
}

static void *sleeper(void *p)
{
    *(int *) p = syscall(SYS_gettid);
    ready = 1;
    while (!signalled) {
        nap(2);
    }
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
    while (1) {
        pause();
    }
    return NULL;
}

static int futex(int *at, int operation, int value, const struct timespec *t, int *at2, int value3)
{
    return syscall(SYS_futex, at, operation, value, t, at2, value3);
}

static int word;

static void *waker(void *p)
{
    (void) p;
    nap(50);
    __atomic_store_n(&word, 1, __ATOMIC_SEQ_CST);
    while (futex(&word, FUTEX_WAKE, 1, NULL, NULL, 0) == 0) {
        sched_yield();
    }
    return NULL;
}

static void *exits(void *p)
{
    nap(30);
    exit(*(int *) p);
}

int main(void)
{
    pthread_t t[N];
    void *r;
    long sum = 0;
    int id = 0, st;
    struct timespec short_time = {0, 10000000};
    pthread_key_create(&key, destroy);
    pthread_barrier_init(&barrier, NULL, N);
    for (long i = 0; i < N; i++) {
        V(pthread_create(&t[i], NULL, count, (void *) (i + 1)));
    }
    for (int i = 0; i < N; i++) {
        pthread_join(t[i], &r);
        sum += (long) r;
    }
    printf("counter %d atomic %d sum %ld own %d once %d destroyed %d\n", counter, atomic, sum, own, made, destroyed);
    for (long i = 0; i < N; i++) {
        pthread_create(&t[i], NULL, turns, (void *) i);
    }
    for (int i = 0; i < N; i++) {
        pthread_join(t[i], NULL);
    }
    V(turn);
    V(pthread_mutex_trylock(&lock));
    V(pthread_mutex_trylock(&lock) == EBUSY);
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += 20000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    V(pthread_mutex_timedlock(&lock, &until) == ETIMEDOUT);
    V(pthread_cond_timedwait(&condition, &lock, &until) == ETIMEDOUT);
    pthread_mutex_unlock(&lock);
    V(pthread_rwlock_rdlock(&rw));
    V(pthread_rwlock_tryrdlock(&rw));
    V(pthread_rwlock_trywrlock(&rw) == EBUSY);
    sem_init(&sem, 0, 1);
    V(sem_wait(&sem));
    V(sem_trywait(&sem));
    V(sem_timedwait(&sem, &until));
    V(sem_post(&sem));

    V(futex(&word, FUTEX_WAIT, 7, NULL, NULL, 0));
    V(futex(&word, FUTEX_WAIT, 0, &short_time, NULL, 0));
    V(futex(&word, FUTEX_WAKE, 1, NULL, NULL, 0));
    V(futex(BAD, FUTEX_WAIT, 0, &short_time, NULL, 0));
    V(futex((int *) ((char *) &word + 1), FUTEX_WAIT, 0, &short_time, NULL, 0));
    V(futex(&word, 99, 0, &short_time, NULL, 0));
    V(futex(&word, FUTEX_WAIT_BITSET, 0, &short_time, NULL, 0));
    pthread_create(&t[0], NULL, waker, NULL);
    V(futex(&word, FUTEX_WAIT, 0, NULL, NULL, 0));
    pthread_join(t[0], NULL);

    struct sigaction sa;
    memset(&sa, 0, sizeof sa);
    sa.sa_handler = on;
    sigaction(SIGUSR1, &sa, NULL);
    pthread_create(&t[0], NULL, sleeper, &id);
    while (!ready) {
        nap(2);
    }
    V(pthread_kill(t[0], SIGUSR1));
    while (!signalled) {
        nap(2);
    }
    IS(signalled == id && id != getpid());
    V(syscall(SYS_tgkill, getpid(), id, 0));
    V(syscall(SYS_tgkill, getpid(), 0x3fffffff, 0));
    V(syscall(SYS_tgkill, 0, id, 0));
    V(pthread_cancel(t[0]));
    V(pthread_join(t[0], &r));
    IS(r == PTHREAD_CANCELED);
    pthread_attr_t a;
    pthread_attr_init(&a);
    pthread_attr_setdetachstate(&a, PTHREAD_CREATE_DETACHED);
    V(pthread_create(&t[0], &a, sleeper, &id));
    int code = 33;
    if (fork() == 0) {
        pthread_create(&t[1], NULL, exits, &code);
        while (1) {
            pause();
        }
    }
    wait(&st);
    status("exit by a thread", st);
    if (fork() == 0) {
        pthread_create(&t[1], NULL, sleeper, &id);
        pthread_exit(NULL);
    }
    nap(60);
    V(waitpid(-1, &st, WNOHANG));
    cpu_set_t set;
    V(sched_getaffinity(0, sizeof set, &set) > 0 || CPU_COUNT(&set) > 0);
    V(sched_yield());
    V(sched_getscheduler(0));
    V(sched_get_priority_max(SCHED_OTHER));
    V(sched_get_priority_max(SCHED_FIFO));
    V(sched_get_priority_min(99));
    kill(0, 0);
    fflush(stdout);
    signal(SIGTERM, SIG_IGN);
    kill(0, SIGTERM);
    return 0;
}
