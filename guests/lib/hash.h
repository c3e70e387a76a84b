/* A running hash of 32-bit words for the programs that print one line for many results (FNV-1a by words). */
#ifndef HASH_H
#define HASH_H
#include "guest.h"

#define HASH_START 2166136261u

static inline u32 hash_word(u32 hash, u32 word)
{
    hash = (hash ^ word) * 16777619u;
    return hash ^ hash >> 15;
}

static inline u32 hash_bytes(u32 hash, const void *data, size_t n)
{
    const u8 *p = data;

    while (n--)
        hash = (hash ^ *p++) * 16777619u;
    return hash;
}
#endif
