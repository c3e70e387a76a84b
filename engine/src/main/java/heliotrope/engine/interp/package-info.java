/** The interpreter of IR: slow, portable and the measure of every other engine. */
package heliotrope.engine.interp;
