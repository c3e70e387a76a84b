/** The MIPS guest: instruction table, decoder, disassembler, translation to IR. */
module heliotrope.mips {
    requires transitive heliotrope.ir;

    exports heliotrope.mips;
}
