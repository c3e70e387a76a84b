/* Test results in TAP, flushed line by line so that a program that dies shows how far it got. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int tap_count, tap_bad;
/* What was wrong in the test that is running; the first finding counts. */
static char tap_finding[400];

static void finding(const char *format, ...) __attribute__((format(printf, 1, 2), unused));
static void finding(const char *format, ...)
{
    va_list list;

    if (tap_finding[0] != 0)
        return;
    va_start(list, format);
    vsnprintf(tap_finding, sizeof tap_finding, format, list);
    va_end(list);
}

#define EXPECT(condition)                                                   \
    do {                                                                    \
        if (!(condition))                                                   \
            finding("line %d: %s (errno %d)", __LINE__, #condition, errno); \
    } while (0)

#define EXPECT_EQ(a, b)                                                                                         \
    do {                                                                                                        \
        long long a_ = (long long)(a), b_ = (long long)(b);                                                     \
        if (a_ != b_)                                                                                           \
            finding("line %d: %s is %lld (0x%llx), not %lld (0x%llx)", __LINE__, #a, a_, a_, b_, b_);           \
    } while (0)

/* Ends a test: its line, and what was found. */
static void verdict(const char *name)
{
    int good = tap_finding[0] == 0;

    printf("%sok %d - %s\n", good ? "" : "not ", ++tap_count, name);
    if (!good) {
        printf("# %s\n", tap_finding);
        tap_bad++;
    }
    tap_finding[0] = 0;
    fflush(stdout);
}

static int plan(void)
{
    printf("1..%d\n", tap_count);
    fflush(stdout);
    return tap_bad != 0;
}
