/* What processes cost, by the program's own clock: fork + exit + wait, fork + exec + wait, the latter from a process of 200 MiB.
 * Prints microseconds for each. Arguments: how often. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static double each(char *self, int exec, int times)
{
    double best = 1e12;
    int i;

    for (i = 0; i < times; i++) {
        double start = now(), took;
        pid_t child = fork();
        int status = 1;

        if (child == 0) {
            if (exec)
                execl(self, self, "0", (char *)NULL);
            _exit(exec ? 1 : 0);
        }
        if (child < 0 || waitpid(child, &status, 0) < 0 || status != 0) {
            perror("processes");
            exit(1);
        }
        took = now() - start;
        best = took < best ? took : best;
    }
    return best;
}

int main(int argc, char **argv)
{
    int times = argc > 1 ? atoi(argv[1]) : 100;
    char *big;

    if (times == 0)
        return 0;
    printf("fork %.0f\n", each(argv[0], 0, times));
    printf("exec %.0f\n", each(argv[0], 1, times));
    big = malloc(200u << 20);
    memset(big, 1, 200u << 20);
    printf("fork200 %.0f\n", each(argv[0], 0, times / 10 + 1));
    printf("exec200 %.0f\n", each(argv[0], 1, times / 10 + 1));
    return big[times] - 1;
}
