/* Reading directories: readdir with positions, getdents64 by hand, getdents of old. */
#include "t.h"

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *) a, *(char *const *) b);
}

int main(void)
{
    char *names[600];
    char name[300];
    char buffer[4096];
    struct stat st;
    struct dirent *e;
    DIR *d;
    int n = 0, fd, got, bytes = 0, same = 1, right = 1;
    long second = 0;
    umask(022);
    mkdir("d", 0755);
    for (int i = 0; i < 300; i++) {
        sprintf(name, "d/file%03d%.*s", i, i % 50, "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdef");
        make(name, "");
    }
    memset(name, 'n', 257);
    memcpy(name, "d/", 2);
    name[257] = 0;
    make(name, "");
    mkdir("d/sub", 0755);
    symlink("x", "d/link");
    mkfifo("d/pipe", 0600);

    d = opendir("d");
    while ((e = readdir(d)) != NULL) {
        sprintf(name, "d/%s", e->d_name);
        lstat(name, &st);
        if (st.st_ino != e->d_ino && strcmp(e->d_name, "..") != 0) {
            same = 0;
        }
        char t = e->d_type == DT_DIR ? '/' : e->d_type == DT_LNK ? '@' : e->d_type == DT_FIFO ? '|' : e->d_type == DT_REG ? ' ' : '?';
        names[n] = malloc(300);
        sprintf(names[n++], "%.40s %c %d", e->d_name, t, (int) strlen(e->d_name));
    }
    qsort(names, n, sizeof *names, by_name);
    for (int i = 0; i < n; i++) {
        if (i % 25 == 0 || names[i][0] != 'f') {
            printf("%s\n", names[i]);
        }
    }
    IS(same);
    V(n);
    rewinddir(d);
    readdir(d);
    second = telldir(d);
    e = readdir(d);
    strcpy(name, e->d_name);
    for (int i = 0; i < 100; i++) {
        e = readdir(d);
    }
    seekdir(d, second);
    e = readdir(d);
    IS(e != NULL && strcmp(e->d_name, name) == 0);
    rewinddir(d);
    n = 0;
    while (readdir(d) != NULL) {
        n++;
    }
    V(n);
    V(closedir(d));

    fd = open("d", O_RDONLY | O_DIRECTORY);
    n = 0;
    while ((got = syscall(SYS_getdents64, fd, buffer, 700)) > 0) {
        for (int at = 0; at < got;) {
            unsigned short reclen;
            unsigned long long ino;
            memcpy(&reclen, buffer + at + 16, 2);
            memcpy(&ino, buffer + at, 8);
            right &= reclen % 8 == 0 && ino != 0 && reclen >= 19 + strlen(buffer + at + 19) + 1;
            at += reclen;
            bytes += reclen;
            n++;
        }
    }
    V(got);
    V(n);
    V(bytes);
    IS(right);
    V(lseek(fd, 0, SEEK_SET));
    V(syscall(SYS_getdents64, fd, buffer, 10));
    V(syscall(SYS_getdents64, fd, BAD, 700));
    V(syscall(SYS_getdents64, 77, buffer, 700));
#ifdef SYS_getdents
    n = 0;
    bytes = 0;
    lseek(fd, 0, SEEK_SET);
    while ((got = syscall(SYS_getdents, fd, buffer, 1000)) > 0) {
        for (int at = 0; at < got;) {
            unsigned short reclen;
            char *text = buffer + at + 2 * sizeof(long) + 2;
            memcpy(&reclen, buffer + at + 2 * sizeof(long), 2);
            right &= reclen % sizeof(long) == 0;
            if (strcmp(text, "sub") == 0) {
                printf("sub type %d\n", text[reclen - 2 * sizeof(long) - 3]);
            }
            at += reclen;
            n++;
        }
    }
    V(n);
    IS(right);
    lseek(fd, 0, SEEK_SET);
    V(syscall(SYS_getdents, fd, BAD, 700));
    V(syscall(SYS_getdents, 77, buffer, 700));
#endif
    close(fd);
    fd = open("d/file000", O_RDONLY);
    V(syscall(SYS_getdents64, fd, buffer, 700));
    close(fd);
    V(syscall(SYS_getdents64, 1, buffer, 700));
    return 0;
}
