/* Signals: actions, masks, information, stacks, queues, waiting, restarting. */
#include "t.h"
#include <setjmp.h>
#include <ucontext.h>

static volatile sig_atomic_t count, order[16], n_order;
static volatile int last, last_code, last_value, last_pid_ok;
static void *volatile last_address;

static void on(int s)
{
    count++;
    if (n_order < 16) {
        order[n_order++] = s;
    }
}

static void on_info(int s, siginfo_t *i, void *c)
{
    (void) c;
    count++;
    last = s;
    last_code = i->si_code;
    last_value = i->si_value.sival_int;
    last_pid_ok = i->si_pid == getpid() && i->si_uid == getuid();
    last_address = i->si_addr;
}

static const char *code(int c)
{
    return c == SI_USER ? "USER" : c == SI_QUEUE ? "QUEUE" : c == SI_TKILL ? "TKILL" : c == SI_TIMER ? "TIMER" : c == SI_KERNEL ? "KERNEL"
           : c == SI_MESGQ ? "MESGQ" : c == SI_ASYNCIO ? "ASYNCIO" : c > 0 ? "positive" : "?";
}

static void actions(void)
{
    struct sigaction a, o;
    memset(&a, 0, sizeof a);
    a.sa_handler = on;
    sigemptyset(&a.sa_mask);
    sigaddset(&a.sa_mask, SIGUSR2);
    sigaddset(&a.sa_mask, SIGRTMIN + 3);
    a.sa_flags = SA_RESTART | SA_NODEFER | SA_RESETHAND;
    V(sigaction(SIGUSR1, &a, NULL));
    memset(&o, 0xff, sizeof o);
    V(sigaction(SIGUSR1, NULL, &o));
    IS(o.sa_handler == on);
    IS((o.sa_flags & (SA_RESTART | SA_NODEFER | SA_RESETHAND | SA_SIGINFO | SA_ONSTACK | SA_NOCLDSTOP | SA_NOCLDWAIT))
       == (int) (SA_RESTART | SA_NODEFER | SA_RESETHAND));
    IS(sigismember(&o.sa_mask, SIGUSR2) == 1 && sigismember(&o.sa_mask, SIGRTMIN + 3) == 1 && sigismember(&o.sa_mask, SIGINT) == 0);
    V(raise(SIGUSR1));
    V(count);
    V(sigaction(SIGUSR1, NULL, &o));
    IS(o.sa_handler == SIG_DFL);
    V(sigaction(SIGKILL, &a, NULL));
    V(sigaction(SIGSTOP, NULL, &o));
    V(sigaction(0, &a, NULL));
    V(sigaction(500, &a, NULL));
    V(syscall(SYS_rt_sigaction, SIGUSR1, BAD, NULL, _NSIG / 8));
    V(syscall(SYS_rt_sigaction, SIGUSR1, NULL, NULL, 3));
}

static void masks(void)
{
    sigset_t m, o, p;
    struct sigaction a;
    memset(&a, 0, sizeof a);
    a.sa_handler = on;
    a.sa_flags = 0;
    for (int i = 0; i < 8; i++) {
        sigaction(SIGRTMIN + i, &a, NULL);
    }
    sigaction(SIGUSR1, &a, NULL);
    sigaction(SIGUSR2, &a, NULL);
    sigemptyset(&m);
    sigaddset(&m, SIGUSR1);
    sigaddset(&m, SIGUSR2);
    sigaddset(&m, SIGRTMIN + 2);
    sigaddset(&m, SIGRTMIN + 5);
    sigaddset(&m, SIGKILL);
    V(sigprocmask(SIG_BLOCK, &m, &o));
    V(sigprocmask(SIG_BLOCK, NULL, &o));
    IS(sigismember(&o, SIGUSR1) && sigismember(&o, SIGRTMIN + 5) && !sigismember(&o, SIGKILL) && !sigismember(&o, SIGINT));
    count = 0;
    raise(SIGUSR1);
    raise(SIGUSR1);
    raise(SIGRTMIN + 5);
    raise(SIGRTMIN + 2);
    raise(SIGRTMIN + 5);
    raise(SIGUSR2);
    V(count);
    V(sigpending(&p));
    IS(sigismember(&p, SIGUSR1) && sigismember(&p, SIGRTMIN + 5) && !sigismember(&p, SIGINT));
    n_order = 0;
    V(sigprocmask(SIG_UNBLOCK, &m, NULL));
    V(count);
    for (int i = 0; i < n_order; i++) {
        printf("%s ", signame(order[i]));
    }
    printf("\n");
    V(sigprocmask(99, &m, NULL));
    V(syscall(SYS_rt_sigprocmask, SIG_BLOCK, BAD, NULL, _NSIG / 8));
    V(syscall(SYS_rt_sigprocmask, SIG_BLOCK, &m, NULL, 4));
    V(syscall(SYS_rt_sigpending, BAD, _NSIG / 8));
}

static void information(void)
{
    struct sigaction a;
    union sigval v = {.sival_int = 12345};
    int pid, st;
    memset(&a, 0, sizeof a);
    a.sa_sigaction = on_info;
    a.sa_flags = SA_SIGINFO;
    sigaction(SIGUSR1, &a, NULL);
    sigaction(SIGRTMIN + 1, &a, NULL);
    sigaction(SIGCHLD, &a, NULL);
    sigaction(SIGALRM, &a, NULL);
    kill(getpid(), SIGUSR1);
    printf("kill: %s %s %d\n", signame(last), code(last_code), last_pid_ok);
    raise(SIGUSR1);
    printf("raise: %s %s %d\n", signame(last), code(last_code), last_pid_ok);
    V(sigqueue(getpid(), SIGRTMIN + 1, v));
    printf("sigqueue: %s %s %d %d\n", signame(last), code(last_code), last_pid_ok, last_value);
    V(sigqueue(getpid(), 0, v));
    V(sigqueue(0x3fffffff, SIGUSR1, v));
    last = 0;
    alarm(1);
    while (last != SIGALRM) {
        nap(5);
    }
    printf("alarm: %s %s\n", signame(last), code(last_code));
    last = 0;
    if ((pid = fork()) == 0) {
        _exit(17);
    }
    while (last != SIGCHLD) {
        nap(5);
    }
    printf("child: %s %s\n", signame(last), last_code == CLD_EXITED ? "exited" : "?");
    wait(&st);
    signal(SIGCHLD, SIG_DFL);
    timer_t t;
    struct sigevent e;
    struct itimerspec i = {{0, 0}, {0, 10000000}};
    memset(&e, 0, sizeof e);
    e.sigev_notify = SIGEV_SIGNAL;
    e.sigev_signo = SIGRTMIN + 1;
    e.sigev_value.sival_int = 4321;
    V(timer_create(CLOCK_MONOTONIC, &e, &t));
    last = 0;
    V(timer_settime(t, 0, &i, NULL));
    while (last == 0) {
        nap(5);
    }
    printf("timer: %s %s %d\n", signame(last), code(last_code), last_value);
    V(timer_getoverrun(t));
    V(timer_gettime(t, &i));
    printf("%lld %lld\n", (long long) i.it_value.tv_sec, (long long) i.it_interval.tv_sec);
    V(timer_delete(t));
}

static void *volatile on_stack;

static void stack_handler(int s, siginfo_t *i, void *c)
{
    stack_t now;
    ucontext_t *u = c;
    (void) s;
    (void) i;
    on_stack = &now;
    V(sigaltstack(NULL, &now));
    V((now.ss_flags & SS_ONSTACK) != 0);
    V(u->uc_stack.ss_size == now.ss_size);
    now.ss_flags = SS_DISABLE;
    V(sigaltstack(&now, NULL));
}

static void stacks(void)
{
    static char space[65536];
    stack_t s = {space, 0, sizeof space}, o;
    struct sigaction a;
    s.ss_sp = space;
    s.ss_size = sizeof space;
    s.ss_flags = 0;
    memset(&o, 0, sizeof o);
    V(sigaltstack(NULL, &o));
    V(o.ss_flags == SS_DISABLE);
    V(sigaltstack(&s, &o));
    V(sigaltstack(NULL, &o));
    IS(o.ss_sp == space && o.ss_size == sizeof space && o.ss_flags == 0);
    memset(&a, 0, sizeof a);
    a.sa_sigaction = stack_handler;
    a.sa_flags = SA_ONSTACK | SA_SIGINFO;
    sigaction(SIGUSR1, &a, NULL);
    raise(SIGUSR1);
    IS((char *) on_stack > space && (char *) on_stack < space + sizeof space);
    s.ss_size = 100;
    V(sigaltstack(&s, NULL));
    s.ss_flags = 77;
    V(sigaltstack(&s, NULL));
    V(syscall(SYS_sigaltstack, BAD, NULL));
    s.ss_flags = SS_DISABLE;
    V(sigaltstack(&s, NULL));
}

static sigjmp_buf env;

static void on_fault(int s, siginfo_t *i, void *c)
{
    (void) c;
    last = s;
    last_code = i->si_code;
    last_address = i->si_addr;
    siglongjmp(env, 1);
}

static void faults(void)
{
    struct sigaction a;
    int st;
    char *p = mmap(NULL, 8192, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memset(&a, 0, sizeof a);
    a.sa_sigaction = on_fault;
    a.sa_flags = SA_SIGINFO;
    sigaction(SIGSEGV, &a, NULL);
    sigaction(SIGBUS, &a, NULL);
    if (sigsetjmp(env, 1) == 0) {
        *(volatile char *) 64 = 1;
    }
    printf("null: %s %d %d\n", signame(last), last_code == SEGV_MAPERR, last_address == (void *) 64);
    if (sigsetjmp(env, 1) == 0) {
        p[100] = 1;
    }
    printf("read only: %s %d %d\n", signame(last), last_code == SEGV_ACCERR, last_address == p + 100);
    munmap(p, 8192);
    if (sigsetjmp(env, 1) == 0) {
        printf("%d\n", *(volatile char *) (p + 4096));
    }
    printf("unmapped: %s %d %d\n", signame(last), last_code == SEGV_MAPERR, last_address == p + 4096);
    int fd = open("short", O_RDWR | O_CREAT, 0600);
    write(fd, "x", 1);
    p = mmap(NULL, 8192, PROT_READ, MAP_SHARED, fd, 0);
    if (sigsetjmp(env, 1) == 0) {
        printf("%d\n", p[0]);
        printf("%d\n", *(volatile char *) (p + 4096));
    }
    printf("behind the end: %s %d %d\n", signame(last), last_code == BUS_ADRERR, last_address == p + 4096);
    sigset_t m;
    sigprocmask(0, NULL, &m);
    IS(sigismember(&m, SIGSEGV) == 0);
    if (fork() == 0) {
        signal(SIGSEGV, SIG_IGN);
        *(volatile char *) 0 = 1;
        _exit(0);
    }
    wait(&st);
    V(WTERMSIG(st) == SIGSEGV);
    if (fork() == 0) {
        signal(SIGABRT, SIG_IGN);
        abort();
    }
    wait(&st);
    V(WTERMSIG(st) == SIGABRT);
}

static void waiting(void)
{
    sigset_t m, none;
    siginfo_t i;
    struct timespec t = {0, 20000000};
    int s;
    sigemptyset(&none);
    sigemptyset(&m);
    sigaddset(&m, SIGUSR1);
    sigaddset(&m, SIGRTMIN + 4);
    sigprocmask(SIG_BLOCK, &m, NULL);
    V(sigtimedwait(&m, &i, &t));
    raise(SIGUSR1);
    memset(&i, 0, sizeof i);
    IS(sigtimedwait(&m, &i, &t) == SIGUSR1);
    IS(i.si_signo == SIGUSR1 && i.si_pid == getpid());
    union sigval v = {.sival_int = 99};
    sigqueue(getpid(), SIGRTMIN + 4, v);
    memset(&i, 0, sizeof i);
    IS(sigwaitinfo(&m, &i) == SIGRTMIN + 4);
    printf("%s %d\n", code(i.si_code), i.si_value.sival_int);
    raise(SIGUSR1);
    V(sigwait(&m, &s));
    IS(s == SIGUSR1);
    t.tv_nsec = -1;
    V(sigtimedwait(&m, &i, &t));
    struct sigaction a;
    memset(&a, 0, sizeof a);
    a.sa_handler = on;
    sigaction(SIGUSR1, &a, NULL);
    count = 0;
    raise(SIGUSR1);
    V(count);
    V(sigsuspend(&none));
    V(count);
    sigprocmask(SIG_SETMASK, NULL, &m);
    IS(sigismember(&m, SIGUSR1) == 1);
    V(syscall(SYS_rt_sigsuspend, BAD, _NSIG / 8));
    V(syscall(SYS_rt_sigsuspend, &none, 1));
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static void restarting(void)
{
    struct sigaction a;
    int p[2], st;
    char c;
    struct timespec t = {1, 0}, left;
    memset(&a, 0, sizeof a);
    a.sa_handler = on;
    pipe(p);
    for (int restart = 0; restart < 2; restart++) {
        a.sa_flags = restart ? SA_RESTART : 0;
        sigaction(SIGUSR1, &a, NULL);
        int me = getpid();
        int pid = fork();
        if (pid == 0) {
            nap(300);
            kill(me, SIGUSR1);
            nap(300);
            write(p[1], "y", 1);
            _exit(0);
        }
        V(read(p[0], &c, 1));
        if (!restart) {
            read(p[0], &c, 1);
        }
        waitpid(pid, &st, 0);
        if ((pid = fork()) == 0) {
            nap(300);
            kill(me, SIGUSR1);
            nap(300);
            _exit(0);
        }
        V(waitpid(pid, &st, 0) == pid);
        if (!restart) {
            waitpid(pid, &st, 0);
        }
        if ((pid = fork()) == 0) {
            nap(300);
            kill(me, SIGUSR1);
            _exit(0);
        }
        V(nanosleep(&t, &left));
        IS(left.tv_sec == 0 && left.tv_nsec > 1000000 && left.tv_nsec < 950000000);
        waitpid(pid, &st, 0);
    }
    V(syscall(SYS_nanosleep, BAD, NULL));
    t.tv_nsec = 1000000000;
    V(nanosleep(&t, NULL));
}

int main(void)
{
    actions();
    masks();
    information();
    stacks();
    faults();
    waiting();
    restarting();
    return 0;
}
