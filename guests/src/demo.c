/*
 * A ray tracer: a heliotrope in bloom, a gold sun and a mirror ball over a chequered floor.
 *   demo [--ansi | --ppm | --hash] [--size WxH] [--samples N] [FILE]
 * Writes a PPM picture to FILE, or to standard output; on a terminal, or with --ansi, draws it there with coloured half
 * blocks, two pixels to a character. --hash prints one line with a hash of the picture. --samples N takes N x N rays a
 * pixel (2). Exit status 0; 1 if the file cannot be written; 2 for a wrong option.
 * Only + - * / and square roots are used, so every machine that gets IEEE arithmetic right draws the same picture.
 */
#include "hash.h"

typedef struct { double x, y, z; } vec;

static vec v3(double x, double y, double z) { vec v = { x, y, z }; return v; }
static vec add(vec a, vec b) { return v3(a.x + b.x, a.y + b.y, a.z + b.z); }
static vec sub(vec a, vec b) { return v3(a.x - b.x, a.y - b.y, a.z - b.z); }
static vec mul(vec a, double k) { return v3(a.x * k, a.y * k, a.z * k); }
static vec blend(vec a, vec b) { return v3(a.x * b.x, a.y * b.y, a.z * b.z); }
static double dot(vec a, vec b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
static vec cross(vec a, vec b) { return v3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x); }
static vec unit(vec a) { return mul(a, 1 / sqrt(dot(a, a))); }

/* ---- the scene --------------------------------------------------------------------------------------------------- */

struct sphere { vec centre; double radius; vec colour; double mirror, shine; };
/* Spheres first .. first + count - 1 lie inside `around`: one test instead of many. */
struct group { struct sphere around; int first, count; };

#define PETALS 89
#define SPHERES (PETALS + 12)

static struct sphere ball[SPHERES];
static struct group group[4];
static int balls, groups;
static vec sun;

static void put(vec centre, double radius, vec colour, double mirror, double shine)
{
    struct sphere *s = &ball[balls++];

    s->centre = centre;
    s->radius = radius;
    s->colour = colour;
    s->mirror = mirror;
    s->shine = shine;
}

static void open_group(vec centre, double radius)
{
    group[groups].around.centre = centre;
    group[groups].around.radius = radius;
    group[groups].first = balls;
}

static void close_group(void)
{
    group[groups].count = balls - group[groups].first;
    groups++;
}

/* Florets sit on a dome, each turned by the golden angle from the last: the pattern of every flower head. */
static void plant(void)
{
    vec heart = v3(0, 1.25, 0), axis = unit(v3(-0.25, 0.75, -0.85)), side, up;
    double c = 1, s = 0;
    const double turn_c = -0.73736887807831990, turn_s = 0.67549029426152364;
    int i;

    side = unit(cross(axis, v3(0, 1, 0)));
    up = cross(side, axis);
    open_group(heart, 1.35);
    for (i = 0; i < PETALS; i++) {
        double t = (i + 0.5) / PETALS, out = sqrt(t), high = 1 - t * 0.95, next, warm = t < 0.12 ? 1 - t / 0.12 : 0;
        double ring = sqrt(1 - high * high);
        vec place = add(mul(axis, high), add(mul(side, ring * c), mul(up, ring * s)));
        vec violet = v3(0.38 + 0.25 * (1 - out), 0.10 + 0.18 * (1 - out), 0.62 + 0.18 * out);
        vec gold = v3(1.0, 0.78, 0.18);

        put(add(heart, place), 0.10 + 0.075 * out, add(mul(violet, 1 - warm), mul(gold, warm)), 0.06, 30);
        next = c * turn_c - s * turn_s;
        s = c * turn_s + s * turn_c;
        c = next;
    }
    close_group();

    open_group(v3(0, 0.2, 0.1), 1.05);
    for (i = 0; i < 7; i++)
        put(v3(0.03 * i * i - 0.12 * i, 1.1 - i * 0.19, 0.25 - 0.01 * i), 0.105, v3(0.16, 0.45, 0.14), 0.02, 12);
    close_group();

    open_group(v3(0.0, 0.6, 0.3), 3.4);
    put(v3(1.75, 0.62, 0.35), 0.62, v3(0.85, 0.88, 0.95), 0.82, 120);
    put(v3(-1.85, 0.42, -0.35), 0.42, v3(0.95, 0.55, 0.12), 0.18, 60);
    put(v3(-1.05, 0.2, -1.35), 0.2, v3(0.20, 0.62, 0.58), 0.12, 60);
    put(v3(0.95, 0.16, -1.25), 0.16, v3(0.85, 0.22, 0.30), 0.12, 60);
    put(v3(0.45, 0.11, -1.75), 0.11, v3(0.95, 0.85, 0.35), 0.12, 60);
    close_group();
    sun = unit(v3(-0.55, 0.80, -0.60));
}

/* ---- rays -------------------------------------------------------------------------------------------------------- */

#define FAR 1e9
#define FLOOR (-2)
#define NOTHING (-1)

/* Distance along the ray to the sphere, or FAR. `dir` has length one. */
static double hit(const struct sphere *s, vec from, vec dir)
{
    vec to = sub(s->centre, from);
    double along = dot(to, dir), rest = s->radius * s->radius - dot(to, to) + along * along, half;

    if (rest < 0)
        return FAR;
    half = sqrt(rest);
    if (along - half > 1e-6)
        return along - half;
    return along + half > 1e-6 ? along + half : FAR;
}

static int near_group(const struct group *g, vec from, vec dir)
{
    vec to = sub(g->around.centre, from);
    double r2 = g->around.radius * g->around.radius, d2 = dot(to, to), along;

    if (d2 < r2)
        return 1;
    along = dot(to, dir);
    return along > 0 && d2 - along * along < r2;
}

static int nearest(vec from, vec dir, double *distance)
{
    int g, i, found = NOTHING;

    *distance = FAR;
    if (dir.y < -1e-9) {
        double t = -from.y / dir.y;

        if (t > 1e-6) {
            *distance = t;
            found = FLOOR;
        }
    }
    for (g = 0; g < groups; g++) {
        if (!near_group(&group[g], from, dir))
            continue;
        for (i = group[g].first; i < group[g].first + group[g].count; i++) {
            double t = hit(&ball[i], from, dir);

            if (t < *distance) {
                *distance = t;
                found = i;
            }
        }
    }
    return found;
}

static int shaded(vec from, vec dir)
{
    int g, i;

    for (g = 0; g < groups; g++)
        if (near_group(&group[g], from, dir))
            for (i = group[g].first; i < group[g].first + group[g].count; i++)
                if (hit(&ball[i], from, dir) < FAR)
                    return 1;
    return 0;
}

static vec sky(vec dir)
{
    double h = dir.y > 0 ? dir.y : 0, glow = dot(dir, sun);
    vec c = add(mul(v3(0.98, 0.72, 0.55), (1 - h) * (1 - h)), mul(v3(0.22, 0.32, 0.66), 1 - (1 - h) * (1 - h)));

    if (glow > 0) {
        double g2 = glow * glow, g8 = g2 * g2 * g2 * g2, g64 = g8 * g8;

        g64 *= g64;
        g64 *= g64;
        c = add(c, mul(v3(1.0, 0.75, 0.40), 0.35 * g8 + (glow > 0.9985 ? 4 : 0.8 * g64)));
    }
    return c;
}

static double power(double x, int n)
{
    double r = 1;

    for (; n; n >>= 1, x *= x)
        if (n & 1)
            r *= x;
    return r;
}

static vec trace(vec from, vec dir, int depth)
{
    double distance, light, fog;
    int what = nearest(from, dir, &distance);
    vec point, normal, colour, result;
    double mirror, shine;

    if (what == NOTHING)
        return sky(dir);
    point = add(from, mul(dir, distance));
    if (what == FLOOR) {
        int square = (int)floor(point.x * 1.25) + (int)floor(point.z * 1.25);

        normal = v3(0, 1, 0);
        colour = square & 1 ? v3(0.82, 0.78, 0.72) : v3(0.20, 0.17, 0.28);
        mirror = 0.12;
        shine = 20;
    } else {
        normal = mul(sub(point, ball[what].centre), 1 / ball[what].radius);
        colour = ball[what].colour;
        mirror = ball[what].mirror;
        shine = ball[what].shine;
    }
    point = add(point, mul(normal, 1e-5));
    light = dot(normal, sun);
    if (light < 0 || shaded(point, sun))
        light = 0;
    result = blend(colour, add(mul(v3(1.0, 0.90, 0.75), 1.15 * light), mul(v3(0.34, 0.36, 0.50), 0.42 + 0.34 * normal.y)));
    if (light > 0) {
        vec half = unit(sub(sun, dir));
        double d = dot(normal, half);

        if (d > 0)
            result = add(result, mul(v3(1, 0.95, 0.85), 0.5 * power(d, (int)shine)));
    }
    if (depth > 0 && mirror > 0) {
        vec bounce = sub(dir, mul(normal, 2 * dot(dir, normal)));
        double facing = 1 + dot(dir, normal), edge = facing * facing * facing;
        double k = mirror + (1 - mirror) * 0.35 * edge;

        result = add(mul(result, 1 - k), mul(trace(point, unit(bounce), depth - 1), k));
    }
    if (what == FLOOR) {
        fog = 1 - 1 / (1 + distance * distance * 0.0025);
        result = add(mul(result, 1 - fog), mul(sky(v3(dir.x, 0, dir.z)), fog));
    }
    return result;
}

/* Linear light to a screen value: the square root stands in for the gamma curve. */
static u8 screen(double x)
{
    x = x / (1 + 0.18 * x);
    if (x >= 1)
        return 255;
    return x <= 0 ? 0 : (u8)(sqrt(x) * 255);
}

static void paint(u8 *row, int y, int width, int height, int samples)
{
    vec eye = v3(0.4, 1.75, -6.2), ahead = unit(sub(v3(0.0, 0.92, 0), eye)), right, up;
    double scale = 0.78 / height;
    int x, i, j;

    right = unit(cross(v3(0, 1, 0), ahead));
    up = cross(ahead, right);
    for (x = 0; x < width; x++) {
        vec sum = v3(0, 0, 0);

        for (j = 0; j < samples; j++)
            for (i = 0; i < samples; i++) {
                double sx = (x + (i + 0.5) / samples - width * 0.5) * scale;
                double sy = (height * 0.5 - y - (j + 0.5) / samples) * scale;

                sum = add(sum, trace(eye, unit(add(ahead, add(mul(right, sx), mul(up, sy)))), 4));
            }
        sum = mul(sum, 1.0 / (samples * samples));
        *row++ = screen(sum.x);
        *row++ = screen(sum.y);
        *row++ = screen(sum.z);
    }
}

/* ---- output ------------------------------------------------------------------------------------------------------ */

static int columns(void)
{
    u16 size[4] = { 0, 0, 0, 0 };

#ifndef LINUX_ORACLE
    if (ioctl(1, 0x40087468, size) == -1)
        return 80;
#endif
    return size[1] < 20 ? 80 : size[1] > 160 ? 160 : size[1];
}

static void half_blocks(const u8 *top, const u8 *bottom, int width)
{
    int x;

    for (x = 0; x < width; x++, top += 3, bottom += 3)
        printf("\033[38;2;%d;%d;%dm\033[48;2;%d;%d;%dm\xe2\x96\x80", top[0], top[1], top[2], bottom[0], bottom[1], bottom[2]);
    printf("\033[0m\n");
    flush();
}

int main(int argc, char **argv)
{
    enum { AUTO, ANSI, PPM, HASH } how = AUTO;
    int width = 0, height = 0, samples = 2, y;
    const char *file = NULL;
    u32 hash = HASH_START;
    u8 *row;

    for (argv++; *argv; argv++) {
        if (!strcmp(*argv, "--ansi"))
            how = ANSI;
        else if (!strcmp(*argv, "--ppm"))
            how = PPM;
        else if (!strcmp(*argv, "--hash"))
            how = HASH;
        else if (!strcmp(*argv, "--size") && argv[1] && strchr(argv[1], 'x')) {
            argv++;
            width = to_int(*argv);
            height = to_int(strchr(*argv, 'x') + 1);
        } else if (!strcmp(*argv, "--samples") && argv[1])
            samples = to_int(*++argv);
        else if (**argv == '-') {
            dprintf(2, "demo: what is %s?\nusage: demo [--ansi | --ppm | --hash] [--size WxH] [--samples N] [FILE]\n", *argv);
            return 2;
        } else
            file = *argv;
    }
    if (how == AUTO)
        how = !file && isatty(1) ? ANSI : PPM;
    if (width < 1 || height < 1) {
        width = how == ANSI ? columns() : 320;
        height = how == ANSI ? width * 5 / 8 : 200;
    }
    if (how == ANSI)
        height += height & 1;
    if (samples < 1)
        samples = 1;
    if (file) {
        int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0666);

        if (fd == -1) {
            dprintf(2, "demo: cannot write %s: error %d\n", file, errno);
            return 1;
        }
        close(1);
        if (fd != 1) {
#ifndef LINUX_ORACLE
            sys(SYS_fcntl, fd, F_DUPFD, 1);
#endif
            close(fd);
        }
    }
    row = malloc(width * 6);
    plant();
    if (how == PPM)
        printf("P6\n%d %d\n255\n", width, height);
    for (y = 0; y < height; y++) {
        u8 *line = row + (y & 1) * width * 3;

        paint(line, y, width, height, samples);
        if (how == PPM)
            put_bytes(line, width * 3);
        else if (how == HASH)
            hash = hash_bytes(hash, line, width * 3);
        else if (y & 1)
            half_blocks(row, row + width * 3, width);
    }
    if (how == HASH)
        printf("%dx%d samples %d hash %08x\n", width, height, samples, hash);
    if (file)
        dprintf(2, "demo: %dx%d picture in %s\n", width, height, file);
    return 0;
}
