/* stat in all forms, statx, statfs; every field that does not depend on the machine. */
#include "t.h"
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>

static void print(const char *what, const struct stat *s)
{
    printf("%s: mode %06o size %lld blksize %ld dir-or-nlink %d rdev %u:%u\n", what, (unsigned) s->st_mode,
           S_ISDIR(s->st_mode) ? 0LL : (long long) s->st_size, (long) s->st_blksize,
           S_ISDIR(s->st_mode) ? -1 : (int) s->st_nlink, S_ISCHR(s->st_mode) ? major(s->st_rdev) : 0,
           S_ISCHR(s->st_mode) ? minor(s->st_rdev) : 0);
    printf("  me %d %d mtime %lld.%09ld\n", s->st_uid == getuid(), s->st_gid == getgid(),
           S_ISREG(s->st_mode) ? (long long) s->st_mtim.tv_sec : 0, S_ISREG(s->st_mode) ? (long) s->st_mtim.tv_nsec : 0);
}

static void plain(void)
{
    struct stat s, t;
    struct timespec ts[2] = {{1111111111, 222222222}, {1333333333, 444444444}};
    int fd, p[2];
    make("f", "twelve bytes");
    chmod("f", 0754);
    utimensat(AT_FDCWD, "f", ts, 0);
    mkdir("d", 02711);
    chmod("d", 02711);
    symlink("f", "l");
    mkfifo("p", 0600);
    V(stat("f", &s));
    print("f", &s);
    printf("atime %lld.%09ld\n", (long long) s.st_atim.tv_sec, (long) s.st_atim.tv_nsec);
    V(lstat("f", &t));
    IS(s.st_dev == t.st_dev && s.st_ino == t.st_ino && s.st_blocks == t.st_blocks && s.st_ctim.tv_nsec == t.st_ctim.tv_nsec);
    V(fd = open("f", O_RDONLY));
    memset(&t, 0, sizeof t);
    V(fstat(fd, &t));
    IS(s.st_dev == t.st_dev && s.st_ino == t.st_ino && s.st_blocks == t.st_blocks && s.st_ctim.tv_nsec == t.st_ctim.tv_nsec);
    V(fstatat(fd, "", &t, AT_EMPTY_PATH));
    print("empty", &t);
    V(fstatat(fd, "", &t, 0));
    V(fstatat(fd, "x", &t, 0));
    V(fstatat(77, "f", &t, 0));
    V(fstatat(AT_FDCWD, "l", &t, AT_SYMLINK_NOFOLLOW));
    print("l", &t);
    V(fstatat(AT_FDCWD, "f", &t, 0x40000));
    V(fstat(77, &t));
    close(fd);
    V(stat("l", &t));
    print("l->", &t);
    V(lstat("l", &t));
    print("l", &t);
    V(stat("d", &t));
    print("d", &t);
    V(stat("p", &t));
    print("p", &t);
    V(stat("/dev/null", &t));
    printf("null %o %u:%u\n", (unsigned) (t.st_mode & S_IFMT), major(t.st_rdev), minor(t.st_rdev));
    V(stat("/dev/zero", &t));
    printf("zero %o %u:%u\n", (unsigned) (t.st_mode & S_IFMT), major(t.st_rdev), minor(t.st_rdev));
    pipe(p);
    V(fstat(p[0], &t));
    printf("pipe %06o %lld %d\n", (unsigned) t.st_mode, (long long) t.st_size, (int) t.st_nlink);
    V(stat("none", &t));
    V(stat("f/x", &t));
    V(stat("", &t));
#ifdef SYS_stat
    V(syscall(SYS_stat, BAD, &t));
    V(syscall(SYS_stat, "f", BAD));
    V(syscall(SYS_lstat, "f", BAD));
    V(syscall(SYS_fstat, 1, BAD));
    V(syscall(SYS_fstat, 1, BAD2));
#endif
    fd = open("big", O_RDWR | O_CREAT, 0600);
    ftruncate(fd, 0x123456789aLL);
    V(fstat(fd, &t));
    printf("big %lld %lld\n", (long long) t.st_size, (long long) t.st_blocks);
    ftruncate(fd, 0);
    pwrite(fd, "x", 1, 10000);
    fsync(fd);
    fstat(fd, &t);
    printf("small %lld\n", (long long) t.st_size);
    close(fd);
}

static void extended(void)
{
    struct statx x;
    memset(&x, 0xaa, sizeof x);
    V(statx(AT_FDCWD, "f", 0, STATX_BASIC_STATS, &x));
    printf("mask %x mode %o size %llu nlink %u mtime %lld.%u atime %lld.%u blksize %u\n", x.stx_mask & STATX_BASIC_STATS, x.stx_mode,
           (unsigned long long) x.stx_size, x.stx_nlink, (long long) x.stx_mtime.tv_sec, x.stx_mtime.tv_nsec,
           (long long) x.stx_atime.tv_sec, x.stx_atime.tv_nsec, x.stx_blksize);
    V(statx(AT_FDCWD, "/dev/null", 0, STATX_ALL, &x));
    printf("rdev %u:%u mode %o\n", x.stx_rdev_major, x.stx_rdev_minor, x.stx_mode & S_IFMT);
    V(statx(AT_FDCWD, "l", AT_SYMLINK_NOFOLLOW, STATX_TYPE, &x));
    printf("type %o\n", x.stx_mode & S_IFMT);
    V(statx(0, "", AT_EMPTY_PATH, STATX_TYPE, &x));
    V(statx(77, "", AT_EMPTY_PATH, STATX_TYPE, &x));
    V(statx(AT_FDCWD, "none", 0, STATX_TYPE, &x));
    V(statx(AT_FDCWD, "f", 0x40000, STATX_TYPE, &x));
    V(statx(AT_FDCWD, "f", 0, 0x80000000, &x));
    V(syscall(SYS_statx, AT_FDCWD, "f", 0, STATX_TYPE, BAD));
    V(syscall(SYS_statx, AT_FDCWD, BAD, 0, STATX_TYPE, &x));
}

static void file_systems(void)
{
    struct statfs f, g;
    struct statvfs v;
    int fd = open("f", O_RDONLY);
    memset(&f, 0, sizeof f), memset(&g, 0, sizeof g);
    V(statfs("/proc", &f));
    printf("type %lx bsize %ld blocks %llu files %llu namelen %ld frsize %ld\n", (unsigned long) f.f_type, (long) f.f_bsize,
           (unsigned long long) f.f_blocks, (unsigned long long) f.f_files, (long) f.f_namelen, (long) f.f_frsize);
    V(statfs(".", &f));
    V(fstatfs(fd, &g));
    IS(f.f_type == g.f_type && f.f_bsize == g.f_bsize && f.f_blocks == g.f_blocks && f.f_namelen == g.f_namelen);
    printf("here type %lx bsize %ld namelen %ld frsize %ld blocks %llu files %llu\n", (unsigned long) f.f_type, (long) f.f_bsize,
           (long) f.f_namelen, (long) f.f_frsize, (unsigned long long) f.f_blocks, (unsigned long long) f.f_files);
    IS(memcmp(&f.f_fsid, &g.f_fsid, sizeof f.f_fsid) == 0);
    V(statvfs("/proc", &v));
    printf("bsize %lu frsize %lu namemax %lu\n", v.f_bsize, v.f_frsize, v.f_namemax);
    V(statfs("none", &f));
    V(fstatfs(77, &f));
#if _MIPS_SIM == _ABIO32 && defined __mips__
    V(syscall(SYS_statfs, "/proc", BAD));
    V(syscall(SYS_fstatfs, fd, BAD));
#else
    V(syscall(SYS_statfs, "/proc", BAD));
    V(syscall(SYS_fstatfs, fd, BAD));
#endif
    close(fd);
    sync();
}

int main(void)
{
    umask(022);
    plain();
    extended();
    file_systems();
    return 0;
}
