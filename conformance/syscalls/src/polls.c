/* poll, ppoll, select, pselect, epoll. */
#include "t.h"
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>

static volatile sig_atomic_t alarms;

static void on_alarm(int s)
{
    (void) s;
    alarms++;
}

static void bits(const char *what, int b)
{
    static const struct { int bit; const char *name; } names[] = {
        {POLLIN, "IN"}, {POLLPRI, "PRI"}, {POLLOUT, "OUT"}, {POLLERR, "ERR"}, {POLLHUP, "HUP"}, {POLLNVAL, "NVAL"},
        {POLLRDNORM, "RDNORM"}, {POLLRDBAND, "RDBAND"}, {POLLWRBAND, "WRBAND"}, {POLLRDHUP, "RDHUP"},
    };
    printf("%s:", what);
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        if (b & names[i].bit) {
            printf(" %s", names[i].name);
        }
    }
    printf("\n");
}

static void ebits(const char *what, unsigned b)
{
    static const struct { unsigned bit; const char *name; } names[] = {
        {EPOLLIN, "IN"}, {EPOLLPRI, "PRI"}, {EPOLLOUT, "OUT"}, {EPOLLERR, "ERR"}, {EPOLLHUP, "HUP"},
        {EPOLLRDNORM, "RDNORM"}, {EPOLLWRNORM, "WRNORM"}, {EPOLLWRBAND, "WRBAND"}, {EPOLLRDHUP, "RDHUP"},
    };
    printf("%s:", what);
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        if (b & names[i].bit) {
            printf(" %s", names[i].name);
        }
    }
    printf("\n");
}

static void with_poll(void)
{
    int p[2], s[2];
    char c;
    struct pollfd f[4];
    struct timespec t = {0, 20000000};
    sigset_t m;
    pipe(p);
    socketpair(AF_UNIX, SOCK_STREAM, 0, s);
    f[0] = (struct pollfd) {p[0], POLLIN, 0};
    f[1] = (struct pollfd) {p[1], POLLOUT, 0};
    f[2] = (struct pollfd) {-5, POLLIN, 99};
    f[3] = (struct pollfd) {77, POLLIN, 0};
    V(poll(f, 1, 0));
    V(poll(f, 3, 1000));
    bits("0", f[0].revents);
    bits("1", f[1].revents);
    bits("2", f[2].revents);
    V(poll(f, 4, -1));
    bits("3", f[3].revents);
    write(p[1], "x", 1);
    V(poll(f, 1, -1));
    bits("0", f[0].revents);
    f[0].events = POLLIN | POLLOUT | POLLPRI | POLLRDNORM | POLLRDBAND;
    V(poll(f, 1, -1));
    bits("0", f[0].revents);
    f[1].events = POLLOUT | POLLWRNORM | POLLWRBAND;
    V(poll(f + 1, 1, 0));
    bits("1", f[1].revents);
    f[1] = (struct pollfd) {s[0], POLLIN | POLLOUT | POLLWRNORM | POLLWRBAND | POLLRDHUP, 0};
    V(poll(f + 1, 1, 0));
    bits("socket", f[1].revents);
    shutdown(s[1], SHUT_WR);
    V(poll(f + 1, 1, 0));
    bits("half closed", f[1].revents);
    close(s[1]);
    V(poll(f + 1, 1, 0));
    bits("closed", f[1].revents);
    read(p[0], &c, 1);
    close(p[1]);
    V(poll(f, 1, -1));
    bits("writer gone", f[0].revents);
    V(poll(BAD, 1, 0));
    V(poll(BAD, 0, 0));
    V(syscall(SYS_poll, f, -1, 0));
    f[0] = (struct pollfd) {-1, 0, 0};
    long long from = now_ms();
    V(ppoll(f, 1, &t, NULL));
    IS(now_ms() - from >= 19);
    t.tv_nsec = 1000000000;
    V(ppoll(f, 1, &t, NULL));
    t.tv_nsec = -1;
    V(ppoll(f, 1, &t, NULL));
    t = (struct timespec) {5, 0};
    sigemptyset(&m);
    sigaddset(&m, SIGALRM);
    sigprocmask(SIG_BLOCK, &m, NULL);
    raise(SIGALRM);
    sigemptyset(&m);
    V(ppoll(f, 1, &t, &m));
    V(alarms);
    sigprocmask(SIG_SETMASK, &m, NULL);
    struct itimerval it = {{0, 0}, {0, 300000}};
    setitimer(ITIMER_REAL, &it, NULL);
    V(poll(NULL, 0, 3000));
    V(alarms);
    close(p[0]), close(s[0]);
}

static void with_select(void)
{
    int p[2];
    fd_set r, w, x;
    struct timeval t = {5, 0};
    struct timespec ts = {0, 10000000};
    sigset_t m;
    pipe(p);
    dup2(p[0], 100);
    FD_ZERO(&r);
    FD_ZERO(&w);
    FD_ZERO(&x);
    FD_SET(p[0], &r);
    FD_SET(100, &r);
    FD_SET(p[1], &w);
    FD_SET(p[0], &x);
    V(select(101, &r, &w, &x, &t));
    printf("%d %d %d %d\n", !!FD_ISSET(p[0], &r), !!FD_ISSET(100, &r), !!FD_ISSET(p[1], &w), !!FD_ISSET(p[0], &x));
    IS(t.tv_sec == 4 || t.tv_sec == 5);
    write(p[1], "x", 1);
    FD_ZERO(&r);
    FD_SET(p[0], &r);
    FD_SET(100, &r);
    V(select(101, &r, NULL, NULL, NULL));
    printf("%d %d\n", !!FD_ISSET(p[0], &r), !!FD_ISSET(100, &r));
    FD_SET(77, &r);
    V(select(101, &r, NULL, NULL, NULL));
    FD_ZERO(&r);
    t = (struct timeval) {0, 20000};
    long long from = now_ms();
    V(select(0, NULL, NULL, NULL, &t));
    IS(now_ms() - from >= 19);
    V(t.tv_usec);
    V(select(-1, NULL, NULL, NULL, &t));
    t = (struct timeval) {0, -1};
    V(select(0, NULL, NULL, NULL, &t));
    t = (struct timeval) {0, 0};
    V(syscall(SYS_pselect6, 5, BAD, NULL, NULL, NULL, NULL));
    V(pselect(0, NULL, NULL, NULL, &ts, NULL));
    V(ts.tv_nsec);
    sigemptyset(&m);
    sigaddset(&m, SIGALRM);
    sigprocmask(SIG_BLOCK, &m, NULL);
    raise(SIGALRM);
    sigemptyset(&m);
    ts.tv_sec = 5;
    alarms = 0;
    V(pselect(0, NULL, NULL, NULL, &ts, &m));
    V(alarms);
    sigprocmask(SIG_SETMASK, &m, NULL);
    close(p[0]), close(p[1]), close(100);
}

static void with_epoll(void)
{
    int e, p[2], s[2];
    char c;
    struct epoll_event ev, out[4];
    memset(&ev, 0, sizeof ev);
    V(e = epoll_create1(EPOLL_CLOEXEC));
    V(fcntl(e, F_GETFD));
    V(epoll_create(0));
    V(epoll_create1(1));
    pipe(p);
    ev.events = EPOLLIN;
    ev.data.u64 = 0x1122334455667788ULL;
    V(epoll_ctl(e, EPOLL_CTL_ADD, p[0], &ev));
    V(epoll_ctl(e, EPOLL_CTL_ADD, p[0], &ev));
    V(epoll_ctl(e, EPOLL_CTL_ADD, e, &ev));
    V(epoll_ctl(e, EPOLL_CTL_ADD, 77, &ev));
    V(epoll_ctl(77, EPOLL_CTL_ADD, p[0], &ev));
    V(epoll_ctl(p[1], EPOLL_CTL_ADD, p[0], &ev));
    V(epoll_ctl(e, EPOLL_CTL_MOD, p[1], &ev));
    V(epoll_ctl(e, EPOLL_CTL_DEL, p[1], NULL));
    V(epoll_ctl(e, 99, p[0], &ev));
    V(epoll_ctl(e, EPOLL_CTL_ADD, p[1], BAD));
    ev.events = EPOLLOUT | EPOLLET;
    ev.data.u64 = 42;
    V(epoll_ctl(e, EPOLL_CTL_ADD, p[1], &ev));
    memset(out, 0, sizeof out);
    V(epoll_wait(e, out, 4, 1000));
    printf("data %llx\n", (unsigned long long) out[0].data.u64);
    ebits("events", out[0].events);
    V(epoll_wait(e, out, 4, 0));
    write(p[1], "x", 1);
    V(epoll_wait(e, out, 1, 1000));
    printf("data %llx\n", (unsigned long long) out[0].data.u64);
    ebits("events", out[0].events);
    ev.events = EPOLLIN | EPOLLONESHOT;
    ev.data.u64 = 0xfedcba9876543210ULL;
    V(epoll_ctl(e, EPOLL_CTL_MOD, p[0], &ev));
    V(epoll_ctl(e, EPOLL_CTL_DEL, p[1], &ev));
    V(epoll_wait(e, out, 4, 0));
    printf("data %llx\n", (unsigned long long) out[0].data.u64);
    V(epoll_wait(e, out, 4, 0));
    V(epoll_wait(e, out, 0, 0));
    V(epoll_wait(77, out, 1, 0));
    V(epoll_wait(p[0], out, 1, 0));
    socketpair(AF_UNIX, SOCK_STREAM, 0, s);
    ev.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLWRNORM | EPOLLWRBAND;
    ev.data.ptr = &ev;
    V(epoll_ctl(e, EPOLL_CTL_ADD, s[0], &ev));
    V(epoll_wait(e, BAD, 1, 0));
    close(s[1]);
    V(epoll_wait(e, out, 4, 0));
    IS(out[0].data.ptr == &ev);
    ebits("closed", out[0].events);
    close(s[0]);
    V(epoll_wait(e, out, 4, 10));
    struct itimerval it = {{0, 0}, {0, 300000}};
    alarms = 0;
    setitimer(ITIMER_REAL, &it, NULL);
    V(epoll_wait(e, out, 4, 3000));
    V(alarms);
    sigset_t m;
    sigemptyset(&m);
    sigaddset(&m, SIGALRM);
    sigprocmask(SIG_BLOCK, &m, NULL);
    raise(SIGALRM);
    sigemptyset(&m);
    V(epoll_pwait(e, out, 4, 3000, &m));
    V(alarms);
    sigprocmask(SIG_SETMASK, &m, NULL);
    read(p[0], &c, 1);
    int copy = dup(e);
    ev.events = EPOLLIN;
    V(epoll_ctl(copy, EPOLL_CTL_MOD, p[0], &ev));
    if (fork() == 0) {
        write(p[1], "f", 1);
        _exit(0);
    }
    V(epoll_wait(copy, out, 4, 3000));
    wait(NULL);
    int outer = epoll_create1(0);
    V(epoll_ctl(outer, EPOLL_CTL_ADD, e, &ev));
    V(epoll_wait(outer, out, 4, 3000));
    struct pollfd f = {e, POLLIN, 0};
    V(poll(&f, 1, 0));
}

int main(void)
{
    struct sigaction sa;
    memset(&sa, 0, sizeof sa);
    sa.sa_handler = on_alarm;
    sa.sa_flags = SA_RESTART;
    sigaction(SIGALRM, &sa, NULL);
    with_poll();
    with_select();
    with_epoll();
    return 0;
}
