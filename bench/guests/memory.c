/* memcpy, memmove, memset and memcmp over blocks from 8 bytes to 32 KiB, aligned and not. */
#include "bench.h"

static u8 a[65536], b[65536];

static u32 run(u32 rounds)
{
    u32 i, n, size, hash = 0;

    for (i = 0; i < sizeof a; i++)
        a[i] = (u8)next_random();
    for (n = 0; n < rounds; n++) {
        for (size = 8; size <= 32768; size *= 4) {
            u32 repeat = 32768 / size > 64 ? 64 : 32768 / size;

            for (i = 0; i < repeat; i++) {
                u32 from = i * 16 + (n & 3), to = i * 24 + (n >> 2 & 7);

                memcpy(b + to, a + from, size);
                hash += (u32)(memcmp(b + to, a + from, size) != 0);
                memmove(b + to + 5, b + to, size);
                memset(b + from, (int)(n & 255), size / 2);
            }
        }
        hash = mix(hash, (u32)(b[n & 0x7fff] | b[n * 7 & 0x7fff] << 8));
        a[n & 0x7fff] = (u8)hash;
    }
    return hash;
}
