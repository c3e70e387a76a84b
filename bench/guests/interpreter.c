/* A bytecode interpreter: a switch in a loop, a stack in memory. Its program sums up primes found by trial division. */
#include "bench.h"

enum operation { PUSH, LOAD, STORE, INCREMENT, MUL, MOD, LESS, NOT, XOR, HALVE, DUP, JUMP, JUMP_IF, HALT };
enum variable { LIMIT, CANDIDATE, DIVISOR, SUM, VARIABLES };

struct instruction { u8 operation; int16_t operand; };

static const struct instruction program[] = {
    { PUSH, 2 },    { STORE, CANDIDATE },                                                   /*  0 */
    { PUSH, 2 },    { STORE, DIVISOR },                                                     /*  2: for each candidate */
    { LOAD, CANDIDATE }, { LOAD, DIVISOR }, { DUP, 0 }, { MUL, 0 }, { LESS, 0 },            /*  4: for each divisor */
    { JUMP_IF, 19 },                                                                        /*  9: beyond the root: a prime */
    { LOAD, CANDIDATE }, { LOAD, DIVISOR }, { MOD, 0 }, { NOT, 0 }, { JUMP_IF, 25 },        /* 10: divided: none */
    { LOAD, DIVISOR }, { INCREMENT, 1 }, { STORE, DIVISOR }, { JUMP, 4 },                   /* 15 */
    { LOAD, SUM },  { HALVE, 0 }, { LOAD, CANDIDATE }, { XOR, 0 }, { INCREMENT, 3 }, { STORE, SUM }, /* 19 */
    { LOAD, CANDIDATE }, { INCREMENT, 1 }, { DUP, 0 }, { STORE, CANDIDATE },                /* 25 */
    { LOAD, LIMIT }, { LESS, 0 }, { JUMP_IF, 2 },                                           /* 29 */
    { HALT, 0 }
};

static NOINLINE u32 interpret(const struct instruction *code, int32_t *variable)
{
    int32_t stack[16], *sp = stack;
    const struct instruction *pc = code;
    u32 steps = 0;

    for (;; steps++) {
        const struct instruction *now = pc++;

        switch (now->operation) {
        case PUSH:
            *sp++ = now->operand;
            break;
        case LOAD:
            *sp++ = variable[now->operand];
            break;
        case STORE:
            variable[now->operand] = *--sp;
            break;
        case INCREMENT:
            sp[-1] += now->operand;
            break;
        case MUL:
            sp--;
            sp[-1] *= *sp;
            break;
        case MOD:
            sp--;
            sp[-1] %= *sp;
            break;
        case LESS:
            sp--;
            sp[-1] = sp[-1] < *sp;
            break;
        case NOT:
            sp[-1] = !sp[-1];
            break;
        case XOR:
            sp--;
            sp[-1] ^= *sp;
            break;
        case HALVE:
            sp[-1] = (int32_t)((u32)sp[-1] >> 1);
            break;
        case DUP:
            *sp = sp[-1];
            sp++;
            break;
        case JUMP:
            pc = code + now->operand;
            break;
        case JUMP_IF:
            if (*--sp)
                pc = code + now->operand;
            break;
        case HALT:
            return steps;
        }
    }
}

static u32 run(u32 rounds)
{
    int32_t variable[VARIABLES] = { 0 };
    u32 steps;

    variable[LIMIT] = (int32_t)rounds;
    steps = interpret(program, variable);
    return mix((u32)variable[SUM], steps);
}
