/** The intermediate representation between every guest and every engine. */
module heliotrope.ir {
    exports heliotrope.ir;
}
