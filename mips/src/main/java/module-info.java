/** The MIPS guest: instruction table, decoder, disassembler, translation to IR. */
module heliotrope.mips {
    requires heliotrope.ir;

    exports heliotrope.mips;
}
