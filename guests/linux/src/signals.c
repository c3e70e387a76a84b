/*
 * Asynchronous signals: in running loops, nested, on the alternate stack, left by siglongjmp; masks, queues, real-time signals, waiting
 * for signals, timers, SIGCHLD. Blocked calls are in blocked.c.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>
#include "tap.h"

static volatile sig_atomic_t count, stop, last, depth, deepest;
static volatile int order[64], orders;

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

/* Shared with children. */
static volatile int *delivered;

static void on_signal(int signal)
{
    count++;
    *delivered += 1;
    stop = 1;
    last = signal;
}

static void catch(int signal, void (*handler)(int), int flags)
{
    struct sigaction a;

    memset(&a, 0, sizeof a);
    a.sa_handler = handler;
    a.sa_flags = flags;
    EXPECT(sigaction(signal, &a, NULL) == 0);
}

static void every(int microseconds)
{
    struct itimerval t = { { 0, microseconds }, { 0, microseconds } };

    EXPECT(setitimer(ITIMER_REAL, &t, NULL) == 0);
}

static void once(int microseconds)
{
    struct itimerval t = { { 0, 0 }, { 0, microseconds } };

    EXPECT(setitimer(ITIMER_REAL, &t, NULL) == 0);
}

/* ---- loops ---- */

static volatile double fired;
static volatile sig_atomic_t checksum_bad;

static void on_time(int signal)
{
    (void)signal;
    fired = now();
    stop = 1;
}

/* A signal that another process sends at a known time ends a loop without calls. */
static void latency(void)
{
    double worst = 0, *sent = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int i, late = 0;

    catch(SIGUSR1, on_time, 0);
    for (i = 0; i < 20; i++) {
        pid_t child, parent = getpid();

        stop = 0;
        child = fork();
        if (child == 0) {
            usleep(2000 + i * 137);
            *sent = now();
            kill(parent, SIGUSR1);
            _exit(0);
        }
        while (!stop)
            ;
        waitpid(child, NULL, 0);
        if (fired - *sent > worst)
            worst = fired - *sent;
        late += fired - *sent > 0.010;
    }
    /* Some may be the doing of a busy machine. */
    if (late > 14)
        finding("%d of 20 later than 10 ms, the worst %d us", late, (int)(worst * 1e6));
    verdict("a signal reaches a running loop within 10 ms");
}

/* The interrupted computation is not disturbed: integer, hi/lo, floating point. */
static void undisturbed(void)
{
    volatile int rounds;
    double want = 0;

    catch(SIGALRM, on_signal, SA_RESTART);
    count = 0;
    every(500);
    for (rounds = 0; rounds < 40 && !checksum_bad; rounds++) {
        uint32_t h = 1;
        double d = 1;
        uint64_t m = 3;
        int i;

        for (i = 0; i < 60000; i++) {
            h = h * 1664525 + 1013904223;
            m = (uint64_t)(uint32_t)m * (h | 1) + (m >> 32);
            d = d * 1.0000001 + (double)(h & 7) / 3;
            h ^= (uint32_t)m % ((h & 0xff) + 1);
        }
        d += h + (double)(uint32_t)m;
        if (rounds == 0)
            want = d;
        else if (d != want)
            checksum_bad = 1;
    }
    once(0);
    EXPECT_EQ(checksum_bad, 0);
    EXPECT(count > 3);
    verdict("a computation is not disturbed by signals");
}

/* ---- handlers ---- */

static void nested(int signal)
{
    if (++depth > deepest)
        deepest = depth;
    order[orders++ & 63] = signal;
    if (signal == SIGUSR1)
        raise(SIGUSR2);
    if (signal == SIGUSR2)
        raise(SIGURG);
    order[orders++ & 63] = -signal;
    depth--;
}

static void self_nested(int signal)
{
    if (++depth > deepest)
        deepest = depth;
    if (deepest < 100)
        raise(signal);
    depth--;
}

static void nesting(void)
{
    static const int want[] = { SIGUSR1, SIGUSR2, SIGURG, -SIGURG, -SIGUSR2, -SIGUSR1 };
    struct sigaction a = { .sa_handler = nested };
    int i;

    catch(SIGUSR1, nested, 0);
    catch(SIGUSR2, nested, 0);
    catch(SIGURG, nested, 0);
    orders = depth = deepest = 0;
    raise(SIGUSR1);
    EXPECT_EQ(orders, 6);
    for (i = 0; i < 6; i++)
        EXPECT_EQ(order[i], want[i]);
    EXPECT_EQ(deepest, 3);
    verdict("handlers nest");

    sigaddset(&a.sa_mask, SIGUSR2);
    sigaction(SIGUSR1, &a, NULL);
    orders = depth = deepest = 0;
    raise(SIGUSR1);
    EXPECT_EQ(orders, 6);
    EXPECT_EQ(order[0], SIGUSR1);
    EXPECT_EQ(order[1], -SIGUSR1);
    EXPECT_EQ(order[2], SIGUSR2);
    verdict("what sa_mask blocks waits for the handler's end");

    depth = deepest = 0;
    catch(SIGUSR1, self_nested, SA_NODEFER);
    raise(SIGUSR1);
    EXPECT_EQ(deepest, 100);
    verdict("SA_NODEFER lets a handler be interrupted by its own signal");

    catch(SIGUSR1, on_signal, SA_RESETHAND);
    count = 0;
    raise(SIGUSR1);
    sigaction(SIGUSR1, NULL, &a);
    EXPECT_EQ(count, 1);
    EXPECT(a.sa_handler == SIG_DFL);
    verdict("SA_RESETHAND");
}

static int fds[2];
static char *stack_low, *stack_high;
static volatile int on_stack, stack_flags, outside_flags;
static sigjmp_buf back;

static void on_alternate(int signal, siginfo_t *info, void *context)
{
    stack_t s;
    char here;

    (void)signal;
    (void)info;
    on_stack = &here >= stack_low && &here < stack_high;
    sigaltstack(NULL, &s);
    stack_flags = s.ss_flags;
    EXPECT(((ucontext_t *)context)->uc_stack.ss_sp == stack_low);
    if (signal == SIGSEGV)
        siglongjmp(back, 1);
}

static volatile int recursion;
#pragma GCC diagnostic ignored "-Winfinite-recursion"
static int recurse(int n)
{
    volatile char room[4000];

    room[0] = (char)n;
    recursion++;
    return recurse(n + 1) + room[0];
}

static void alternate(void)
{
    struct sigaction a = { .sa_flags = SA_SIGINFO | SA_ONSTACK };
    stack_t s = { .ss_size = 65536 }, old;
    struct rlimit r = { 1 << 20, RLIM_INFINITY };

    stack_low = s.ss_sp = malloc(s.ss_size);
    stack_high = stack_low + s.ss_size;
    EXPECT(sigaltstack(&s, NULL) == 0);
    EXPECT(sigaltstack(NULL, &old) == 0);
    EXPECT_EQ(old.ss_flags, 0);
    EXPECT(old.ss_sp == stack_low && old.ss_size == 65536);
    a.sa_sigaction = on_alternate;
    sigaction(SIGUSR1, &a, NULL);
    raise(SIGUSR1);
    EXPECT_EQ(on_stack, 1);
    EXPECT_EQ(stack_flags, SS_ONSTACK);
    verdict("the alternate stack");

    s.ss_size = 100;
    EXPECT(sigaltstack(&s, NULL) == -1 && errno == ENOMEM);
    s.ss_flags = 77;
    EXPECT(sigaltstack(&s, NULL) == -1 && errno == EINVAL);
    verdict("bad alternate stacks are refused");

    sigaction(SIGSEGV, &a, NULL);
    getrlimit(RLIMIT_STACK, &r);
    r.rlim_cur = 1 << 20;
    setrlimit(RLIMIT_STACK, &r);
    if (sigsetjmp(back, 1) == 0)
        recurse(0);
    EXPECT(recursion > 100);
    EXPECT_EQ(on_stack, 1);
    verdict("overflow of the stack is caught on the alternate one");

    s.ss_flags = SS_DISABLE;
    EXPECT(sigaltstack(&s, NULL) == 0);
    EXPECT(sigaltstack(NULL, &old) == 0);
    EXPECT_EQ(old.ss_flags, SS_DISABLE);
    on_stack = 1;
    a.sa_flags = SA_SIGINFO | SA_ONSTACK;
    catch(SIGUSR2, on_signal, SA_ONSTACK);
    count = 0;
    raise(SIGUSR2);
    EXPECT_EQ(count, 1);
    verdict("the alternate stack is given up");
    signal(SIGSEGV, SIG_DFL);
}

static void jump_out(int signal)
{
    siglongjmp(back, signal);
}

static void jumps(void)
{
    sigset_t mask;
    volatile int i, out = 0;

    catch(SIGUSR1, jump_out, 0);
    for (i = 0; i < 10000; i++) {
        if (sigsetjmp(back, 1) == 0)
            raise(SIGUSR1);
        else
            out++;
    }
    sigprocmask(SIG_BLOCK, NULL, &mask);
    EXPECT_EQ(out, 10000);
    EXPECT_EQ(sigismember(&mask, SIGUSR1), 0);
    verdict("siglongjmp out of handlers, ten thousand times");

    catch(SIGALRM, jump_out, 0);
    out = 0;
    for (i = 0; i < 100; i++) {
        if (sigsetjmp(back, 1) == 0) {
            once(300 + i * 7);
            for (;;)
                ;
        } else
            out++;
    }
    EXPECT_EQ(out, 100);
    verdict("siglongjmp out of endless loops");

    out = 0;
    EXPECT(pipe(fds) == 0);
    for (i = 0; i < 20; i++) {
        if (sigsetjmp(back, 1) == 0) {
            char c;

            once(1000);
            read(fds[0], &c, 1);
            finding("the read returned");
        } else
            out++;
    }
    EXPECT_EQ(out, 20);
    close(fds[0]);
    close(fds[1]);
    verdict("siglongjmp out of blocked calls");
}

/* ---- queues ---- */

static volatile int values[32], codes[32], senders[32], n_values;

static void on_value(int signal, siginfo_t *info, void *context)
{
    (void)context;
    order[n_values & 31] = signal;
    codes[n_values & 31] = info->si_code;
    senders[n_values & 31] = info->si_pid;
    values[n_values++ & 31] = info->si_value.sival_int;
}

static void queues(void)
{
    struct sigaction a = { .sa_flags = SA_SIGINFO };
    sigset_t set, old, pending;
    siginfo_t info;
    struct timespec none = { 0, 0 }, little = { 0, 20000000 };
    int i;
    double start;

    a.sa_sigaction = on_value;
    sigfillset(&a.sa_mask);
    sigemptyset(&set);
    for (i = 0; i < 4; i++) {
        sigaction(SIGRTMIN + i, &a, NULL);
        sigaddset(&set, SIGRTMIN + i);
    }
    sigaction(SIGUSR1, &a, NULL);
    sigaddset(&set, SIGUSR1);
    sigprocmask(SIG_BLOCK, &set, &old);
    n_values = 0;
    for (i = 0; i < 3; i++) {
        EXPECT(sigqueue(getpid(), SIGRTMIN + 3 - i, (union sigval){ .sival_int = 10 + i }) == 0);
        EXPECT(sigqueue(getpid(), SIGRTMIN + 1, (union sigval){ .sival_int = 20 + i }) == 0);
    }
    kill(getpid(), SIGUSR1);
    kill(getpid(), SIGUSR1);
    sigpending(&pending);
    EXPECT_EQ(sigismember(&pending, SIGRTMIN + 1), 1);
    EXPECT_EQ(sigismember(&pending, SIGUSR1), 1);
    EXPECT_EQ(sigismember(&pending, SIGUSR2), 0);
    EXPECT_EQ(n_values, 0);
    sigprocmask(SIG_SETMASK, &old, NULL);
    EXPECT_EQ(n_values, 7);
    {
        static const int want[] = { 20, 21, 12, 22, 11, 10 };

        EXPECT_EQ(order[0], SIGUSR1);
        EXPECT_EQ(codes[0], SI_USER);
        EXPECT_EQ(senders[0], getpid());
        for (i = 0; i < 6; i++) {
            EXPECT_EQ(order[i + 1], SIGRTMIN + (i < 2 || i == 2 || i == 3 ? 1 : i == 4 ? 2 : 3));
            EXPECT_EQ(codes[i + 1], SI_QUEUE);
        }
        (void)want;
        EXPECT_EQ(values[1], 20);
        EXPECT_EQ(values[2], 21);
        EXPECT_EQ(values[5], 11);
        EXPECT_EQ(values[6], 10);
    }
    verdict("real-time signals are queued, lowest number first, each in its order; others pend once");

    sigprocmask(SIG_BLOCK, &set, NULL);
    sigqueue(getpid(), SIGRTMIN, (union sigval){ .sival_int = 99 });
    memset(&info, 0, sizeof info);
    EXPECT_EQ(sigtimedwait(&set, &info, &none), SIGRTMIN);
    EXPECT_EQ(info.si_signo, SIGRTMIN);
    EXPECT_EQ(info.si_code, SI_QUEUE);
    EXPECT_EQ(info.si_value.sival_int, 99);
    EXPECT_EQ(info.si_pid, getpid());
    EXPECT(sigtimedwait(&set, NULL, &none) == -1 && errno == EAGAIN);
    start = now();
    EXPECT(sigtimedwait(&set, NULL, &little) == -1 && errno == EAGAIN);
    EXPECT(now() - start >= 0.019);
    if (fork() == 0) {
        usleep(10000);
        kill(getppid(), SIGUSR1);
        _exit(0);
    }
    EXPECT_EQ(sigwaitinfo(&set, &info), SIGUSR1);
    EXPECT_EQ(info.si_code, SI_USER);
    wait(NULL);
    sigprocmask(SIG_SETMASK, &old, NULL);
    verdict("sigtimedwait and sigwaitinfo");
}

/* ---- children, timers ---- */

static volatile siginfo_t child_info;

static void on_child(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)context;
    memcpy((void *)&child_info, info, sizeof child_info);
    count++;
}

static void children(void)
{
    struct sigaction a = { .sa_flags = SA_SIGINFO | SA_RESTART };
    pid_t child;
    int status;

    a.sa_sigaction = on_child;
    sigaction(SIGCHLD, &a, NULL);
    count = 0;
    child = fork();
    if (child == 0)
        _exit(7);
    EXPECT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(count, 1);
    EXPECT_EQ(child_info.si_code, CLD_EXITED);
    EXPECT_EQ(child_info.si_pid, child);
    EXPECT_EQ(child_info.si_status, 7);
    EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 7);
    child = fork();
    if (child == 0)
        for (;;)
            pause();
    kill(child, SIGSTOP);
    EXPECT_EQ(waitpid(child, &status, WUNTRACED), child);
    EXPECT(WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP);
    EXPECT_EQ(child_info.si_code, CLD_STOPPED);
    EXPECT_EQ(child_info.si_status, SIGSTOP);
    kill(child, SIGCONT);
    EXPECT_EQ(waitpid(child, &status, WCONTINUED), child);
    EXPECT(WIFCONTINUED(status));
    for (status = 0; status < 1000 && child_info.si_code != CLD_CONTINUED; status++)
        usleep(1000);
    EXPECT_EQ(child_info.si_code, CLD_CONTINUED);
    kill(child, SIGTERM);
    EXPECT_EQ(waitpid(child, &status, 0), child);
    EXPECT(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
    EXPECT_EQ(child_info.si_code, CLD_KILLED);
    EXPECT_EQ(child_info.si_status, SIGTERM);
    verdict("SIGCHLD tells of exit, stop, continuation and death");
    signal(SIGCHLD, SIG_DFL);
}

static void timers(void)
{
    struct sigaction a = { .sa_flags = SA_SIGINFO };
    struct sigevent e;
    struct itimerspec t = { { 0, 2000000 }, { 0, 2000000 } }, left;
    struct itimerval v = { { 0, 0 }, { 0, 30000 } };
    sigset_t set;
    timer_t id;
    siginfo_t info;

    a.sa_sigaction = on_value;
    sigaction(SIGRTMIN + 5, &a, NULL);
    memset(&e, 0, sizeof e);
    e.sigev_notify = SIGEV_SIGNAL;
    e.sigev_signo = SIGRTMIN + 5;
    e.sigev_value.sival_int = 4711;
    EXPECT(timer_create(CLOCK_MONOTONIC, &e, &id) == 0);
    n_values = 0;
    EXPECT(timer_settime(id, 0, &t, NULL) == 0);
    EXPECT(timer_gettime(id, &left) == 0);
    EXPECT_EQ(left.it_interval.tv_nsec, 2000000);
    while (n_values < 3)
        ;
    EXPECT_EQ(values[0], 4711);
    EXPECT_EQ(codes[0], SI_TIMER);
    sigemptyset(&set);
    sigaddset(&set, SIGRTMIN + 5);
    sigprocmask(SIG_BLOCK, &set, NULL);
    usleep(50000);
    EXPECT_EQ(sigwaitinfo(&set, &info), SIGRTMIN + 5);
    EXPECT(info.si_overrun > 5);
    EXPECT(timer_getoverrun(id) > 5);
    EXPECT(timer_delete(id) == 0);
    EXPECT(timer_gettime(id, &left) == -1 && errno == EINVAL);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    verdict("timer_create: signals, value, overruns");

    catch(SIGVTALRM, on_signal, 0);
    count = 0;
    stop = 0;
    EXPECT(setitimer(ITIMER_VIRTUAL, &v, NULL) == 0);
    while (!stop)
        ;
    EXPECT_EQ(last, SIGVTALRM);
    EXPECT(clock() >= CLOCKS_PER_SEC / 50);
    verdict("setitimer(ITIMER_VIRTUAL) counts the processor's time");
}

int main(void)
{
    delivered = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    latency();
    undisturbed();
    nesting();
    alternate();
    jumps();
    queues();
    children();
    timers();
    return plan();
}
