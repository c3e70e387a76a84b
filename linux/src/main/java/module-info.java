/** The Linux personality for MIPS: system call table, structures, loader, signal frames of o32, n32 and n64 in both byte orders. */
module heliotrope.linux {
    requires heliotrope.kernel;
    requires heliotrope.mips;
    requires heliotrope.engine;
    requires heliotrope.ir;
    requires heliotrope.host;

    exports heliotrope.linux;
}
