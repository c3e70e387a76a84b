/*
 * Runs the programs of a list, several at a time, and says of each how it ended and what it printed.
 *
 *     batch [-j JOBS] [-t SECONDS] [-o FOLDER] LIST [PREFIX...]
 *
 * Each line of LIST is a name, a program and its arguments, separated by blanks. PREFIX is put before the program (an emulator). For
 * each it prints, as soon as it has ended,
 *
 *     NAME exit NUMBER|signal ABBREVIATION|timeout SECONDS  bytes and hash of stdout  bytes and hash of stderr
 *
 * and at the end "end COUNT". Lines of stderr that begin with "qemu: " do not count: they are the emulator's. With -o what was printed is
 * kept as FOLDER/NAME.out and .err. For an emulator that runs it as a guest it is a test itself: fork, exec, wait, timers, signals.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_JOBS = 32, MAX_WORDS = 32, LINE = 4096, NAME = 256 };

static struct job {
    pid_t pid; /* 0: free */
    int killed;
    time_t started;
    char name[NAME];
} jobs[MAX_JOBS];

static int limit = 20;
static const char *keep;
static char **prefix;
static int prefixes;

static void tick(int signal) { (void)signal; }

static time_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

static void file_name(char *to, size_t size, const struct job *job, const char *suffix) {
    if (keep) snprintf(to, size, "%s/%s.%s", keep, job->name, suffix);
    else snprintf(to, size, "batch.%d.%d.%s", (int)getpid(), (int)(job - jobs), suffix);
    if (keep)
        for (char *s = to + strlen(keep) + 1; *s; s++)
            if (*s == '/') *s = '-';
}

static void redirect(const char *file, int fd) {
    int opened = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (opened < 0 || dup2(opened, fd) < 0) _exit(126);
    if (opened != fd) close(opened);
}

static void start(struct job *job, char *words) {
    char *argv[MAX_WORDS * 2], out[LINE], err[LINE];
    int n = 0;
    for (int i = 0; i < prefixes && n < MAX_WORDS; i++) argv[n++] = prefix[i];
    for (char *w = strtok(words, " \t\n"); w && n < MAX_WORDS * 2 - 1; w = strtok(NULL, " \t\n")) argv[n++] = w;
    argv[n] = NULL;
    file_name(out, sizeof out, job, "out");
    file_name(err, sizeof err, job, "err");
    fflush(stdout);
    job->started = now();
    job->killed = 0;
    job->pid = fork();
    if (job->pid < 0) {
        perror("fork");
        exit(2);
    }
    if (job->pid == 0) {
        struct rlimit none = {0, 0};
        setpgid(0, 0);
        setrlimit(RLIMIT_CORE, &none);
        close(0);
        if (open("/dev/null", O_RDONLY) != 0) _exit(126);
        redirect(out, 1);
        redirect(err, 2);
        alarm((unsigned)limit);
        execvp(argv[0], argv);
        _exit(127);
    }
}

/* FNV-1a of a file; lines that begin with "qemu: " are left out. */
static void digest(const char *file) {
    static char text[1 << 22];
    uint64_t hash = 0xcbf29ce484222325u;
    size_t length = 0, counted = 0;
    int fd = open(file, O_RDONLY);
    for (ssize_t n; fd >= 0 && length < sizeof text && (n = read(fd, text + length, sizeof text - length)) > 0;) length += (size_t)n;
    if (fd >= 0) close(fd);
    for (size_t i = 0; i < length;) {
        const char *end = memchr(text + i, '\n', length - i);
        size_t next = end ? (size_t)(end - text) + 1 : length;
        if (next - i < 6 || memcmp(text + i, "qemu: ", 6) != 0) {
            for (size_t k = i; k < next; k++) hash = (hash ^ (unsigned char)text[k]) * 0x100000001b3u;
            counted += next - i;
        }
        i = next;
    }
    printf("  %lu %016llx", (unsigned long)counted, (unsigned long long)hash);
}

static void report(struct job *job, int status) {
    char file[LINE];
    const char *suffixes[] = {"out", "err"};
    int late = job->killed || (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM && now() - job->started >= limit - 1);
    if (late) printf("%s timeout %d", job->name, limit);
    else if (WIFSIGNALED(status)) printf("%s signal %s", job->name, sigabbrev_np(WTERMSIG(status)));
    else printf("%s exit %d", job->name, WEXITSTATUS(status));
    for (int i = 0; i < 2; i++) {
        file_name(file, sizeof file, job, suffixes[i]);
        digest(file);
        if (!keep) unlink(file);
    }
    printf("\n");
    fflush(stdout);
    job->pid = 0;
}

/* Waits until one more job has ended; those that do not hear the alarm are killed five seconds later. */
static void reap(int count) {
    for (;;) {
        int status;
        pid_t pid = waitpid(-1, &status, 0);
        if (pid < 0 && errno != EINTR) {
            perror("waitpid");
            exit(2);
        }
        for (int i = 0; i < count; i++) {
            if (jobs[i].pid == 0) continue;
            if (pid > 0 && jobs[i].pid == pid) {
                report(&jobs[i], status);
                return;
            }
            if (now() - jobs[i].started > limit + 5) {
                jobs[i].killed = 1;
                kill(-jobs[i].pid, SIGKILL);
                kill(jobs[i].pid, SIGKILL);
            }
        }
    }
}

int main(int argc, char **argv) {
    int count = 2, running = 0, done = 0, option;
    char line[LINE];
    while ((option = getopt(argc, argv, "+j:t:o:")) != -1) {
        if (option == 'j') count = atoi(optarg);
        else if (option == 't') limit = atoi(optarg);
        else if (option == 'o') keep = optarg;
        else return 2;
    }
    if (optind >= argc || count < 1 || count > MAX_JOBS) {
        fprintf(stderr, "usage: batch [-j JOBS] [-t SECONDS] [-o FOLDER] LIST [PREFIX...]\n");
        return 2;
    }
    FILE *list = fopen(argv[optind], "re");
    if (!list) {
        perror(argv[optind]);
        return 2;
    }
    prefix = argv + optind + 1;
    prefixes = argc - optind - 1;
    struct sigaction action = {.sa_handler = tick};
    struct itimerval second = {{1, 0}, {1, 0}};
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &second, NULL);
    while (fgets(line, sizeof line, list)) {
        int length = 0, i = 0;
        if (running == count) {
            reap(count);
            running--;
            done++;
        }
        while (jobs[i].pid != 0) i++;
        if (sscanf(line, "%255s%n", jobs[i].name, &length) != 1) continue;
        start(&jobs[i], line + length);
        running++;
    }
    for (; running > 0; running--, done++) reap(count);
    printf("end %d\n", done);
    return 0;
}
