/* Start-up, system call entries, signal trampoline, setjmp: IRIX o32, no abicalls, nothing in gp. */

#include "regs.h"

        .set    noreorder
        .text

/* The stack holds argc, argv[], 0, envp[], 0, auxv. */
        .globl  __start
        .ent    __start
__start:
        move    fp, zero
        lw      a0, 0(sp)
        addiu   a1, sp, 4
        sll     t0, a0, 2
        addu    a2, a1, t0
        addiu   a2, a2, 4
        lui     t0, %hi(environ)
        sw      a2, %lo(environ)(t0)
        move    t1, a2
1:      lw      t2, 0(t1)
        bnez    t2, 1b
        addiu   t1, t1, 4
        lui     t0, %hi(auxv)
        sw      t1, %lo(auxv)(t0)
        addiu   t1, zero, -8
        and     sp, sp, t1
        addiu   sp, sp, -24
        sw      zero, 20(sp)
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

#ifndef LINUX_ORACLE

/* The kernel enters here: a0 signal (bit 31: siginfo style), a1 code or siginfo, a2 context, a3 handler. */
        .globl  _sigtramp
        .ent    _sigtramp
_sigtramp:
        addiu   sp, sp, -48
        sw      a0, 16(sp)
        sw      a2, 20(sp)
        lui     t0, %hi(errno)
        lw      t0, %lo(errno)(t0)
        sw      t0, 24(sp)
        bltz    a0, 1f
        move    t1, zero
        move    t1, a2
1:      sw      t1, 28(sp)
        sll     a0, a0, 1
        srl     a0, a0, 1
        move    t9, a3
        jalr    t9
        nop
        lw      t0, 24(sp)
        lui     t1, %hi(errno)
        sw      t0, %lo(errno)(t1)
        lw      a0, 28(sp)
        lw      a1, 20(sp)
        lw      a2, 16(sp)
        addiu   v0, zero, 1088
        syscall
        break   1
        .end    _sigtramp

        .globl  setjmp
        .ent    setjmp
setjmp:
        sw      sp, 8(a0)
        sw      ra, 12(a0)
        sw      s0, 20(a0)
        sw      s1, 24(a0)
        sw      s2, 28(a0)
        sw      s3, 32(a0)
        sw      s4, 36(a0)
        sw      s5, 40(a0)
        sw      s6, 44(a0)
        sw      s7, 48(a0)
        sw      fp, 52(a0)
        swc1    $f20, 56(a0)
        swc1    $f21, 60(a0)
        swc1    $f22, 64(a0)
        swc1    $f23, 68(a0)
        swc1    $f24, 72(a0)
        swc1    $f25, 76(a0)
        swc1    $f26, 80(a0)
        swc1    $f27, 84(a0)
        swc1    $f28, 88(a0)
        swc1    $f29, 92(a0)
        swc1    $f30, 96(a0)
        swc1    $f31, 100(a0)
        cfc1    t0, $31
        sw      t0, 104(a0)
        jr      ra
        move    v0, zero
        .end    setjmp

        .globl  longjmp
        .ent    longjmp
longjmp:
        lw      sp, 8(a0)
        lw      ra, 12(a0)
        lw      s0, 20(a0)
        lw      s1, 24(a0)
        lw      s2, 28(a0)
        lw      s3, 32(a0)
        lw      s4, 36(a0)
        lw      s5, 40(a0)
        lw      s6, 44(a0)
        lw      s7, 48(a0)
        lw      fp, 52(a0)
        lwc1    $f20, 56(a0)
        lwc1    $f21, 60(a0)
        lwc1    $f22, 64(a0)
        lwc1    $f23, 68(a0)
        lwc1    $f24, 72(a0)
        lwc1    $f25, 76(a0)
        lwc1    $f26, 80(a0)
        lwc1    $f27, 84(a0)
        lwc1    $f28, 88(a0)
        lwc1    $f29, 92(a0)
        lwc1    $f30, 96(a0)
        lwc1    $f31, 100(a0)
        lw      t0, 104(a0)
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
