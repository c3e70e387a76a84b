/* mmap in all kinds, mremap, mprotect, brk, advice, locking, shared memory. */
#include "t.h"
#include <setjmp.h>
#include <sys/shm.h>

static sigjmp_buf env;

static void on_fault(int s)
{
    siglongjmp(env, s);
}

static const char *touch(volatile char *p, int write)
{
    int s = sigsetjmp(env, 1);
    if (s != 0) {
        return signame(s);
    }
    if (write) {
        *p = 1;
    } else {
        (void) *p;
    }
    return "fine";
}

int main(void)
{
    long page = sysconf(_SC_PAGESIZE);
    char *p, *q;
    int fd, st;
    unsigned char vec[16];
    struct sigaction sa;
    memset(&sa, 0, sizeof sa);
    sa.sa_handler = on_fault;
    sigaction(SIGSEGV, &sa, NULL);
    sigaction(SIGBUS, &sa, NULL);
    V(page);
    PT(p = mmap(NULL, 4 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    IS(((uintptr_t) p & (page - 1)) == 0);
    IS(p[0] == 0 && p[4 * page - 1] == 0);
    p[page] = 5;
    V(mprotect(p + page, page, PROT_READ));
    printf("%s %s %d\n", touch(p + page, 0), touch(p + page, 1), p[page]);
    V(mprotect(p + page, page, PROT_NONE));
    printf("%s\n", touch(p + page, 0));
    V(mprotect(p + page, page, PROT_READ | PROT_WRITE));
    printf("%s %d\n", touch(p + page + 1, 1), p[page]);
    V(mprotect(p + 1, page, PROT_READ));
    V(mprotect(p, page, 0x1000));
    V(munmap(p + 2 * page, page));
    V(mprotect(p, 4 * page, PROT_READ));
    int zeros = open("/dev/zero", O_RDONLY); /* asks the kernel what may be written: QEMU does not survive a fault here */
    V(read(zeros, p, 1));
    V(read(zeros, p + 2 * page, 1));
    V(read(zeros, p + 3 * page, 1));
    close(zeros);
    V(mprotect(p, 2 * page, PROT_READ | PROT_WRITE));
    V(munmap(p + 2 * page, page));
    V(munmap(p + 1, page));
    V(munmap(p, 0));
    PT(q = mmap(p + page, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
    IS(q == p + page && q[0] == 0);
    PT(mmap(p + page, page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0));
    PT(q = mmap(p + 2 * page, page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0));
    IS(q == p + 2 * page);
    PT(mmap(p + 1, page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
    PT(mmap(NULL, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    PT(mmap(NULL, page, PROT_READ, MAP_ANONYMOUS, -1, 0));
    PT(mmap(NULL, page, PROT_READ, MAP_PRIVATE, 77, 0));
    munmap(p, 4 * page);

    char text[10000];
    memset(text, 'a', sizeof text);
    fd = open("f", O_RDWR | O_CREAT | O_TRUNC, 0600);
    write(fd, text, sizeof text);
    PT(p = mmap(NULL, 3 * page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
    IS(p[0] == 'a' && p[9999] == 'a' && p[10000] == 0);
    p[5] = 'X';
    p[page] = 'Y';
    V(msync(p, 3 * page, MS_SYNC));
    V(pread(fd, text, 10, 0));
    printf("%.10s\n", text);
    V(pwrite(fd, "Z", 1, 7));
    V(p[7]);
    V(msync(p, page, 99));
    V(msync(p, page, MS_SYNC | MS_ASYNC));
    V(msync(p + 1, page, MS_SYNC));
    PT(q = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, page));
    V(q[0]);
    q[0] = 'P';
    V(p[page]);
    p[page + 1] = 'S';
    V(q[1] == 'a' || q[1] == 'S');
    munmap(q, page);
    PT(mmap(NULL, page, PROT_READ, MAP_PRIVATE, fd, 1));
    PT(mmap(NULL, page, PROT_READ, 0, fd, 0));
    V(ftruncate(fd, 100));
    printf("%s %s\n", touch(p + 50, 0), touch(p + page, 0));
    V(ftruncate(fd, 20000));
    printf("%s %d\n", touch(p + page, 0), p[page]);
    munmap(p, 3 * page);
    int ro = open("f", O_RDONLY);
    PT(mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED, ro, 0));
    PT(p = mmap(NULL, page, PROT_READ, MAP_SHARED, ro, 0));
    V(mprotect(p, page, PROT_READ | PROT_WRITE));
    PT(q = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_PRIVATE, ro, 0));
    q[0] = 1;
    int wo = open("f", O_WRONLY);
    PT(mmap(NULL, page, PROT_WRITE, MAP_SHARED, wo, 0));
    PT(mmap(NULL, page, PROT_READ, MAP_SHARED, open(".", O_RDONLY), 0));
    /* An offset beyond 4 GiB. */
    ftruncate(fd, 0x100003000LL);
    pwrite(fd, "far", 3, 0x100001000LL);
    PT(p = mmap(NULL, page, PROT_READ, MAP_SHARED, fd, 0x100001000LL));
    printf("%.3s\n", p);
    ftruncate(fd, 0);

    PT(p = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    p[0] = 'm';
    p[page] = 'n';
    PT(q = mremap(p, 2 * page, 8 * page, MREMAP_MAYMOVE));
    IS(q[0] == 'm' && q[page] == 'n' && q[7 * page] == 0);
    PT(p = mremap(q, 8 * page, page, 0));
    IS(p == q);
    printf("%s\n", touch(p + page, 0));
    PT(mremap(p, page, 0, 0));
    PT(mremap(p + 1, page, page, 0));
    PT(mremap(p + 5 * page, page, page, 0));
    PT(q = mmap(NULL, 4 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    PT(p = mremap(p, page, 2 * page, MREMAP_MAYMOVE | MREMAP_FIXED, q));
    IS(p == q && p[0] == 'm');
    V(mincore(p, page, vec));
    V(mincore(p + 1, page, vec));
    V(mincore(p, page, BAD));
    V(madvise(p, page, MADV_DONTNEED));
    V(p[0]);
    V(madvise(p, page, MADV_WILLNEED));
    V(madvise(p, page, 999));
    V(madvise(p + 1, page, MADV_NORMAL));
    V(mlock(p, page));
    V(munlock(p, page));
    V(munlockall());

    q = sbrk(0);
    IS(sbrk(3 * page) == q);
    q[0] = 1;
    q[3 * page - 1] = 2;
    IS(sbrk(0) == q + 3 * page);
    IS(brk(q) == 0 && sbrk(0) == q);

    int *shared = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int *private = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    *shared = *private = 1;
    if (fork() == 0) {
        *shared = 2;
        *private = 2;
        _exit(0);
    }
    wait(&st);
    printf("shared %d private %d\n", *shared, *private);
    int zero = open("/dev/zero", O_RDWR);
    PT(p = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_PRIVATE, zero, 0));
    IS(p[0] == 0);
    int m = syscall(SYS_memfd_create, "name", 1);
    ftruncate(m, 2 * page);
    PT(p = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_SHARED, m, 0));
    strcpy(p + page, "memory file");
    pread(m, text, 12, page);
    printf("%s\n", text);

    int id = shmget(IPC_PRIVATE, 2 * page, IPC_CREAT | 0600);
    if (id >= 0) {
        struct shmid_ds ds;
        p = shmat(id, NULL, 0);
        IS(p != (void *) -1);
        if (p != (void *) -1) {
            p[0] = 'a';
            if (fork() == 0) {
                p[0] = 'b';
                _exit(0);
            }
            wait(&st);
            printf("shm %c\n", p[0]);
            nap(100); /* the child has been waited for, but its memory may be given back a moment later */
            memset(&ds, 0, sizeof ds);
            V(shmctl(id, IPC_STAT, &ds));
            printf("%d %d %o\n", (int) ds.shm_segsz / (int) page, (int) ds.shm_nattch, ds.shm_perm.mode & 0777);
            V(shmdt(p));
            V(shmdt(p));
        }
        V(shmctl(id, IPC_RMID, NULL));
    }
    V(shmget(0x7abcdef, 10, 0));
    return 0;
}
