/*
 * Prints what the kernel handed over: arguments, environment, auxiliary vector, and checks the shape of the stack.
 *   args [--plain] [--exit N] [words ...]      --plain leaves out addresses and the environment
 * Exit status 0, or N.
 */
#include "guest.h"

int main(int argc, char **argv, char **envp)
{
    int i, plain = 0, status = 0;
    struct auxiliary *p;

    for (i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--plain"))
            plain = 1;
        else if (!strcmp(argv[i], "--exit") && i + 1 < argc)
            status = to_int(argv[++i]);
    }
    printf("argc %d\n", argc);
    for (i = plain; i < argc; i++)
        printf("argv[%d] \"%s\"\n", i, argv[i]);
    printf("argv ends with %s\n", argv[argc] ? "something" : "NULL");
    printf("stack pointer at start %s by 16\n", ((uptr)argv - sizeof(char *)) % 16 ? "not aligned" : "aligned");
    if (!plain) {
        for (i = 0; envp[i]; i++)
            printf("envp[%d] \"%s\"\n", i, envp[i]);
        for (p = auxv; p->type; p++)
            printf("auxv %d = 0x%lx\n", p->type, p->value);
        printf("argv at %p\n", argv);
    }
    return status;
}
