/* Binary trees made by malloc and freed again, and a search tree of strings: allocation, pointers, recursion. */
#include "bench.h"

struct tree { struct tree *left, *right; };

static NOINLINE struct tree *grow(int depth)
{
    struct tree *tree = malloc(sizeof *tree);

    tree->left = depth > 0 ? grow(depth - 1) : NULL;
    tree->right = depth > 0 ? grow(depth - 1) : NULL;
    return tree;
}

static NOINLINE u32 count(const struct tree *tree) { return tree->left ? 1 + count(tree->left) + count(tree->right) : 1; }

static NOINLINE void fell(struct tree *tree)
{
    if (tree->left) {
        fell(tree->left);
        fell(tree->right);
    }
    free(tree);
}

struct entry { struct entry *less, *more; u32 seen; char *name; };

static NOINLINE u32 enter(struct entry **at, const char *name)
{
    while (*at) {
        int order = strcmp(name, (*at)->name);

        if (order == 0)
            return ++(*at)->seen;
        at = order < 0 ? &(*at)->less : &(*at)->more;
    }
    *at = calloc(1, sizeof **at);
    (*at)->name = malloc(strlen(name) + 1);
    strcpy((*at)->name, name);
    return (*at)->seen = 1;
}

static NOINLINE u32 drop(struct entry *entry)
{
    u32 hash;

    if (!entry)
        return 1;
    hash = drop(entry->less) * 3 + drop(entry->more) * 5 + entry->seen;
    free(entry->name);
    free(entry);
    return hash;
}

static u32 run(u32 rounds)
{
    u32 hash = 0, i;

    while (rounds--) {
        struct tree *kept = grow(11);
        struct entry *names = NULL;

        for (i = 0; i < 8; i++) {
            struct tree *tree = grow(9);

            hash = mix(hash, count(tree));
            fell(tree);
        }
        for (i = 0; i < 1500; i++) {
            u32 r = next_random();
            char name[12];
            int n;

            for (n = 0; n < (int)(3 + (r & 7)); n++, r >>= 3)
                name[n] = (char)('a' + (r & 7));
            name[n] = 0;
            hash += enter(&names, name);
        }
        hash = mix(hash, drop(names));
        hash = mix(hash, count(kept));
        fell(kept);
    }
    return hash;
}
