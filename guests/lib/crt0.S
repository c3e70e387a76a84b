/* Start-up, system call entries, signal trampoline, setjmp: IRIX o32, n32 and n64, no abicalls, nothing in gp. */

#include "regs.h"

        .set    noreorder
        .text

/* The stack holds argc, argv[], 0, envp[], 0, auxv. */
        .globl  __start
        .ent    __start
__start:
        move    fp, zero
        LP      a0, 0(sp)
        ADDIP   a1, sp, PTR
        sll     t0, a0, PTR_SHIFT
        ADDP    a2, a1, t0
        ADDIP   a2, a2, PTR
        lui     t0, %hi(environ)
        SP      a2, %lo(environ)(t0)
        move    t1, a2
1:      LP      t2, 0(t1)
        bnez    t2, 1b
        ADDIP   t1, t1, PTR
        lui     t0, %hi(auxv)
        SP      t1, %lo(auxv)(t0)
        addiu   t1, zero, -16
        and     sp, sp, t1
        ADDIP   sp, sp, -32
        SR      zero, 24(sp)
        lui     t9, %hi(main)
        addiu   t9, t9, %lo(main)
        jalr    t9
        nop
        move    a0, v0
        lui     t9, %hi(exit)
        addiu   t9, t9, %lo(exit)
        jalr    t9
        nop
        break   0
        .end    __start

#if _MIPS_SIM == _ABIO32

/* long sys(int number, a, b, c, d, e, f): number in v0, arguments shifted down by one. */
        .globl  sys
        .ent    sys
sys:
        addiu   sp, sp, -32
        move    v0, a0
        move    a0, a1
        move    a1, a2
        move    a2, a3
        lw      a3, 32+16(sp)
        lw      t0, 32+20(sp)
        lw      t1, 32+24(sp)
        lw      t2, 32+28(sp)
        sw      t0, 16(sp)
        sw      t1, 20(sp)
        sw      t2, 24(sp)
        syscall
        bnez    a3, set_errno
        addiu   sp, sp, 32
        jr      ra
        nop
set_errno:
        lui     t0, %hi(errno)
        sw      v0, %lo(errno)(t0)
        jr      ra
        addiu   v0, zero, -1
        .end    sys

/* long sys_pair(int number, long *second, a, b, c, d, e): for calls with a second result. */
        .globl  sys_pair
        .ent    sys_pair
sys_pair:
        sw      a1, 4(sp)
        move    v0, a0
        move    a0, a2
        move    a1, a3
        lw      a2, 16(sp)
        lw      a3, 20(sp)
        lw      t0, 24(sp)
        addiu   sp, sp, -32
        sw      t0, 16(sp)
        syscall
        bnez    a3, set_errno
        addiu   sp, sp, 32
        lw      t0, 4(sp)
        jr      ra
        sw      v1, 0(t0)
        .end    sys_pair

#else

/* The same with arguments in eight registers; sys_whole is sys for results that are longer than a long of n32. */
        .globl  sys
        .globl  sys_whole
        .ent    sys
sys:
sys_whole:
        move    v0, $4
        move    $4, $5
        move    $5, $6
        move    $6, $7
        move    $7, $8
        move    $8, $9
        move    $9, $10
        move    $10, $11
        syscall
        bnez    $7, set_errno
        nop
        jr      ra
        nop
set_errno:
        lui     t0, %hi(errno)
        sw      v0, %lo(errno)(t0)
        jr      ra
        addiu   v0, zero, -1
        .end    sys

        .globl  sys_pair
        .ent    sys_pair
sys_pair:
        ADDIP   sp, sp, -16
        SP      $5, 0(sp)
        move    v0, $4
        move    $4, $6
        move    $5, $7
        move    $6, $8
        move    $7, $9
        move    $8, $10
        syscall
        LP      $9, 0(sp)
        bnez    $7, set_errno
        ADDIP   sp, sp, 16
        jr      ra
        SP      v1, 0($9)
        .end    sys_pair

#endif

#ifndef LINUX_ORACLE

/* The kernel enters here: a0 signal (bit 31: siginfo style), a1 code or siginfo, a2 context, a3 handler. */
        .globl  _sigtramp
        .ent    _sigtramp
_sigtramp:
        ADDIP   sp, sp, -80
        SR      a0, 16(sp)
        SP      a2, 24(sp)
        lui     t0, %hi(errno)
        lw      t0, %lo(errno)(t0)
        sw      t0, 32(sp)
        bltz    a0, 1f
        move    t1, zero
        move    t1, a2
1:      SP      t1, 40(sp)
        sll     a0, a0, 1
        srl     a0, a0, 1
        move    t9, a3
        jalr    t9
        nop
        lw      t0, 32(sp)
        lui     t1, %hi(errno)
        sw      t0, %lo(errno)(t1)
        LP      a0, 40(sp)
        LP      a1, 24(sp)
        LR      a2, 16(sp)
        addiu   v0, zero, 1088
        syscall
        break   1
        .end    _sigtramp

/* sp and ra at 2 and 3, s0 to s8 from 5, f20 to f31 from 14, fcsr at 26, each as wide as a register. */
#define GENERAL(op, base)               \
        op      sp, 2*REG(base);        \
        op      ra, 3*REG(base);        \
        op      s0, 5*REG(base);        \
        op      s1, 6*REG(base);        \
        op      s2, 7*REG(base);        \
        op      s3, 8*REG(base);        \
        op      s4, 9*REG(base);        \
        op      s5, 10*REG(base);       \
        op      s6, 11*REG(base);       \
        op      s7, 12*REG(base);       \
        op      fp, 13*REG(base)
#define FLOATING(op, base)              \
        op      $f20, 14*REG(base);     \
        op      $f21, 15*REG(base);     \
        op      $f22, 16*REG(base);     \
        op      $f23, 17*REG(base);     \
        op      $f24, 18*REG(base);     \
        op      $f25, 19*REG(base);     \
        op      $f26, 20*REG(base);     \
        op      $f27, 21*REG(base);     \
        op      $f28, 22*REG(base);     \
        op      $f29, 23*REG(base);     \
        op      $f30, 24*REG(base);     \
        op      $f31, 25*REG(base)
#if _MIPS_SIM == _ABIO32
#define LF lwc1
#define SF swc1
#else
#define LF ldc1
#define SF sdc1
#endif

        .globl  setjmp
        .ent    setjmp
setjmp:
        GENERAL(SR, a0)
        FLOATING(SF, a0)
        cfc1    t0, $31
        sw      t0, 26*REG(a0)
        jr      ra
        move    v0, zero
        .end    setjmp

        .globl  longjmp
        .ent    longjmp
longjmp:
        GENERAL(LR, a0)
        FLOATING(LF, a0)
        lw      t0, 26*REG(a0)
        ctc1    t0, $31
        move    v0, a1
        bnez    v0, 1f
        nop
        addiu   v0, zero, 1
1:      jr      ra
        nop
        .end    longjmp

/*
 * getcontext(ucontext): no frame of its own, so that the saved context can be resumed after the caller went on.
 * setcontext(ucontext): returns only if it fails.
 */
        .globl  getcontext
        .ent    getcontext
getcontext:
        addiu   v0, zero, 1168
        syscall
        jr      ra
        nop
        .end    getcontext

        .globl  setcontext
        .ent    setcontext
setcontext:
        addiu   v0, zero, 1169
        syscall
        jr      ra
        addiu   v0, zero, -1
        .end    setcontext
#endif
