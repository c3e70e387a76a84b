/*
 * A program that does not behave: each mode takes what it can get, or leaves things behind.
 *   misuse forks        forks until it is refused, prints the number of children and the error, kills and waits for them
 *   misuse files        opens until it is refused
 *   misuse maps         maps 1 MiB at a time until it is refused, then gives all back and maps 512 MiB
 *   misuse break        moves the break up until it is refused
 *   misuse recurse      never returns: dies of SIGSEGV when the stack has reached its limit
 *   misuse pipe         writes to a pipe that nobody reads: dies of SIGPIPE; with SIGPIPE ignored (misuse epipe): EPIPE
 *   misuse stop         stops itself; prints "continued" when it goes on
 *   misuse orphans N    exits at once and leaves N children that write "orphan" half a second later
 *   misuse loop         runs for ever; misuse sleep: sleeps for ever; misuse children: so do 3 children, it waits for them
 *   misuse deaf         ignores what can be ignored and runs for ever
 *   misuse write N      writes N lines; exit status 1 and the error on stderr if that fails
 *   misuse read         copies standard input to standard output
 *   misuse exec FILE .. runs a program with the rest as its arguments
 *   misuse storm        2000 times fork, exit, wait
 */
#include "guest.h"

static int failed(const char *what)
{
    dprintf(2, "misuse: %s: error %d\n", what, errno);
    return 1;
}

static int forks(void)
{
    int n = 0, pid, held[2], error;
    char c;

    pipe(held);
    while ((pid = fork()) > 0)
        n++;
    if (pid == 0) {
        close(held[1]);
        read(held[0], &c, 1);
        _exit(0);
    }
    error = errno;
    close(held[0]);
    close(held[1]);
    pid = n;
    while (wait_status(-1) == 0)
        n--;
    printf("%s children, error %d, %d left\n", pid > 50 ? "many" : "few", error, n);
    return 0;
}

static int files(void)
{
    int n = 0;

    while (open("/dev/null", O_RDONLY, 0) >= 0)
        n++;
    printf("%s files, error %d\n", n > 100 ? "many" : "few", errno);
    return 0;
}

static int maps(void)
{
    int n = 0, fd = open("/dev/zero", O_RDWR, 0), error;
    uptr first = 0, last = 0;

    for (;; n++) {
        uptr at = sys(SYS_mmap, 0, 1 << 20, 3, 2, fd, 0);

        if (at == -1ul)
            break;
        *(int *)at = n;
        if (first == 0)
            first = at;
        if (at + (1 << 20) > last)
            last = at + (1 << 20);
    }
    error = errno;
    printf("%s maps, error %d, unmap %d\n", n > 500 ? "many" : "few", error, (int)sys(SYS_munmap, first, last - first));
    printf("again %d\n", sys(SYS_mmap, 0, 1 << 29, 3, 2, fd, 0) != -1);
    return 0;
}

static int raise_break(void)
{
    int n = 0;

    while (sbrk(1 << 20) != (void *)-1)
        n++;
    printf("%s steps, error %d\n", n > 50 ? "many" : "few", errno);
    return 0;
}

/* The compiler must not see that this never ends. */
static volatile int deep = 1;

static NOINLINE int recurse(int n)
{
    volatile char room[1000];

    room[n % 1000] = n;
    return deep ? recurse(n + 1) + room[n % 1000] : n;
}

static int broken_pipe(int ignore)
{
    int fd[2];

    if (ignore)
        catch(SIGPIPE, SIG_IGN, 0);
    pipe(fd);
    close(fd[0]);
    if (write(fd[1], "x", 1) == -1)
        return failed("write");
    return 0;
}

static int orphans(int n)
{
    while (n-- > 0) {
        if (fork() == 0) {
            pause_ms(500);
            write(1, "orphan\n", 7);
            _exit(0);
        }
    }
    write(1, "parent\n", 7);
    return 0;
}

static int children(void)
{
    int i;

    for (i = 0; i < 3; i++) {
        if (fork() == 0)
            for (;;)
                pause_ms(1000);
    }
    for (i = 0; i < 3; i++)
        wait_status(-1);
    return 0;
}

static int write_lines(int n)
{
    int i, length;
    char line[64];

    for (i = 0; i < n; i++) {
        length = sprintf(line, "line %d of a long output\n", i);
        if (write(1, line, length) != length)
            return failed("write");
    }
    return 0;
}

static int copy(void)
{
    char buffer[4096];
    int n;

    while ((n = read(0, buffer, sizeof(buffer))) > 0)
        if (write(1, buffer, n) != n)
            return failed("write");
    return n < 0 ? failed("read") : 0;
}

static int storm(void)
{
    int i, pid;

    for (i = 0; i < 2000; i++) {
        pid = fork();
        if (pid == 0)
            _exit(i & 127);
        if (pid < 0 || wait_status(pid) != (i & 127) << 8)
            return failed("fork");
    }
    printf("storm over\n");
    return 0;
}

int main(int argc, char **argv)
{
    const char *mode = argc > 1 ? argv[1] : "";
    int n = argc > 2 ? to_int(argv[2]) : 0;

    if (!strcmp(mode, "forks"))
        return forks();
    if (!strcmp(mode, "files"))
        return files();
    if (!strcmp(mode, "maps"))
        return maps();
    if (!strcmp(mode, "break"))
        return raise_break();
    if (!strcmp(mode, "recurse"))
        return recurse(0);
    if (!strcmp(mode, "pipe") || !strcmp(mode, "epipe"))
        return broken_pipe(*mode == 'e');
    if (!strcmp(mode, "stop")) {
        kill(getpid(), SIGSTOP);
        printf("continued\n");
        return 0;
    }
    if (!strcmp(mode, "orphans"))
        return orphans(n);
    if (!strcmp(mode, "children"))
        return children();
    if (!strcmp(mode, "deaf")) {
        for (n = 1; n < 32; n++)
            catch(n, SIG_IGN, 0);
    }
    if (!strcmp(mode, "loop") || !strcmp(mode, "deaf")) {
        write(1, "running\n", 8);
        for (;;)
            ;
    }
    if (!strcmp(mode, "sleep")) {
        write(1, "running\n", 8);
        for (;;)
            pause_ms(1000);
    }
    if (!strcmp(mode, "write"))
        return write_lines(n);
    if (!strcmp(mode, "read"))
        return copy();
    if (!strcmp(mode, "exec")) {
        sys(SYS_execve, argv[2], argv + 2, environ);
        return failed(argv[2]);
    }
    if (!strcmp(mode, "storm"))
        return storm();
    dprintf(2, "misuse: which mode?\n");
    return 2;
}
