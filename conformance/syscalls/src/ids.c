/* User and group ids, limits, usage, capabilities. */
#include "t.h"
#include <grp.h>
#include <sys/resource.h>

int main(void)
{
    uid_t r, e, s;
    gid_t g[100];
    struct rlimit l;
    struct rusage u;
    int st;
    IS(getuid() == geteuid());
    V(getresuid(&r, &e, &s));
    IS(r == getuid() && e == geteuid() && s == r);
    V(getresgid(&r, &e, &s));
    IS(r == getgid() && e == getegid() && s == r);
    V(syscall(SYS_getresuid, BAD, &e, &s));
    V(getgroups(0, NULL) >= 0);
    V(getgroups(-1, NULL));
    V(getgroups(100, g) == getgroups(0, NULL));
    V(setuid(getuid()));
    V(setgid(getgid()));
    V(setreuid(-1, -1));
    V(setresuid(-1, -1, -1));
    V(setresgid(-1, getegid(), -1));
    V(setfsuid(geteuid()) == (int) geteuid());
    if (fork() == 0) {
        if (geteuid() == 0) {
            gid_t some[3] = {5, 70000, 12};
            V(setgroups(3, some));
            V(getgroups(100, g));
            printf("%u %u %u\n", (unsigned) g[0], (unsigned) g[1], (unsigned) g[2]);
            V(setresgid(100000, 200000, 300000));
            V(getresgid(&r, &e, &s));
            printf("%u %u %u\n", (unsigned) r, (unsigned) e, (unsigned) s);
            V(setresuid(1000, 2000, 3000));
            V(getresuid(&r, &e, &s));
            printf("%u %u %u\n", (unsigned) r, (unsigned) e, (unsigned) s);
            V(setuid(0));
            V(setreuid(2000, 3000));
            V(seteuid(2000));
            printf("%u %u\n", (unsigned) getuid(), (unsigned) geteuid());
            V(setgroups(1, some));
            V(kill(getppid(), 0));
            V(chown(".", 0, 0));
            V(setpriority(PRIO_PROCESS, 0, -5));
        } else {
            printf("not root\n");
        }
        _exit(0);
    }
    wait(&st);
    status("changed", st);

    static const struct { int id; const char *name; } limits[] = {
        {RLIMIT_CPU, "CPU"}, {RLIMIT_FSIZE, "FSIZE"}, {RLIMIT_DATA, "DATA"}, {RLIMIT_STACK, "STACK"}, {RLIMIT_CORE, "CORE"},
        {RLIMIT_RSS, "RSS"}, {RLIMIT_NPROC, "NPROC"}, {RLIMIT_NOFILE, "NOFILE"}, {RLIMIT_MEMLOCK, "MEMLOCK"}, {RLIMIT_AS, "AS"},
    };
    for (unsigned i = 0; i < sizeof limits / sizeof *limits; i++) {
        printf("%s ", limits[i].name);
        V(getrlimit(limits[i].id, &l));
    }
    V(getrlimit(77, &l));
    V(syscall(SYS_getrlimit, RLIMIT_CPU, BAD));
    l = (struct rlimit) {0, RLIM_INFINITY};
    getrlimit(RLIMIT_CORE, &l);
    l.rlim_cur = 0;
    V(setrlimit(RLIMIT_CORE, &l));
    V(getrlimit(RLIMIT_CORE, &l));
    IS(l.rlim_cur == 0);
    l = (struct rlimit) {20, 50};
    V(setrlimit(RLIMIT_NOFILE, &l));
    l.rlim_cur = l.rlim_max = 0;
    V(getrlimit(RLIMIT_NOFILE, &l));
    printf("%llu %llu\n", (unsigned long long) l.rlim_cur, (unsigned long long) l.rlim_max);
    V(sysconf(_SC_OPEN_MAX));
    V(dup2(0, 19));
    V(dup2(0, 20));
    V(fcntl(0, F_DUPFD, 20));
    V(fcntl(0, F_DUPFD, 19));
    l = (struct rlimit) {60, 50};
    V(setrlimit(RLIMIT_NOFILE, &l));
    l = (struct rlimit) {0x123456789LL, RLIM_INFINITY};
    V(setrlimit(RLIMIT_FSIZE, &l));
    V(getrlimit(RLIMIT_FSIZE, &l));
    printf("%llx %d\n", (unsigned long long) l.rlim_cur, l.rlim_max == RLIM_INFINITY);
    V(prlimit(0, RLIMIT_NOFILE, NULL, &l));
    printf("%llu %llu\n", (unsigned long long) l.rlim_cur, (unsigned long long) l.rlim_max);
    V(prlimit(0x3fffffff, RLIMIT_NOFILE, NULL, &l));

    V(getrusage(RUSAGE_SELF, &u));
    IS(u.ru_utime.tv_usec >= 0 && u.ru_utime.tv_usec < 1000000);
    V(getrusage(RUSAGE_CHILDREN, &u));
    V(getrusage(RUSAGE_THREAD, &u));
    V(getrusage(99, &u));
    V(syscall(SYS_getrusage, RUSAGE_SELF, BAD));
    errno = 0;
    V(getpriority(PRIO_PROCESS, 0));
    V(setpriority(PRIO_PROCESS, 0, 3));
    V(getpriority(PRIO_PROCESS, 0));
    V(getpriority(99, 0));
    V(nice(1));
    return 0;
}
