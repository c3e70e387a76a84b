/* Names: links, directories made and removed, renaming, owners, times, working directory, extended attributes. */
#include "t.h"
#include <sys/xattr.h>
#include <utime.h>

static char longname[5000];

static void mode_of(const char *name)
{
    struct stat st;
    if (lstat(name, &st) != 0) {
        printf("%s: %s\n", name, strerrorname_np(errno));
    } else {
        printf("%s: mode %06o nlink %d\n", name, (unsigned) st.st_mode, S_ISDIR(st.st_mode) ? 0 : (int) st.st_nlink);
    }
}

static void times_of(const char *name)
{
    struct stat st;
    if (lstat(name, &st) == 0) {
        printf("%s: %lld.%09ld %lld.%09ld\n", name, (long long) st.st_atim.tv_sec, (long) st.st_atim.tv_nsec,
               (long long) st.st_mtim.tv_sec, (long) st.st_mtim.tv_nsec);
    }
}

static void links(void)
{
    char b[PATH_MAX];
    make("a", "x");
    V(link("a", "b"));
    mode_of("b");
    V(link("a", "b"));
    V(link("none", "c"));
    V(link("a", "none/c"));
    V(link(longname, "c"));
    V(syscall(SYS_link, BAD, "c"));
    V(syscall(SYS_link, "a", BAD));
    V(symlink("target/of/link", "s"));
    mode_of("s");
    V(symlink("x", "s"));
    V(symlink("", "t"));
    V(symlink("x", ""));
    V(syscall(SYS_symlink, BAD, "t"));
    V(readlink("s", b, sizeof b));
    printf("%.14s\n", b);
    V(readlink("s", b, 6));
    V(readlink("s", b, 0));
    V(readlink("a", b, 10));
    V(readlink("none", b, 10));
    V(readlink("s", BAD, 10));
    V(syscall(SYS_readlink, BAD, b, 10));
    V(readlinkat(AT_FDCWD, "s", b, 20));
    V(readlinkat(77, "s", b, 20));
    V(linkat(AT_FDCWD, "s", AT_FDCWD, "s2", 0));
    mode_of("s2");
    V(linkat(AT_FDCWD, "s", AT_FDCWD, "s3", AT_SYMLINK_FOLLOW));
    V(linkat(AT_FDCWD, "a", AT_FDCWD, "s3", 0x8000));
    V(symlinkat("a", AT_FDCWD, "sa"));
    V(unlink("s2"));
    V(unlink("s2"));
    V(unlink("b/"));
    V(unlink(""));
    V(syscall(SYS_unlink, BAD));
    V(unlinkat(AT_FDCWD, "b", 0));
    V(unlinkat(AT_FDCWD, "none", 0));
    V(unlinkat(AT_FDCWD, "a", AT_REMOVEDIR));
    V(unlinkat(AT_FDCWD, "a", 0x10));
}

static void directories(void)
{
    V(umask(022));
    V(mkdir("d", 0777));
    mode_of("d");
    V(mkdir("d", 0777));
    V(mkdir("none/d", 0777));
    V(mkdir("a/d", 0777));
    V(mkdir("", 0777));
    V(mkdir(longname, 0777));
    V(syscall(SYS_mkdir, BAD, 0777));
    V(umask(027));
    V(mkdirat(AT_FDCWD, "e/", 01777));
    mode_of("e");
    V(mkdirat(77, "e", 0777));
    make("d/f", "f");
    V(rmdir("d"));
    V(rmdir("none"));
    V(rmdir("a"));
    V(rmdir("."));
    V(rmdir("e/"));
    V(unlink("d/f"));
    V(unlinkat(AT_FDCWD, "d", AT_REMOVEDIR));
    V(umask(0));
    V(mkfifo("fifo", 0640));
    mode_of("fifo");
    V(mkfifo("fifo", 0640));
    V(mknod("node", S_IFREG | 0600, 0));
    mode_of("node");
    V(mknodat(AT_FDCWD, "sock", S_IFSOCK | 0600, 0));
    mode_of("sock");
    V(mknod("bad", S_IFDIR | 0600, 0));
    V(mknod("bad", 0170000 | 0600, 0));
    umask(022);
}

static void renaming(void)
{
    make("r1", "1");
    make("r2", "2");
    mkdir("rd", 0755);
    mkdir("rd/sub", 0755);
    V(rename("r1", "r3"));
    V(rename("r1", "r3"));
    V(rename("r2", "r3"));
    V(rename("r3", "rd"));
    V(rename("rd", "r3"));
    V(rename("rd", "rd/sub/x"));
    V(rename("none", "rd"));
    V(rename("r3", "none/x"));
    V(rename("r3", longname));
    V(syscall(SYS_rename, BAD, "x"));
    V(syscall(SYS_rename, "r3", BAD));
    mkdir("re", 0755);
    V(rename("rd", "re"));
    mode_of("rd");
    mode_of("re/sub");
    V(rename("r3", "."));
    make("r1", "1");
    V(renameat2(AT_FDCWD, "r1", AT_FDCWD, "r3", RENAME_NOREPLACE));
    V(renameat2(AT_FDCWD, "r1", AT_FDCWD, "re", RENAME_EXCHANGE));
    mode_of("r1");
    V(renameat2(AT_FDCWD, "r1", AT_FDCWD, "re", 0x100));
    V(renameat(77, "r1", AT_FDCWD, "re"));
}

static void access_and_modes(void)
{
    int fd;
    make("m", "m");
    V(chmod("m", 0640));
    mode_of("m");
    V(chmod("m", 06755));
    mode_of("m");
    V(chmod("none", 0640));
    V(syscall(SYS_chmod, BAD, 0640));
    V(fchmodat(AT_FDCWD, "m", 0604, 0));
    mode_of("m");
    V(fd = open("m", O_RDONLY));
    V(fchmod(fd, 0444));
    mode_of("m");
    V(fchmod(77, 0444));
    V(fchown(fd, -1, -1));
    V(fchown(77, -1, -1));
    close(fd);
    V(chown("m", -1, -1));
    V(chown("m", getuid(), getgid()));
    V(chown("none", -1, -1));
    V(lchown("sa", -1, -1));
    V(fchownat(AT_FDCWD, "sa", -1, -1, AT_SYMLINK_NOFOLLOW));
    V(fchownat(AT_FDCWD, "m", -1, -1, 0x8));
    V(access("m", F_OK));
    V(access("m", R_OK));
    V(access("none", F_OK));
    V(access("m", 8));
    V(access("m/x", F_OK));
    V(access(longname, F_OK));
    V(syscall(SYS_access, BAD, F_OK));
    V(faccessat(AT_FDCWD, "m", R_OK, 0));
    V(faccessat(AT_FDCWD, "m", R_OK, AT_EACCESS));
    V(faccessat(77, "m", R_OK, 0));
}

static void times(void)
{
    struct utimbuf u = {1000000000, 1100000000};
    struct timeval tv[2] = {{1200000000, 123456}, {1300000000, 654321}};
    struct timespec ts[2] = {{1400000000, 123456789}, {1500000000, 987654321}};
    int fd;
    make("t", "t");
    V(utime("t", &u));
    times_of("t");
    V(utimes("t", tv));
    times_of("t");
    V(utimensat(AT_FDCWD, "t", ts, 0));
    times_of("t");
    ts[0].tv_nsec = UTIME_OMIT;
    ts[1].tv_sec = -5;
    ts[1].tv_nsec = 7;
    V(utimensat(AT_FDCWD, "t", ts, 0));
    times_of("t");
    ts[1].tv_nsec = 1000000000;
    V(utimensat(AT_FDCWD, "t", ts, 0));
    ts[1].tv_nsec = 5;
    V(utimensat(AT_FDCWD, "none", ts, 0));
    V(utimensat(77, "t", ts, 0));
    V(utimensat(AT_FDCWD, "t", ts, 0x4));
    symlink("t", "tl");
    ts[1].tv_sec = 1234;
    ts[0].tv_nsec = 1;
    V(utimensat(AT_FDCWD, "tl", ts, AT_SYMLINK_NOFOLLOW));
    times_of("tl");
    times_of("t");
    fd = open("t", O_RDONLY);
    V(futimens(fd, ts));
    times_of("t");
    tv[0].tv_usec = 1000000;
    V(utimes("t", tv));
    V(futimes(fd, tv));
    tv[0].tv_usec = 9;
    V(futimes(fd, tv));
    times_of("t");
    V(lutimes("tl", tv));
    times_of("tl");
    V(utimensat(AT_FDCWD, "t", NULL, 0));
    V(futimens(77, NULL));
    close(fd);
}

static void working_directory(void)
{
    char b[PATH_MAX], c[PATH_MAX];
    int fd;
    V(getcwd(b, sizeof b) != NULL);
    V(syscall(SYS_getcwd, b, 1));
    V(syscall(SYS_getcwd, BAD, 100));
    V(syscall(SYS_getcwd, b, sizeof b) == (long) strlen(b) + 1);
    mkdir("w", 0755);
    fd = open(".", O_RDONLY);
    V(chdir("w"));
    V(getcwd(c, sizeof c) != NULL);
    printf("%s\n", c + strlen(b));
    V(chdir("none"));
    V(chdir("../a"));
    V(chdir(""));
    V(syscall(SYS_chdir, BAD));
    V(chdir(".."));
    V(fchdir(fd));
    V(fchdir(77));
    V(close(fd));
    fd = open("m", O_RDONLY);
    V(fchdir(fd));
    close(fd);
    V(chroot("none"));
    V(rmdir("w"));
}

static void attributes(void)
{
    char b[100] = "";
    int fd = open("m", O_RDONLY);
    V(setxattr("m", "user.one", "value", 5, 0));
    V(getxattr("m", "user.one", b, sizeof b));
    V(getxattr("m", "user.one", b, 2));
    V(getxattr("m", "user.one", NULL, 0));
    V(setxattr("m", "user.one", "v", 1, XATTR_CREATE));
    V(fsetxattr(fd, "user.two", "v2", 2, 0));
    V(setxattr("m", "user.three", "v", 1, XATTR_REPLACE));
    V(listxattr("m", NULL, 0) >= 0);
    V(getxattr("m", "user.none", b, sizeof b));
    V(getxattr("none", "user.none", b, sizeof b));
    V(getxattr("m", "bad", b, sizeof b));
    V(fgetxattr(fd, "user.two", b, sizeof b));
    V(fgetxattr(77, "user.two", b, sizeof b));
    V(lgetxattr("sa", "user.two", b, sizeof b));
    V(removexattr("m", "user.two"));
    V(removexattr("m", "user.two"));
    V(fremovexattr(fd, "user.one"));
    V(setxattr("m", BAD, "v", 1, 0));
    V(setxattr("m", "user.x", BAD, 1, 0));
    V(setxattr("m", "user.x", "", 100000, 0));
    close(fd);
}

int main(void)
{
    memset(longname, 'x', sizeof longname - 1);
    longname[0] = '/';
    links();
    directories();
    renaming();
    access_and_modes();
    times();
    working_directory();
    attributes();
    return 0;
}
