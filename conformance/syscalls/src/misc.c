/* eventfd, signalfd, inotify, memfd with seals, capabilities, message queues and semaphores of System V. */
#include "t.h"
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/signalfd.h>

static void counters(void)
{
    int e;
    uint64_t n = 0;
    V(e = eventfd(5, EFD_CLOEXEC | EFD_NONBLOCK));
    V(fcntl(e, F_GETFD));
    V(read(e, &n, 8));
    V(n);
    V(read(e, &n, 8));
    n = 0x100000002ULL;
    V(write(e, &n, 8));
    n = 3;
    V(write(e, &n, 8));
    n = 0;
    V(read(e, &n, 8));
    V(n);
    n = -1;
    V(write(e, &n, 8));
    n = -2;
    V(write(e, &n, 8));
    n = 1;
    V(write(e, &n, 8));
    struct pollfd f = {e, POLLIN | POLLOUT, 0};
    V(poll(&f, 1, 0));
    IS(f.revents == POLLIN);
    V(read(e, &n, 4));
    V(write(e, &n, 4));
    V(read(e, BAD, 8));
    close(e);
    V(e = eventfd(3, EFD_SEMAPHORE));
    V(read(e, &n, 8));
    V(n);
    if (fork() == 0) {
        n = 10;
        nap(30);
        write(e, &n, 8);
        _exit(0);
    }
    for (int i = 0; i < 12; i++) {
        read(e, &n, 8);
    }
    V(n);
    wait(NULL);
    close(e);
    V(eventfd(0, 0x100));
}

static void signals(void)
{
    sigset_t m;
    struct signalfd_siginfo i;
    int s;
    sigemptyset(&m);
    sigaddset(&m, SIGUSR1);
    sigaddset(&m, SIGRTMIN + 2);
    sigprocmask(SIG_BLOCK, &m, NULL);
    V(s = signalfd(-1, &m, SFD_CLOEXEC | SFD_NONBLOCK));
    if (s < 0) {
        return;
    }
    V(read(s, &i, sizeof i));
    raise(SIGUSR1);
    union sigval v = {.sival_int = 77};
    sigqueue(getpid(), SIGRTMIN + 2, v);
    struct pollfd f = {s, POLLIN, 0};
    V(poll(&f, 1, 1000));
    V(read(s, &i, sizeof i));
    printf("%s %d %d\n", signame(i.ssi_signo), i.ssi_pid == getpid(), i.ssi_uid == getuid());
    V(read(s, &i, sizeof i));
    printf("%s %d %d\n", signame(i.ssi_signo), i.ssi_int, i.ssi_code == SI_QUEUE);
    V(read(s, &i, sizeof i));
    V(read(s, &i, 5));
    fcntl(s, F_SETFL, 0);
    int me = getpid();
    if (fork() == 0) {
        nap(40);
        kill(me, SIGUSR1);
        _exit(0);
    }
    V(read(s, &i, sizeof i));
    printf("%s\n", signame(i.ssi_signo));
    wait(NULL);
    close(s);
}

static void watches(void)
{
    int n, w, w2, fd;
    char b[4096] __attribute__((aligned(8)));
    mkdir("watched", 0755);
    V(n = inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
    V(fcntl(n, F_GETFD));
    V((fcntl(n, F_GETFL) & O_NONBLOCK) != 0);
    V(w = inotify_add_watch(n, "watched", IN_CREATE | IN_DELETE | IN_MOVE | IN_CLOSE_WRITE));
    V(inotify_add_watch(n, "none", IN_CREATE));
    V(inotify_add_watch(n, "watched", 0));
    V(inotify_add_watch(77, "watched", IN_CREATE));
    V(read(n, b, sizeof b));
    make("watched/file", "x");
    rename("watched/file", "watched/a longer name");
    unlink("watched/a longer name");
    V(w2 = inotify_add_watch(n, ".", IN_CREATE | IN_ONLYDIR));
    fd = open("new", O_CREAT | O_WRONLY, 0600);
    close(fd);
    ssize_t got = read(n, b, sizeof b);
    V(got);
    unsigned cookie = 0;
    for (char *p = b; p < b + got;) {
        struct inotify_event *e = (struct inotify_event *) p;
        printf("watch %d mask %x cookie %s len %u name %s\n", e->wd, e->mask, e->cookie == 0 ? "0" : e->cookie == cookie ? "same" : "new",
               e->len, e->len ? e->name : "");
        cookie = e->cookie;
        p += sizeof *e + e->len;
    }
    V(inotify_rm_watch(n, w));
    V(read(n, b, sizeof b));
    V(((struct inotify_event *) b)->mask == IN_IGNORED);
    V(inotify_rm_watch(n, w));
    V(inotify_rm_watch(1, w2));
    make("watched/file", "x");
    V(read(n, b, 3));
    close(n);
}

static void memory(void)
{
    int m;
    V(m = memfd_create("a name", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    V(fcntl(m, F_GETFD));
    V(write(m, "hello", 5));
    V(fcntl(m, F_GET_SEALS));
    V(fcntl(m, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_WRITE));
    V(fcntl(m, F_GET_SEALS));
    V(write(m, "x", 1));
    V(ftruncate(m, 100));
    V(ftruncate(m, 2));
    close(m);
    V(memfd_create("x", 0x1000));
    V(syscall(SYS_memfd_create, BAD, 0));
}

static void queues(void)
{
    struct { long type; char text[32]; } m = {3, "message"};
    struct msqid_ds d;
    int q = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    if (q < 0) {
        printf("no queues: %s\n", strerrorname_np(errno));
        return;
    }
    V(msgsnd(q, &m, 8, 0));
    m.type = 1;
    V(msgsnd(q, &m, 3, 0));
    m.type = 0;
    V(msgsnd(q, &m, 3, 0));
    memset(&d, 0, sizeof d);
    V(msgctl(q, IPC_STAT, &d));
    printf("%d %o\n", (int) d.msg_qnum, d.msg_perm.mode & 0777);
    memset(&m, 0, sizeof m);
    V(msgrcv(q, &m, 32, 1, 0));
    V(m.type);
    V(msgrcv(q, &m, 2, 0, 0));
    V(msgrcv(q, &m, 32, 0, 0));
    printf("%ld %s\n", m.type, m.text);
    V(msgrcv(q, &m, 32, 0, IPC_NOWAIT));
    V(msgctl(q, IPC_RMID, NULL));
    V(msgctl(q, IPC_RMID, NULL));
}

static void semaphores(void)
{
    union semun { int val; struct semid_ds *buf; unsigned short *array; } a;
    unsigned short values[3] = {1, 2, 3};
    struct sembuf o[2] = {{0, -1, 0}, {1, 1, IPC_NOWAIT}};
    struct semid_ds d;
    struct timespec t = {0, 10000000};
    int s = semget(IPC_PRIVATE, 3, IPC_CREAT | 0640);
    if (s < 0) {
        printf("no semaphores: %s\n", strerrorname_np(errno));
        return;
    }
    a.array = values;
    V(semctl(s, 0, SETALL, a));
    V(semop(s, o, 2));
    V(semctl(s, 0, GETVAL));
    V(semctl(s, 1, GETVAL));
    a.val = 9;
    V(semctl(s, 2, SETVAL, a));
    memset(values, 0, sizeof values);
    a.array = values;
    V(semctl(s, 0, GETALL, a));
    printf("%d %d %d\n", values[0], values[1], values[2]);
    o[0].sem_flg = IPC_NOWAIT;
    V(semop(s, o, 1));
    o[0].sem_flg = 0;
    V(semtimedop(s, o, 1, &t));
    a.buf = &d;
    memset(&d, 0, sizeof d);
    V(semctl(s, 0, IPC_STAT, a));
    printf("%d %o\n", (int) d.sem_nsems, d.sem_perm.mode & 0777);
    IS(semctl(s, 0, GETPID) == getpid());
    if (fork() == 0) {
        nap(30);
        o[0].sem_op = 1;
        semop(s, o, 1);
        _exit(0);
    }
    V(semop(s, o, 1));
    wait(NULL);
    V(semop(s, BAD, 1));
    V(semctl(s, 9, GETVAL));
    V(semctl(s, 0, IPC_RMID));
    V(semop(s, o, 1));
}

int main(void)
{
    counters();
    signals();
    watches();
    memory();
    queues();
    semaphores();
    return 0;
}
