/* Text for the compressors: words drawn with unequal chances, punctuation, numbers; the same on every machine. */
#ifndef TEXT_H
#define TEXT_H

#include "bench.h"

static u32 make_text(char *to, u32 size)
{
    static const char letters[] = "etaoinshrdlucmfwypvbgkjqxz";
    static char words[512][12];
    u32 i, n, at = 0, column = 0;

    for (i = 0; i < COUNT(words); i++) {
        u32 length = 1 + next_random() % 4 + (i > 60 ? next_random() % 6 : 0);

        for (n = 0; n < length; n++) {
            u32 a = next_random() % 26, b = next_random() % 26;

            words[i][n] = letters[a < b ? a : b];
        }
        words[i][n] = 0;
    }
    while (at + 32 < size) {
        u32 r = next_random(), a = r % 512, b = (r >> 9) % 512, c = (r >> 18) % 512;
        u32 least = a < b ? a : b;

        if ((r >> 27) == 0)
            at += (u32)sprintf(to + at, "%u", (unsigned)(r & 0xffff));
        else
            at += (u32)sprintf(to + at, "%s", words[least < c ? least : c]);
        if (r >> 28 == 5)
            to[at++] = '.';
        if (at - column > 70) {
            to[at++] = '\n';
            column = at;
        } else
            to[at++] = ' ';
    }
    while (at < size)
        to[at++] = '\n';
    return at;
}

#endif
