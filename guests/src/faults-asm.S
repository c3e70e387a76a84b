/* One faulting instruction each, at a known address: fault_NAME is the instruction, do_NAME the function around it. */

#include "regs.h"

        .set    noreorder
        .set    noat
        .text

#define FAULT(name, ...)                \
        .globl  do_##name;              \
        .ent    do_##name;              \
do_##name:                              \
        .globl  fault_##name;           \
fault_##name:                           \
        __VA_ARGS__;                    \
        jr      ra;                     \
        nop;                            \
        .end    do_##name

        FAULT(lw, lw v0, 0(a0))
        FAULT(lh, lh v0, 0(a0))
        FAULT(lb, lb v0, 0(a0))
        FAULT(sw, sw a1, 0(a0))
        FAULT(sh, sh a1, 0(a0))
        FAULT(sb, sb a1, 0(a0))
        FAULT(ldc1, ldc1 $f0, 0(a0))
        FAULT(sdc1, sdc1 $f0, 0(a0))
        FAULT(lwc1, lwc1 $f0, 0(a0))
        FAULT(ll, ll v0, 0(a0))
        FAULT(lwl, lwl v0, 0(a0))
        FAULT(swr, swr a1, 0(a0))
        FAULT(far, lw v0, -32768(a0))
        FAULT(jump, jr a0; nop)
        FAULT(illegal, .word 0x7c03e83b)
        FAULT(coprocessor, .word 0x40086000)
        FAULT(break0, break 0)
        FAULT(break5, break 5)
        FAULT(overflow_break, .word 6 << 16 | 0x0d)
        FAULT(divide_break, .word 7 << 16 | 0x0d)
        FAULT(teq, teq zero, zero)
        FAULT(teq7, teq zero, zero, 7)
        FAULT(add, add v0, a0, a0)
        FAULT(addi, addi v0, a0, 32767)
        FAULT(sub, sub v0, a1, a0)
#if _MIPS_SIM != _ABIO32
        FAULT(ld, ld v0, 0(a0))
        FAULT(sd, sd a1, 0(a0))
        FAULT(lwu, lwu v0, 0(a0))
        FAULT(lld, lld v0, 0(a0))
        FAULT(scd, scd a1, 0(a0))
        FAULT(ldl, ldl v0, 0(a0))
        FAULT(sdr, sdr a1, 0(a0))
        FAULT(lwxc1, lwxc1 $f1, a1(a0))
        FAULT(ldxc1, ldxc1 $f1, a1(a0))
        FAULT(swxc1, swxc1 $f1, a1(a0))
        FAULT(sdxc1, sdxc1 $f1, a1(a0))
        FAULT(dadd, dadd v0, a0, a0)
        FAULT(daddi, daddi v0, a0, 32767)
        FAULT(dsub, dsub v0, a1, a0)
#endif

/* The same load in the delay slot of a taken branch: the fault's pc is the branch's, with the slot bit in the cause. */
        .globl  do_slot
        .ent    do_slot
do_slot:
        addiu   v0, zero, 1
        .globl  fault_slot
fault_slot:
        bnez    v0, 1f
        lw      v0, 0(a0)
        addiu   v0, zero, -5
1:      addiu   v0, v0, 1000
        jr      ra
        nop
        .end    do_slot

/* In the slot of the return itself. */
        .globl  do_return_slot
        .ent    do_return_slot
do_return_slot:
        .globl  fault_return_slot
fault_return_slot:
        jr      ra
        lw      v0, 0(a0)
        .end    do_return_slot

/* Likely branch, not taken: the slot must not fault. */
        .globl  do_likely
        .ent    do_likely
do_likely:
        addiu   v0, zero, 7
        bnezl   zero, 1f
        lw      v0, 0(a0)
1:      jr      ra
        nop
        .end    do_likely

/* Registers written before the fault count, later ones do not: v0, v1, t0..t3 around a load through a0. */
        .globl  do_precise
        .ent    do_precise
do_precise:
        addiu   v0, zero, 1
        addiu   v1, zero, 2
        addiu   t0, zero, 3
        mult    v1, t0
        sw      t0, 0(a1)
        addiu   t1, t0, 1
        .globl  fault_precise
fault_precise:
        lw      v0, 0(a0)
        addiu   t0, zero, 99
        addiu   t1, zero, 99
        sw      t1, 0(a1)
        jr      ra
        nop
        .end    do_precise

/* double do_divide(double, double) and friends, with traps enabled by the caller. */
        .globl  do_fp_divide
        .ent    do_fp_divide
do_fp_divide:
        .globl  fault_fp_divide
fault_fp_divide:
        div.d   $f0, $f12, FA1
        jr      ra
        nop
        .end    do_fp_divide

        .globl  do_fp_multiply
        .ent    do_fp_multiply
do_fp_multiply:
        .globl  fault_fp_multiply
fault_fp_multiply:
        mul.d   $f0, $f12, FA1
        jr      ra
        nop
        .end    do_fp_multiply

        .globl  do_fp_convert
        .ent    do_fp_convert
do_fp_convert:
        .globl  fault_fp_convert
fault_fp_convert:
        cvt.w.d $f0, $f12
        jr      ra
        nop
        .end    do_fp_convert

        .globl  do_fcsr
        .ent    do_fcsr
do_fcsr:
        .globl  fault_fcsr
fault_fcsr:
        ctc1    a0, $31
        nop
        nop
        jr      ra
        nop
        .end    do_fcsr
