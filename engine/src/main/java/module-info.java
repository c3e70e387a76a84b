/** Runs IR: interpreter, x86-64 compiler, code cache, dispatch. */
module heliotrope.engine {
    requires heliotrope.ir;
    requires heliotrope.host;

    exports heliotrope.engine;
    exports heliotrope.engine.cache;
}
