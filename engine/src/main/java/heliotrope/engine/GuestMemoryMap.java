package heliotrope.engine;

import heliotrope.host.Nullable;

/** What the engine asks the kernel about a guest's address space. */
public interface GuestMemoryMap {
    /** The mapping around a guest address from which instructions may be fetched, or null. */
    @Nullable CodeMapping codeMapping(long address);
}
