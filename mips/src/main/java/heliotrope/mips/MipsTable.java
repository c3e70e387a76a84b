package heliotrope.mips;

/**
 * The instruction set, declared once: one row per instruction. Decoder, disassembler, random generator and the checks
 * on what a translation mode allows come from it; {@link Insn} numbers its rows. Encodings are those of "MIPS IV
 * Instruction Set" (revision 3.2) and, for the rows of levels 5 to 8, "MIPS64 Architecture for Programmers", volume
 * II (revision 2).
 *
 * <p>Columns, all of fixed width so that nothing needs to be searched:
 *
 * <ul>
 *   <li>name, as GNU's assembler has it;
 *   <li>operands in the order of the assembler, letters below, {@code -} for none;
 *   <li>the fixed bits of the word, and the mask of the bits that are fixed, in hexadecimal. Reserved fields count as
 *       fixed;
 *   <li>level: 1 to 4 MIPS I to MIPS IV, 5 MIPS32 and 6 MIPS64 release 1, 7 MIPS32 and 8 MIPS64 release 2;
 *   <li>needs: {@code g} general registers of 64 bits, {@code f} floating-point registers of 64 bits (Status.FR),
 *       {@code -} neither;
 *   <li>chapter: the functional group of the manual's appendices A (CPU) and B (FPU). A arithmetic and logic, S
 *       shifts, M multiply and divide, L loads and stores, U loads and stores of unaligned words, J jumps and
 *       branches, T exceptions, serialisation, prefetch and other coprocessors; F FPU data transfer and moves, G FPU
 *       arithmetic, C FPU comparison, V FPU conversion, X FPU indexed access and multiply-add (COP1X).
 * </ul>
 *
 * <p>Operand letters: {@code d s t b} general registers rd, rs, rt and base; {@code y} rd, left out when it is
 * register 31; {@code z} zero (divisions); {@code D S T R} floating-point registers fd, fs, ft, fr; {@code Y} FPU
 * control register; {@code G} system register with its select field; {@code Z E} coprocessor 2 register in the rd or
 * rt field; {@code K} hardware register; {@code N} condition code in bits 20:18, {@code M} in bits 10:8, both left
 * out when 0; {@code j} signed and {@code i} unsigned 16 bits; {@code o} signed 16 bits before a base; {@code p}
 * branch target, {@code a} jump target; {@code <} shift amount; {@code h k} hint in the rt or rd field; {@code c}
 * break code, {@code B} system call code, {@code q} trap code, {@code 1} sync type, all left out when 0; {@code +A}
 * to {@code +G} position and size of a bit field.
 */
final class MipsTable {
    private MipsTable() {}

    /** Characters of a row, line end included. */
    static final int ROW = 42;

    /** Columns of a row. */
    static final int NAME = 0, OPERANDS = 10, MATCH = 20, MASK = 29, LEVEL = 38, NEEDS = 39, CHAPTER = 40;

    static final String ROWS =
            """
            add       d,s,t     00000020 fc0007ff 1-A
            addu      d,s,t     00000021 fc0007ff 1-A
            sub       d,s,t     00000022 fc0007ff 1-A
            subu      d,s,t     00000023 fc0007ff 1-A
            and       d,s,t     00000024 fc0007ff 1-A
            or        d,s,t     00000025 fc0007ff 1-A
            xor       d,s,t     00000026 fc0007ff 1-A
            nor       d,s,t     00000027 fc0007ff 1-A
            slt       d,s,t     0000002a fc0007ff 1-A
            sltu      d,s,t     0000002b fc0007ff 1-A
            dadd      d,s,t     0000002c fc0007ff 3gA
            daddu     d,s,t     0000002d fc0007ff 3gA
            dsub      d,s,t     0000002e fc0007ff 3gA
            dsubu     d,s,t     0000002f fc0007ff 3gA
            addi      t,s,j     20000000 fc000000 1-A
            addiu     t,s,j     24000000 fc000000 1-A
            slti      t,s,j     28000000 fc000000 1-A
            sltiu     t,s,j     2c000000 fc000000 1-A
            andi      t,s,i     30000000 fc000000 1-A
            ori       t,s,i     34000000 fc000000 1-A
            xori      t,s,i     38000000 fc000000 1-A
            lui       t,i       3c000000 ffe00000 1-A
            daddi     t,s,j     60000000 fc000000 3gA
            daddiu    t,s,j     64000000 fc000000 3gA
            movz      d,s,t     0000000a fc0007ff 4-A
            movn      d,s,t     0000000b fc0007ff 4-A
            movf      d,s,n     00000001 fc0307ff 4-A
            movt      d,s,n     00010001 fc0307ff 4-A
            clz       d,s       70000020 fc0007ff 5-A
            clo       d,s       70000021 fc0007ff 5-A
            dclz      d,s       70000024 fc0007ff 6gA
            dclo      d,s       70000025 fc0007ff 6gA
            seb       d,t       7c000420 ffe007ff 7-A
            seh       d,t       7c000620 ffe007ff 7-A
            wsbh      d,t       7c0000a0 ffe007ff 7-A
            dsbh      d,t       7c0000a4 ffe007ff 8gA
            dshd      d,t       7c000164 ffe007ff 8gA
            ext       t,s,+A,+C 7c000000 fc00003f 7-A
            ins       t,s,+A,+B 7c000004 fc00003f 7-A
            dextm     t,s,+A,+G 7c000001 fc00003f 8gA
            dextu     t,s,+E,+C 7c000002 fc00003f 8gA
            dext      t,s,+A,+C 7c000003 fc00003f 8gA
            dinsm     t,s,+A,+F 7c000005 fc00003f 8gA
            dinsu     t,s,+E,+F 7c000006 fc00003f 8gA
            dins      t,s,+A,+B 7c000007 fc00003f 8gA
            sll       d,t,<     00000000 ffe0003f 1-S
            srl       d,t,<     00000002 ffe0003f 1-S
            sra       d,t,<     00000003 ffe0003f 1-S
            sllv      d,t,s     00000004 fc0007ff 1-S
            srlv      d,t,s     00000006 fc0007ff 1-S
            srav      d,t,s     00000007 fc0007ff 1-S
            dsll      d,t,<     00000038 ffe0003f 3gS
            dsrl      d,t,<     0000003a ffe0003f 3gS
            dsra      d,t,<     0000003b ffe0003f 3gS
            dsll32    d,t,<     0000003c ffe0003f 3gS
            dsrl32    d,t,<     0000003e ffe0003f 3gS
            dsra32    d,t,<     0000003f ffe0003f 3gS
            dsllv     d,t,s     00000014 fc0007ff 3gS
            dsrlv     d,t,s     00000016 fc0007ff 3gS
            dsrav     d,t,s     00000017 fc0007ff 3gS
            ror       d,t,<     00200002 ffe0003f 7-S
            rorv      d,t,s     00000046 fc0007ff 7-S
            dror      d,t,<     0020003a ffe0003f 8gS
            dror32    d,t,<     0020003e ffe0003f 8gS
            drorv     d,t,s     00000056 fc0007ff 8gS
            mfhi      d         00000010 ffff07ff 1-M
            mthi      s         00000011 fc1fffff 1-M
            mflo      d         00000012 ffff07ff 1-M
            mtlo      s         00000013 fc1fffff 1-M
            mult      s,t       00000018 fc00ffff 1-M
            multu     s,t       00000019 fc00ffff 1-M
            div       z,s,t     0000001a fc00ffff 1-M
            divu      z,s,t     0000001b fc00ffff 1-M
            dmult     s,t       0000001c fc00ffff 3gM
            dmultu    s,t       0000001d fc00ffff 3gM
            ddiv      z,s,t     0000001e fc00ffff 3gM
            ddivu     z,s,t     0000001f fc00ffff 3gM
            mul       d,s,t     70000002 fc0007ff 5-M
            madd      s,t       70000000 fc00ffff 5-M
            maddu     s,t       70000001 fc00ffff 5-M
            msub      s,t       70000004 fc00ffff 5-M
            msubu     s,t       70000005 fc00ffff 5-M
            lb        t,o(b)    80000000 fc000000 1-L
            lh        t,o(b)    84000000 fc000000 1-L
            lw        t,o(b)    8c000000 fc000000 1-L
            lbu       t,o(b)    90000000 fc000000 1-L
            lhu       t,o(b)    94000000 fc000000 1-L
            sb        t,o(b)    a0000000 fc000000 1-L
            sh        t,o(b)    a4000000 fc000000 1-L
            sw        t,o(b)    ac000000 fc000000 1-L
            lwu       t,o(b)    9c000000 fc000000 3gL
            ld        t,o(b)    dc000000 fc000000 3gL
            sd        t,o(b)    fc000000 fc000000 3gL
            ll        t,o(b)    c0000000 fc000000 2-L
            sc        t,o(b)    e0000000 fc000000 2-L
            lld       t,o(b)    d0000000 fc000000 3gL
            scd       t,o(b)    f0000000 fc000000 3gL
            lwl       t,o(b)    88000000 fc000000 1-U
            lwr       t,o(b)    98000000 fc000000 1-U
            swl       t,o(b)    a8000000 fc000000 1-U
            swr       t,o(b)    b8000000 fc000000 1-U
            ldl       t,o(b)    68000000 fc000000 3gU
            ldr       t,o(b)    6c000000 fc000000 3gU
            sdl       t,o(b)    b0000000 fc000000 3gU
            sdr       t,o(b)    b4000000 fc000000 3gU
            j         a         08000000 fc000000 1-J
            jal       a         0c000000 fc000000 1-J
            jr        s         00000008 fc1fffff 1-J
            jalr      y,s       00000009 fc1f07ff 1-J
            jr.hb     s         00000408 fc1fffff 7-J
            jalr.hb   y,s       00000409 fc1f07ff 7-J
            beq       s,t,p     10000000 fc000000 1-J
            bne       s,t,p     14000000 fc000000 1-J
            blez      s,p       18000000 fc1f0000 1-J
            bgtz      s,p       1c000000 fc1f0000 1-J
            beql      s,t,p     50000000 fc000000 2-J
            bnel      s,t,p     54000000 fc000000 2-J
            blezl     s,p       58000000 fc1f0000 2-J
            bgtzl     s,p       5c000000 fc1f0000 2-J
            bltz      s,p       04000000 fc1f0000 1-J
            bgez      s,p       04010000 fc1f0000 1-J
            bltzl     s,p       04020000 fc1f0000 2-J
            bgezl     s,p       04030000 fc1f0000 2-J
            bltzal    s,p       04100000 fc1f0000 1-J
            bgezal    s,p       04110000 fc1f0000 1-J
            bltzall   s,p       04120000 fc1f0000 2-J
            bgezall   s,p       04130000 fc1f0000 2-J
            bc1f      N,p       45000000 ffe30000 1-J
            bc1t      N,p       45010000 ffe30000 1-J
            bc1fl     N,p       45020000 ffe30000 2-J
            bc1tl     N,p       45030000 ffe30000 2-J
            syscall   B         0000000c fc00003f 1-T
            break     c         0000000d fc00003f 1-T
            tge       s,t,q     00000030 fc00003f 2-T
            tgeu      s,t,q     00000031 fc00003f 2-T
            tlt       s,t,q     00000032 fc00003f 2-T
            tltu      s,t,q     00000033 fc00003f 2-T
            teq       s,t,q     00000034 fc00003f 2-T
            tne       s,t,q     00000036 fc00003f 2-T
            tgei      s,j       04080000 fc1f0000 2-T
            tgeiu     s,j       04090000 fc1f0000 2-T
            tlti      s,j       040a0000 fc1f0000 2-T
            tltiu     s,j       040b0000 fc1f0000 2-T
            teqi      s,j       040c0000 fc1f0000 2-T
            tnei      s,j       040e0000 fc1f0000 2-T
            sync      1         0000000f fffff83f 2-T
            pref      h,o(b)    cc000000 fc000000 4-T
            cache     h,o(b)    bc000000 fc000000 3-T
            synci     o(b)      041f0000 fc1f0000 7-T
            rdhwr     t,K       7c00003b ffe007ff 7-T
            mfc0      t,G       40000000 ffe007f8 1-T
            dmfc0     t,G       40200000 ffe007f8 3-T
            mtc0      t,G       40800000 ffe007f8 1-T
            dmtc0     t,G       40a00000 ffe007f8 3-T
            tlbr      -         42000001 ffffffff 1-T
            tlbwi     -         42000002 ffffffff 1-T
            tlbwr     -         42000006 ffffffff 1-T
            tlbp      -         42000008 ffffffff 1-T
            eret      -         42000018 ffffffff 3-T
            wait      -         42000020 ffffffff 5-T
            di        x         41606000 ffe0ffff 7-T
            ei        x         41606020 ffe0ffff 7-T
            mfc2      t,Z       48000000 ffe007ff 1-T
            mtc2      t,Z       48800000 ffe007ff 1-T
            cfc2      t,Z       48400000 ffe007ff 1-T
            ctc2      t,Z       48c00000 ffe007ff 1-T
            lwc2      E,o(b)    c8000000 fc000000 1-T
            swc2      E,o(b)    e8000000 fc000000 1-T
            ldc2      E,o(b)    d8000000 fc000000 2-T
            sdc2      E,o(b)    f8000000 fc000000 2-T
            lwc1      T,o(b)    c4000000 fc000000 1-F
            swc1      T,o(b)    e4000000 fc000000 1-F
            ldc1      T,o(b)    d4000000 fc000000 2-F
            sdc1      T,o(b)    f4000000 fc000000 2-F
            mfc1      t,S       44000000 ffe007ff 1-F
            mtc1      t,S       44800000 ffe007ff 1-F
            dmfc1     t,S       44200000 ffe007ff 3gF
            dmtc1     t,S       44a00000 ffe007ff 3gF
            cfc1      t,Y       44400000 ffe007ff 1-F
            ctc1      t,Y       44c00000 ffe007ff 1-F
            mfhc1     t,S       44600000 ffe007ff 7-F
            mthc1     t,S       44e00000 ffe007ff 7-F
            mov.s     D,S       46000006 ffff003f 1-F
            mov.d     D,S       46200006 ffff003f 1-F
            movz.s    D,S,t     46000012 ffe0003f 4-F
            movn.s    D,S,t     46000013 ffe0003f 4-F
            movf.s    D,S,n     46000011 ffe3003f 4-F
            movt.s    D,S,n     46010011 ffe3003f 4-F
            movz.d    D,S,t     46200012 ffe0003f 4-F
            movn.d    D,S,t     46200013 ffe0003f 4-F
            movf.d    D,S,n     46200011 ffe3003f 4-F
            movt.d    D,S,n     46210011 ffe3003f 4-F
            add.s     D,S,T     46000000 ffe0003f 1-G
            sub.s     D,S,T     46000001 ffe0003f 1-G
            mul.s     D,S,T     46000002 ffe0003f 1-G
            div.s     D,S,T     46000003 ffe0003f 1-G
            sqrt.s    D,S       46000004 ffff003f 2-G
            abs.s     D,S       46000005 ffff003f 1-G
            neg.s     D,S       46000007 ffff003f 1-G
            recip.s   D,S       46000015 ffff003f 4-G
            rsqrt.s   D,S       46000016 ffff003f 4-G
            add.d     D,S,T     46200000 ffe0003f 1-G
            sub.d     D,S,T     46200001 ffe0003f 1-G
            mul.d     D,S,T     46200002 ffe0003f 1-G
            div.d     D,S,T     46200003 ffe0003f 1-G
            sqrt.d    D,S       46200004 ffff003f 2-G
            abs.d     D,S       46200005 ffff003f 1-G
            neg.d     D,S       46200007 ffff003f 1-G
            recip.d   D,S       46200015 ffff003f 4-G
            rsqrt.d   D,S       46200016 ffff003f 4-G
            c.f.s     M,S,T     46000030 ffe000ff 1-C
            c.un.s    M,S,T     46000031 ffe000ff 1-C
            c.eq.s    M,S,T     46000032 ffe000ff 1-C
            c.ueq.s   M,S,T     46000033 ffe000ff 1-C
            c.olt.s   M,S,T     46000034 ffe000ff 1-C
            c.ult.s   M,S,T     46000035 ffe000ff 1-C
            c.ole.s   M,S,T     46000036 ffe000ff 1-C
            c.ule.s   M,S,T     46000037 ffe000ff 1-C
            c.sf.s    M,S,T     46000038 ffe000ff 1-C
            c.ngle.s  M,S,T     46000039 ffe000ff 1-C
            c.seq.s   M,S,T     4600003a ffe000ff 1-C
            c.ngl.s   M,S,T     4600003b ffe000ff 1-C
            c.lt.s    M,S,T     4600003c ffe000ff 1-C
            c.nge.s   M,S,T     4600003d ffe000ff 1-C
            c.le.s    M,S,T     4600003e ffe000ff 1-C
            c.ngt.s   M,S,T     4600003f ffe000ff 1-C
            c.f.d     M,S,T     46200030 ffe000ff 1-C
            c.un.d    M,S,T     46200031 ffe000ff 1-C
            c.eq.d    M,S,T     46200032 ffe000ff 1-C
            c.ueq.d   M,S,T     46200033 ffe000ff 1-C
            c.olt.d   M,S,T     46200034 ffe000ff 1-C
            c.ult.d   M,S,T     46200035 ffe000ff 1-C
            c.ole.d   M,S,T     46200036 ffe000ff 1-C
            c.ule.d   M,S,T     46200037 ffe000ff 1-C
            c.sf.d    M,S,T     46200038 ffe000ff 1-C
            c.ngle.d  M,S,T     46200039 ffe000ff 1-C
            c.seq.d   M,S,T     4620003a ffe000ff 1-C
            c.ngl.d   M,S,T     4620003b ffe000ff 1-C
            c.lt.d    M,S,T     4620003c ffe000ff 1-C
            c.nge.d   M,S,T     4620003d ffe000ff 1-C
            c.le.d    M,S,T     4620003e ffe000ff 1-C
            c.ngt.d   M,S,T     4620003f ffe000ff 1-C
            round.w.s D,S       4600000c ffff003f 2-V
            trunc.w.s D,S       4600000d ffff003f 2-V
            ceil.w.s  D,S       4600000e ffff003f 2-V
            floor.w.s D,S       4600000f ffff003f 2-V
            round.w.d D,S       4620000c ffff003f 2-V
            trunc.w.d D,S       4620000d ffff003f 2-V
            ceil.w.d  D,S       4620000e ffff003f 2-V
            floor.w.d D,S       4620000f ffff003f 2-V
            round.l.s D,S       46000008 ffff003f 3fV
            trunc.l.s D,S       46000009 ffff003f 3fV
            ceil.l.s  D,S       4600000a ffff003f 3fV
            floor.l.s D,S       4600000b ffff003f 3fV
            round.l.d D,S       46200008 ffff003f 3fV
            trunc.l.d D,S       46200009 ffff003f 3fV
            ceil.l.d  D,S       4620000a ffff003f 3fV
            floor.l.d D,S       4620000b ffff003f 3fV
            cvt.s.d   D,S       46200020 ffff003f 1-V
            cvt.s.w   D,S       46800020 ffff003f 1-V
            cvt.s.l   D,S       46a00020 ffff003f 3fV
            cvt.d.s   D,S       46000021 ffff003f 1-V
            cvt.d.w   D,S       46800021 ffff003f 1-V
            cvt.d.l   D,S       46a00021 ffff003f 3fV
            cvt.w.s   D,S       46000024 ffff003f 1-V
            cvt.w.d   D,S       46200024 ffff003f 1-V
            cvt.l.s   D,S       46000025 ffff003f 3fV
            cvt.l.d   D,S       46200025 ffff003f 3fV
            lwxc1     D,t(b)    4c000000 fc00f83f 4-X
            ldxc1     D,t(b)    4c000001 fc00f83f 4-X
            luxc1     D,t(b)    4c000005 fc00f83f 8fX
            swxc1     S,t(b)    4c000008 fc0007ff 4-X
            sdxc1     S,t(b)    4c000009 fc0007ff 4-X
            suxc1     S,t(b)    4c00000d fc0007ff 8fX
            prefx     k,t(b)    4c00000f fc0007ff 4-X
            madd.s    D,R,S,T   4c000020 fc00003f 4-X
            madd.d    D,R,S,T   4c000021 fc00003f 4-X
            msub.s    D,R,S,T   4c000028 fc00003f 4-X
            msub.d    D,R,S,T   4c000029 fc00003f 4-X
            nmadd.s   D,R,S,T   4c000030 fc00003f 4-X
            nmadd.d   D,R,S,T   4c000031 fc00003f 4-X
            nmsub.s   D,R,S,T   4c000038 fc00003f 4-X
            nmsub.d   D,R,S,T   4c000039 fc00003f 4-X
            """;
}
