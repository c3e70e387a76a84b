/* Clocks, timers, sleeping. */
#include "t.h"
#include <sys/times.h>
#include <sys/timerfd.h>

static volatile sig_atomic_t alarms;

static void on(int s)
{
    (void) s;
    alarms++;
}

static long long ns(clockid_t c)
{
    struct timespec t;
    return clock_gettime(c, &t) == 0 ? t.tv_sec * 1000000000LL + t.tv_nsec : -1;
}

int main(void)
{
    struct timespec t, r;
    struct timeval v;
    struct itimerval i, o;
    struct tms tms;
    static const clockid_t clocks[] = {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID,
        CLOCK_MONOTONIC_RAW, CLOCK_REALTIME_COARSE, CLOCK_MONOTONIC_COARSE, CLOCK_BOOTTIME, CLOCK_TAI, 50, -1};
    for (unsigned k = 0; k < sizeof clocks / sizeof *clocks; k++) {
        printf("clock %d: ", (int) clocks[k]);
        fflush(stdout);
        OK(clock_gettime(clocks[k], &t));
        IS(t.tv_nsec >= 0 && t.tv_nsec < 1000000000);
    }
    V(clock_getres(CLOCK_MONOTONIC, &t));
    printf("%lld %ld\n", (long long) t.tv_sec, t.tv_nsec);
    V(clock_getres(CLOCK_MONOTONIC, NULL));
    V(clock_getres(77, &t));
    V(syscall(SYS_clock_gettime, CLOCK_MONOTONIC, BAD));
    V(clock_settime(CLOCK_MONOTONIC, &t));
    long long a = ns(CLOCK_MONOTONIC), b = ns(CLOCK_MONOTONIC);
    IS(b >= a);
    V(gettimeofday(&v, NULL));
    IS(llabs(v.tv_sec - (long long) time(NULL)) <= 1);
    IS(llabs(ns(CLOCK_REALTIME) / 1000000000 - (long long) time(NULL)) <= 1);
    OK(times(&tms));
    IS(sysconf(_SC_CLK_TCK) == 100);
    OK(clock());
    a = ns(CLOCK_MONOTONIC);
    t = (struct timespec) {0, 30000000};
    V(clock_nanosleep(CLOCK_MONOTONIC, 0, &t, NULL));
    IS(ns(CLOCK_MONOTONIC) - a >= 30000000);
    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_nsec += 20000000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_nsec -= 1000000000;
        t.tv_sec++;
    }
    V(clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &t, NULL));
    V(clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &t, NULL));
    V(clock_nanosleep(77, 0, &t, NULL) == EINVAL);
    t.tv_nsec = 2000000000;
    V(clock_nanosleep(CLOCK_MONOTONIC, 0, &t, NULL) == EINVAL);
    V(usleep(1000));

    signal(SIGALRM, on);
    signal(SIGVTALRM, on);
    V(alarm(100));
    V(alarm(0));
    V(alarm(0));
    i = (struct itimerval) {{0, 10000}, {0, 10000}};
    V(setitimer(ITIMER_REAL, &i, NULL));
    while (alarms < 3) {
        pause();
    }
    i.it_value.tv_usec = 0;
    V(setitimer(ITIMER_REAL, &i, &o));
    printf("%lld.%06ld\n", (long long) o.it_interval.tv_sec, (long) o.it_interval.tv_usec);
    V(getitimer(ITIMER_REAL, &o));
    printf("%lld.%06ld\n", (long long) o.it_value.tv_sec, (long) o.it_value.tv_usec);
    i = (struct itimerval) {{0, 0}, {0, 20000}};
    alarms = 0;
    V(setitimer(ITIMER_VIRTUAL, &i, NULL));
    while (alarms < 1) {
    }
    V(alarms);
    V(setitimer(9, &i, NULL));
    i.it_value.tv_usec = 1000000;
    V(setitimer(ITIMER_REAL, &i, NULL));
    V(syscall(SYS_getitimer, ITIMER_REAL, BAD));
    V(syscall(SYS_setitimer, ITIMER_REAL, BAD, NULL));

    timer_t id;
    struct itimerspec s;
    struct sigevent e;
    memset(&e, 0, sizeof e);
    e.sigev_notify = SIGEV_NONE;
    V(timer_create(CLOCK_REALTIME, &e, &id));
    s = (struct itimerspec) {{7, 5}, {100, 0}};
    V(timer_settime(id, 0, &s, NULL));
    memset(&s, 0, sizeof s);
    V(timer_gettime(id, &s));
    printf("%lld %ld %d\n", (long long) s.it_interval.tv_sec, s.it_interval.tv_nsec, s.it_value.tv_sec == 99 || s.it_value.tv_sec == 100);
    V(timer_delete(id));
    e.sigev_notify = 77;
    V(timer_create(CLOCK_REALTIME, &e, &id));
    V(timer_create(77, NULL, &id));

    int fd;
    uint64_t n = 0;
    V(fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
    V(fcntl(fd, F_GETFD));
    V(read(fd, &n, 8));
    s = (struct itimerspec) {{0, 5000000}, {0, 5000000}};
    V(timerfd_settime(fd, 0, &s, NULL));
    V(fcntl(fd, F_SETFL, 0));
    V(read(fd, &n, 8));
    IS(n >= 1 && n < 20);
    nap(40);
    V(read(fd, &n, 8));
    IS(n >= 7 && n < 100);
    V(read(fd, &n, 4));
    s = (struct itimerspec) {{3, 4}, {50, 0}};
    V(timerfd_settime(fd, 0, &s, &s));
    printf("%lld %ld\n", (long long) s.it_interval.tv_sec, s.it_interval.tv_nsec);
    V(timerfd_gettime(fd, &s));
    printf("%lld %ld %d\n", (long long) s.it_interval.tv_sec, s.it_interval.tv_nsec, s.it_value.tv_sec == 49 || s.it_value.tv_sec == 50);
    s.it_value.tv_nsec = 1000000000;
    V(timerfd_settime(fd, 0, &s, NULL));
    V(timerfd_settime(fd, 99, &s, NULL));
    V(timerfd_settime(1, 0, &s, NULL));
    V(timerfd_gettime(77, &s));
    V(timerfd_create(77, 0));
    V(timerfd_create(CLOCK_MONOTONIC, 1));
    clock_gettime(CLOCK_MONOTONIC, &r);
    s = (struct itimerspec) {{0, 0}, {r.tv_sec + 100, 0}};
    V(timerfd_settime(fd, TFD_TIMER_ABSTIME, &s, NULL));
    V(timerfd_gettime(fd, &s));
    IS(s.it_value.tv_sec >= 98 && s.it_value.tv_sec <= 100);
    return 0;
}
