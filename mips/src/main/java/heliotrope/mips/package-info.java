/** The MIPS guest: instruction table, decoder, disassembler, translation to IR. */
package heliotrope.mips;
