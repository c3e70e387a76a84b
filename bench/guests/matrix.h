/* C = A B of N x N numbers of TYPE, the middle loop over columns, as a compiler can vectorise it. */
#include "bench.h"

enum { N = 96 };

static TYPE a[N][N], b[N][N], c[N][N];

static NOINLINE void product(void)
{
    int i, j, k;

    memset(c, 0, sizeof c);
    for (i = 0; i < N; i++)
        for (k = 0; k < N; k++) {
            TYPE factor = a[i][k];

            for (j = 0; j < N; j++)
                c[i][j] += factor * b[k][j];
        }
}

static u32 run(u32 rounds)
{
    u32 i, j, hash = 0;

    for (i = 0; i < N; i++)
        for (j = 0; j < N; j++) {
            a[i][j] = (TYPE)((int)i - (int)j) / (TYPE)SCALE;
            b[i][j] = (TYPE)(i * j % 37) / (TYPE)SCALE;
        }
    for (i = 0; i < rounds; i++) {
        product();
        a[i % N][i * 7 % N] = c[i * 5 % N][i * 3 % N] / (TYPE)1024;
    }
    for (i = 0; i < N; i++)
        for (j = 0; j < N; j++)
            hash = mix_double(hash, (double)c[i][j]);
    return hash;
}
