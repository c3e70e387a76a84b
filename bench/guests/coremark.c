/* A mix in the manner of CoreMark: a linked list is searched, sorted and reversed, small matrices of 16-bit numbers are
 * multiplied, a state machine reads numbers; a CRC of 16 bits over the results makes sure that all of it is needed. */
#include "bench.h"

enum { NODES = 60, SIZE = 12, TEXT = 400 };

static u16 crc16(u16 crc, u16 value)
{
    int i;

    for (i = 0; i < 16; i++, value >>= 1) {
        int carry = (crc ^ value) & 1;

        crc >>= 1;
        if (carry)
            crc ^= 0xa001;
    }
    return crc;
}

/* ---- lists ---- */

struct info { int16_t data, index; };
struct node { struct node *next; struct info *info; };

static struct node nodes[NODES];
static struct info infos[NODES];

static NOINLINE struct node *find(struct node *list, const struct info *what)
{
    if (what->index >= 0) {
        while (list && list->info->index != what->index)
            list = list->next;
    } else {
        while (list && (list->info->data & 0xff) != what->data)
            list = list->next;
    }
    return list;
}

static NOINLINE struct node *reverse(struct node *list)
{
    struct node *done = NULL;

    while (list) {
        struct node *next = list->next;

        list->next = done;
        done = list;
        list = next;
    }
    return done;
}

static int by_data(const struct info *a, const struct info *b) { return (a->data & 0xff) - (b->data & 0xff); }
static int by_index(const struct info *a, const struct info *b) { return a->index - b->index; }

/* Merge sort, bottom up. */
static NOINLINE struct node *sort(struct node *list, int (*compare)(const struct info *, const struct info *))
{
    int width, merges;

    for (width = 1;; width *= 2) {
        struct node *p = list, *tail = NULL;

        list = NULL;
        merges = 0;
        while (p) {
            struct node *q = p;
            int left = 0, right = width;

            merges++;
            while (left < width && q) {
                left++;
                q = q->next;
            }
            while (left > 0 || (right > 0 && q)) {
                struct node *take;

                if (left > 0 && (right == 0 || !q || compare(p->info, q->info) <= 0)) {
                    take = p;
                    p = p->next;
                    left--;
                } else {
                    take = q;
                    q = q->next;
                    right--;
                }
                if (tail)
                    tail->next = take;
                else
                    list = take;
                tail = take;
            }
            p = q;
        }
        tail->next = NULL;
        if (merges <= 1)
            return list;
    }
}

static NOINLINE u16 lists(u16 crc, int seed)
{
    struct node *list = nodes, *p;
    struct info what;
    int i, found = 0;

    for (i = 0; i < NODES; i++) {
        nodes[i].next = i + 1 < NODES ? &nodes[i + 1] : NULL;
        nodes[i].info = &infos[i];
        infos[i].index = (int16_t)i;
        infos[i].data = (int16_t)((i * 37 + seed) & 0x7fff);
    }
    for (i = 0; i < 24; i++) {
        what.index = (int16_t)(i & 1 ? i * 2 : -1);
        what.data = (int16_t)((i * 11 + seed) & 0xff);
        p = find(list, &what);
        list = reverse(list);
        if (p) {
            found++;
            if (p->info->data & 1)
                found += p->info->data >> 9 & 1;
            if (p->next && p->next->next) {
                struct node *q = p->next;

                p->next = q->next;
                q->next = list->next;
                list->next = q;
            }
        }
    }
    list = sort(list, by_data);
    for (p = list; p; p = p->next)
        crc = crc16(crc, (u16)p->info->data);
    list = sort(list, by_index);
    return crc16(crc, (u16)(list->info->data + found));
}

/* ---- matrices ---- */

static int16_t a[SIZE][SIZE], b[SIZE][SIZE];
static int32_t c[SIZE][SIZE];

static NOINLINE void product(int bits)
{
    int i, j, k;

    for (i = 0; i < SIZE; i++)
        for (j = 0; j < SIZE; j++) {
            int32_t sum = 0;

            for (k = 0; k < SIZE; k++) {
                int32_t x = a[i][k] * b[k][j];

                sum += bits ? (x >> 2 & 15) * (x >> 5 & 127) : x;
            }
            c[i][j] = sum;
        }
}

static NOINLINE int16_t trace_of(int limit)
{
    int i, j, result = 0;
    int32_t sum = 0, before = 0;

    for (i = 0; i < SIZE; i++)
        for (j = 0; j < SIZE; j++) {
            sum += c[i][j];
            if (sum > limit) {
                result += 10;
                sum = 0;
            } else if (c[i][j] > before)
                result++;
            before = c[i][j];
        }
    return (int16_t)result;
}

static NOINLINE u16 matrices(u16 crc, int seed)
{
    int i, j;

    for (i = 0; i < SIZE; i++)
        for (j = 0; j < SIZE; j++) {
            a[i][j] = (int16_t)((i * SIZE + j) * 5 + seed) & 255;
            b[i][j] = (int16_t)((i - j) * 3 + seed) & 127;
        }
    product(0);
    crc = crc16(crc, (u16)trace_of(1000));
    for (i = 0; i < SIZE; i++)
        for (j = 0; j < SIZE; j++)
            a[i][j] = (int16_t)(a[i][j] + (seed & 15));
    product(1);
    return crc16(crc, (u16)trace_of(5000));
}

/* ---- a state machine ---- */

enum state { START, INVALID, SIGN, INTEGER, FLOAT, EXPONENT, SCIENTIFIC, STATES };

static const char *const numbers[] = { "5012", "1234.500", "-110.700", "+0.64400", "5.500e+3", "-.123e-2", "T0.3e-1F", "-T.T++Tq", "87k", "1e-9" };
static char text[TEXT + 16];

static NOINLINE enum state scan(const char **at, u32 *count)
{
    const char *p = *at;
    enum state state = START;

    for (; *p && state != INVALID; p++) {
        char ch = *p;
        int digit = ch >= '0' && ch <= '9';

        if (ch == ',') {
            p++;
            break;
        }
        switch (state) {
        case START:
            state = digit ? INTEGER : ch == '+' || ch == '-' ? SIGN : ch == '.' ? FLOAT : INVALID;
            break;
        case SIGN:
            state = digit ? INTEGER : ch == '.' ? FLOAT : INVALID;
            break;
        case INTEGER:
            if (ch == '.')
                state = FLOAT;
            else if (!digit)
                state = INVALID;
            break;
        case FLOAT:
            if (ch == 'e' || ch == 'E')
                state = EXPONENT;
            else if (!digit)
                state = INVALID;
            break;
        case EXPONENT:
            state = ch == '+' || ch == '-' ? SCIENTIFIC : INVALID;
            break;
        case SCIENTIFIC:
            if (!digit)
                state = INVALID;
            break;
        default:
            break;
        }
        count[state]++;
    }
    *at = p;
    return state;
}

static NOINLINE u16 machine(u16 crc, int seed)
{
    u32 count[STATES] = { 0 }, last[STATES] = { 0 };
    const char *p = text;
    int i, n = 0;

    for (i = seed; n < TEXT - 12; i++) {
        const char *from = numbers[i % (int)COUNT(numbers)];

        while (*from)
            text[n++] = *from++;
        text[n++] = ',';
    }
    text[n] = 0;
    while (*p)
        last[scan(&p, count)]++;
    for (i = 0; i < STATES; i++)
        crc = crc16(crc16(crc, (u16)count[i]), (u16)last[i]);
    return crc;
}

static u32 run(u32 rounds)
{
    u16 crc = 0;
    u32 i;

    for (i = 0; i < rounds; i++) {
        crc = lists(crc, (int)(i & 63));
        crc = matrices(crc, (int)(i & 31));
        crc = machine(crc, (int)(i & 7));
    }
    return crc;
}
