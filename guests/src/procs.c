/*
 * Processes: fork, exec, wait in all its forms, pipes, close-on-exec, scripts, SIGCLD, orphans, groups, stop and continue.
 * TAP output, made of tests that each clean up after themselves; exit status 0 if all passed, else 1.
 *   procs              all tests (about two seconds)
 *   procs --child ...  what the tests start themselves with
 * Writes in /tmp. argv[0] must be a path that execve finds.
 */
#include "guest.h"

static const char *self;
static char temporary[64];

/* ---- what a started child does ----------------------------------------------------------------------------------- */

static int child_main(int argc, char **argv)
{
    const char *what = argc > 2 ? argv[2] : "";
    int i;

    if (!strcmp(what, "exit"))
        return to_int(argv[3]);
    if (!strcmp(what, "argv0"))
        return strcmp(argv[0], "a name of its own") ? 1 : 42;
    if (!strcmp(what, "env"))
        return get_env("SEED") && !strcmp(get_env("SEED"), "poppy") && !get_env("PATH") && environ[2] == NULL ? 43 : 1;
    if (!strcmp(what, "fds")) {
        /* bit n of the status: descriptor argv[3 + n] is open */
        int open_set = 0;

        for (i = 3; i < argc; i++)
            if (sys(SYS_fcntl, to_int(argv[i]), F_GETFD, 0) != -1)
                open_set |= 1 << (i - 3);
        return open_set;
    }
    if (!strcmp(what, "script")) {
        /* #!self --child script  ->  self, "--child script" may come as one argument or two */
        printf("script got:");
        for (i = 3; i < argc; i++)
            printf(" [%s]", argv[i]);
        printf("\n");
        return argc;
    }
    if (!strcmp(what, "dispositions")) {
        struct sigaction usr1, usr2, pipe_action;
        sigset_t mask;

        sigaction(SIGUSR1, NULL, &usr1);
        sigaction(SIGUSR2, NULL, &usr2);
        sigaction(SIGPIPE, NULL, &pipe_action);
        sigprocmask(SIG_BLOCK, NULL, &mask);
        return (usr1.sa_handler == SIG_DFL) | (usr2.sa_handler == SIG_IGN) << 1 | (pipe_action.sa_handler == SIG_DFL) << 2
            | has(&mask, SIGTERM) << 3;
    }
    if (!strcmp(what, "cat")) {
        char buffer[256];
        int n, total = 0;

        while ((n = read(0, buffer, sizeof buffer)) > 0) {
            write(1, buffer, n);
            total += n;
        }
        return total & 0xff;
    }
    return 99;
}

/* ---- helpers ----------------------------------------------------------------------------------------------------- */

static void start(const char *what, const char *arg)
{
    const char *argv[] = { self, "--child", what, arg, NULL };

    sys(SYS_execve, self, argv, environ);
    _exit(98);
}

static int run(const char *what, const char *arg)
{
    int pid = fork();

    if (pid == 0)
        start(what, arg);
    return wait_status(pid);
}

static volatile int cld_count, last_signal;

static void on_cld(int sig) { cld_count++; last_signal = sig; }

/* ---- tests ------------------------------------------------------------------------------------------------------- */

static void forks(void)
{
    static int shared_not = 1;
    int parent = getpid(), pid, status, i, sum, fd[2], told = 0;
    struct siginfo info;

    pipe(fd);
    pid = fork();
    if (pid == 0) {
        int numbers[2];

        shared_not = 2;
        numbers[0] = getpid();
        numbers[1] = getppid();
        write(fd[1], numbers, sizeof numbers);
        _exit(7);
    }
    check(pid > 0 && pid != parent, "fork gives the child's pid to the parent");
    {
        int numbers[2] = { 0, 0 };

        told = read(fd[0], numbers, sizeof numbers);
        check(told == 8 && numbers[0] == pid && numbers[1] == parent, "child's getpid and getppid: %d bytes, %d == %d, %d == %d",
                told, numbers[0], pid, numbers[1], parent);
    }
    status = wait_info(pid, &info, 0);
    check(status == 0 && info.si_signo == SIGCLD && info.si_code == CLD_EXITED && info.u.kid.pid == pid && info.u.kid.status == 7,
            "waitsys: result %d signo %d code %d right pid %d status %d", status, info.si_signo, info.si_code,
            info.u.kid.pid == pid, info.u.kid.status);
    same("memory is not shared", shared_not, 1);
    close(fd[0]);
    close(fd[1]);

    status = wait_info(-1, &info, 0);
    check(status == -1 && errno == ECHILD, "no children left: ECHILD");
    status = wait_info(parent, &info, 0);
    check(status == -1 && errno == ECHILD, "not my child: ECHILD");

    for (i = sum = 0; i < 50; i++) {
        pid = fork();
        if (pid == 0)
            _exit(i);
        sum += wait_status(pid) >> 8;
    }
    same("fifty children one after the other", sum, 49 * 50 / 2);
    for (i = 0; i < 20; i++) {
        pid = fork();
        if (pid == 0)
            _exit(i);
    }
    for (i = sum = 0; i < 20; i++)
        sum += wait_status(-1) >> 8;
    same("twenty children at a time", sum, 19 * 20 / 2);
    /* each child forks the next and adds one to its status */
    pid = fork();
    if (pid == 0) {
        for (i = 0; i < 6; i++) {
            pid = fork();
            if (pid)
                _exit((wait_status(pid) >> 8) + 1);
        }
        _exit(100);
    }
    same("six generations", wait_status(pid), 106 << 8);
    pid = fork();
    if (pid == 0)
        _exit(0x1234);
    same("only eight bits of the status count", wait_status(pid), 0x34 << 8);
}

static void waits(void)
{
    struct siginfo info;
    int pid, other, status, fd[2];

    pipe(fd);
    pid = fork();
    if (pid == 0) {
        char c;

        close(fd[1]);
        read(fd[0], &c, 1);
        _exit(3);
    }
    status = wait_info(pid, &info, WEXITED | WNOHANG);
    check(status == 0 && info.u.kid.pid == 0, "WNOHANG with nothing to report: result %d pid %d", status, info.u.kid.pid);
    close(fd[0]);
    close(fd[1]);
    status = wait_info(pid, &info, WEXITED | WNOWAIT);
    check(status == 0 && info.u.kid.status == 3, "WNOWAIT reports");
    status = wait_info(pid, &info, WEXITED | WNOHANG);
    check(status == 0 && info.u.kid.pid == pid && info.u.kid.status == 3, "and the child is still there");
    check(wait_info(pid, &info, 0) == -1 && errno == ECHILD, "gone after a real wait");

    pid = fork();
    if (pid == 0)
        for (;;)
            sys(SYS_pause);
    kill(pid, SIGTERM);
    status = wait_info(pid, &info, 0);
    check(status == 0 && info.si_code == CLD_KILLED && info.u.kid.status == SIGTERM, "killed: code %d status %d", info.si_code, info.u.kid.status);
    pid = fork();
    if (pid == 0) {
        kill(getpid(), SIGABRT);
        _exit(0);
    }
    status = wait_info(pid, &info, 0);
    check(status == 0 && (info.si_code == CLD_DUMPED || info.si_code == CLD_KILLED) && (info.u.kid.status & 0x7f) == SIGABRT,
            "aborted: killed or dumped by signal %d", info.u.kid.status & 0x7f);

    /* stop, continue, end */
    pid = fork();
    if (pid == 0) {
        kill(getpid(), SIGSTOP);
        _exit(5);
    }
    status = wait_info(pid, &info, WSTOPPED);
    check(status == 0 && info.si_code == CLD_STOPPED && info.u.kid.status == SIGSTOP, "stopped: code %d status %d", info.si_code, info.u.kid.status);
    kill(pid, SIGCONT);
    status = wait_info(pid, &info, WCONTINUED);
    check(status == 0 && info.si_code == CLD_CONTINUED && info.u.kid.pid == pid, "continued: code %d", info.si_code);
    same("and exits", wait_status(pid), 5 << 8);

    /* groups */
    pid = fork();
    if (pid == 0)
        for (;;)
            sys(SYS_pause);
    other = fork();
    if (other == 0)
        for (;;)
            sys(SYS_pause);
    same("setpgid of a child", sys(SYS_syssgi, 21, pid, pid), 0);
    same("getpgid of it", sys(SYS_syssgi, 64, pid), pid);
    kill(-pid, SIGUSR1);
    memset(&info, 0, sizeof info);
    status = sys(SYS_waitsys, P_PGID, pid, &info, WEXITED, 0);
    check(status == 0 && info.u.kid.pid == pid && info.u.kid.status == SIGUSR1, "signal to a group, wait for a group");
    status = wait_info(other, &info, WEXITED | WNOHANG);
    check(status == 0 && info.u.kid.pid == 0, "the other child is in another group");
    kill(other, SIGKILL);
    same("killed", wait_status(other), SIGKILL);
    pid = fork();
    if (pid == 0) {
        int sid = sys(SYS_syssgi, 20);

        _exit(sid == getpid() && sys(SYS_pgrpsys, 0) == getpid() ? 0 : 1);
    }
    same("setsid makes session and group", wait_status(pid), 0);
}

static void pipes(void)
{
    int fd[2], chain[2], pid, i, n, status, in = -1;
    char buffer[64], big[20000];

    pipe(fd);
    same("write to a pipe", write(fd[1], "garden", 6), 6);
    same("read part of it", read(fd[0], buffer, 3), 3);
    same("read the rest", read(fd[0], buffer + 3, 60), 3);
    check(!memcmp(buffer, "garden", 6), "same bytes");
    close(fd[1]);
    same("end of file when nobody can write", read(fd[0], buffer, 10), 0);
    close(fd[0]);

    pipe(fd);
    catch(SIGPIPE, on_cld, 0);
    last_signal = 0;
    close(fd[0]);
    status = write(fd[1], "x", 1);
    check(status == -1 && errno == EPIPE && last_signal == SIGPIPE, "nobody reads: EPIPE and SIGPIPE");
    catch(SIGPIPE, SIG_DFL, 0);
    pid = fork();
    if (pid == 0) {
        write(fd[1], "x", 1);
        _exit(0);
    }
    same("which kills by default", wait_status(pid), SIGPIPE);
    close(fd[1]);

    /* more than a pipe holds, with a reader */
    for (i = 0; i < (int)sizeof big; i++)
        big[i] = i * 3;
    pipe(fd);
    pid = fork();
    if (pid == 0) {
        close(fd[0]);
        for (i = 0; i < 20; i++)
            write(fd[1], big, sizeof big);
        _exit(0);
    }
    close(fd[1]);
    for (i = status = 0; (n = read(fd[0], buffer, sizeof buffer)) > 0; i += n)
        status += buffer[0] != (char)(i % 20000 * 3);
    close(fd[0]);
    wait_status(pid);
    check(i == 400000 && status == 0, "400000 bytes through a pipe: %d, %d blocks wrong", i, status);

    /* a chain of five: each adds one to every byte */
    for (i = 0; i < 5; i++) {
        pipe(chain);
        pid = fork();
        if (pid == 0) {
            char c;

            close(chain[0]);
            if (in == -1)
                write(chain[1], "abc", 3);
            else
                while (read(in, &c, 1) == 1) {
                    c++;
                    write(chain[1], &c, 1);
                }
            _exit(0);
        }
        close(chain[1]);
        if (in != -1)
            close(in);
        in = chain[0];
    }
    memset(buffer, 0, sizeof buffer);
    for (n = 0; (i = read(in, buffer + n, 8)) > 0; n += i)
        continue;
    close(in);
    for (i = 0; i < 5; i++)
        wait_status(-1);
    check(!strcmp(buffer, "efg"), "chain of five processes: %s", buffer);

    /* standard input and output of an exec'd program */
    pipe(fd);
    pipe(chain);
    pid = fork();
    if (pid == 0) {
        close(0);
        sys(SYS_dup, fd[0]);
        close(1);
        sys(SYS_dup, chain[1]);
        for (i = 3; i < 20; i++)
            close(i);
        start("cat", "");
    }
    close(fd[0]);
    close(chain[1]);
    write(fd[1], "through cat", 11);
    close(fd[1]);
    memset(buffer, 0, sizeof buffer);
    for (n = 0; (i = read(chain[0], buffer + n, 32)) > 0; n += i)
        continue;
    close(chain[0]);
    same("cat's status", wait_status(pid), 11 << 8);
    check(!strcmp(buffer, "through cat"), "what came through: %s", buffer);
}

static int exec_errno(const char *path)
{
    const char *argv[] = { path, NULL };
    int pid = fork();

    if (pid == 0) {
        sys(SYS_execve, path, argv, environ);
        _exit(errno);
    }
    return wait_status(pid) >> 8;
}

static void make_file(const char *text, int mode)
{
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, mode);

    write(fd, text, strlen(text));
    close(fd);
    sys(SYS_chmod, temporary, mode);
}

static void execs(void)
{
    int pid, keep, drop, status, n;
    char text[300], number[2][12];

    same("exec and exit", run("exit", "21"), 21 << 8);
    pid = fork();
    if (pid == 0) {
        const char *argv[] = { "a name of its own", "--child", "argv0", NULL };

        sys(SYS_execve, self, argv, environ);
        _exit(98);
    }
    same("argv[0] need not be the path", wait_status(pid), 42 << 8);
    pid = fork();
    if (pid == 0) {
        const char *argv[] = { self, "--child", "env", NULL }, *env[] = { "SEED=poppy", "SOIL=", NULL };

        sys(SYS_execve, self, argv, env);
        _exit(98);
    }
    same("the environment given, no more", wait_status(pid), 43 << 8);

    keep = open("/dev/null", O_RDONLY, 0);
    drop = open("/dev/null", O_RDONLY, 0);
    sys(SYS_fcntl, drop, F_SETFD, 1);
    sprintf(number[0], "%d", keep);
    sprintf(number[1], "%d", drop);
    pid = fork();
    if (pid == 0) {
        const char *argv[] = { self, "--child", "fds", number[0], number[1], "1", NULL };

        sys(SYS_execve, self, argv, environ);
        _exit(98);
    }
    same("close-on-exec: first and third stay open", wait_status(pid), 5 << 8);
    close(keep);
    close(drop);

    catch(SIGUSR1, on_cld, 0);
    catch(SIGUSR2, SIG_IGN, 0);
    {
        sigset_t term = set_of(SIGTERM);

        sigprocmask(SIG_BLOCK, &term, NULL);
        status = run("dispositions", "");
        sigprocmask(SIG_UNBLOCK, &term, NULL);
    }
    same("over exec handlers go, ignored signals and the mask stay", status, 15 << 8);
    catch(SIGUSR1, SIG_DFL, 0);
    catch(SIGUSR2, SIG_DFL, 0);

    same("no such program", exec_errno("/nowhere/at/all"), ENOENT);
    same("a directory", exec_errno("/tmp"), EACCES);
    make_file("just text\n", 0644);
    same("not executable", exec_errno(temporary), EACCES);
    make_file("neither ELF nor script\n", 0755);
    same("no known format", exec_errno(temporary), ENOEXEC);
    make_file("", 0755);
    same("an empty file", exec_errno(temporary), ENOEXEC);
    make_file("#!/nowhere/interpreter\n", 0755);
    same("script without its interpreter", exec_errno(temporary), ENOENT);

    /* The kernel gives the interpreter: its name, the rest of the line as one argument, the script, the arguments. */
    sprintf(text, "#! %s --script-argument\nthe rest is for the interpreter\n", self);
    make_file(text, 0755);
    pid = fork();
    if (pid == 0) {
        const char *argv[] = { "ignored", "one", "two", NULL };

        sys(SYS_execve, temporary, argv, environ);
        _exit(98);
    }
    n = wait_status(pid);
    same("script: interpreter, its argument, script, arguments", n, 77 << 8);
    sys(SYS_unlink, temporary);
}

static void sigcld(void)
{
    int pid, i, status;
    struct siginfo info;
    sigset_t cld = set_of(SIGCLD);

    cld_count = 0;
    catch(SIGCLD, on_cld, 0);
    pid = fork();
    if (pid == 0)
        _exit(1);
    while (!cld_count)
        pause_ms(5);
    check(cld_count == 1 && last_signal == SIGCLD, "SIGCLD once for a child: %d", cld_count);
    same("and it can be waited for", wait_status(pid), 1 << 8);
    catch(SIGCLD, SIG_DFL, 0);

    catch(SIGCLD, SIG_IGN, 0);
    pid = fork();
    if (pid == 0)
        _exit(1);
    status = wait_info(pid, &info, 0);
    check(status == -1 && errno == ECHILD, "SIGCLD ignored: nothing to wait for");
    catch(SIGCLD, SIG_DFL, 0);

    catch(SIGCLD, on_cld, SA_NOCLDWAIT);
    cld_count = 0;
    pid = fork();
    if (pid == 0)
        _exit(1);
    do
        status = wait_info(pid, &info, 0);
    while (status == -1 && errno == EINTR);
    check(status == -1 && errno == ECHILD, "SA_NOCLDWAIT: nothing to wait for");
    catch(SIGCLD, SIG_DFL, 0);

    cld_count = 0;
    catch(SIGCLD, on_cld, SA_NOCLDSTOP);
    sigprocmask(SIG_BLOCK, &cld, NULL);
    pid = fork();
    if (pid == 0) {
        kill(getpid(), SIGSTOP);
        _exit(2);
    }
    wait_info(pid, &info, WSTOPPED);
    sigprocmask(SIG_UNBLOCK, &cld, NULL);
    same("SA_NOCLDSTOP: no signal for a stop", cld_count, 0);
    kill(pid, SIGCONT);
    status = wait_status(pid);
    for (i = 0; i < 100 && !cld_count; i++)
        pause_ms(5);
    check(status == 2 << 8 && cld_count == 1, "but for the end: %d", cld_count);
    catch(SIGCLD, SIG_DFL, 0);
}

static void orphans(void)
{
    int fd[2], pid, parent = 0, i;

    pipe(fd);
    pid = fork();
    if (pid == 0) {
        int middle = getpid();

        if (fork() == 0) {
            for (i = 0; i < 200 && getppid() == middle; i++)
                pause_ms(5);
            parent = getppid();
            write(fd[1], &parent, sizeof parent);
            _exit(0);
        }
        _exit(0);
    }
    close(fd[1]);
    wait_status(pid);
    i = read(fd[0], &parent, sizeof parent);
    check(i == 4 && parent == 1, "an orphan's parent is process 1: %d", parent);
    close(fd[0]);
}

static void inherited(void)
{
    int pid, status, fd;
    char byte = 0;
    struct tms before, after;

    sys(SYS_umask, 027);
    pid = fork();
    if (pid == 0)
        _exit(sys(SYS_umask, 0));
    same("umask is inherited", wait_status(pid), 027 << 8);
    same("and not shared", sys(SYS_umask, 022), 027);

    fd = open(temporary, O_RDWR | O_CREAT | O_TRUNC, 0644);
    write(fd, "abcdef", 6);
    sys(SYS_lseek, fd, 0, SEEK_SET);
    pid = fork();
    if (pid == 0) {
        read(fd, &byte, 1);
        read(fd, &byte, 1);
        close(fd);
        _exit(byte);
    }
    status = wait_status(pid);
    read(fd, &byte, 1);
    check(status == 'b' << 8 && byte == 'c', "the file position is shared");
    close(fd);
    sys(SYS_unlink, temporary);

    sys(SYS_times, &before);
    pid = fork();
    if (pid == 0) {
        volatile int i;

        for (i = 0; i < 3000000; i++)
            continue;
        _exit(0);
    }
    wait_status(pid);
    check(sys(SYS_times, &after) > 0 && after.cutime >= before.cutime, "times counts children");
}

int main(int argc, char **argv)
{
    self = argv[0];
    if (argc > 1 && !strcmp(argv[1], "--child"))
        return child_main(argc, argv);
    if (argc > 1 && !strcmp(argv[1], "--script-argument"))
        return argc == 5 && !strncmp(argv[2], "/tmp/guest-procs-", 17) && !strcmp(argv[3], "one") && !strcmp(argv[4], "two") ? 77 : argc;
    sprintf(temporary, "/tmp/guest-procs-%d", getpid());
    forks();
    waits();
    pipes();
    execs();
    sigcld();
    orphans();
    inherited();
    return tap_done();
}
