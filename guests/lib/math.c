/*
 * Elementary functions of our own: good to a few units in the last place over the range that the programs use, and the
 * same on every machine, since only + - * / and the square root instruction are involved.
 */
#include "guest.h"

union bits { double d; struct { u32 high, low; } w; };

double sqrt(double x)
{
    double result;

    __asm__("sqrt.d %0, %1" : "=f"(result) : "f"(x));
    return result;
}

double fabs(double x) { return x < 0 ? -x : x; }

double floor(double x)
{
    double whole;

    if (!(fabs(x) < 2147483647.0))
        return x;
    whole = (int)x;
    return whole > x ? whole - 1 : whole;
}

/* Taylor series on [-pi/4, pi/4] after reduction by a three-part pi/2; |x| up to 1e5 or so. */
static double series(double x, int cosine)
{
    double x2 = x * x, term = cosine ? 1 : x, sum = term;
    int i;

    for (i = cosine ? 1 : 2; i < 22; i += 2) {
        term *= -x2 / (i * (i + 1));
        sum += term;
    }
    return sum;
}

static double circular(double x, int quadrant)
{
    double n = floor(x * 0.63661977236758134308 + 0.5);
    double r;

    r = x - n * 1.57079632673412561417e+00;
    r -= n * 6.07710050630396597660e-11;
    r -= n * 2.02226624879595063154e-21;
    quadrant = (quadrant + (int)n) & 3;
    r = series(r, quadrant & 1);
    return quadrant & 2 ? -r : r;
}

double sin(double x) { return circular(x, 0); }
double cos(double x) { return circular(x, 1); }

static double scale(double x, int n)
{
    union bits b;

    b.w.low = 0;
    while (n > 1000) {
        x *= 1.07150860718626732095e301;
        n -= 1000;
    }
    while (n < -1000) {
        x *= 9.33263618503218878990e-302;
        n += 1000;
    }
    b.w.high = (u32)(n + 1023) << 20;
    return x * b.d;
}

double exp(double x)
{
    double n, r, term = 1, sum = 1;
    int i;

    if (x > 709.8)
        return 1e308 * 10;
    if (x < -745.2)
        return 0;
    n = floor(x * 1.44269504088896340736 + 0.5);
    r = x - n * 6.93147180369123816490e-01;
    r -= n * 1.90821492927058770002e-10;
    for (i = 1; i < 16; i++) {
        term *= r / i;
        sum += term;
    }
    return scale(sum, (int)n);
}

double log(double x)
{
    union bits b;
    double f, f2, term, sum;
    int exponent = 0, i;

    if (!(x > 0))
        return x == 0 ? -1e308 * 10 : 0 * (1e308 * 10);
    b.d = x;
    if (b.w.high < 0x00100000) {
        b.d = x * 18014398509481984.0;
        exponent = -54;
    }
    exponent += (int)(b.w.high >> 20) - 1023;
    b.w.high = (b.w.high & 0xfffff) | 0x3ff00000;
    if (b.d > 1.41421356237309504880) {
        b.d *= 0.5;
        exponent++;
    }
    f = (b.d - 1) / (b.d + 1);
    f2 = f * f;
    term = f;
    sum = f;
    for (i = 3; i < 28; i += 2) {
        term *= f2;
        sum += term / i;
    }
    return exponent * 0.69314718055994530942 + 2 * sum;
}

double pow(double x, double y)
{
    int n = (int)y;

    if (y == n && n >= -64 && n <= 64) {
        double result = 1;
        int k;

        for (k = n < 0 ? -n : n; k; k >>= 1, x *= x)
            if (k & 1)
                result *= x;
        return n < 0 ? 1 / result : result;
    }
    return x > 0 ? exp(y * log(x)) : 0;
}
