/* See registers.h. */
#include <sgidefs.h>
#if _MIPS_SIM == _ABIO32
#define LOAD lw
#define STORE sw
#define ADD addiu
#define SIZE 4
#else
#define LOAD ld
#define STORE sd
#define ADD daddiu
#define SIZE 8
#endif
#define FRAME 192

    .set noreorder
    .set noat
    .text
    .globl run_at
    .ent run_at
    .type run_at, @function
run_at:
    ADD   $29, $29, -FRAME
    STORE $16, 8($29)
    STORE $17, 16($29)
    STORE $18, 24($29)
    STORE $19, 32($29)
    STORE $20, 40($29)
    STORE $21, 48($29)
    STORE $22, 56($29)
    STORE $23, 64($29)
    STORE $30, 72($29)
    STORE $31, 80($29)
    STORE $28, 88($29)
    STORE $5, 96($29)
    LOAD  $8, 32*SIZE($4)
    LOAD  $9, 33*SIZE($4)
    mthi  $8
    mtlo  $9
    .irp n, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 30
    LOAD  $\n, \n*SIZE($4)
    .endr
    LOAD  $4, 4*SIZE($4)
    jalr  $25
    nop
    STORE $1, 104($29)
    LOAD  $1, 96($29)
    .irp n, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 28, 29, 30, 31
    STORE $\n, \n*SIZE($1)
    .endr
    mfhi  $8
    mflo  $9
    STORE $8, 32*SIZE($1)
    STORE $9, 33*SIZE($1)
    LOAD  $8, 104($29)
    STORE $8, SIZE($1)
    LOAD  $16, 8($29)
    LOAD  $17, 16($29)
    LOAD  $18, 24($29)
    LOAD  $19, 32($29)
    LOAD  $20, 40($29)
    LOAD  $21, 48($29)
    LOAD  $22, 56($29)
    LOAD  $23, 64($29)
    LOAD  $30, 72($29)
    LOAD  $31, 80($29)
    LOAD  $28, 88($29)
    jr    $31
    ADD   $29, $29, FRAME
    .end run_at
    .section .note.GNU-stack, "", @progbits
