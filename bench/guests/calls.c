/* Recursive functions with little else in them: Fibonacci, Ackermann, Takeuchi, and calls through a table of functions. */
#include "bench.h"

static NOINLINE int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
static NOINLINE int ackermann(int m, int n)
{
    return m == 0 ? n + 1 : n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1));
}
static NOINLINE int tak(int x, int y, int z) { return y >= x ? z : tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y)); }

static NOINLINE int twice(int x) { return x + x; }
static NOINLINE int minus(int x) { return 7 - x; }
static NOINLINE int half(int x) { return x >> 1; }
static NOINLINE int next(int x) { return x + 1; }

static int (*volatile const table[])(int) = { twice, minus, half, next };

static u32 run(u32 rounds)
{
    u32 hash = 0, i;
    int x = 1;

    while (rounds--) {
        hash = mix(hash, (u32)fib(22));
        hash = mix(hash, (u32)ackermann(2, 60));
        hash = mix(hash, (u32)tak(14, 8, (int)(rounds & 3)));
        for (i = 0; i < 20000; i++)
            x = table[i * 5 >> 1 & 3](x & 0xffff);
        hash = mix(hash, (u32)x);
    }
    return hash;
}
