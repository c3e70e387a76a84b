/*
 * A timer ticks all the time, its handler is without SA_RESTART. Reads and writes that need not wait must not end with EINTR for it,
 * neither on a file nor on a pipe: programs do not expect that and lose data.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

static volatile sig_atomic_t ticks;

static void tick(int signal) {
    (void)signal;
    ticks = ticks < 10 ? ticks + 1 : 10;
}

int main(void) {
    struct sigaction action = {.sa_handler = tick};
    struct itimerval often = {{0, 200}, {0, 200}};
    int file = open("interrupted.tmp", O_RDWR | O_CREAT | O_TRUNC, 0600), ends[2];
    int writes = 0, reads = 0, sent = 0, received = 0;
    char c = 'x';
    struct iovec vector = {&c, 1};
    if (file < 0 || unlink("interrupted.tmp") != 0 || pipe(ends) != 0) return 1;
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &often, NULL);
    for (int i = 0; i < 100000; i++) {
        if (write(file, &c, 1) != 1) writes++;
        if (pread(file, &c, 1, 0) != 1) reads++;
        if ((i % 2 ? write(ends[1], &c, 1) : writev(ends[1], &vector, 1)) != 1) {
            sent++;
        } else {
            while (read(ends[0], &c, 1) != 1) received++;
        }
    }
    printf("failed: %d writes and %d reads of a file, %d writes and %d reads of a pipe; ticks: %s\n", writes, reads, sent, received,
           ticks == 10 ? "many" : "few");
    return 0;
}
