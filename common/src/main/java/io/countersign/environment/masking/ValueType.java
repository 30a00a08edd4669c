package io.countersign.environment.masking;

/** What kind of values a column holds, as far as masking has to know. */
public enum ValueType {
    TEXT,
    INTEGER,
    DECIMAL,
    DATE,
    TIMESTAMP,
    BOOLEAN,
    UUID,
    JSON,
    BINARY,
    ARRAY,
    /** Everything else: times of day, intervals, geometry, types of the user's own. */
    OTHER
}
