/*
 * Signals that arrive in blocked calls, with and without SA_RESTART: one test per call.
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

static volatile sig_atomic_t count;

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
    (void)signal;
    count++;
    *delivered += 1;
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

/* ---- blocked calls ---- */

static int fds[2], sockets[2], file;
static sem_t *semaphore;

static int blocked_read(void) { char c; return read(fds[0], &c, 1); }
static int blocked_write(void) { static char c[1 << 20]; return write(fds[1], c, sizeof c); }
static int blocked_recv(void) { char c; return recv(sockets[0], &c, 1, 0); }
static int blocked_recvmsg(void)
{
    char c;
    struct iovec v = { &c, 1 };
    struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1 };

    return recvmsg(sockets[0], &m, 0);
}
static int blocked_wait(void) { int status; return waitpid(-1, &status, 0); }
static int blocked_lock(void) { struct flock l = { .l_type = F_WRLCK }; return fcntl(file, F_SETLKW, &l); }
static int blocked_flock(void) { return flock(file, LOCK_EX); }
static int blocked_sem(void) { return sem_wait(semaphore); }
static int blocked_sleep(void) { struct timespec t = { 5, 0 }; return nanosleep(&t, NULL); }
static int blocked_sleep_until(void)
{
    struct timespec t;
    int error;

    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += 5;
    error = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
    errno = error;
    return error ? -1 : 0;
}
static int blocked_poll(void) { struct pollfd p = { sockets[0], POLLIN, 0 }; return poll(&p, 1, 5000); }
static int blocked_select(void)
{
    fd_set s;
    struct timeval t = { 5, 0 };

    FD_ZERO(&s);
    FD_SET(sockets[0], &s);
    return select(sockets[0] + 1, &s, NULL, NULL, &t);
}
static int blocked_epoll(void)
{
    struct epoll_event e = { .events = EPOLLIN };
    int result, saved, fd = epoll_create1(0);

    epoll_ctl(fd, EPOLL_CTL_ADD, sockets[0], &e);
    result = epoll_wait(fd, &e, 1, 5000);
    saved = errno;
    close(fd);
    errno = saved;
    return result;
}
static int blocked_suspend(void) { sigset_t s; sigemptyset(&s); return sigsuspend(&s); }
static int blocked_pause(void) { return pause(); }
static int blocked_sigwait(void)
{
    sigset_t s;
    struct timespec t = { 5, 0 };

    sigemptyset(&s);
    sigaddset(&s, SIGUSR2);
    return sigtimedwait(&s, NULL, &t);
}

static const struct blocked {
    const char *name;
    int (*call)(void);
    int restarts; /* with SA_RESTART it goes on, and what releases it is done by the helper */
} blocked[] = {
    { "read of a pipe", blocked_read, 1 },
    { "write to a full pipe", blocked_write, 1 },
    { "recv", blocked_recv, 1 },
    { "recvmsg", blocked_recvmsg, 1 },
    { "waitpid", blocked_wait, 1 },
    { "fcntl(F_SETLKW)", blocked_lock, 1 },
    { "flock", blocked_flock, 1 },
    { "sem_wait", blocked_sem, 1 },
    { "nanosleep", blocked_sleep, 0 },
    { "clock_nanosleep to a time", blocked_sleep_until, 0 },
    { "poll", blocked_poll, 0 },
    { "select", blocked_select, 0 },
    { "epoll_wait", blocked_epoll, 0 },
    { "sigsuspend", blocked_suspend, 0 },
    { "pause", blocked_pause, 0 },
    { "sigtimedwait", blocked_sigwait, 0 },
};

/* The child holds the locks and, when told to, releases whoever waits. */
static void block(const struct blocked *b, int flags)
{
    char name[100], c = 0;
    static char fill[1 << 16];
    char temporary[] = "/tmp/heliotrope-XXXXXX";
    int result, error, go[2], ready[2], file2;
    double start;
    pid_t child;

    EXPECT(pipe(fds) == 0);
    EXPECT(pipe(go) == 0);
    EXPECT(pipe(ready) == 0);
    EXPECT(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) == 0);
    if (b->call == blocked_write) {
        fcntl(fds[1], F_SETFL, O_NONBLOCK);
        while (write(fds[1], fill, sizeof fill) > 0)
            ;
        fcntl(fds[1], F_SETFL, 0);
    }
    file = mkstemp(temporary);
    file2 = open(temporary, O_RDWR);
    unlink(temporary);
    sem_init(semaphore, 1, 0);
    child = fork();
    if (child != 0)
        close(file2); /* or else the lock would live on here */
    else {
        struct flock l = { .l_type = F_WRLCK };

        signal(SIGALRM, SIG_IGN);
        if (b->call == blocked_write)
            close(fds[1]);
        if (b->call == blocked_flock)
            flock(file2, LOCK_EX);
        if (b->call == blocked_lock)
            fcntl(file, F_SETLKW, &l);
        write(ready[1], &c, 1);
        close(go[1]);
        if (read(go[0], &c, 1) >= 0) {
            write(fds[1], &c, 1);
            write(sockets[1], &c, 1);
            sem_post(semaphore);
            while (b->call == blocked_write && read(fds[0], fill, sizeof fill) > 0)
                ;
        }
        _exit(0);
    }
    close(go[0]);
    EXPECT(read(ready[0], &c, 1) == 1);
    catch(SIGALRM, on_signal, flags);
    count = 0;
    *delivered = 0;
    start = now();
    if (b->restarts && (flags & SA_RESTART) != 0) {
        /* A third process sees to it that the call is let go after some signals. */
        pid_t helper = fork();

        if (helper == 0) {
            signal(SIGALRM, SIG_IGN);
            while (*delivered < 2)
                usleep(1000);
            usleep(5000);
            write(go[1], &c, 1);
            _exit(0);
        }
        close(go[1]);
        every(10000);
        result = b->call();
        error = errno;
        once(0);
        if (result < 0)
            finding("%s: errno %d after %d signals", b->name, error, count);
        EXPECT(count >= 1);
        close(fds[1]);
        while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
            ;
        snprintf(name, sizeof name, "%s goes on with SA_RESTART", b->name);
    } else {
        every(50000); /* again, should the first come before the call on a busy machine */
        result = b->call();
        error = errno;
        once(0);
        if (result >= 0 && b->call == blocked_write)
            finding("%s was not interrupted", b->name);
        if (b->call != blocked_write && (result != -1 || error != EINTR))
            finding("%s: result %d errno %d", b->name, result, error);
        EXPECT(count >= 1);
        EXPECT(now() - start < 4);
        kill(child, SIGKILL);
        while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
            ;
        close(go[1]);
        snprintf(name, sizeof name, "%s is interrupted%s", b->name, flags ? " even with SA_RESTART" : "");
    }
    close(fds[0]);
    close(fds[1]);
    close(ready[0]);
    close(ready[1]);
    close(sockets[0]);
    close(sockets[1]);
    close(file);
    verdict(name);
}

static void sleeps_on(void)
{
    struct timespec t = { 0, 60000000 }, left = { 9, 9 };
    double start = now();

    /* A signal without handler (ignored by default) does not end a sleep. */
    signal(SIGALRM, SIG_DFL);
    catch(SIGURG, SIG_DFL, 0);
    if (fork() == 0) {
        usleep(10000);
        kill(getppid(), SIGURG);
        kill(getppid(), SIGWINCH);
        _exit(0);
    }
    EXPECT(nanosleep(&t, &left) == 0);
    EXPECT(now() - start >= 0.059);
    EXPECT_EQ(left.tv_sec, 9);
    waitpid(-1, NULL, 0);
    catch(SIGALRM, on_signal, 0);
    t.tv_sec = 10;
    once(20000);
    EXPECT(nanosleep(&t, &left) == -1 && errno == EINTR);
    EXPECT(left.tv_sec + left.tv_nsec / 1e9 < 10.045 && left.tv_sec >= 8);
    verdict("sleeping: ignored signals do not end it, handled ones tell what was left");
}

int main(void)
{
    unsigned i;

    semaphore = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    delivered = (volatile int *)(semaphore + 1);
    for (i = 0; i < sizeof blocked / sizeof *blocked; i++) {
        block(&blocked[i], 0);
        block(&blocked[i], SA_RESTART);
    }
    sleeps_on();
    return plan();
}
