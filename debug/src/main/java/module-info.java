/** What a person debugging a guest sees: system call trace and crash report. */
module heliotrope.debug {
    requires heliotrope.kernel;
    requires heliotrope.engine;
    requires heliotrope.ir;

    exports heliotrope.debug;
}
