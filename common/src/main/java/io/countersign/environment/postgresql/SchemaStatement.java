package io.countersign.environment.postgresql;

/**
 * A statement that makes a part of the schema.
 *
 * @param phase when, as {@code schema.sql} explains
 * @param kind of what
 * @param object what it makes; in the phase {@code key} the table it is about; in the phase {@code reference} the foreign key,
 *     in the place of the catalogue the table that has it
 * @param place among the statements of the same object
 */
record SchemaStatement(Phase phase, String kind, ObjectId object, String sql, long place) {

    /** In the order in which they happen, the data coming between {@code DRESS} and {@code KEY}. */
    enum Phase {
        OBJECT,
        DRESS,
        KEY,
        ATTACH,
        REFERENCE,
        FINISH
    }
}
