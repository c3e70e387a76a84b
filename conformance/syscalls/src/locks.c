/* Record locks, open file description locks, flock, owners and signals of files. */
#include "t.h"
#include <sys/file.h>
#ifndef F_SETOWN_EX
#define F_SETOWN_EX 15
#define F_GETOWN_EX 16
#endif

static void print(const char *what, const struct flock *l, int me)
{
    printf("%s: type %s whence %d start %lld len %lld pid %s\n", what,
           l->l_type == F_UNLCK ? "none" : l->l_type == F_RDLCK ? "read" : "write", l->l_whence,
           (long long) l->l_start, (long long) l->l_len, l->l_pid == me ? "parent" : l->l_pid == -1 ? "-1" : l->l_pid == 0 ? "0" : "other");
}

static struct flock want(int type, int whence, long long start, long long length)
{
    struct flock l;
    memset(&l, 0, sizeof l);
    l.l_type = type;
    l.l_whence = whence;
    l.l_start = start;
    l.l_len = length;
    return l;
}

int main(void)
{
    int fd = open("lock", O_RDWR | O_CREAT | O_TRUNC, 0644), st, me = getpid(), p[2], q[2];
    struct flock l = want(F_WRLCK, SEEK_SET, 10, 20);
    char c;
    V(ftruncate(fd, 1000));
    V(fcntl(fd, F_SETLK, &l));
    l = want(F_RDLCK, SEEK_SET, 0x100000000LL, 5);
    V(fcntl(fd, F_SETLK, &l));
    l = want(F_WRLCK, SEEK_END, -10, 0);
    V(fcntl(fd, F_SETLK, &l));
    l = want(F_WRLCK, SEEK_SET, 0, 0);
    V(fcntl(fd, F_GETLK, &l));
    print("own", &l, me);
    pipe(p);
    pipe(q);
    if (fork() == 0) {
        l = want(F_WRLCK, SEEK_SET, 0, 15);
        V(fcntl(fd, F_GETLK, &l));
        print("child sees", &l, me);
        l = want(F_RDLCK, SEEK_SET, 0x100000000LL, 1);
        V(fcntl(fd, F_GETLK, &l));
        print("read over read", &l, me);
        l = want(F_WRLCK, SEEK_SET, 0x100000001LL, 1);
        V(fcntl(fd, F_GETLK, &l));
        print("write over read", &l, me);
        l = want(F_WRLCK, SEEK_SET, 12, 1);
        V(fcntl(fd, F_SETLK, &l));
        l = want(F_WRLCK, SEEK_SET, 2000, 1);
        V(fcntl(fd, F_GETLK, &l));
        print("tail", &l, me);
        l = want(F_WRLCK, SEEK_SET, 15, 1);
        write(p[1], "r", 1);
        int got = fcntl(fd, F_SETLKW, &l);
        nap(200);
        V(got);
        _exit(7);
    }
    read(p[0], &c, 1);
    nap(100);
    l = want(F_UNLCK, SEEK_SET, 15, 1);
    V(fcntl(fd, F_SETLK, &l));
    V(wait(&st) > 0);
    status("child", st);
    l = want(9, SEEK_SET, 0, 1);
    V(fcntl(fd, F_SETLK, &l));
    l = want(F_WRLCK, 9, 0, 1);
    V(fcntl(fd, F_SETLK, &l));
    l = want(F_WRLCK, SEEK_SET, -1, 1);
    V(fcntl(fd, F_SETLK, &l));
    V(fcntl(fd, F_SETLK, BAD));
    V(fcntl(fd, F_GETLK, BAD));
    V(fcntl(77, F_SETLK, &l));
    int ro = open("lock", O_RDONLY);
    l = want(F_WRLCK, SEEK_SET, 0, 1);
    V(fcntl(ro, F_SETLK, &l));
    close(ro); /* drops all locks of the process */
    if (fork() == 0) {
        l = want(F_WRLCK, SEEK_SET, 0, 0);
        V(fcntl(fd, F_GETLK, &l));
        print("after close", &l, me);
        _exit(0);
    }
    wait(&st);

    int fd2 = open("lock", O_RDWR);
    l = want(F_WRLCK, SEEK_SET, 0, 10);
    V(fcntl(fd, F_OFD_SETLK, &l));
    l = want(F_WRLCK, SEEK_SET, 5, 10);
    V(fcntl(fd2, F_OFD_SETLK, &l));
    V(fcntl(fd2, F_OFD_GETLK, &l));
    print("ofd", &l, me);
    l = want(F_WRLCK, SEEK_SET, 5, 10);
    l.l_pid = 5;
    V(fcntl(fd2, F_OFD_SETLK, &l));
    l = want(F_UNLCK, SEEK_SET, 0, 0);
    V(fcntl(fd, F_OFD_SETLK, &l));

    V(flock(fd, LOCK_EX));
    V(flock(fd2, LOCK_EX | LOCK_NB));
    V(flock(fd2, LOCK_SH | LOCK_NB));
    V(flock(fd, LOCK_SH));
    V(flock(fd2, LOCK_SH | LOCK_NB));
    V(flock(fd, LOCK_UN));
    V(flock(fd, 99));
    V(flock(77, LOCK_SH));

    V(fcntl(p[0], F_GETOWN));
    V(fcntl(p[0], F_SETOWN, getpid()));
    V(fcntl(p[0], F_GETOWN) == getpid());
    V(fcntl(p[0], F_GETSIG));
    V(fcntl(p[0], F_SETSIG, SIGUSR1));
    IS(fcntl(p[0], F_GETSIG) == SIGUSR1);
    V(fcntl(p[0], F_SETSIG, 999));
    V(fcntl(p[1], F_SETPIPE_SZ, 65536));
    V(fcntl(p[1], F_GETPIPE_SZ));
    V(fcntl(fd, F_GETPIPE_SZ));
    V(fcntl(fd, F_GETLEASE));
    return 0;
}
