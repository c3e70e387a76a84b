/** The command line. */
package heliotrope.app;
