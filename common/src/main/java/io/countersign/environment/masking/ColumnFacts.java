package io.countersign.environment.masking;

import java.math.BigInteger;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * What masking has to know of a column.
 *
 * @param typeName as the database calls it, for messages
 * @param element of an array, the type of its elements; {@code OTHER} elsewhere
 * @param length the most characters it takes; empty for no limit
 * @param largest the largest whole number it takes; empty for no limit that matters
 * @param unique whether no two rows may have the same value
 * @param charset what its texts are made of; empty where that is all there is
 * @param computed whether the database computes it from other columns, so that it needs no rule
 */
public record ColumnFacts(
        String name,
        String typeName,
        ValueType type,
        ValueType element,
        Optional<Integer> length,
        Optional<BigInteger> largest,
        boolean nullable,
        boolean unique,
        Optional<Charset> charset,
        boolean computed) {

    /** What holds for one element of an array. */
    ColumnFacts ofElement() {
        return new ColumnFacts(name, typeName, element, ValueType.OTHER, length, largest, true, false, charset, false);
    }
}
