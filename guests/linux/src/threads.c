/*
 * Threads: making and joining, thread-local storage, signals for threads, cancellation, timers of threads, and what fork, exec,
 * exit, vfork and posix_spawn mean to a process that has several.
 *   threads [GROUP]     TAP, of all or one of the groups that main() names
 *   threads exec WORD   prints WORD and whether it is alone; for the tests of exec
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "tap.h"

enum { MANY = 8 };
static char *self;
static pid_t gettid_(void) { return syscall(SYS_gettid); }

/* ---- joining ---- */

static __thread int mine = 5;
static pthread_key_t key;
static volatile int destroyed;
static pid_t ids[MANY];

static void destroy(void *p) { destroyed += (int)(intptr_t)p; }

static void *square(void *p)
{
    intptr_t n = (intptr_t)p;

    mine += (int)n;
    pthread_setspecific(key, p);
    ids[n] = gettid_();
    return (void *)(n * n + mine - 5 - n);
}

static void joining(void)
{
    pthread_t t[MANY];
    void *result;
    intptr_t i, k;

    pthread_key_create(&key, destroy);
    for (i = 0; i < MANY; i++)
        EXPECT(pthread_create(&t[i], NULL, square, (void *)i) == 0);
    for (i = 0; i < MANY; i++) {
        EXPECT(pthread_join(t[i], &result) == 0);
        EXPECT_EQ((intptr_t)result, i * i);
        EXPECT(ids[i] != 0 && ids[i] != getpid());
        for (k = 0; k < i; k++)
            EXPECT(ids[i] != ids[k] || i == k);
    }
    EXPECT_EQ(destroyed, MANY * (MANY - 1) / 2);
    EXPECT_EQ(mine, 5);
    EXPECT_EQ(gettid_(), getpid());
    verdict("threads are made and joined, with storage of their own");

    for (i = 0; i < 300; i++) {
        EXPECT(pthread_create(&t[0], NULL, square, (void *)1) == 0);
        EXPECT(pthread_join(t[0], NULL) == 0);
    }
    verdict("three hundred threads, one after the other");
}

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

/* ---- signals ---- */

static volatile pid_t handled_by;
static volatile int handled, stopping;
static sem_t up;

static void on_signal(int signal)
{
    (void)signal;
    handled_by = gettid_();
    handled++;
}

static void *spinner(void *p)
{
    *(volatile pid_t *)p = gettid_();
    sem_post(&up);
    while (!stopping)
        ;
    return NULL;
}

static void *pauser(void *p)
{
    int n = handled;

    *(volatile pid_t *)p = gettid_();
    sem_post(&up);
    while (handled == n)
        pause();
    return NULL;
}

static void *sigwaiter(void *p)
{
    sigset_t set;
    int signal;

    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    sem_post(&up);
    sigwait(&set, &signal);
    *(int *)p = signal;
    return NULL;
}

static void await(volatile int *word, int value)
{
    int i;

    for (i = 0; i < 2000 && *word != value; i++)
        usleep(1000);
}

static void signals(void)
{
    struct sigaction a = { .sa_handler = on_signal };
    pthread_t t;
    pid_t id = 0;
    sigset_t set, old;
    int got = 0;

    sigaction(SIGUSR1, &a, NULL);
    pthread_create(&t, NULL, spinner, &id);
    sem_wait(&up);
    EXPECT(pthread_kill(t, SIGUSR1) == 0);
    await(&handled, 1);
    EXPECT_EQ(handled, 1);
    EXPECT_EQ(handled_by, id);
    verdict("a signal for a thread in a loop");

    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &set, &old);
    kill(getpid(), SIGUSR1);
    await(&handled, 2);
    EXPECT_EQ(handled, 2);
    EXPECT_EQ(handled_by, id);
    EXPECT(syscall(SYS_tgkill, getpid(), getpid(), SIGUSR1) == 0);
    usleep(5000);
    EXPECT_EQ(handled, 2);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    EXPECT_EQ(handled, 3);
    EXPECT_EQ(handled_by, getpid());
    EXPECT(syscall(SYS_tgkill, getpid(), 0x3ffffff, 0) == -1 && errno == ESRCH);
    stopping = 1;
    pthread_join(t, NULL);
    stopping = 0;
    verdict("masks of threads: a signal for the process goes to who takes it");

    pthread_create(&t, NULL, pauser, &id);
    sem_wait(&up);
    usleep(5000);
    EXPECT(syscall(SYS_tkill, id, SIGUSR1) == 0);
    pthread_join(t, NULL);
    EXPECT_EQ(handled_by, id);
    verdict("a signal for a thread that pauses");

    sigaddset(&set, SIGUSR2);
    pthread_sigmask(SIG_BLOCK, &set, &old);
    pthread_create(&t, NULL, sigwaiter, &got);
    sem_wait(&up);
    usleep(5000);
    kill(getpid(), SIGUSR2);
    pthread_join(t, NULL);
    EXPECT_EQ(got, SIGUSR2);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    verdict("sigwait in a thread");
}

static volatile int on_own_stack, at_fault;

struct own_stack {
    char *low;
    volatile int good;
};
static __thread struct own_stack *own;

static void on_fault(int signal, siginfo_t *info, void *context)
{
    char here;

    (void)signal;
    (void)info;
    (void)context;
    own->good += &here >= own->low && &here < own->low + 65536;
    mprotect((void *)((uintptr_t)info->si_addr & -65536), 65536, PROT_READ | PROT_WRITE);
}

static void *faulter(void *p)
{
    struct own_stack o = { malloc(65536), 0 };
    stack_t s = { .ss_sp = o.low, .ss_size = 65536 };
    stack_t old;
    char *page = p;
    int i;

    sigaltstack(NULL, &old);
    EXPECT(old.ss_flags == SS_DISABLE);
    sigaltstack(&s, NULL);
    own = &o;
    for (i = 0; i < 20; i++) {
        page[65536 * i] = 1;
        page[65536 * i + 1] = 1;
    }
    EXPECT_EQ(o.good, 20);
    s.ss_flags = SS_DISABLE;
    sigaltstack(&s, NULL);
    free(o.low);
    return NULL;
}

static void faults(void)
{
    struct sigaction a = { .sa_flags = SA_SIGINFO | SA_ONSTACK };
    pthread_t t[4];
    char *pages = mmap(NULL, 82 * 65536, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char *start = (char *)(((uintptr_t)pages + 65535) & -65536);
    int i;

    a.sa_sigaction = on_fault;
    sigaction(SIGSEGV, &a, NULL);
    for (i = 0; i < 4; i++)
        pthread_create(&t[i], NULL, faulter, start + 20 * 65536 * i);
    for (i = 0; i < 4; i++)
        pthread_join(t[i], NULL);
    signal(SIGSEGV, SIG_DFL);
    munmap(pages, 82 * 65536);
    verdict("faults of four threads at once, each on its alternate stack");
}

/* ---- cancellation, timers ---- */

static int pipe_[2];
static volatile int cleaned;
static void clean(void *p) { cleaned += (int)(intptr_t)p; }

static void *reads(void *p)
{
    char c;

    (void)p;
    pthread_cleanup_push(clean, (void *)7);
    sem_post(&up);
    read(pipe_[0], &c, 1);
    pthread_cleanup_pop(0);
    return NULL;
}

static void *loops(void *p)
{
    (void)p;
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    pthread_cleanup_push(clean, (void *)1);
    sem_post(&up);
    for (;;)
        ;
    pthread_cleanup_pop(0);
    return NULL;
}

static void cancellation(void)
{
    pthread_t t;
    void *result;

    EXPECT(pipe(pipe_) == 0);
    pthread_create(&t, NULL, reads, NULL);
    sem_wait(&up);
    usleep(5000);
    EXPECT(pthread_cancel(t) == 0);
    pthread_join(t, &result);
    EXPECT(result == PTHREAD_CANCELED);
    EXPECT_EQ(cleaned, 7);
    pthread_create(&t, NULL, loops, NULL);
    sem_wait(&up);
    EXPECT(pthread_cancel(t) == 0);
    pthread_join(t, &result);
    EXPECT(result == PTHREAD_CANCELED);
    EXPECT_EQ(cleaned, 8);
    verdict("cancellation in a blocked call and in a loop");
}

static volatile int expired;
static void on_expiry(union sigval v) { expired += v.sival_int; }

static void timers(void)
{
    struct sigevent e;
    struct itimerspec s = { { 0, 5000000 }, { 0, 5000000 } };
    timer_t id;

    memset(&e, 0, sizeof e);
    e.sigev_notify = SIGEV_THREAD;
    e.sigev_notify_function = on_expiry;
    e.sigev_value.sival_int = 1;
    EXPECT(timer_create(CLOCK_REALTIME, &e, &id) == 0);
    EXPECT(timer_settime(id, 0, &s, NULL) == 0);
    while (expired < 3)
        usleep(1000);
    timer_delete(id);
    verdict("a timer that runs a function in a thread");
}

/* ---- the whole process ---- */

__attribute__((noreturn)) static void *sleeps(void *p)
{
    (void)p;
    for (;;)
        pause();
}

static void *waits_for_lock(void *p)
{
    (void)p;
    pthread_mutex_lock(&mutex);
    return NULL;
}

static void *exits(void *p)
{
    usleep(5000);
    exit((int)(intptr_t)p);
}

static void *executes(void *p)
{
    char *const argv[] = { self, "exec", p, NULL };

    usleep(5000);
    execv(self, argv);
    return NULL;
}

static int run(void (*f)(void))
{
    int status;
    pid_t child = fork();

    if (child == 0) {
        f();
        _exit(99);
    }
    EXPECT_EQ(waitpid(child, &status, 0), child);
    return status;
}

static pthread_t others[4];

static void crowd(void)
{
    static pid_t id;

    pthread_mutex_lock(&mutex);
    pthread_create(&others[0], NULL, sleeps, NULL);
    pthread_create(&others[1], NULL, waits_for_lock, NULL);
    pthread_create(&others[2], NULL, spinner, &id);
    pipe(pipe_);
    pthread_create(&others[3], NULL, reads, NULL);
}

static void exit_by_thread(void)
{
    pthread_t t;

    crowd();
    pthread_create(&t, NULL, exits, (void *)23);
    for (;;)
        pause();
}

static void exit_by_leader(void) { crowd(); usleep(5000); _exit(24); }

static void leader_leaves(void)
{
    pthread_t t;

    pthread_create(&t, NULL, exits, (void *)25);
    pthread_exit(NULL);
}

static void killed(void) { crowd(); usleep(5000); kill(getpid(), SIGTERM); for (;;) pause(); }
static void aborted(void) { crowd(); usleep(5000); abort(); }

static void exec_by_thread(void)
{
    pthread_t t;

    crowd();
    pthread_create(&t, NULL, executes, "thread");
    for (;;)
        pause();
}

static void exec_by_leader(void) { crowd(); executes("leader"); }

static void fork_of_many(void)
{
    int status;

    crowd();
    usleep(2000);
    if (fork() == 0) {
        /* Alone, and a thread can be made again. */
        pthread_t t;
        static pid_t id;

        stopping = 1;
        sem_init(&up, 0, 0);
        pthread_create(&t, NULL, spinner, &id);
        pthread_join(t, NULL);
        _exit(id != 0 && id != getpid() ? 26 : 1);
    }
    wait(&status);
    _exit(WEXITSTATUS(status));
}

static void stops(void)
{
    crowd();
    for (;;)
        pause();
}

static void processes(void)
{
    int status;
    pid_t child;

    status = run(exit_by_thread);
    EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 23);
    status = run(exit_by_leader);
    EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 24);
    status = run(leader_leaves);
    EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 25);
    verdict("exit ends all threads; the first one may leave before");

    status = run(killed);
    EXPECT(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
    status = run(aborted);
    EXPECT(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    verdict("a fatal signal ends all threads");

    status = run(exec_by_thread);
    EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    status = run(exec_by_leader);
    EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    verdict("exec ends the other threads and keeps the pid");

    status = run(fork_of_many);
    EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 26);
    verdict("fork copies the calling thread only");

    child = fork();
    if (child == 0)
        stops();
    usleep(20000);
    kill(child, SIGSTOP);
    EXPECT_EQ(waitpid(child, &status, WUNTRACED), child);
    EXPECT(WIFSTOPPED(status));
    {
        struct timespec t0, t1;
        clockid_t clock;

        EXPECT_EQ(clock_getcpuclockid(child, &clock), 0);
        usleep(5000);
        clock_gettime(clock, &t0);
        usleep(30000);
        clock_gettime(clock, &t1);
        EXPECT(t1.tv_sec == t0.tv_sec && t1.tv_nsec - t0.tv_nsec < 5000000);
    }
    kill(child, SIGCONT);
    EXPECT_EQ(waitpid(child, &status, WCONTINUED), child);
    kill(child, SIGKILL);
    EXPECT_EQ(waitpid(child, &status, 0), child);
    EXPECT(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    verdict("stop, continuation and kill concern all threads");
}

static void spawning(void)
{
    char *argv[] = { self, "exec", "spawned", NULL }, *none[] = { "/no/such/file", NULL };
    extern char **environ;
    posix_spawn_file_actions_t actions;
    volatile int shared = 1;
    pid_t child;
    int status, i;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    for (i = 0; i < 3; i++) {
        EXPECT_EQ(posix_spawn(&child, self, &actions, NULL, argv, environ), 0);
        EXPECT_EQ(waitpid(child, &status, 0), child);
        EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    EXPECT_EQ(posix_spawn(&child, none[0], NULL, NULL, none, environ), ENOENT);
    EXPECT(waitpid(-1, &status, 0) == -1 && errno == ECHILD);
    verdict("posix_spawn, and its error for a program that is not there");

    child = vfork();
    if (child == 0) {
        shared = 2;
        _exit(3);
    }
    EXPECT_EQ(shared, 2);
    EXPECT_EQ(waitpid(child, &status, 0), child);
    EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 3);
    verdict("vfork shares memory and waits");
    EXPECT_EQ(system("exit 9") >> 8, 9);
    verdict("system()");
}

static void accounting(void)
{
    struct rusage all, one;
    struct timespec process, thread;
    pthread_t t;
    pid_t id;
    char name[17] = "";

    stopping = 0;
    pthread_create(&t, NULL, spinner, &id);
    sem_wait(&up);
    usleep(60000);
    stopping = 1;
    pthread_join(t, NULL);
    getrusage(RUSAGE_SELF, &all);
    getrusage(RUSAGE_THREAD, &one);
    EXPECT(all.ru_utime.tv_sec * 1000000 + all.ru_utime.tv_usec > one.ru_utime.tv_sec * 1000000 + one.ru_utime.tv_usec);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &process);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &thread);
    EXPECT(process.tv_sec * 1e9 + process.tv_nsec > thread.tv_sec * 1e9 + thread.tv_nsec);
    verdict("times of threads and of the process");
    EXPECT(prctl(PR_SET_NAME, "a longer name than fits") == 0);
    EXPECT(prctl(PR_GET_NAME, name) == 0);
    EXPECT(strcmp(name, "a longer name t") == 0);
    verdict("names of threads");
}

static const struct group {
    const char *name;
    void (*run)(void);
} groups[] = {
    { "joining", joining }, { "signals", signals }, { "faults", faults }, { "cancellation", cancellation },
    { "timers", timers }, { "processes", processes }, { "spawning", spawning }, { "accounting", accounting },
};

int main(int argc, char **argv)
{
    unsigned i;

    self = argv[0];
    if (argc == 3 && strcmp(argv[1], "exec") == 0) {
        printf("# %s: %s\n", argv[2], gettid_() == getpid() ? "the process itself" : "NOT the process itself");
        return gettid_() != getpid();
    }
    sem_init(&up, 0, 0);
    for (i = 0; i < sizeof groups / sizeof *groups; i++)
        if (argc < 2 || strcmp(argv[1], groups[i].name) == 0)
            groups[i].run();
    return plan();
}
