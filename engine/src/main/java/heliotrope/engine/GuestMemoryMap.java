package heliotrope.engine;

import heliotrope.host.Nullable;
import heliotrope.host.Window;

/** What the engine asks the kernel about a guest's address space. */
public interface GuestMemoryMap {
    /** The mapping around a guest address from which instructions may be fetched, or null. */
    @Nullable CodeMapping codeMapping(long address);

    /**
     * Sets the host's protection of a page on which the engine watches for writes, or no longer does. Called with the
     * engine's lock.
     *
     * @return 0 or -errno
     */
    default int protect(Window window, long start, long length, int prot) {
        return window.protect(start, length, prot);
    }
}
