/* CRC-32 with a table, byte by byte. */
#include "bench.h"

static u32 table[256];
static u8 data[65536];

static NOINLINE u32 crc(u32 crc, const u8 *p, u32 n)
{
    while (n--)
        crc = table[(crc ^ *p++) & 0xff] ^ crc >> 8;
    return crc;
}

static u32 run(u32 rounds)
{
    u32 i, j, sum = 0xffffffff;

    for (i = 0; i < 256; i++) {
        u32 c = i;

        for (j = 0; j < 8; j++)
            c = c & 1 ? 0xedb88320 ^ c >> 1 : c >> 1;
        table[i] = c;
    }
    for (i = 0; i < sizeof data; i++)
        data[i] = (u8)next_random();
    while (rounds--)
        sum = crc(sum, data, sizeof data);
    return ~sum;
}
