/* Helpers of the system call suite: every program prints the same text wherever it runs. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Addresses at which nothing is, at both ends. */
#define BAD ((void *) 16)
#define BAD2 ((void *) -4096L)

/* What a child has printed is never printed again by its parent, or the other way round. */
__attribute__((constructor)) static inline void unbuffered(void)
{
    setvbuf(stdout, NULL, _IONBF, 0);
}

static inline void show(const char *what, long long value)
{
    if (value == -1 && errno != 0) {
        printf("%s = -1 %s\n", what, strerrorname_np(errno) ? strerrorname_np(errno) : "E?");
    } else {
        printf("%s = %lld\n", what, value);
    }
    fflush(stdout);
}

/* Prints an expression with its value, or with the name of its error. */
#define V(e) do { errno = 0; long long value_ = (long long) (e); show(#e, value_); } while (0)
/* The same, but any value that is no error is just "ok". */
#define OK(e) do { errno = 0; long long value_ = (long long) (e); show(#e, value_ == -1 ? -1 : 1); } while (0)
/* A pointer result (mmap). */
#define PT(e) do { errno = 0; void *pointer_ = (e); show(#e, pointer_ == MAP_FAILED ? -1 : 1); } while (0)
/* A truth. */
#define IS(e) do { printf("%s: %s\n", #e, (e) ? "yes" : "no"); fflush(stdout); } while (0)

static inline void hex(const char *what, const void *p, size_t n)
{
    const unsigned char *b = p;
    printf("%s:", what);
    for (size_t i = 0; i < n; i++) {
        printf(" %02x", b[i]);
    }
    printf("\n");
    fflush(stdout);
}

static inline const char *signame(int s)
{
    static char text[8][24];
    static int at;
    char *t = text[at++ & 7];
    if (s == 0) {
        return "0";
    }
    if (s >= SIGRTMIN) {
        snprintf(t, 24, "RTMIN+%d", s - SIGRTMIN);
    } else {
        snprintf(t, 24, "%s", sigabbrev_np(s) ? sigabbrev_np(s) : "?");
    }
    return t;
}

static inline void status(const char *what, int st)
{
    if (WIFEXITED(st)) {
        printf("%s: exit %d\n", what, WEXITSTATUS(st));
    } else if (WIFSIGNALED(st)) {
        printf("%s: signal %s\n", what, signame(WTERMSIG(st)));
    } else if (WIFSTOPPED(st)) {
        printf("%s: stopped %s\n", what, signame(WSTOPSIG(st)));
    } else if (WIFCONTINUED(st)) {
        printf("%s: continued\n", what);
    } else {
        printf("%s: status?\n", what);
    }
    fflush(stdout);
}

static inline void make(const char *name, const char *text)
{
    int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t) strlen(text)) {
        perror(name);
        exit(99);
    }
    close(fd);
}

static inline void nap(int milliseconds)
{
    struct timespec t = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    while (nanosleep(&t, &t) != 0 && errno == EINTR) {
    }
}

static inline long long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}
