/* What the system tells of itself; random numbers. */
#include "t.h"
#include <sys/auxv.h>
#include <sys/random.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>

int main(int argc, char **argv)
{
    struct utsname u;
    struct sysinfo s;
    char a[300], b[300];
    (void) argc;
    V(uname(&u));
    IS(strcmp(u.sysname, "Linux") == 0 && u.nodename[0] != 0 && u.release[0] >= '2' && u.version[0] == '#');
    V(syscall(SYS_uname, BAD));
    V(gethostname(a, sizeof a));
    IS(strcmp(a, u.nodename) == 0);
    V(sysinfo(&s));
    IS(s.uptime > 0 && s.procs > 0 && s.mem_unit > 0);
    IS((unsigned long long) s.totalram * s.mem_unit > 100000000ULL && s.freeram <= s.totalram);
    V(syscall(SYS_sysinfo, BAD));
    V(getrandom(a, 200, 0));
    V(getrandom(b, 200, GRND_NONBLOCK));
    IS(memcmp(a, b, 200) != 0);
    V(getrandom(a, 20, 0x100));
    V(syscall(SYS_getrandom, BAD, 20, 0));
    V(getrandom(a, 0, 0));
    IS(getauxval(AT_PAGESZ) == 4096);
    IS(getauxval(AT_UID) == getuid());
    IS(getauxval(AT_CLKTCK) == 100);
    IS(getauxval(AT_RANDOM) != 0 && getauxval(AT_PHDR) != 0 && getauxval(AT_ENTRY) != 0);
    V(getauxval(AT_SECURE));
    IS(getauxval(AT_EXECFN) != 0 && strcmp((char *) getauxval(AT_EXECFN), argv[0]) == 0);
    V(sysconf(_SC_PAGESIZE));
    IS(sysconf(_SC_NPROCESSORS_ONLN) > 0);
    IS(sysconf(_SC_PHYS_PAGES) > 0);
    V(sysconf(_SC_ARG_MAX) >= 131072);
    V(syscall(SYS_getpid) == getpid());
    V(syscall(9999999));
    V(syscall(SYS_mount, "none", "/none", "tmpfs", 0, 0) == -1);
    memset(a, 0, sizeof a);
    V(readlink("/proc/self/exe", a, sizeof a - 1) > 0);
    IS(strrchr(a, '/') != NULL && strncmp(strrchr(a, '/') + 1, "system.", 7) == 0);
    int fd = open("/proc/self/cmdline", O_RDONLY);
    ssize_t n = read(fd, a, sizeof a - 1);
    IS(n > 0 && strcmp(a, argv[0]) == 0);
    FILE *f = fopen("/proc/self/maps", "r");
    int stack = 0, program = 0;
    while (f && fgets(a, sizeof a, f)) {
        unsigned long long from, to;
        if (sscanf(a, "%llx-%llx", &from, &to) == 2) {
            stack |= (uintptr_t) &u >= from && (uintptr_t) &u < to;
            program |= (uintptr_t) main >= from && (uintptr_t) main < to;
        }
    }
    IS(stack);
    IS(program);
    return 0;
}
