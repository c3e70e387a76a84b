/** Linux for MIPS (o32, n32, n64, both byte orders) as a personality of the kernel. */
package heliotrope.linux;
