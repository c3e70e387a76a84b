/* bzip2: compresses text and expands it again, in memory. Linked with bzip2's library sources. */
#include "text.h"
#include <bzlib.h>

enum { SIZE = 300000 };

static char text[SIZE], back[SIZE], packed[SIZE + SIZE / 100 + 1000];

void bz_internal_error(int code)
{
    printf("bzip2: internal error %d\n", code);
    exit(1);
}

static u32 run(u32 rounds)
{
    u32 hash = 0, i;

    make_text(text, SIZE);
    while (rounds--) {
        unsigned packed_size = sizeof packed, size = SIZE;

        if (BZ2_bzBuffToBuffCompress(packed, &packed_size, text, SIZE, 9, 0, 0) != BZ_OK ||
            BZ2_bzBuffToBuffDecompress(back, &size, packed, packed_size, 0, 0) != BZ_OK || size != SIZE || memcmp(text, back, SIZE) != 0)
            printf("wrong\n");
        for (i = 0; i < packed_size; i++)
            hash = mix(hash, (u8)packed[i]);
        text[rounds * 977 % SIZE] ^= 1;
    }
    return hash;
}
