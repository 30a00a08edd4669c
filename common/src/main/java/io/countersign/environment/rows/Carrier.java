package io.countersign.environment.rows;

/** In which Java type the values of a column travel without loss. */
public enum Carrier {
    TEXT,
    BYTES,
    /** The driver's own. */
    OBJECT
}
