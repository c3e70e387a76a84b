/* Fast Fourier transform of 1024 complex doubles, there and back. */
#include "bench.h"
#include <math.h>

enum { BITS = 10, N = 1 << BITS };

static double re[N], im[N], cosine[N / 2], sine[N / 2];

static NOINLINE void transform(int back)
{
    int i, j, span, step;

    for (i = 1, j = 0; i < N; i++) {
        int bit = N >> 1;

        for (; j & bit; bit >>= 1)
            j ^= bit;
        j ^= bit;
        if (i < j) {
            double t = re[i];

            re[i] = re[j];
            re[j] = t;
            t = im[i];
            im[i] = im[j];
            im[j] = t;
        }
    }
    for (span = 1, step = N / 2; span < N; span *= 2, step /= 2)
        for (i = 0; i < N; i += 2 * span)
            for (j = 0; j < span; j++) {
                double c = cosine[j * step], s = back ? sine[j * step] : -sine[j * step];
                int p = i + j, q = p + span;
                double x = re[q] * c - im[q] * s, y = re[q] * s + im[q] * c;

                re[q] = re[p] - x;
                im[q] = im[p] - y;
                re[p] += x;
                im[p] += y;
            }
}

/* Sine and cosine by the addition theorem: the same everywhere, whatever the C library's do. */
static void tables(void)
{
    double c = 1, s = 0, dc = 0.99998117528260110909, ds = 0.0061358846491544753597; /* 2 pi / 1024 */
    int i;

    for (i = 0; i < N / 2; i++) {
        double t = c * dc - s * ds;

        cosine[i] = c;
        sine[i] = s;
        s = s * dc + c * ds;
        c = t;
    }
}

static u32 run(u32 rounds)
{
    u32 i, n, hash = 0;

    tables();
    for (i = 0; i < N; i++) {
        re[i] = (double)(next_random() >> 16) / 65536;
        im[i] = 0;
    }
    for (n = 0; n < rounds; n++) {
        transform(0);
        re[n % N] += 0.5;
        transform(1);
        for (i = 0; i < N; i++) {
            re[i] *= 1.0 / N;
            im[i] *= 1.0 / N;
        }
    }
    for (i = 0; i < N; i++)
        hash = mix_double(mix_double(hash, re[i]), im[i]);
    return hash;
}
