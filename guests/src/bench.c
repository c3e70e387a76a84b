/*
 * Benchmarks: each prints its name, its size and a checksum, nothing that depends on time.
 *   bench                 all, at their default sizes (about two seconds on a fast emulator)
 *   bench NAME [SIZE]     one: records sieve matrixf matrixd nbody memory strings calls interp crc sha qsort life
 * Exit status 0; 2 for an unknown name.
 */
#include "hash.h"

static u32 seed;

static u32 rnd(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 17;
    return seed ^= seed << 5;
}

/* ---- records: small structures, pointers, short strings and calls, as business programs of 1990 do ------------- */

struct item { struct item *next; int kind, number, weight; char name[20]; };

static struct item pool[16];

static NOINLINE int same_name(const struct item *a, const struct item *b) { return strcmp(a->name, b->name) == 0; }

static NOINLINE int bump(struct item *it, int by, int *total)
{
    it->number += by;
    switch (it->kind) {
    case 0:
        *total += it->number;
        break;
    case 1:
        *total -= it->weight;
        break;
    case 2:
        *total ^= it->number;
        break;
    default:
        it->kind = 0;
    }
    return it->kind;
}

static NOINLINE struct item *move_front(struct item *head, int n)
{
    struct item *p = head, *q;

    while (n-- && p->next->next)
        p = p->next;
    q = p->next;
    p->next = q->next;
    q->next = head;
    return q;
}

static u32 bench_records(int size)
{
    struct item *head = pool, copy;
    int i, total = 0, table[50], equal = 0;

    for (i = 0; i < COUNT(pool); i++) {
        pool[i].next = i + 1 < COUNT(pool) ? &pool[i + 1] : NULL;
        pool[i].kind = i & 3;
        pool[i].number = i * i;
        pool[i].weight = 100 - i;
        sprintf(pool[i].name, "item number %d", i % 5);
    }
    for (i = 0; i < 50; i++)
        table[i] = i;
    for (i = 0; i < size; i++) {
        head = move_front(head, i % 13);
        copy = *head;
        copy.weight = i;
        equal += same_name(&copy, head->next);
        if (bump(head, i & 7, &total) == 0)
            head->kind = 1 + (i & 3);
        table[i % 50] += copy.number + table[(i + 7) % 50] / 3;
        if (copy.name[12] >= '2' && copy.name[12] < '9')
            copy.name[12]++;
        total += copy.name[12];
    }
    for (i = 0; i < 50; i++)
        total = total * 31 + table[i];
    return total + equal;
}

/* ---- sieve and bit tricks ---------------------------------------------------------------------------------------- */

static u8 mark[65536];

static u32 bench_sieve(int size)
{
    u32 sum = 0;
    int round, i, j;

    for (round = 0; round < size; round++) {
        memset(mark, 1, sizeof mark);
        for (i = 2; i < COUNT(mark); i++)
            if (mark[i]) {
                sum = sum * 3 + i % 1009 + i / 7;
                for (j = i + i; j < COUNT(mark); j += i)
                    mark[j] = 0;
            }
    }
    return sum;
}

/* ---- matrices, single and double --------------------------------------------------------------------------------- */

#define MATRIX(type, name, N)                                                       \
    static type name##_a[N][N], name##_b[N][N], name##_c[N][N];                     \
                                                                                    \
    static u32 bench_##name(int size)                                               \
    {                                                                               \
        int i, j, k;                                                                \
                                                                                    \
        for (i = 0; i < N; i++)                                                     \
            for (j = 0; j < N; j++) {                                               \
                name##_a[i][j] = (type)(i - j) / 16;                                \
                name##_b[i][j] = (type)(i * j % 37) / 8;                            \
            }                                                                       \
        for (; size > 0; size--) {                                                  \
            for (i = 0; i < N; i++)                                                 \
                for (j = 0; j < N; j++) {                                           \
                    type s = 0;                                                     \
                                                                                    \
                    for (k = 0; k < N; k++)                                         \
                        s += name##_a[i][k] * name##_b[k][j];                       \
                    name##_c[i][j] = s;                                             \
                }                                                                   \
            for (i = 0; i < N; i++)                                                 \
                name##_a[i][(i * 7 + size) % N] = name##_c[i][i] / 1024;            \
        }                                                                           \
        return hash_bytes(HASH_START, name##_c, sizeof name##_c);                   \
    }

MATRIX(float, matrixf, 64)
MATRIX(double, matrixd, 64)

/* ---- n bodies ---------------------------------------------------------------------------------------------------- */

struct body { double x[3], v[3], m; };

static u32 bench_nbody(int size)
{
    static struct body b[5];
    double energy = 0;
    union { double d; u32 w[2]; } u;
    int i, j, k;

    for (i = 0; i < 5; i++) {
        b[i].m = i ? 0.01 * i : 40;
        for (k = 0; k < 3; k++) {
            b[i].x[k] = i * (k + 1) - (k == 2 ? i * 2.5 : 0);
            b[i].v[k] = i ? (k - 1) * 0.5 * (i & 1 ? 1 : -1) : 0;
        }
    }
    while (size--) {
        for (i = 0; i < 5; i++)
            for (j = i + 1; j < 5; j++) {
                double d[3], r2 = 0.01, f;

                for (k = 0; k < 3; k++) {
                    d[k] = b[i].x[k] - b[j].x[k];
                    r2 += d[k] * d[k];
                }
                f = 0.001 / (r2 * sqrt(r2));
                for (k = 0; k < 3; k++) {
                    b[i].v[k] -= d[k] * b[j].m * f;
                    b[j].v[k] += d[k] * b[i].m * f;
                }
            }
        for (i = 0; i < 5; i++)
            for (k = 0; k < 3; k++)
                b[i].x[k] += 0.001 * b[i].v[k];
    }
    for (i = 0; i < 5; i++)
        for (k = 0; k < 3; k++)
            energy += b[i].m * b[i].v[k] * b[i].v[k];
    u.d = energy;
    return hash_word(u.w[0], u.w[1]);
}

/* ---- memory and strings ------------------------------------------------------------------------------------------ */

static u32 bench_memory(int size)
{
    enum { BLOCK = 65536 };
    u8 *a = malloc(BLOCK), *b = malloc(BLOCK);
    u32 hash = HASH_START;
    int i, n;

    for (i = 0; i < BLOCK; i++)
        a[i] = i * 7;
    for (n = 0; n < size; n++) {
        memcpy(b, a, BLOCK);
        memmove(b + 100 + n % 50, b, BLOCK - 200);
        memcpy(a + 1, b + 2, BLOCK / 2);
        for (i = 0; i < BLOCK; i += 64)
            hash = hash_word(hash, a[i] | b[i] << 8);
    }
    free(a);
    free(b);
    return hash;
}

static u32 bench_strings(int size)
{
    static const char *const word[] = { "sun", "flower", "heliotrope", "iris", "a", "bed of roses", "", "zinnia" };
    char line[200];
    u32 sum = 0;
    int i, n;

    for (n = 0; n < size; n++) {
        line[0] = 0;
        for (i = 0; i < 6; i++) {
            strcat(line, word[(n + i * 3) & 7]);
            strcat(line, " ");
        }
        sum += strlen(line);
        sum = sum * 17 + (strstr(line, "trope") != NULL) + (strchr(line, 'z') != NULL);
        sum += strcmp(line, word[n & 7]) > 0;
        sprintf(line + 10, "%d:%08x:%s", n, sum, word[n & 3]);
        sum += hash_bytes(1, line, strlen(line));
    }
    return sum;
}

/* ---- calls ------------------------------------------------------------------------------------------------------- */

static NOINLINE int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
static NOINLINE int ack(int m, int n) { return m == 0 ? n + 1 : n == 0 ? ack(m - 1, 1) : ack(m - 1, ack(m, n - 1)); }
static NOINLINE int tak(int x, int y, int z) { return y >= x ? z : tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y)); }
static NOINLINE int twice(int x) { return x + x; }
static NOINLINE int minus(int x) { return 7 - x; }
static NOINLINE int third(int x) { return x / 3; }

static u32 bench_calls(int size)
{
    static int (*volatile const call[])(int) = { twice, minus, third, fib };
    u32 sum = fib(size) * 3 + ack(2, size * 4) + tak(size, size / 2, size / 4);
    int i, x = 1;

    for (i = 0; i < size * 20000; i++)
        x = call[i & 1 ? 0 : i % 3](x) + (i & 15);
    return sum + x;
}

/* ---- an interpreter ---------------------------------------------------------------------------------------------- */

enum { PUSH, ADD, MUL, SUB, DUP, SWAP, LOAD, STORE, JUMPNZ, LESS, XOR, SHIFT, HALT };

static u32 bench_interp(int size)
{
    static const s16 code[] = {
        PUSH, 0, STORE, 1, PUSH, 1, STORE, 2,                                   /* sum = 0, x = 1 */
        LOAD, 2, DUP, MUL, LOAD, 1, ADD, STORE, 1,                              /* 8: sum += x * x */
        LOAD, 1, PUSH, 3, SHIFT, LOAD, 1, XOR, STORE, 1,                        /* sum ^= sum >> 3 */
        LOAD, 2, PUSH, 1, ADD, DUP, STORE, 2,                                   /* x++ */
        LOAD, 0, LESS, JUMPNZ, 8,                                               /* while x < n */
        LOAD, 1, HALT
    };
    int stack[16], memory[4], *sp = stack;
    const s16 *pc = code;
    u32 steps = 0;

    memory[0] = size;
    for (;;) {
        steps++;
        switch (*pc++) {
        case PUSH:
            *sp++ = *pc++;
            break;
        case ADD:
            sp--;
            sp[-1] += *sp;
            break;
        case MUL:
            sp--;
            sp[-1] *= *sp;
            break;
        case SUB:
            sp--;
            sp[-1] -= *sp;
            break;
        case DUP:
            *sp = sp[-1];
            sp++;
            break;
        case SWAP: {
            int t = sp[-1];

            sp[-1] = sp[-2];
            sp[-2] = t;
            break;
        }
        case LOAD:
            *sp++ = memory[*pc++];
            break;
        case STORE:
            memory[*pc++] = *--sp;
            break;
        case JUMPNZ:
            pc = *--sp ? code + *pc : pc + 1;
            break;
        case LESS:
            sp--;
            sp[-1] = sp[-1] < *sp;
            break;
        case XOR:
            sp--;
            sp[-1] ^= *sp;
            break;
        case SHIFT:
            sp--;
            sp[-1] = (u32)sp[-1] >> *sp;
            break;
        case HALT:
            return hash_word(sp[-1], steps);
        }
    }
}

/* ---- checksums --------------------------------------------------------------------------------------------------- */

static u32 bench_crc(int size)
{
    static u32 table[256];
    static u8 data[4096];
    u32 crc = 0xffffffff;
    int i, j;

    for (i = 0; i < 256; i++) {
        u32 c = i;

        for (j = 0; j < 8; j++)
            c = c & 1 ? 0xedb88320 ^ c >> 1 : c >> 1;
        table[i] = c;
    }
    for (i = 0; i < COUNT(data); i++)
        data[i] = i ^ i >> 4;
    while (size--)
        for (i = 0; i < COUNT(data); i++)
            crc = table[(crc ^ data[i]) & 0xff] ^ crc >> 8;
    return ~crc;
}

static const u32 sha_k[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
};

static void sha_block(u32 h[8], const u32 block[16])
{
    u32 w[64], s[8], a, b;
    int i;

#define ROT(x, n) ((x) >> (n) | (x) << (32 - (n)))
    for (i = 0; i < 16; i++)
        w[i] = block[i];
    for (; i < 64; i++) {
        a = w[i - 15];
        b = w[i - 2];
        w[i] = w[i - 16] + w[i - 7] + (ROT(a, 7) ^ ROT(a, 18) ^ a >> 3) + (ROT(b, 17) ^ ROT(b, 19) ^ b >> 10);
    }
    for (i = 0; i < 8; i++)
        s[i] = h[i];
    for (i = 0; i < 64; i++) {
        a = s[7] + (ROT(s[4], 6) ^ ROT(s[4], 11) ^ ROT(s[4], 25)) + ((s[4] & s[5]) ^ (~s[4] & s[6])) + sha_k[i] + w[i];
        b = (ROT(s[0], 2) ^ ROT(s[0], 13) ^ ROT(s[0], 22)) + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
        s[7] = s[6];
        s[6] = s[5];
        s[5] = s[4];
        s[4] = s[3] + a;
        s[3] = s[2];
        s[2] = s[1];
        s[1] = s[0];
        s[0] = a + b;
    }
    for (i = 0; i < 8; i++)
        h[i] += s[i];
}

static u32 bench_sha(int size)
{
    u32 h[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 }, block[16];
    int i;

    for (i = 0; i < 16; i++)
        block[i] = 0;
    block[0] = 0x61626380; /* "abc" and its padding: the standard's own example comes first */
    block[15] = 24;
    sha_block(h, block);
    printf("sha256(abc) = ");
    for (i = 0; i < 8; i++)
        printf("%08x", h[i]);
    printf("\n");
    while (size--) {
        block[size & 15] ^= h[size & 7];
        sha_block(h, block);
    }
    return h[0] ^ h[7];
}

/* ---- sorting ----------------------------------------------------------------------------------------------------- */

static void quick(int *v, int n)
{
    while (n > 12) {
        int pivot = v[n / 2], i = 0, j = n - 1;

        for (;;) {
            while (v[i] < pivot)
                i++;
            while (v[j] > pivot)
                j--;
            if (i >= j)
                break;
            int t = v[i];
            v[i++] = v[j];
            v[j--] = t;
        }
        if (j + 1 < n - i) {
            quick(v, j + 1);
            v += i;
            n -= i;
        } else {
            quick(v + i, n - i);
            n = j + 1;
        }
    }
    for (int i = 1; i < n; i++) {
        int t = v[i], j = i;

        for (; j > 0 && v[j - 1] > t; j--)
            v[j] = v[j - 1];
        v[j] = t;
    }
}

static u32 bench_qsort(int size)
{
    int *v = malloc(size * sizeof *v), i;
    u32 hash = HASH_START, bad = 0;

    seed = 2463534242u;
    for (i = 0; i < size; i++)
        v[i] = rnd();
    quick(v, size);
    for (i = 0; i < size; i++) {
        bad += i && v[i - 1] > v[i];
        hash = hash_word(hash, v[i]);
    }
    free(v);
    if (bad)
        printf("qsort: %u out of order\n", bad);
    return hash;
}

/* ---- life: bytes, branches that nobody predicts ------------------------------------------------------------------- */

static u32 bench_life(int size)
{
    enum { W = 128, H = 96 };
    static u8 world[2][H][W];
    int x, y, n = 0;

    seed = 88172645;
    for (y = 0; y < H; y++)
        for (x = 0; x < W; x++)
            world[0][y][x] = rnd() >> 30 == 0;
    for (; size > 0; size--, n ^= 1)
        for (y = 0; y < H; y++) {
            u8 *up = world[n][(y + H - 1) % H], *here = world[n][y], *down = world[n][(y + 1) % H];

            for (x = 0; x < W; x++) {
                int l = (x + W - 1) % W, r = (x + 1) % W;
                int count = up[l] + up[x] + up[r] + here[l] + here[r] + down[l] + down[x] + down[r];

                world[n ^ 1][y][x] = count == 3 || (count == 2 && here[x]);
            }
        }
    return hash_bytes(HASH_START, world[n], sizeof world[n]);
}

static const struct { const char *name; u32 (*run)(int size); int size; } set[] = {
    { "records", bench_records, 200000 }, { "sieve", bench_sieve, 20 }, { "matrixf", bench_matrixf, 20 },
    { "matrixd", bench_matrixd, 20 }, { "nbody", bench_nbody, 50000 }, { "memory", bench_memory, 200 },
    { "strings", bench_strings, 20000 }, { "calls", bench_calls, 20 }, { "interp", bench_interp, 300000 },
    { "crc", bench_crc, 1000 }, { "sha", bench_sha, 5000 }, { "qsort", bench_qsort, 200000 }, { "life", bench_life, 100 }
};

int main(int argc, char **argv)
{
    int i, found = 0;

    for (i = 0; i < COUNT(set); i++)
        if (argc < 2 || !strcmp(argv[1], set[i].name)) {
            int size = argc > 2 ? to_int(argv[2]) : set[i].size;
            u32 sum = set[i].run(size);

            printf("%-8s %8d %08x\n", set[i].name, size, sum);
            flush();
            found = 1;
        }
    if (!found) {
        dprintf(2, "bench: no benchmark named %s\n", argv[1]);
        return 2;
    }
    return 0;
}
