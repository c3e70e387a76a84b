/**
 * The host machine: assembler, native bridge, raw system calls, guest windows, faults and signals.
 *
 * <p>Everything native is a library of a few kilobytes, the <em>bridge</em>, written by our own assembler at build
 * time ({@link heliotrope.host.BridgeBuilder}): the methods of {@link heliotrope.host.Native} and the signal
 * handlers. It needs no C library and no relocation. Three rules hold it together:
 *
 * <ul>
 *   <li>Guest memory is reached only through a {@link heliotrope.host.Window}, and by Java only through instructions
 * that       the fault handler knows, so that a bad address is a return value.   <li>A fault in translated code never
 * returns to it: the handler copies the machine state into the thread's       {@link heliotrope.host.StateBlock} and
 * continues at the exit stub. All other faults are the JVM's.   <li>EFLAGS.AC is set while translated code runs and
 * at no other time; handlers clear it before anything else.
 * </ul>
 *
 * <p>Errors of system calls are negative numbers ({@link heliotrope.host.Errno}), never exceptions.
 */
package heliotrope.host;
