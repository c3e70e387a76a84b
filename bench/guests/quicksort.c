/* Quicksort of 50,000 random numbers, small parts by insertion. */
#include "bench.h"

enum { N = 50000 };

static int32_t v[N];

static NOINLINE void sort(int32_t *v, int n)
{
    int i, j;

    while (n > 12) {
        int32_t pivot = v[n / 2];

        for (i = 0, j = n - 1;;) {
            int32_t t;

            while (v[i] < pivot)
                i++;
            while (v[j] > pivot)
                j--;
            if (i >= j)
                break;
            t = v[i];
            v[i++] = v[j];
            v[j--] = t;
        }
        if (j + 1 < n - i) {
            sort(v, j + 1);
            v += i;
            n -= i;
        } else {
            sort(v + i, n - i);
            n = j + 1;
        }
    }
    for (i = 1; i < n; i++) {
        int32_t t = v[i];

        for (j = i; j > 0 && v[j - 1] > t; j--)
            v[j] = v[j - 1];
        v[j] = t;
    }
}

static u32 run(u32 rounds)
{
    u32 i, hash = 0;

    while (rounds--) {
        for (i = 0; i < N; i++)
            v[i] = (int32_t)next_random();
        sort(v, N);
        for (i = 1; i < N; i++)
            if (v[i - 1] > v[i])
                printf("out of order at %u\n", (unsigned)i);
        hash = mix(mix(hash, (u32)v[0]), (u32)v[N / 3]);
    }
    return hash;
}
