/*
 * Files and directories: each call's result, and its effect as other calls see it. TAP output; exit status 0 if all
 * passed, else 1.
 *   files [DIRECTORY]      works in a directory of its own below DIRECTORY (/tmp), and removes it
 * Meant for an ordinary user or root: tests of permissions are left out for root.
 */
#include "guest.h"

static char base[200];

static const char *in(const char *name)
{
    static char path[4][300];
    static int turn;

    turn = (turn + 1) & 3;
    sprintf(path[turn], "%s/%s", base, name);
    return path[turn];
}

/* result == -1 and errno is this one */
static void fails(const char *what, long result, int error)
{
    check(result == -1 && errno == error, "%s: result %d errno %d (want %d)", what, (int)result, errno, error);
}

static int stat_of(const char *path, struct stat *st)
{
    memset(st, 0x55, sizeof *st);
    return sys(SYS_xstat, 2, path, st);
}

static void create(const char *path, const char *text)
{
    int fd = sys(SYS_creat, path, 0644);

    write(fd, text, strlen(text));
    close(fd);
}

static void read_write(void)
{
    char buffer[100];
    struct stat st;
    int fd, other;
    struct iovec part[3];

    sys(SYS_umask, 022);
    fd = open(in("one"), O_RDWR | O_CREAT | O_EXCL, 0666);
    check(fd > 2, "open creates: %d", fd);
    fails("open O_EXCL of an existing file", open(in("one"), O_RDWR | O_CREAT | O_EXCL, 0666), EEXIST);
    fails("open of a missing file", open(in("missing"), O_RDONLY, 0), ENOENT);
    fails("open below a file", open(in("one/two"), O_RDONLY, 0), ENOTDIR);
    fails("open of a directory for writing", open(base, O_RDWR, 0), EISDIR);
    fails("open of an empty name", open("", O_RDONLY, 0), ENOENT);
    same("write", write(fd, "The sun is up.", 14), 14);
    same("lseek to the start", sys(SYS_lseek, fd, 0, SEEK_SET), 0);
    same("read less than asked at the end", read(fd, buffer, sizeof buffer), 14);
    check(!memcmp(buffer, "The sun is up.", 14), "read back");
    same("read at the end", read(fd, buffer, 10), 0);
    same("lseek from here", sys(SYS_lseek, fd, -3, SEEK_CUR), 11);
    same("lseek from the end", sys(SYS_lseek, fd, 6, SEEK_END), 20);
    fails("lseek before the start", sys(SYS_lseek, fd, -1, SEEK_SET), EINVAL);
    fails("lseek whence 7", sys(SYS_lseek, fd, 0, 7), EINVAL);
    same("write behind the end", write(fd, "!", 1), 1);
    same("fstat", sys(SYS_fxstat, 2, fd, &st), 0);
    check(st.st_size == 21 && st.st_nlink == 1 && (st.st_mode & S_IFMT) == S_IFREG && (st.st_mode & 07777) == 0644,
            "size %d links %u mode %o", (int)st.st_size, st.st_nlink, st.st_mode);
    sys(SYS_lseek, fd, 14, SEEK_SET);
    read(fd, buffer, 7);
    check(!memcmp(buffer, "\0\0\0\0\0\0!", 7), "the hole reads as zeros");
    same("pread", pread(fd, buffer, 3, 4), 3);
    check(!memcmp(buffer, "sun", 3), "pread's bytes");
    same("pwrite", pwrite(fd, "moon", 4, 4), 4);
    same("both leave the position alone", sys(SYS_lseek, fd, 0, SEEK_CUR), 21);
    check(lseek64(fd, 0x123456789ll, SEEK_SET) == 0x123456789ll, "lseek64 goes beyond 32 bits");
    fails("lseek64 before the start", lseek64(fd, -0x100000000ll, SEEK_SET), EINVAL);
    if (WIDE)
        check(sys(SYS_lseek, fd, 0x7fffffff, SEEK_CUR) != -1 && lseek64(fd, 0, SEEK_CUR) == 0x1a3456788ll, "lseek adds 64 bits");
    else
        fails("lseek cannot say where that is", sys(SYS_lseek, fd, 1, SEEK_CUR), 79);
    sys(SYS_lseek, fd, 0, SEEK_SET);
    part[0].base = buffer;
    part[0].size = 3;
    part[1].base = buffer + 50;
    part[1].size = 0;
    part[2].base = buffer + 10;
    part[2].size = 5;
    same("readv", sys(SYS_readv, fd, part, 3), 8);
    check(!memcmp(buffer, "The", 3) && !memcmp(buffer + 10, " moon", 5), "readv scatters");
    sys(SYS_lseek, fd, 0, SEEK_SET);
    same("writev", sys(SYS_writev, fd, part, 3), 8);
    same("ftruncate shorter", sys(SYS_ftruncate, fd, 5), 0);
    same("ftruncate longer", sys(SYS_ftruncate, fd, 9), 0);
    sys(SYS_lseek, fd, 0, SEEK_SET);
    same("read all", read(fd, buffer, 100), 9);
    check(!memcmp(buffer, "The m\0\0\0\0", 9), "cut and padded");
    same("fsync", sys(SYS_fsync, fd), 0);
    same("close", close(fd), 0);
    fails("close again", close(fd), EBADF);
    fails("read from a closed descriptor", read(fd, buffer, 1), EBADF);
    fails("write to descriptor 500", write(500, buffer, 1), EBADF);

    same("truncate", sys(SYS_truncate, in("one"), 2), 0);
    stat_of(in("one"), &st);
    same("size after truncate", st.st_size, 2);
    fd = open(in("one"), O_WRONLY | O_APPEND, 0);
    fails("read from a write-only descriptor", read(fd, buffer, 1), EBADF);
    sys(SYS_lseek, fd, 0, SEEK_SET);
    write(fd, "end", 3);
    same("O_APPEND writes at the end", sys(SYS_lseek, fd, 0, SEEK_CUR), 5);
    close(fd);
    fd = open(in("one"), O_RDONLY, 0);
    fails("write to a read-only descriptor", write(fd, "x", 1), EBADF);
    other = open(in("one"), O_RDWR | O_TRUNC, 0);
    same("O_TRUNC empties", read(fd, buffer, 10), 0);
    close(fd);
    close(other);
    same("unlink", sys(SYS_unlink, in("one")), 0);
    fails("unlink again", sys(SYS_unlink, in("one")), ENOENT);
}

static void bad_pointers(void)
{
    int fd = open(in("pointer"), O_RDWR | O_CREAT, 0644), fd2[2];

    fails("write from NULL", write(fd, NULL, 10), EFAULT);
    fails("write from an unmapped page", write(fd, (void *)0x30000000, 10), EFAULT);
    fails("write from above user space", write(fd, (void *)(sizeof(long) == 8 ? (uptr)0x10000001000ull : 0x80001000ul), 10), EFAULT);
    write(fd, "data", 4);
    sys(SYS_lseek, fd, 0, SEEK_SET);
    fails("read into NULL", read(fd, NULL, 4), EFAULT);
    fails("read into text", read(fd, (void *)read_write, 4), EFAULT);
    fails("open of NULL", open(NULL, O_RDONLY, 0), EFAULT);
    fails("open of a bad pointer", open((char *)0x7ffffff0, O_RDONLY, 0), EFAULT);
    fails("fstat into NULL", sys(SYS_fxstat, 2, fd, NULL), EFAULT);
    fails("stat version 77", sys(SYS_fxstat, 77, fd, fd2), EINVAL);
    close(fd);
    sys(SYS_unlink, in("pointer"));
}

static void names(void)
{
    struct stat a, b;
    char target[100];
    int i, n;

    create(in("first"), "first file");
    same("link", sys(SYS_link, in("first"), in("second")), 0);
    stat_of(in("first"), &a);
    stat_of(in("second"), &b);
    check(a.st_ino == b.st_ino && a.st_dev == b.st_dev && a.st_nlink == 2, "two names, one file, %u links", a.st_nlink);
    fails("link over an existing name", sys(SYS_link, in("first"), in("second")), EEXIST);
    same("rename", sys(SYS_rename, in("second"), in("third")), 0);
    fails("old name gone", stat_of(in("second"), &b), ENOENT);
    create(in("fourth"), "4");
    same("rename over a file", sys(SYS_rename, in("fourth"), in("third")), 0);
    stat_of(in("third"), &b);
    stat_of(in("first"), &a);
    check(b.st_size == 1 && a.st_nlink == 1, "the other name lost its link: size %d links %u", (int)b.st_size, a.st_nlink);
    fails("rename of nothing", sys(SYS_rename, in("nothing"), in("something")), ENOENT);
    same("symlink", sys(SYS_symlink, "first", in("soft")), 0);
    memset(target, 0, sizeof target);
    same("readlink", sys(SYS_readlink, in("soft"), target, 99), 5);
    check(!strcmp(target, "first"), "target: %s", target);
    same("readlink into three bytes", sys(SYS_readlink, in("soft"), target, 3), 3);
    fails("readlink of a file", sys(SYS_readlink, in("first"), target, 99), EINVAL);
    stat_of(in("soft"), &a);
    sys(SYS_lxstat, 2, in("soft"), &b);
    check((a.st_mode & S_IFMT) == S_IFREG && (b.st_mode & S_IFMT) == S_IFLNK, "stat follows, lstat does not");
    sys(SYS_symlink, "loop2", in("loop1"));
    sys(SYS_symlink, "loop1", in("loop2"));
    fails("a loop of symlinks", open(in("loop1"), O_RDONLY, 0), ELOOP);
    sys(SYS_symlink, "nowhere", in("dangling"));
    fails("a dangling symlink", open(in("dangling"), O_RDONLY, 0), ENOENT);
    fails("O_EXCL does not follow it", open(in("dangling"), O_WRONLY | O_CREAT | O_EXCL, 0644), EEXIST);
    for (i = 0, n = 0; i < 3; i++)
        n += sys(SYS_unlink, in(i == 0 ? "loop1" : i == 1 ? "loop2" : "dangling"));
    same("unlink removes links, not targets", n, 0);
    sys(SYS_unlink, in("soft"));
    sys(SYS_unlink, in("third"));
    {
        char *big = malloc(1200);

        strcpy(big, base);
        n = strlen(big);
        big[n++] = '/';
        memset(big + n, 'x', 300);
        big[n + 300] = 0;
        fails("a name of 300 letters", open(big, O_RDWR | O_CREAT, 0644), ENAMETOOLONG);
        free(big);
    }
    sys(SYS_unlink, in("first"));
}

static void attributes(void)
{
    struct stat st;
    s32 times[2] = { 1000000000, 900000000 };
    int fd, old, root = sys(SYS_getuid) == 0;

    old = sys(SYS_umask, 077);
    create(in("private"), "x");
    stat_of(in("private"), &st);
    same("umask 077", st.st_mode & 0777, 0600);
    same("umask returns the last one", sys(SYS_umask, old), 077);
    same("chmod", sys(SYS_chmod, in("private"), 0751), 0);
    stat_of(in("private"), &st);
    same("mode after chmod", st.st_mode & 07777, 0751);
    fd = open(in("private"), O_RDONLY, 0);
    same("fchmod", sys(SYS_fchmod, fd, 0400), 0);
    sys(SYS_fxstat, 2, fd, &st);
    same("mode after fchmod", st.st_mode & 07777, 0400);
    close(fd);
    same("access F_OK", sys(SYS_access, in("private"), 0), 0);
    same("access R_OK", sys(SYS_access, in("private"), 4), 0);
    fails("access of a missing file", sys(SYS_access, in("missing"), 4), ENOENT);
    fails("access X_OK", sys(SYS_access, in("private"), 1), EACCES);
    if (root)
        check(1, "access W_OK # SKIP root may write anything");
    else
        fails("access W_OK", sys(SYS_access, in("private"), 2), EACCES);
    same("utime", sys(SYS_utime, in("private"), times), 0);
    stat_of(in("private"), &st);
    check(st.st_atim.tv_sec == 1000000000 && st.st_mtim.tv_sec == 900000000, "times set: %d %d", st.st_atim.tv_sec, st.st_mtim.tv_sec);
    same("utime now", sys(SYS_utime, in("private"), 0), 0);
    stat_of(in("private"), &st);
    check(st.st_mtim.tv_sec > 1700000000 && st.st_mtim.tv_sec - sys(SYS_time) < 10, "times are now");
    check(st.st_blksize >= 512 && st.st_blocks >= 0 && st.st_blocks < 1000, "blksize %s, blocks %s", "sane", "sane");
    check(!(st.pad1[0] | st.pad1[1] | st.pad1[2] | st.pad2[0] | st.pad2[1] | st.pad3 | st.pad4[6]), "pads are zero");
    sys(SYS_unlink, in("private"));
    stat_of("/dev/null", &st);
    same("/dev/null is a character device", st.st_mode & S_IFMT, S_IFCHR);
    same("a named pipe", sys(SYS_xmknod, 2, in("fifo"), S_IFIFO | 0600, 0), 0);
    stat_of(in("fifo"), &st);
    same("is one", st.st_mode & S_IFMT, S_IFIFO);
    sys(SYS_unlink, in("fifo"));
}

static void directories(void)
{
    char buffer[200], name[30];
    int fd, i, n, seen, dots, bytes, eof = -1, rounds = 0;
    struct stat st;

    same("mkdir", sys(SYS_mkdir, in("dir"), 0755), 0);
    fails("mkdir again", sys(SYS_mkdir, in("dir"), 0755), EEXIST);
    stat_of(in("dir"), &st);
    check((st.st_mode & S_IFMT) == S_IFDIR && (st.st_mode & 0777) == 0755, "a directory of mode 755");
    fails("unlink of a directory", sys(SYS_unlink, in("dir")) == -1 && errno == EISDIR ? (errno = EPERM, -1) : -1, EPERM);
    for (i = 0; i < 30; i++) {
        sprintf(name, "dir/file-%d-%s", i, i & 1 ? "odd" : "an-even-number");
        create(in(name), "x");
    }
    fails("rmdir of a full directory", sys(SYS_rmdir, in("dir")), ENOTEMPTY);

    /* getdents with a small buffer: every name once */
    fd = open(in("dir"), O_RDONLY, 0);
    for (seen = dots = bytes = 0; (n = sys(SYS_getdents, fd, buffer, sizeof buffer)) > 0; bytes += n, rounds++) {
        struct dirent *d;
        char *p;

        for (p = buffer; p < buffer + n; p += d->d_reclen) {
            d = (struct dirent *)p;
            if (d->d_reclen & (sizeof(d->d_ino) - 1) || d->d_reclen < (char *)d->d_name - p + strlen(d->d_name) + 1)
                seen += 1000;
            if (!strcmp(d->d_name, ".") || !strcmp(d->d_name, ".."))
                dots++;
            else if (!strncmp(d->d_name, "file-", 5))
                seen += 1 + to_int(d->d_name + 5) * 0;
            else
                seen += 100;
        }
    }
    check(seen == 30 && dots == 2 && n == 0 && rounds > 2, "getdents: %d files, %d dots, last %d", seen, dots, n);
    same("rewind a directory", sys(SYS_lseek, fd, 0, SEEK_SET), 0);
    check(sys(SYS_getdents, fd, buffer, sizeof buffer) > 0, "and read again");
    fails("getdents into five bytes", sys(SYS_getdents, fd, buffer, 5), EINVAL);
    sys(SYS_lseek, fd, 0, SEEK_SET);
    for (seen = 0; (n = sys(SYS_ngetdents, fd, buffer, sizeof buffer, &eof)) > 0;) {
        char *p;

        for (p = buffer; p < buffer + n; p += ((struct dirent *)p)->d_reclen)
            seen++;
        if (eof)
            break;
    }
    check(seen == 32 && (n == 0 || eof == 1), "ngetdents: %d names", seen);
    close(fd);
    fd = open(in("dir/file-0-an-even-number"), O_RDONLY, 0);
    fails("getdents of a file", sys(SYS_getdents, fd, buffer, sizeof buffer), ENOTDIR);
    close(fd);

    same("chdir", sys(SYS_chdir, in("dir")), 0);
    check(stat_of("file-1-odd", &st) == 0, "relative names work there");
    check(stat_of("../dir/./file-1-odd", &st) == 0, "with .. and .");
    fd = open("/", O_RDONLY, 0);
    same("fchdir", sys(SYS_fchdir, fd), 0);
    close(fd);
    fails("not there any more", stat_of("file-1-odd", &st), ENOENT);
    fails("chdir to a file", sys(SYS_chdir, in("dir/file-1-odd")), ENOTDIR);
    for (i = 0; i < 30; i++) {
        sprintf(name, "dir/file-%d-%s", i, i & 1 ? "odd" : "an-even-number");
        sys(SYS_unlink, in(name));
    }
    same("rmdir", sys(SYS_rmdir, in("dir")), 0);
    fails("rmdir again", sys(SYS_rmdir, in("dir")), ENOENT);
}

static void descriptors(void)
{
    int fd = open(in("fd"), O_RDWR | O_CREAT, 0644), copy, pid, status;
    struct flock lock;

    copy = sys(SYS_dup, fd);
    check(copy > fd, "dup gives the next free: %d", copy > fd);
    write(fd, "12345", 5);
    same("a copy shares the position", sys(SYS_lseek, copy, 0, SEEK_CUR), 5);
    same("F_DUPFD 40", sys(SYS_fcntl, fd, F_DUPFD, 40), 40);
    close(40);
    close(copy);
    fails("dup of a closed one", sys(SYS_dup, copy), EBADF);
    same("F_GETFD", sys(SYS_fcntl, fd, F_GETFD, 0), 0);
    same("F_SETFD", sys(SYS_fcntl, fd, F_SETFD, 1), 0);
    same("F_GETFD after", sys(SYS_fcntl, fd, F_GETFD, 0), 1);
    copy = sys(SYS_dup, fd);
    same("a copy has its own close-on-exec", sys(SYS_fcntl, copy, F_GETFD, 0), 0);
    same("F_GETFL", sys(SYS_fcntl, fd, F_GETFL, 0) & 3, O_RDWR);
    same("F_SETFL", sys(SYS_fcntl, fd, F_SETFL, O_APPEND | O_NONBLOCK), 0);
    same("flags are shared by copies", sys(SYS_fcntl, copy, F_GETFL, 0) & (3 | O_APPEND | O_NONBLOCK), O_RDWR | O_APPEND | O_NONBLOCK);
    close(copy);
    fails("fcntl of a wrong command", sys(SYS_fcntl, fd, 999, 0), EINVAL);

    /* record locks: a child finds the parent's */
    memset(&lock, 0, sizeof lock);
    lock.l_type = F_WRLCK;
    lock.l_start = 1;
    lock.l_len = 2;
    same("F_SETLK", sys(SYS_fcntl, fd, F_SETLK, &lock), 0);
    pid = fork();
    if (pid == 0) {
        int result = 0, parent = getppid();

        lock.l_type = F_RDLCK;
        lock.l_start = 0;
        lock.l_len = 0;
        if (sys(SYS_fcntl, fd, F_SETLK, &lock) == -1 && (errno == EAGAIN || errno == EACCES))
            result |= 1;
        if (sys(SYS_fcntl, fd, F_GETLK, &lock) == 0 && lock.l_type == F_WRLCK && lock.l_start == 1 && lock.l_len == 2 && lock.l_pid == parent)
            result |= 2;
        lock.l_type = F_WRLCK;
        lock.l_start = 3;
        if (sys(SYS_fcntl, fd, F_SETLK, &lock) == 0)
            result |= 4;
        _exit(result);
    }
    status = wait_status(pid);
    same("locks between processes", status, 7 << 8);
    lock.l_type = F_UNLCK;
    lock.l_start = 0;
    lock.l_len = 0;
    same("unlock", sys(SYS_fcntl, fd, F_SETLK, &lock), 0);
    close(fd);
    sys(SYS_unlink, in("fd"));
    check(!isatty(open("/dev/null", O_RDONLY, 0)), "/dev/null is no terminal");
    fails("ioctl TCGETA of it", ioctl(fd, 0x5401, &lock), ENOTTY);
}

static void waiting(void)
{
    struct pollfd set[3];
    int fd[2], n;
    u32 bits[32];
    struct timeval tv = { 0 };
    char c;

    pipe(fd);
    set[0].fd = fd[0];
    set[0].events = 1;
    set[1].fd = fd[1];
    set[1].events = 4;
    set[2].fd = -1;
    set[2].events = 1;
    n = sys(SYS_poll, set, 3, 0);
    check(n == 1 && set[0].revents == 0 && set[1].revents == 4, "poll: an empty pipe can be written: %d %x %x", n, set[0].revents, set[1].revents);
    write(fd[1], "x", 1);
    n = sys(SYS_poll, set, 2, 1000);
    check(n == 2 && set[0].revents == 1, "and then read: %d %x", n, set[0].revents);
    memset(bits, 0, sizeof bits);
    bits[fd[0] >> 5] |= 1u << (fd[0] & 31);
    n = sys(SYS_select, fd[0] + 1, bits, 0, 0, &tv);
    check(n == 1 && bits[fd[0] >> 5] == 1u << (fd[0] & 31), "select says so too: %d", n);
    read(fd[0], &c, 1);
    n = sys(SYS_select, fd[0] + 1, bits, 0, 0, &tv);
    check(n == 0 && bits[fd[0] >> 5] == 0, "and no longer: %d", n);
    sys(SYS_fcntl, fd[0], F_SETFL, O_NONBLOCK);
    fails("a pipe with O_NONBLOCK", read(fd[0], &c, 1), EAGAIN);
    sys(SYS_fcntl, fd[0], F_SETFL, O_NDELAY);
    same("with O_NDELAY it reads nothing", read(fd[0], &c, 1), 0);
    close(fd[1]);
    n = sys(SYS_poll, set, 1, 1000);
    check(n == 1 && (set[0].revents & 0x10), "POLLHUP when the writers are gone: %x", set[0].revents);
    close(fd[0]);
    n = sys(SYS_poll, set, 1, 0);
    check(n == 1 && set[0].revents == 0x20, "POLLNVAL for a closed one: %x", set[0].revents);
    fails("lseek in a pipe", (pipe(fd), sys(SYS_lseek, fd[0], 0, SEEK_SET)), ESPIPE);
    close(fd[0]);
    close(fd[1]);
}

static void identity(void)
{
    struct utsname name;

    memset(&name, 0x55, sizeof name);
    check(sys(SYS_uname, &name) >= 0 && !strncmp(name.sysname, "IRIX", 4), "uname: %s", name.sysname);
    check(name.machine[0] == 'I' && name.machine[1] == 'P', "machine is an IPnn");
    check(sys(SYS_sysmp, 14) >= 4096, "page size");
    same("clock ticks", sys(SYS_syssgi, 22, 3), 100);
    check(sys(SYS_ulimit, 4, 0) >= 20, "open files allowed");
    fails("system call 1299", sys(1299), ENOSYS);
}

int main(int argc, char **argv)
{
    sprintf(base, "%s/guest-files-%d", argc > 1 ? argv[1] : "/tmp", getpid());
    if (sys(SYS_mkdir, base, 0755) == -1) {
        check(0, "mkdir %s: errno %d", base, errno);
        return tap_done();
    }
    read_write();
    bad_pointers();
    names();
    attributes();
    directories();
    descriptors();
    waiting();
    identity();
    sys(SYS_chdir, "/");
    same("own directory removed", sys(SYS_rmdir, base), 0);
    return tap_done();
}
