/** What a person debugging a guest sees: system call trace and crash report. */
package heliotrope.debug;
