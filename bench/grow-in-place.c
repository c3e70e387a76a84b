/* An allocator of power-of-two classes: realloc stays in place while the class is large enough, and free
   leaves the contents alone. Preloaded through _RLD_LIST it takes the place of libc's, whose realloc moves
   blocks and whose free keeps its links inside them. */

extern char *sbrk(int);
extern void *memset(void *, int, unsigned);
extern void *memcpy(void *, const void *, unsigned);

struct head {
    struct head *next;
    unsigned size;
};

static struct head *spare[32];

static int class_of(unsigned size)
{
    int c;

    for (c = 3; c < 30; c++)
        if (size <= (1u << c))
            return c;
    return -1;
}

void *malloc(unsigned size)
{
    int c = class_of(size);
    struct head *h;

    if (c < 0)
        return 0;
    h = spare[c];
    if (h) {
        spare[c] = h->next;
    } else {
        unsigned item = 8 + (1u << c);
        unsigned chunk = item > 0x10000 ? (item + 0xfff) & ~0xfffu : 0x10000;
        unsigned n = chunk / item;
        char *p = sbrk((int) chunk);

        if (p == (char *) -1)
            return 0;
        h = (struct head *) p;
        while (n-- > 1) {
            ((struct head *) p)->next = n > 0 ? (struct head *) (p + item) : 0;
            p += item;
        }
        ((struct head *) p)->next = 0;
        spare[c] = h->next;
    }
    h->next = (struct head *) c;
    h->size = size;
    return h + 1;
}

void free(void *p)
{
    struct head *h = (struct head *) p - 1;
    int c;

    if (!p || !h->size)
        return;
    c = (int) h->next;
    h->next = spare[c];
    h->size = 0;
    spare[c] = h;
}

void *calloc(unsigned n, unsigned size)
{
    void *p = malloc(n * size);

    return p ? memset(p, 0, n * size) : 0;
}

void *realloc(void *p, unsigned size)
{
    struct head *h = (struct head *) p - 1;
    void *q;

    if (!p)
        return malloc(size);
    if (size <= (1u << (int) h->next)) {
        h->size = size;
        return p;
    }
    q = malloc(size);
    if (q) {
        memcpy(q, p, h->size);
        free(p);
    }
    return q;
}
