/** The ground floor: everything that touches the host machine below the Java language. */
module heliotrope.host {
    exports heliotrope.host;
    exports heliotrope.host.asm;
}
