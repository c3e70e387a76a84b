/* Pipes: flags, capacities, ends, EPIPE, EAGAIN, atomicity, EINTR. */
#include "t.h"
#include <sys/ioctl.h>

static volatile sig_atomic_t pipes, alarms;

static void on_pipe(int s)
{
    (void) s;
    pipes++;
}

static void on_alarm(int s)
{
    (void) s;
    alarms++;
}

int main(void)
{
    int p[2], n = 0, st;
    static char big[100000];
    char b[16] = "";
    struct sigaction sa;
    V(pipe(p));
    printf("%d %d\n", p[0], p[1]);
    V(fcntl(p[0], F_GETFL) & O_ACCMODE);
    V(fcntl(p[1], F_GETFL) & O_ACCMODE);
    V(write(p[1], "abcdef", 6));
    V(ioctl(p[0], FIONREAD, &n));
    V(n);
    V(read(p[0], b, 4));
    V(read(p[0], b, 10));
    V(write(p[0], "x", 1));
    V(read(p[1], b, 1));
    V(lseek(p[0], 0, SEEK_CUR));
    V(pread(p[0], b, 1, 0));
    V(fsync(p[0]));
    V(ftruncate(p[1], 0));
    V(fcntl(p[1], F_SETFL, O_NONBLOCK));
    V(write(p[1], big, 100000));
    V(write(p[1], big, 1));
    V(fcntl(p[0], F_SETFL, O_NONBLOCK));
    V(read(p[0], big, 100000));
    V(read(p[0], big, 100000));
    V(write(p[1], BAD, 1));
    V(close(p[1]));
    V(read(p[0], b, 1));
    close(p[0]);
    V(pipe2(p, O_NONBLOCK | O_CLOEXEC));
    V(fcntl(p[0], F_GETFD));
    V((fcntl(p[0], F_GETFL) & O_NONBLOCK) != 0);
    V(read(p[0], b, 1));
    close(p[0]);
    sigaction(SIGPIPE, NULL, &sa);
    signal(SIGPIPE, on_pipe);
    V(write(p[1], "x", 1));
    V(pipes);
    signal(SIGPIPE, SIG_IGN);
    V(write(p[1], "x", 1));
    close(p[1]);
    signal(SIGPIPE, SIG_DFL);
    if (fork() == 0) {
        pipe(p);
        close(p[0]);
        write(p[1], "x", 1);
        _exit(3);
    }
    wait(&st);
    status("child", st);
    V(pipe2(p, 0x2000000) == 0 ? close(p[0]) + close(p[1]) : -1);
    V(syscall(SYS_pipe2, BAD, 0));
    close_range(3, ~0U, 0); /* in case somebody leaks them */
    V(pipe(p));
    printf("%d %d\n", p[0], p[1]);

    memset(&sa, 0, sizeof sa);
    sa.sa_handler = on_alarm;
    sigaction(SIGALRM, &sa, NULL);
    struct itimerval it = {{0, 0}, {0, 300000}};
    setitimer(ITIMER_REAL, &it, NULL);
    V(read(p[0], b, 1));
    V(alarms);
    sa.sa_flags = SA_RESTART;
    sigaction(SIGALRM, &sa, NULL);
    setitimer(ITIMER_REAL, &it, NULL);
    if (fork() == 0) {
        nap(900);
        write(p[1], "!", 1);
        _exit(0);
    }
    V(read(p[0], b, 1));
    V(alarms);
    wait(&st);

    /* Bytes through a pipe between processes. */
    if (fork() == 0) {
        unsigned char x[777];
        close(p[0]);
        for (int i = 0; i < 300; i++) {
            for (unsigned k = 0; k < sizeof x; k++) {
                x[k] = i + k;
            }
            write(p[1], x, sizeof x);
        }
        _exit(0);
    }
    close(p[1]);
    unsigned sum = 0;
    long total = 0;
    ssize_t got;
    while ((got = read(p[0], big, 5000)) > 0) {
        for (int i = 0; i < got; i++) {
            sum = sum * 31 + (unsigned char) big[i];
        }
        total += got;
    }
    printf("%ld bytes, %u\n", total, sum);
    wait(&st);
    mkfifo("fifo", 0600);
    V(open("fifo", O_WRONLY | O_NONBLOCK));
    V(n = open("fifo", O_RDONLY | O_NONBLOCK));
    V(read(n, b, 1));
    V(st = open("fifo", O_WRONLY));
    V(write(st, "yo", 2));
    V(read(n, b, 9));
    return 0;
}
