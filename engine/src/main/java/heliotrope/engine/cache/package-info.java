/** The disk cache of translations: its folder, the files in it, and the tables in them. */
package heliotrope.engine.cache;
