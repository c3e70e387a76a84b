/* Calls of the C library's string functions on short strings, as command lines and symbol tables have them. */
#include "bench.h"

static const char *const words[] = { "sun", "flower", "heliotrope", "iris", "a", "bed of roses", "", "zinnia" };

static u32 run(u32 rounds)
{
    char line[200], copy[200];
    u32 n, i, sum = 0;

    for (n = 0; n < rounds; n++) {
        line[0] = 0;
        for (i = 0; i < 6; i++) {
            strcat(line, words[(n + i * 3) & 7]);
            strcat(line, " ");
        }
        sum += (u32)strlen(line);
        sum = sum * 17 + (strstr(line, "trope") != NULL) + (strchr(line, 'z') != NULL) + (strrchr(line, 'r') != NULL);
        strcpy(copy, line);
        copy[n % 20] = 'x';
        sum += (strcmp(line, copy) > 0) + (strncmp(line, copy, 12) > 0);
        if (n % 16 == 0) {
            sprintf(line + 10, "%u:%08x:%s", (unsigned)n, (unsigned)sum, words[n & 3]);
            sum += (u32)atoi(line + 10);
        }
        for (i = 0; line[i]; i++)
            sum = mix(sum, (u8)line[i]);
    }
    return sum;
}
