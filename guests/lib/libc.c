/* Strings, memory, formatted output, TAP. No 64-bit division is needed by anything here. */
#include "guest.h"

void *memcpy(void *to, const void *from, size_t n)
{
    u8 *d = to;
    const u8 *s = from;

    if ((((uptr)d | (uptr)s) & 3) == 0) {
        for (; n >= 16; n -= 16, d += 16, s += 16) {
            u32 a = ((const u32 *)s)[0], b = ((const u32 *)s)[1], c = ((const u32 *)s)[2], e = ((const u32 *)s)[3];
            ((u32 *)d)[0] = a;
            ((u32 *)d)[1] = b;
            ((u32 *)d)[2] = c;
            ((u32 *)d)[3] = e;
        }
        for (; n >= 4; n -= 4, d += 4, s += 4)
            *(u32 *)d = *(const u32 *)s;
    }
    while (n--)
        *d++ = *s++;
    return to;
}

void *memmove(void *to, const void *from, size_t n)
{
    u8 *d = to;
    const u8 *s = from;

    if (d <= s || d >= s + n)
        return memcpy(to, from, n);
    while (n--)
        d[n] = s[n];
    return to;
}

void *memset(void *to, int c, size_t n)
{
    u8 *d = to;
    u32 word = (u8)c * 0x01010101u;

    for (; n && ((uptr)d & 3); n--)
        *d++ = c;
    for (; n >= 4; n -= 4, d += 4)
        *(u32 *)d = word;
    while (n--)
        *d++ = c;
    return to;
}

int memcmp(const void *a, const void *b, size_t n)
{
    const u8 *p = a, *q = b;

    for (; n; n--, p++, q++)
        if (*p != *q)
            return *p - *q;
    return 0;
}

size_t strlen(const char *s)
{
    const char *p = s;

    while (*p)
        p++;
    return p - s;
}

int strcmp(const char *a, const char *b)
{
    while (*a && *a == *b)
        a++, b++;
    return (u8)*a - (u8)*b;
}

int strncmp(const char *a, const char *b, size_t n)
{
    while (n && *a && *a == *b)
        a++, b++, n--;
    return n ? (u8)*a - (u8)*b : 0;
}

char *strcpy(char *to, const char *from)
{
    char *d = to;

    while ((*d++ = *from++))
        continue;
    return to;
}

char *strcat(char *to, const char *from)
{
    strcpy(to + strlen(to), from);
    return to;
}

char *strchr(const char *s, int c)
{
    for (; *s != (char)c; s++)
        if (!*s)
            return NULL;
    return (char *)s;
}

char *strrchr(const char *s, int c)
{
    const char *last = NULL;

    for (; *s; s++)
        if (*s == (char)c)
            last = s;
    return (char *)last;
}

char *strstr(const char *s, const char *part)
{
    size_t n = strlen(part);

    for (; *s; s++)
        if (!strncmp(s, part, n))
            return (char *)s;
    return n ? NULL : (char *)s;
}

long to_int(const char *s)
{
    long value = 0;
    int minus = *s == '-';

    for (s += minus; *s >= '0' && *s <= '9'; s++)
        value = value * 10 + (*s - '0');
    return minus ? -value : value;
}

char *get_env(const char *name)
{
    size_t n = strlen(name);
    char **e;

    for (e = environ; *e; e++)
        if (!strncmp(*e, name, n) && (*e)[n] == '=')
            return *e + n + 1;
    return NULL;
}

/* ---- memory: free blocks by power-of-two class, the rest from brk ---------------------------------------------- */

static void *free_list[32];

void *malloc(size_t size)
{
    static char *next, *limit;
    u32 class = 4, *block;

    while ((16u << (class - 4)) < size + 8)
        class++;
    if (free_list[class]) {
        block = free_list[class];
        free_list[class] = *(void **)block;
        return block;
    }
    size = 16u << (class - 4);
    if (!next || (size_t)(limit - next) < size) {
        size_t chunk = size > 65536 ? size : 65536;
        char *more = sbrk(chunk);

        if (more == (char *)-1)
            return NULL;
        if (more != limit)
            next = more;
        limit = more + chunk;
    }
    block = (u32 *)next;
    next += size;
    block[0] = class;
    return block + 2;
}

void free(void *block)
{
    if (block) {
        u32 class = ((u32 *)block)[-2];

        *(void **)block = free_list[class];
        free_list[class] = block;
    }
}

/* ---- formatted output ------------------------------------------------------------------------------------------ */

typedef __builtin_va_list va_list;
#define va_start __builtin_va_start
#define va_arg __builtin_va_arg
#define va_end __builtin_va_end

struct sink { void (*put)(struct sink *, const char *, size_t); char *to; int fd; };

static void emit(struct sink *out, const char *s, size_t n, int width, int left, char pad)
{
    int gap = width - (int)n;
    static const char spaces[] = "                ", zeros[] = "0000000000000000";

    for (; !left && gap > 0; gap -= 16)
        out->put(out, pad == '0' ? zeros : spaces, gap < 16 ? gap : 16);
    out->put(out, s, n);
    for (; left && gap > 0; gap -= 16)
        out->put(out, spaces, gap < 16 ? gap : 16);
}

/* value / 10 for 64 bits with 32-bit divisions only: two steps of 16 bits each after the high word. */
static u32 divide_ten(u64 *value)
{
    u32 high = *value >> 32, low = *value, q1, q2, rest;
    u32 qh = high / 10;

    rest = high % 10 << 16 | low >> 16;
    q1 = rest / 10;
    rest = rest % 10 << 16 | (low & 0xffff);
    q2 = rest / 10;
    *value = (u64)qh << 32 | (u32)(q1 << 16 | q2);
    return rest % 10;
}

static void format(struct sink *out, const char *f, va_list ap)
{
    char digits[24], *p;
    const char *s, *start;

    for (;;) {
        int width = 0, left = 0, longs = 0, precision = -1, minus = 0, shift = 0;
        char pad = ' ', c;
        u64 value;

        for (start = f; *f && *f != '%'; f++)
            continue;
        if (f > start)
            out->put(out, start, f - start);
        if (!*f)
            return;
        f++;
        for (;; f++) {
            if (*f == '-')
                left = 1;
            else if (*f == '0')
                pad = '0';
            else
                break;
        }
        if (*f == '*') {
            width = va_arg(ap, int);
            f++;
        } else {
            for (; *f >= '0' && *f <= '9'; f++)
                width = width * 10 + (*f - '0');
        }
        if (*f == '.') {
            precision = 0;
            if (*++f == '*') {
                precision = va_arg(ap, int);
                f++;
            } else {
                for (; *f >= '0' && *f <= '9'; f++)
                    precision = precision * 10 + (*f - '0');
            }
        }
        for (; *f == 'l'; f++)
            longs++;
        if (longs == 1 && sizeof(long) == 8)
            longs = 2;
        if (*f == 'p' && sizeof(long) == 8)
            longs = 2;
        c = *f++;
        p = digits + sizeof digits;
        switch (c) {
        case 'd':
            value = longs > 1 ? va_arg(ap, u64) : (u64)(s64)va_arg(ap, int);
            if ((s64)value < 0) {
                minus = 1;
                value = -value;
            }
            do
                *--p = '0' + divide_ten(&value);
            while (value);
            if (minus) {
                if (pad == '0' && width > digits + (int)sizeof digits - p + 1) {
                    out->put(out, "-", 1);
                    width--;
                } else
                    *--p = '-';
            }
            emit(out, p, digits + sizeof digits - p, width, left, pad);
            break;
        case 'u':
            value = longs > 1 ? va_arg(ap, u64) : va_arg(ap, u32);
            do
                *--p = '0' + divide_ten(&value);
            while (value);
            emit(out, p, digits + sizeof digits - p, width, left, pad);
            break;
        case 'o':
            shift = 3;
            /* fall through */
        case 'x':
        case 'X':
        case 'p':
            if (!shift)
                shift = 4;
            value = longs > 1 ? va_arg(ap, u64) : va_arg(ap, u32);
            do {
                *--p = (c == 'X' ? "0123456789ABCDEF" : "0123456789abcdef")[value & ((1u << shift) - 1)];
                value >>= shift;
            } while (value);
            if (c == 'p') {
                *--p = 'x';
                *--p = '0';
            }
            emit(out, p, digits + sizeof digits - p, width, left, pad);
            break;
        case 'c':
            *--p = va_arg(ap, int);
            emit(out, p, 1, width, left, ' ');
            break;
        case 's': {
            int n = 0;

            s = va_arg(ap, const char *);
            if (!s)
                s = "(null)";
            while ((precision < 0 || n < precision) && s[n])
                n++;
            emit(out, s, n, width, left, ' ');
            break;
        }
        case '%':
            out->put(out, "%", 1);
            break;
        default:
            out->put(out, "%?", 2);
            if (!c)
                return;
        }
    }
}

static char out_buffer[4096];
static size_t out_used;

static void write_all(int fd, const char *data, size_t n)
{
    while (n) {
        ssize_t done = write(fd, data, n);

        if (done == -1) {
            if (errno == EINTR)
                continue;
            return;
        }
        data += done;
        n -= done;
    }
}

void flush(void)
{
    size_t n = out_used;

    out_used = 0;
    write_all(1, out_buffer, n);
}

void put_bytes(const void *data, size_t n)
{
    const char *from = data;

    while (n) {
        size_t part = sizeof out_buffer - out_used;

        if (part > n)
            part = n;
        memcpy(out_buffer + out_used, from, part);
        out_used += part;
        from += part;
        n -= part;
        if (out_used == sizeof out_buffer)
            flush();
    }
}

static void put_buffered(struct sink *out, const char *s, size_t n) { (void)out; put_bytes(s, n); }
static void put_fd(struct sink *out, const char *s, size_t n) { write_all(out->fd, s, n); }

static void put_memory(struct sink *out, const char *s, size_t n)
{
    memcpy(out->to, s, n);
    out->to += n;
    *out->to = 0;
}

int printf(const char *f, ...)
{
    struct sink out = { put_buffered, NULL, 1 };
    va_list ap;

    va_start(ap, f);
    format(&out, f, ap);
    va_end(ap);
    return 0;
}

int dprintf(int fd, const char *f, ...)
{
    struct sink out = { put_fd, NULL, fd };
    va_list ap;

    va_start(ap, f);
    format(&out, f, ap);
    va_end(ap);
    return 0;
}

int sprintf(char *to, const char *f, ...)
{
    struct sink out = { put_memory, to, -1 };
    va_list ap;

    *to = 0;
    va_start(ap, f);
    format(&out, f, ap);
    va_end(ap);
    return out.to - to;
}

void print_fixed(double value, int digits)
{
    int i, whole;
    u32 part;

    if (value < 0) {
        put_bytes("-", 1);
        value = -value;
    }
    whole = (int)value;
    value -= whole;
    for (part = 0, i = 0; i < digits; i++) {
        int d;

        value *= 10;
        d = (int)value;
        value -= d;
        part = part * 10 + d;
    }
    if (digits)
        printf("%d.%0*u", whole, digits, part);
    else
        printf("%d", whole);
}

NORETURN void exit(int status)
{
    flush();
    _exit(status);
}

/* ---- TAP ------------------------------------------------------------------------------------------------------- */

static int tests, failures;

int check(int good, const char *f, ...)
{
    struct sink out = { put_buffered, NULL, 1 };
    va_list ap;

    failures += !good;
    printf("%s %d - ", good ? "ok" : "not ok", ++tests);
    va_start(ap, f);
    format(&out, f, ap);
    va_end(ap);
    put_bytes("\n", 1);
    flush();
    return good;
}

int same(const char *what, long got, long want)
{
    if (got == want)
        return check(1, "%s", what);
    return check(0, "%s: got %ld (0x%lx) want %ld (0x%lx)", what, got, got, want, want);
}

int tap_done(void)
{
    printf("1..%d\n", tests);
    if (failures)
        printf("# %d of %d failed\n", failures, tests);
    return failures != 0;
}
