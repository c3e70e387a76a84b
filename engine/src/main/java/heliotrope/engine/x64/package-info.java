/**
 * The x86-64 back end: IR to machine code in one forward pass.
 *
 * <p>The compiler is one object per thread that translates. Its parts build on each other in a line of classes so that
 * all of them work on the same arrays without indirection: {@code Liveness} (who uses what, backward), {@code
 * Registers} (host registers and spill slots), {@code GuestSlots} (guest registers that are written late), {@code
 * Exits}, {@code IntegerCompiler}, {@code MemoryCompiler}, {@code FloatCompiler}, {@link
 * heliotrope.engine.x64.BlockCompiler}.
 */
package heliotrope.engine.x64;
