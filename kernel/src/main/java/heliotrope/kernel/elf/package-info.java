/** ELF files of both classes and byte orders: read without trust, mapped into an address space. Personalities add what is theirs. */
package heliotrope.kernel.elf;
