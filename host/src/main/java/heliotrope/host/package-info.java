/** The host machine: assembler, native bridge, raw system calls, guest windows, faults and signals. */
package heliotrope.host;
