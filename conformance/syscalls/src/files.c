/* Open files: reading, writing, positions, large files, flags. */
#include "t.h"
#include <sys/sendfile.h>

static char longname[5000];

static void opening(void)
{
    int fd;
    make("a", "hello");
    mkdir("d", 0755);
    symlink("a", "ln");
    symlink("loop", "loop");
    memset(longname, 'x', sizeof longname - 1);
    V(fd = open("none", O_RDONLY));
    V(fd = open("", O_RDONLY));
    V(open("a/b", O_RDONLY));
    V(open(longname, O_RDONLY));
    longname[256] = 0;
    V(open(longname, O_RDONLY));
    longname[256] = 'x';
    V(open("loop", O_RDONLY));
    V(open("ln", O_RDONLY | O_NOFOLLOW));
    V(open("d", O_WRONLY));
    V(open("d", O_RDONLY | O_CREAT, 0644));
    V(open("a", O_RDONLY | O_DIRECTORY));
    V(open("a", O_RDWR | O_CREAT | O_EXCL, 0644));
    V(syscall(SYS_open, BAD, O_RDONLY));
    V(syscall(SYS_open, BAD2, O_RDONLY));
    V(syscall(SYS_openat, AT_FDCWD, BAD, O_RDONLY));
    V(openat(77, "a", O_RDONLY));
    V(fd = openat(AT_FDCWD, "a", O_RDONLY));
    V(openat(fd, "a", O_RDONLY));
    V(close(fd));
    V(close(fd));
    V(close(-1));
    V(fd = creat("c", 0600));
    V(read(fd, longname, 1));
    V(close(fd));
    V(fd = open("d", O_RDONLY | O_DIRECTORY));
    V(read(fd, longname, 1));
    V(write(fd, longname, 1));
    V(openat(fd, "x", O_RDONLY));
    OK(openat(fd, "y", O_RDWR | O_CREAT, 0600));
    V(openat(fd, "../a", O_RDONLY));
    close(5);
    close(4);
    close(3);
    V(fd = open("a", O_PATH));
    V(read(fd, longname, 1));
    V(fcntl(fd, F_GETFL) & O_PATH ? 1 : 0);
    close(fd);
    V(fd = open(".", O_TMPFILE | O_RDWR, 0600));
    V(write(fd, "tmp", 3));
    close(fd);
}

static void flags_of(const char *what, int f)
{
    static const struct { int bit; const char *name; } names[] = {
        {O_APPEND, "APPEND"}, {O_NONBLOCK, "NONBLOCK"}, {O_DSYNC, "DSYNC"}, {O_ASYNC, "ASYNC"}, {O_DIRECT, "DIRECT"},
        {O_NOATIME, "NOATIME"}, {O_DIRECTORY, "DIRECTORY"}, {O_NOFOLLOW, "NOFOLLOW"}, {O_CREAT, "CREAT"}, {O_EXCL, "EXCL"},
        {O_TRUNC, "TRUNC"}, {O_NOCTTY, "NOCTTY"}, {O_CLOEXEC, "CLOEXEC"}, {O_PATH, "PATH"},
    };
    printf("%s: acc %d", what, f & O_ACCMODE);
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        if (f & names[i].bit) {
            printf(" %s", names[i].name);
        }
    }
    if ((f & O_SYNC) == O_SYNC) {
        printf(" SYNC");
    }
    printf("\n");
}

static void status_flags(void)
{
    int fd = open("a", O_RDWR | O_APPEND);
    flags_of("append", fcntl(fd, F_GETFL));
    V(fcntl(fd, F_SETFL, O_NONBLOCK));
    flags_of("nonblock", fcntl(fd, F_GETFL));
    V(fcntl(fd, F_SETFL, 0));
    flags_of("none", fcntl(fd, F_GETFL));
    close(fd);
    fd = open("a", O_WRONLY | O_SYNC);
    flags_of("sync", fcntl(fd, F_GETFL));
    close(fd);
    fd = open("a", O_RDONLY | O_DSYNC | O_CLOEXEC);
    flags_of("dsync", fcntl(fd, F_GETFL));
    V(fcntl(fd, F_GETFD));
    V(fcntl(fd, F_SETFD, 0));
    V(fcntl(fd, F_GETFD));
    close(fd);
    fd = open("d", O_RDONLY | O_DIRECTORY);
    flags_of("directory", fcntl(fd, F_GETFL));
    close(fd);
    fd = open("a", O_RDONLY | O_NOATIME);
    flags_of("noatime", fcntl(fd, F_GETFL));
    close(fd);
    V(fcntl(77, F_GETFL));
    V(fcntl(77, F_GETFD));
    V(fcntl(0, 9999));
    V(fcntl(0, F_DUPFD, -1));
    V(fcntl(0, F_DUPFD, 10000000));
}

static void transfer(void)
{
    char b[64] = "";
    int fd;
    V(fd = open("rw", O_RDWR | O_CREAT | O_TRUNC, 0644));
    V(write(fd, "0123456789", 10));
    V(lseek(fd, 0, SEEK_CUR));
    V(lseek(fd, 3, SEEK_SET));
    V(read(fd, b, 4));
    hex("read", b, 8);
    V(lseek(fd, -2, SEEK_END));
    V(lseek(fd, -20, SEEK_CUR));
    V(lseek(fd, 0, 99));
    V(lseek(77, 0, SEEK_SET));
    V(read(fd, b, 60));
    V(read(fd, b, 60));
    V(read(fd, b, 0));
    V(read(77, b, 1));
    V(write(77, b, 1));
    lseek(fd, 0, SEEK_SET);
    V(read(fd, BAD, 1));
    V(read(fd, BAD2, 1));
    V(read(fd, BAD, 0));
    V(write(fd, BAD, 1));
    V(write(fd, BAD2, 1));
    V(write(fd, BAD, 0));
    V(pread(fd, b, 3, 5));
    hex("pread", b, 3);
    V(pread(fd, b, 3, -1));
    V(pread(fd, b, 3, 100));
    V(pread(fd, BAD, 3, 0));
    V(pwrite(fd, "XY", 2, 4));
    V(pwrite(fd, "Z", 1, -5));
    V(pwrite(fd, BAD, 2, 4));
    V(pread(77, b, 1, 0));
    V(pwrite(77, b, 1, 0));
    V(lseek(fd, 0, SEEK_CUR));
    V(pread(fd, b, 20, 0));
    hex("all", b, 10);
    V(ftruncate(fd, 5));
    V(lseek(fd, 0, SEEK_END));
    V(ftruncate(fd, -1));
    V(ftruncate(77, 1));
    V(truncate("rw", 7));
    V(truncate("none", 7));
    V(truncate("d", 7));
    V(lseek(fd, 0, SEEK_END));
    V(fsync(fd));
    V(fdatasync(fd));
    V(fsync(77));
    V(syncfs(fd));
    close(fd);
    V(fd = open("rw", O_WRONLY | O_APPEND));
    V(write(fd, "end", 3));
    V(lseek(fd, 0, SEEK_SET));
    V(write(fd, "two", 3));
    V(lseek(fd, 0, SEEK_CUR));
    close(fd);
    V(fd = open("rw", O_RDONLY));
    V(write(fd, "x", 1));
    V(ftruncate(fd, 0));
    close(fd);
    V(fd = open("rw", O_WRONLY | O_TRUNC));
    V(lseek(fd, 0, SEEK_END));
    close(fd);
}

static void vectors(void)
{
    char a[4] = "ab", b[4] = "cd", c[8] = "efgh";
    struct iovec v[3] = {{a, 2}, {b, 0}, {c, 4}};
    int fd = open("vec", O_RDWR | O_CREAT | O_TRUNC, 0644);
    V(writev(fd, v, 3));
    V(writev(fd, v, 0));
    V(writev(fd, v, -1));
    V(writev(fd, v, 2000));
    V(writev(fd, BAD, 1));
    v[1].iov_base = BAD;
    v[1].iov_len = 1;
    V(writev(fd, v + 1, 1));
    V(lseek(fd, 0, SEEK_END));
    v[1] = (struct iovec) {b, 3};
    lseek(fd, 0, SEEK_SET);
    V(readv(fd, v, 3));
    hex("a", a, 4);
    hex("b", b, 4);
    hex("c", c, 8);
    V(readv(77, v, 3));
    V(pwritev(fd, v, 3, 100));
    V(preadv(fd, v, 2, 101));
    hex("a", a, 4);
    hex("b", b, 4);
    V(preadv(fd, v, 2, -1));
    V(preadv2(fd, v, 2, 3, 0));
    V(preadv2(fd, v, 2, -1, 0));
    V(pwritev2(fd, v, 1, 5, RWF_DSYNC));
    V(preadv2(fd, v, 1, 5, 0x40000000));
    v[0].iov_len = (size_t) -1;
    V(readv(fd, v, 2));
    V(lseek(fd, 0, SEEK_END));
    close(fd);
}

static void large(void)
{
    char b[8] = "";
    int fd = open("big", O_RDWR | O_CREAT | O_TRUNC, 0644);
    struct stat st;
    V(lseek(fd, 0x123456789LL, SEEK_SET));
    V(write(fd, "L", 1));
    V(lseek(fd, 0, SEEK_CUR));
    V(lseek(fd, -0x23456789LL, SEEK_END));
    V(fstat(fd, &st));
    printf("size %lld\n", (long long) st.st_size);
    V(pwrite(fd, "MN", 2, 0x200000001LL));
    V(pread(fd, b, 4, 0x200000000LL));
    hex("pread", b, 4);
    V(pread(fd, b, 1, 0x123456789LL));
    hex("pread", b, 1);
    V(ftruncate(fd, 0x300000005LL));
    V(lseek(fd, 0, SEEK_END));
    V(truncate("big", 0x100000003LL));
    V(lseek(fd, 0, SEEK_END));
    V(fallocate(fd, FALLOC_FL_KEEP_SIZE, 0x100000000LL, 4096));
    V(lseek(fd, 0, SEEK_END));
    V(fallocate(fd, 0, 0x100000000LL, 8192));
    V(lseek(fd, 0, SEEK_END));
    V(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0x100000000LL, 4096));
    V(fallocate(fd, 0, -1, 4096));
    V(fallocate(fd, 0, 0, 0));
    V(fallocate(77, 0, 0, 1));
    V(fallocate(fd, 0x4000, 0, 1));
    V(posix_fadvise(fd, 0x100000000LL, 0x100000000LL, POSIX_FADV_SEQUENTIAL));
    V(posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED));
    V(posix_fadvise(fd, 0, 0, 77));
    V(posix_fadvise(77, 0, 0, POSIX_FADV_NORMAL) == EBADF);
    V(posix_fadvise(fd, 0, -1, POSIX_FADV_NORMAL) == EINVAL);
    V(sync_file_range(fd, 0, 4096, SYNC_FILE_RANGE_WRITE));
    V(sync_file_range(fd, 0x100000000LL, 0, SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER));
    V(sync_file_range(fd, -1, 4096, 0));
    V(sync_file_range(fd, 0, 4096, 0x80));
    V(sync_file_range(77, 0, 4096, 0));
    V(readahead(fd, 0x100000000LL, 4096));
    V(readahead(77, 0, 4096));
    V(lseek(fd, 0, SEEK_DATA) >= 0);
    V(lseek(fd, 0x7fffffffffffLL, SEEK_HOLE));
    close(fd);
    V(truncate("big", 0));
}

static void duplicating(void)
{
    int fd = open("a", O_RDONLY), p;
    V(p = dup(fd));
    V(lseek(p, 2, SEEK_SET));
    V(lseek(fd, 0, SEEK_CUR));
    V(dup(77));
    V(dup2(fd, 20));
    V(fcntl(20, F_GETFD));
    V(dup2(fd, fd));
    V(dup2(77, 21));
    V(dup2(77, 77));
    V(dup2(fd, -1));
    V(dup2(fd, 100000000));
    V(dup3(fd, 21, O_CLOEXEC));
    V(fcntl(21, F_GETFD));
    V(dup3(fd, fd, 0));
    V(dup3(fd, 22, 1));
    V(dup3(77, 22, 0));
    V(fcntl(fd, F_DUPFD, 30));
    V(fcntl(fd, F_DUPFD, 30));
    V(fcntl(fd, F_DUPFD_CLOEXEC, 40));
    V(fcntl(40, F_GETFD));
    V(close_range(30, 45, 0));
    V(fcntl(30, F_GETFD));
    V(close_range(20, 21, 4));
    V(fcntl(20, F_GETFD));
    V(close_range(21, 20, 0));
    V(close_range(20, 21, 99));
    V(close_range(20, ~0U, 0));
    close(p);
    close(fd);
}

static void copying(void)
{
    char b[64] = "";
    int from, to, p[2];
    off_t at = 2;
    loff_t in = 1, out = 5;
    make("src", "The quick brown fox jumps");
    from = open("src", O_RDONLY);
    to = open("dst", O_RDWR | O_CREAT | O_TRUNC, 0644);
    V(sendfile(to, from, NULL, 4));
    V(sendfile(to, from, &at, 6));
    V(at);
    V(lseek(from, 0, SEEK_CUR));
    V(sendfile(77, from, &at, 6));
    V(sendfile(to, 77, &at, 6));
    V(syscall(SYS_sendfile, to, from, BAD, 6));
    at = -1;
    V(sendfile(to, from, &at, 6));
    V(copy_file_range(from, &in, to, &out, 7, 0));
    V(in);
    V(out);
    V(copy_file_range(from, NULL, to, NULL, 3, 0));
    V(copy_file_range(from, BAD, to, NULL, 3, 0));
    V(copy_file_range(from, NULL, to, NULL, 3, 1));
    V(copy_file_range(77, NULL, to, NULL, 3, 0));
    V(pread(to, b, 60, 0));
    printf("dst <%s>\n", b);
    V(pipe(p));
    in = 4;
    V(splice(from, &in, p[1], NULL, 9, 0));
    V(in);
    V(read(p[0], b, 9));
    printf("spliced <%.9s>\n", b);
    V(write(p[1], "pipe data", 9));
    out = 2;
    V(splice(p[0], NULL, to, &out, 4, 0));
    V(out);
    V(splice(p[0], &in, to, NULL, 4, 0));
    V(splice(from, NULL, to, NULL, 4, 0));
    V(splice(77, NULL, p[1], NULL, 4, 0));
    V(splice(from, BAD, p[1], NULL, 4, 0));
    struct iovec v = {"vmspliced", 9};
    V(vmsplice(p[1], &v, 1, 0));
    V(read(p[0], b, 60));
    printf("pipe <%.14s>\n", b);
    int q[2];
    V(pipe(q));
    V(write(p[1], "tee!", 4));
    V(tee(p[0], q[1], 100, 0));
    V(read(q[0], b, 60));
    V(read(p[0], b, 60));
    V(tee(p[0], q[1], 1, SPLICE_F_NONBLOCK));
    V(tee(from, q[1], 1, 0));
    close(q[0]), close(q[1]), close(p[0]), close(p[1]), close(from), close(to);
}

int main(void)
{
    opening();
    status_flags();
    transfer();
    vectors();
    large();
    duplicating();
    copying();
    return 0;
}
