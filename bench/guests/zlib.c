/* zlib: compresses text at levels 6 and 1 and expands it again, in memory. Linked with zlib's sources. */
#include "text.h"
#include <zlib.h>

enum { SIZE = 400000 };

static char text[SIZE], back[SIZE];
static Bytef packed[SIZE + SIZE / 100 + 1000];

static u32 run(u32 rounds)
{
    u32 hash = 0;

    make_text(text, SIZE);
    while (rounds--) {
        uLongf packed_size = sizeof packed, size = SIZE;

        if (compress2(packed, &packed_size, (const Bytef *)text, SIZE, rounds & 1 ? 1 : 6) != Z_OK ||
            uncompress((Bytef *)back, &size, packed, packed_size) != Z_OK || size != SIZE || memcmp(text, back, SIZE) != 0)
            printf("wrong\n");
        hash = mix(mix(hash, (u32)crc32(0, packed, (uInt)packed_size)), (u32)packed_size);
        text[rounds * 977 % SIZE] ^= 1;
    }
    return hash;
}
