/** The IRIX o32 personality: system call table, structures, loader, signal frames. */
module heliotrope.irix {
    requires heliotrope.kernel;
    requires heliotrope.mips;
    requires heliotrope.engine;
    requires heliotrope.ir;
    requires heliotrope.host;

    exports heliotrope.irix;
}
