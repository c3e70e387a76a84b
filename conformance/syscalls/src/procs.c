/* Processes: fork, exec, wait in all forms, groups, sessions. */
#include "t.h"
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>

static char **args;

static void info(const char *what, const siginfo_t *i, int child)
{
    printf("%s: signo %s code %s pid %s uid %d status %d\n", what, signame(i->si_signo),
           i->si_code == CLD_EXITED ? "exited" : i->si_code == CLD_KILLED ? "killed" : i->si_code == CLD_DUMPED ? "dumped"
           : i->si_code == CLD_STOPPED ? "stopped" : i->si_code == CLD_CONTINUED ? "continued" : "?",
           i->si_pid == child ? "child" : i->si_pid == 0 ? "0" : "?", i->si_uid == getuid(),
           i->si_code == CLD_EXITED ? i->si_status : -1);
    if (i->si_code != CLD_EXITED) {
        printf("  %s\n", signame(i->si_status));
    }
}

static void waiting(void)
{
    int st, pid, other;
    siginfo_t i;
    struct rusage r;
    V(wait(&st));
    V(waitpid(-1, &st, WNOHANG));
    if ((pid = fork()) == 0) {
        _exit(42);
    }
    V(waitpid(pid, &st, 0) == pid);
    status("exit", st);
    V(waitpid(pid, &st, 0));
    if ((pid = fork()) == 0) {
        _exit(0x1234);
    }
    V(wait4(pid, &st, 0, &r) == pid);
    status("low byte", st);
    IS(r.ru_utime.tv_sec == 0 && r.ru_utime.tv_usec >= 0 && r.ru_utime.tv_usec < 1000000);
    if ((pid = fork()) == 0) {
        raise(SIGKILL);
    }
    V(wait(&st) == pid);
    status("kill", st);
    V(WCOREDUMP(st) != 0);
    if ((pid = fork()) == 0) {
        signal(SIGTERM, SIG_DFL);
        raise(SIGTERM);
    }
    memset(&i, 0, sizeof i);
    V(waitid(P_PID, pid, &i, WEXITED | WNOWAIT));
    info("waitid", &i, pid);
    V(waitid(P_ALL, 0, &i, WEXITED));
    info("waitid", &i, pid);
    V(waitid(P_ALL, 0, &i, WEXITED));
    V(waitid(P_PID, pid, &i, 0));
    V(waitid(99, pid, &i, WEXITED));
    if ((pid = fork()) == 0) {
        raise(SIGSTOP);
        nap(100);
        raise(SIGTSTP);
        _exit(9);
    }
    V(waitpid(pid, &st, WUNTRACED) == pid);
    status("stopped", st);
    V(waitpid(pid, &st, WNOHANG | WUNTRACED));
    V(kill(pid, SIGCONT));
    V(waitpid(pid, &st, WCONTINUED) == pid);
    status("continued", st);
    memset(&i, 0, sizeof i);
    V(waitid(P_PID, pid, &i, WSTOPPED | WEXITED));
    info("waitid", &i, pid);
    kill(pid, SIGCONT);
    V(waitid(P_PID, pid, &i, WEXITED));
    info("waitid", &i, pid);
    memset(&i, 0x55, sizeof i);
    if ((pid = fork()) == 0) {
        nap(200);
        _exit(1);
    }
    V(waitid(P_PID, pid, &i, WEXITED | WNOHANG));
    printf("nothing: %d %d\n", i.si_pid, i.si_signo);
    V(waitpid(pid, &st, WNOHANG));
    V(waitpid(pid, &st, 0x100));
    if ((other = fork()) == 0) {
        _exit(2);
    }
    V(waitpid(other, &st, 0) == other);
    status("other first", st);
    V(waitpid(-1, &st, 0) == pid);
    status("then", st);
    V(syscall(SYS_wait4, -1, BAD, WNOHANG, NULL));
    if ((pid = fork()) == 0) {
        _exit(2);
    }
    V(syscall(SYS_wait4, pid, BAD, 0, NULL));
    V(wait(&st));
    signal(SIGCHLD, SIG_IGN);
    if ((pid = fork()) == 0) {
        _exit(3);
    }
    V(wait(&st));
    signal(SIGCHLD, SIG_DFL);
    struct sigaction sa;
    memset(&sa, 0, sizeof sa);
    sa.sa_handler = SIG_DFL;
    sa.sa_flags = SA_NOCLDWAIT;
    sigaction(SIGCHLD, &sa, NULL);
    if ((pid = fork()) == 0) {
        _exit(3);
    }
    V(wait(&st));
    signal(SIGCHLD, SIG_DFL);
}

static void groups(void)
{
    int pid, st, p[2], q[2];
    char c;
    V(getpgid(0) == getpgrp());
    V(getsid(0) > 0);
    V(getpgid(-1));
    V(getpgid(0x3fffffff));
    V(setpgid(0, -1));
    V(setpgid(0x3fffffff, 0));
    pipe(p);
    pipe(q);
    if ((pid = fork()) == 0) {
        V(setpgid(0, 0));
        V(getpgrp() == getpid());
        V(setpgid(0, getppid()) == 0 ? 0 : errno == EPERM || errno == 0);
        write(p[1], "x", 1);
        read(q[0], &c, 1);
        _exit(5);
    }
    read(p[0], &c, 1);
    V(getpgid(pid) == pid);
    V(getsid(pid) == getsid(0));
    V(kill(-pid, 0));
    V(kill(-pid, SIGTERM));
    V(waitpid(-pid, &st, 0) == pid);
    status("group", st);
    V(kill(-pid, 0));
    V(kill(pid, 0));
    if ((pid = fork()) == 0) {
        V(setsid() == getpid());
        V(getsid(0) == getpid());
        V(getpgrp() == getpid());
        V(setsid());
        V(setpgid(0, 0));
        _exit(0);
    }
    wait(&st);
    V(kill(getpid(), 0));
    V(kill(getpid(), -1));
    V(kill(getpid(), 200));
    V(getppid() > 0);
    if ((pid = fork()) == 0) {
        if (fork() == 0) {
            nap(100);
            printf("orphan's parent %s\n", getppid() == 1 || getppid() != 0 ? "somebody" : "?");
            fflush(stdout);
            write(q[1], "o", 1);
            _exit(0);
        }
        _exit(0);
    }
    wait(&st);
    read(q[0], &c, 1);
    V(c);
}

static void executing(void)
{
    char *argv[] = {args[0], "exec", "two words", "", NULL};
    char *env[] = {"ONE=1", "TWO=two words", NULL};
    int st, fd, keep;
    V(execv("none", argv));
    make("data", "not a program");
    V(execv("data", argv));
    chmod("data", 0755);
    V(execv("data", argv));
    mkdir("dir", 0755);
    V(execv("dir", argv));
    V(execv("data/x", argv));
    V(syscall(SYS_execve, BAD, argv, env));
    V(syscall(SYS_execve, args[0], BAD, env));
    fd = open("data", O_RDONLY | O_CLOEXEC);
    keep = open("data", O_RDONLY);
    V(fd);
    V(keep);
    signal(SIGUSR1, SIG_IGN);
    sigset_t m;
    sigemptyset(&m);
    sigaddset(&m, SIGUSR2);
    sigprocmask(SIG_BLOCK, &m, NULL);
    umask(027);
    if (fork() == 0) {
        execve(args[0], argv, env);
        _exit(99);
    }
    wait(&st);
    status("exec", st);
    make("script", "#!/bin/sh\necho \"script $0 $1\"\nexit 6\n");
    chmod("script", 0755);
    if (fork() == 0) {
        execl("./script", "script", "arg", (char *) NULL);
        _exit(99);
    }
    wait(&st);
    status("script", st);
    make("loop1", "#! ./loop1\n");
    chmod("loop1", 0755);
    V(execl("./loop1", "loop1", (char *) NULL));
    make("noint", "#!/none/sh\n");
    chmod("noint", 0755);
    V(execl("./noint", "noint", (char *) NULL));
    if (vfork() == 0) {
        _exit(8);
    }
    wait(&st);
    status("vfork", st);
    if (vfork() == 0) {
        execl(args[0], args[0], "quick", (char *) NULL);
        _exit(99);
    }
    wait(&st);
    status("vfork exec", st);
}

static int executed(int argc, char **argv)
{
    extern char **environ;
    sigset_t m;
    struct sigaction sa;
    if (strcmp(argv[1], "quick") == 0) {
        return 11;
    }
    printf("%d arguments <%s> <%s> <%s>\n", argc, argv[1], argv[2], argv[3]);
    for (char **e = environ; *e; e++) {
        printf("%s\n", *e);
    }
    V(fcntl(3, F_GETFD));
    V(fcntl(4, F_GETFD));
    sigaction(SIGUSR1, NULL, &sa);
    IS(sa.sa_handler == SIG_IGN);
    sigprocmask(0, NULL, &m);
    IS(sigismember(&m, SIGUSR2) == 1);
    IS(sigismember(&m, SIGUSR1) == 0);
    printf("umask %03o\n", umask(0));
    return 12;
}

static int shared_value;

static int cloned(void *p)
{
    shared_value = *(int *) p;
    return 21;
}

static void cloning(void)
{
    static char stack[65536] __attribute__((aligned(16)));
    int st, value = 77, pid;
    pid = clone(cloned, stack + sizeof stack, CLONE_VM | CLONE_FILES | SIGCHLD, &value);
    V(waitpid(pid, &st, 0) == pid);
    status("clone vm", st);
    V(shared_value);
    shared_value = 0;
    pid = clone(cloned, stack + sizeof stack, SIGCHLD, &value);
    V(waitpid(pid, &st, 0) == pid);
    status("clone", st);
    V(shared_value);
    V(prctl(PR_SET_NAME, "a name that is too long"));
    char name[17] = "";
    V(prctl(PR_GET_NAME, name));
    printf("%s\n", name);
    V(prctl(PR_GET_DUMPABLE));
    V(prctl(PR_SET_PDEATHSIG, SIGHUP));
    V(prctl(PR_GET_PDEATHSIG, &st));
    IS(st == SIGHUP);
    V(prctl(12345, 0, 0, 0, 0));
    V(syscall(SYS_gettid) == getpid());
}

int main(int argc, char **argv)
{
    args = argv;
    if (argc > 1) {
        return executed(argc, argv);
    }
    waiting();
    groups();
    executing();
    cloning();
    return 0;
}
