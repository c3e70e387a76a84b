/* What the compiler calls behind our back for 64-bit integers: the cross compiler's own library is for a later ISA. */
#include "guest.h"

u64 __ashldi3(u64 x, int n)
{
    u32 high = x >> 32, low = (u32)x;

    if (n >= 32)
        return (u64)(low << (n - 32)) << 32;
    if (n == 0)
        return x;
    return (u64)(high << n | low >> (32 - n)) << 32 | low << n;
}

u64 __lshrdi3(u64 x, int n)
{
    u32 high = x >> 32, low = (u32)x;

    if (n >= 32)
        return high >> (n - 32);
    if (n == 0)
        return x;
    return (u64)(high >> n) << 32 | (low >> n | high << (32 - n));
}

s64 __ashrdi3(s64 x, int n)
{
    s32 high = x >> 32;
    u32 low = (u32)x;

    if (n >= 32)
        return high >> (n - 32);
    if (n == 0)
        return x;
    return (s64)((u64)(u32)(high >> n) << 32 | (low >> n | (u32)high << (32 - n)));
}

static u64 divide(u64 a, u64 b, u64 *rest)
{
    u64 q = 0, r = 0;
    int i;

    for (i = 63; i >= 0; i--) {
        r = r << 1 | ((a >> i) & 1);
        q <<= 1;
        if (r >= b) {
            r -= b;
            q |= 1;
        }
    }
    *rest = r;
    return q;
}

u64 __udivdi3(u64 a, u64 b)
{
    u64 rest;

    return divide(a, b, &rest);
}

u64 __umoddi3(u64 a, u64 b)
{
    u64 rest;

    divide(a, b, &rest);
    return rest;
}

s64 __divdi3(s64 a, s64 b)
{
    u64 rest, q = divide(a < 0 ? -(u64)a : (u64)a, b < 0 ? -(u64)b : (u64)b, &rest);

    return (a < 0) != (b < 0) ? -q : q;
}
