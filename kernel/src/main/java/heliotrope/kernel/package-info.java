/**
 * The Unix kernel in user space that all personalities share: processes, threads, signals, memory maps, open files, names, locks,
 * sockets, timers. It knows no guest instruction set and no guest system call number.
 *
 * <h2>Model</h2>
 *
 * A {@link heliotrope.kernel.Kernel} is one tree of guest processes in this JVM; there may be several. A
 * {@link heliotrope.kernel.Process} has an {@link heliotrope.kernel.AddressSpace}, an {@link heliotrope.kernel.FdTable}, a working
 * directory, credentials, limits, signal actions and timers; several processes may share the first two. It belongs to one of the kernel's
 * {@link heliotrope.kernel.Personality personalities}, until exec gives it to another one. A
 * {@link heliotrope.kernel.GuestThread} is one platform thread for life: it runs guest code in the engine, serves the system call or
 * fault that made it stop, and delivers signals before it goes back. Everything below these objects is the host's: files, pipes, sockets
 * and terminals are host descriptors reached by raw system calls, guest memory is host memory in a window.
 *
 * <h2>System calls</h2>
 *
 * The classes named {@code ...Calls} and {@code Process...} hold the operations, one file per area, as static methods whose first
 * argument is the calling thread. They take and return Linux values: a result, {@code -errno}, or one of the restart codes of
 * {@link heliotrope.kernel.Kernel}. A {@link heliotrope.kernel.Personality} decodes arguments, calls them, and encodes results.
 * Accesses to guest memory throw {@link heliotrope.kernel.GuestFault}.
 *
 * <h2>Threads and locks</h2>
 *
 * Locks are taken in this order, and none is held while a host call may block:
 *
 * <ol>
 *   <li>{@code Kernel.lock}: the process tree, groups, sessions, states, pending signals, masks, actions, timers, usage. Waits
 *       (for children, for signals) are waits on it; every change that somebody may wait for notifies all.
 *   <li>the monitor of {@code LockTable}: record locks.
 *   <li>the monitor of an {@code AddressSpace}: changes of the memory map. Looking mappings up takes no lock.
 *   <li>the engine's lock, inside calls of {@code GuestCode}. The engine never calls the kernel with it, except for
 *       {@code codeMapping}, which takes no lock, and {@code protect}, which takes the next one.
 *   <li>the lock of a family of address spaces that fork has left something to copy ({@link heliotrope.kernel.LazyMemory}): with it
 *       held memory is copied and protected, nothing else.
 *   <li>the monitor of an {@code FdTable}; the monitor of an {@code OpenFile} (its directory position); that of
 *       {@code SpareWindows}, which is held for moments only.
 * </ol>
 *
 * A thread blocks in {@link heliotrope.kernel.GuestThread#blockingCall} or in a wait on the kernel lock. Who wants its attention sets
 * {@code attention}, interrupts the engine, which kicks the host thread, and notifies the lock; the thread clears all of it under the
 * kernel lock before it looks at what there is to do, so nothing is lost. A thread's own fields (mask, alternate stack, restart state,
 * scratch memory) are changed by that thread only; its {@code Scratch} is overwritten by nearly every operation.
 *
 * <p>A thread that forks a process with several freezes the others: they stay out of guest code ({@code Process.freezer}) while memory
 * is copied. A thread that is to end has {@code ending} set under the kernel lock and ends at its next look.
 *
 * <p>An {@link heliotrope.kernel.OpenFile} is counted: by descriptors, by mappings, and by calls in progress, so that a descriptor
 * closed by another thread is not reused under a call.
 */
package heliotrope.kernel;
