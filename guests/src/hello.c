/* The first program: says hello, with its arguments if it has any. Exit status 0. */
#include "guest.h"

int main(int argc, char **argv)
{
    int i;

    printf("hello, world");
    for (i = 1; i < argc; i++)
        printf("%s%s", i == 1 ? ": " : " ", argv[i]);
    printf("\n");
    return 0;
}
