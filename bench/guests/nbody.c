/* Planets around a sun: double precision with a division and a square root for each pair. */
#include "bench.h"
#include <math.h>

enum { BODIES = 5 };

static struct body { double x, y, z, vx, vy, vz, mass; } body[BODIES];

static NOINLINE void advance(double dt)
{
    int i, j;

    for (i = 0; i < BODIES; i++) {
        struct body *p = &body[i];

        for (j = i + 1; j < BODIES; j++) {
            struct body *q = &body[j];
            double dx = p->x - q->x, dy = p->y - q->y, dz = p->z - q->z;
            double square = dx * dx + dy * dy + dz * dz;
            double force = dt / (square * sqrt(square));

            p->vx -= dx * q->mass * force;
            p->vy -= dy * q->mass * force;
            p->vz -= dz * q->mass * force;
            q->vx += dx * p->mass * force;
            q->vy += dy * p->mass * force;
            q->vz += dz * p->mass * force;
        }
    }
    for (i = 0; i < BODIES; i++) {
        body[i].x += dt * body[i].vx;
        body[i].y += dt * body[i].vy;
        body[i].z += dt * body[i].vz;
    }
}

static u32 run(u32 rounds)
{
    u32 i, hash = 0;

    for (i = 0; i < BODIES; i++) {
        double k = i;

        body[i].mass = i ? 0.004 * k : 39.5;
        body[i].x = 5 * k;
        body[i].y = i ? 1 / k - 2 * k : 0;
        body[i].z = -0.1 * k * k;
        body[i].vx = i ? -1.1 / k : 0;
        body[i].vy = i ? 2.1 / (k + 1) : 0;
        body[i].vz = 0.01 * k;
    }
    for (i = 0; i < rounds; i++)
        advance(0.01);
    for (i = 0; i < BODIES; i++)
        hash = mix_double(mix_double(mix_double(hash, body[i].x), body[i].vy), body[i].z);
    return hash;
}
