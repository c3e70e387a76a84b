/** The Unix kernel in user space that all personalities share. */
package heliotrope.kernel;
