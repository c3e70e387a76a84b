/**
 * The x86-64 back end: IR to machine code in one forward pass.
 *
 * <p>The compiler is one object per thread that translates. Its parts build on each other in a line of classes so that
 * all of them work on the same arrays without indirection: {@code Columns} (the block's rows, without sign extensions that
 * nobody needs), {@code Liveness} (who uses what, backward), {@code Registers} (host registers and spill slots), {@code
 * GuestSlots} (guest registers that are written late), {@code LoopSlots} (the same over the jump back of a loop), {@code
 * Exits}, {@code IntegerCompiler}, {@code MemoryCompiler}, {@code FloatCompiler}, {@code SelfLoops} (what a loop keeps; {@code
 * NarrowLoop}: as 32 bits), {@link heliotrope.engine.x64.BlockCompiler}.
 */
package heliotrope.engine.x64;
