#ifndef BENCH_UNISTD_H
#define BENCH_UNISTD_H
#include <sys/types.h>
#define R_OK 4
#define W_OK 2
#define X_OK 1
#define F_OK 0
#ifndef SEEK_SET
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#endif
#define STDIN_FILENO 0
#define STDOUT_FILENO 1
#define STDERR_FILENO 2
extern int close(int);
extern int read(int, void *, size_t);
extern int write(int, const void *, size_t);
extern off_t lseek(int, off_t, int);
extern int unlink(const char *);
extern int link(const char *, const char *);
extern int rmdir(const char *);
extern int access(const char *, int);
extern int chdir(const char *);
extern int chown(const char *, uid_t, gid_t);
extern char *getcwd(char *, size_t);
extern int dup(int);
extern int dup2(int, int);
extern int pipe(int *);
extern int isatty(int);
extern char *ttyname(int);
extern pid_t fork(void);
extern pid_t getpid(void);
extern pid_t getppid(void);
extern uid_t getuid(void);
extern uid_t geteuid(void);
extern gid_t getgid(void);
extern gid_t getegid(void);
extern int setuid(uid_t);
extern int setgid(gid_t);
extern int execl(const char *, const char *, ...);
extern int execlp(const char *, const char *, ...);
extern int execv(const char *, char *const *);
extern int execve(const char *, char *const *, char *const *);
extern int execvp(const char *, char *const *);
extern void _exit(int);
extern unsigned alarm(unsigned);
extern unsigned sleep(unsigned);
extern int pause(void);
extern long sysconf(int);
extern int getopt(int, char *const *, const char *);
extern char *optarg;
extern int optind, opterr, optopt;
extern char **environ;
#endif
