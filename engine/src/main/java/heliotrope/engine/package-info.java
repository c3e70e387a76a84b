/** Runs IR: interpreter, x86-64 compiler, code cache, dispatch. */
package heliotrope.engine;
