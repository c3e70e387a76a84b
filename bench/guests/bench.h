/*
 * What the benchmark programs share. Each is one C file with a function `run`; its main takes one argument, the number of
 * rounds (default DEFAULT), and prints the rounds and a checksum, which must be the same everywhere.
 */
#ifndef BENCH_H
#define BENCH_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOINLINE __attribute__((noinline))
#define COUNT(array) (sizeof(array) / sizeof *(array))

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

static u32 random_state = 2463534242u;

/* The next of a fixed sequence of numbers (xorshift). */
static inline u32 next_random(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    return random_state ^= random_state << 5;
}

static inline u32 mix(u32 hash, u32 word) { return (hash ^ word) * 16777619u; }

static inline u32 mix_double(u32 hash, double d)
{
    u64 bits;

    memcpy(&bits, &d, sizeof bits);
    return mix(mix(hash, (u32)bits), (u32)(bits >> 32));
}

static u32 run(u32 rounds);

int main(int argc, char **argv)
{
    u32 rounds = argc > 1 ? (u32)strtoul(argv[1], NULL, 10) : 1;

    printf("%u rounds, checksum %08x\n", (unsigned)rounds, (unsigned)run(rounds));
    return 0;
}

#endif
