/** The command line. */
module heliotrope.app {
    requires heliotrope.host;
    requires heliotrope.ir;
    requires heliotrope.engine;
    requires heliotrope.mips;
    requires heliotrope.kernel;
    requires heliotrope.irix;
    requires heliotrope.linux;
    requires heliotrope.debug;
}
