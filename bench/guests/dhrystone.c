/* A mix in the manner of Dhrystone: records that are assigned as a whole, short procedures with value and pointer parameters,
 * global variables, enumerations, small arrays, and string copies and comparisons by the C library. */
#include "bench.h"

enum kind { FIRST, SECOND, THIRD, FOURTH, FIFTH };

struct record {
    struct record *link;
    enum kind kind, detail;
    int number;
    char words[31];
};

static struct record *current, *other;
static int global, flag, one[50], two[50][50];
static char letter, letter2;

static NOINLINE int same_letter(char a, char b)
{
    char copy = a;

    if (copy != b)
        return 0;
    letter = copy;
    return 1;
}

static NOINLINE int words_differ(const char *a, const char *b)
{
    int at = 2;
    char seen = 'A';

    while (at <= 2)
        if (!same_letter(a[at], b[at + 1])) {
            seen = 'A';
            at++;
        } else
            at += 3;
    if (seen >= 'W' && seen < 'Z')
        at = 7;
    if (seen == 'R')
        return 1;
    if (strcmp(a, b) > 0) {
        at += 7;
        global = at;
        return 1;
    }
    return 0;
}

static NOINLINE int is_third(enum kind kind) { return kind == THIRD; }

static NOINLINE void follow(enum kind kind, enum kind *next)
{
    *next = kind;
    if (!is_third(kind))
        *next = FOURTH;
    switch (kind) {
    case FIRST:
        *next = FIRST;
        break;
    case SECOND:
        *next = global > 100 ? FIRST : FOURTH;
        break;
    case THIRD:
        *next = SECOND;
        break;
    case FOURTH:
        break;
    case FIFTH:
        *next = THIRD;
        break;
    }
}

static NOINLINE void add(int a, int b, int *sum) { *sum = a + 2 + b; }

static NOINLINE void fill(int row[50], int table[50][50], int at, int value)
{
    int i, n = at + 5;

    row[n] = value;
    row[n + 1] = row[n];
    row[n + 30] = n;
    for (i = n; i <= n + 1; i++)
        table[n][i] = n;
    table[n][n - 1] += 1;
    table[n + 20][n] = row[n];
    global = 5;
}

static NOINLINE void link_out(struct record **to)
{
    if (current)
        *to = current->link;
    add(10, global, &current->number);
}

static NOINLINE void visit(struct record *record)
{
    struct record *next = record->link;

    *record->link = *current;
    record->number = 5;
    next->number = record->number;
    next->link = record->link;
    link_out(&next->link);
    if (next->kind == FIRST) {
        next->number = 6;
        follow(record->detail, &next->detail);
        next->link = current->link;
        add(next->number, 10, &next->number);
    } else
        *record = *record->link;
}

static NOINLINE void step_back(int *number)
{
    int local = *number + 10;

    while (letter == 'A') {
        local--;
        *number = local - global;
        break;
    }
}

static NOINLINE void letters(void)
{
    flag |= letter == 'A';
    letter2 = 'B';
}

static u32 run(u32 rounds)
{
    char first[31], second[31];
    int a = 0, b = 0, c = 0;
    enum kind kind;
    char ch;
    u32 i, hash = 0;

    current = malloc(sizeof *current);
    other = malloc(sizeof *other);
    memset(current, 0, sizeof *current);
    memset(other, 0, sizeof *other);
    current->link = other;
    current->kind = FIRST;
    current->detail = THIRD;
    current->number = 40;
    strcpy(current->words, "A FLOWER THAT FOLLOWS THE SUN.");
    strcpy(first, "OF PETALS, THE 1ST WORD STRING");
    for (i = 1; i <= rounds; i++) {
        letter = 'A';
        flag = 0;
        letters();
        a = 2;
        b = 3;
        strcpy(second, "OF PETALS, THE 2ND WORD STRING");
        kind = SECOND;
        flag = !words_differ(first, second);
        while (a < b) {
            c = 5 * a - b;
            add(a, b, &c);
            a++;
        }
        fill(one, two, a, c);
        visit(current);
        for (ch = 'A'; ch <= letter2; ch++)
            if (kind == (enum kind)same_letter(ch, 'C')) {
                follow(FIRST, &kind);
                strcpy(second, "OF PETALS, THE 3RD WORD STRING");
                b = (int)i;
                global = (int)i;
            }
        b *= a;
        a = b / c;
        b = 7 * (b - c) - a;
        step_back(&a);
        hash = mix(hash, (u32)(a + b + c + global + flag));
    }
    for (i = 0; i < 50; i++)
        hash = mix(hash, (u32)(one[i] + two[i][i]));
    return mix(mix(hash, (u32)current->number), (u32)(u8)second[15]);
}
