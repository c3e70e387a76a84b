/** The IRIX o32 personality: system call table, structures, loader, signal frames. */
package heliotrope.irix;
