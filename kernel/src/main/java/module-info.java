/** The Unix kernel in user space that all personalities share. */
module heliotrope.kernel {
    requires heliotrope.engine;
    requires heliotrope.ir;
    requires heliotrope.host;

    exports heliotrope.kernel;
    exports heliotrope.kernel.elf;
}
