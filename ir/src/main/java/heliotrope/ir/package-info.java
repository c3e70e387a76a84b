/** The intermediate representation between every guest and every engine. */
package heliotrope.ir;
