package heliotrope.linux;

/** Calls about files, names, descriptors, sockets, identity and the system as a whole. */
final class FileDispatch {
    private FileDispatch() {}

    // spotless:off
    /** See {@link LinuxDispatch#dispatch}. */
    static long dispatch(LinuxThread x, int call) {
        switch (call) {
            default: return LinuxDispatch.NOT_MINE;
        }
    }
    // spotless:on
}
