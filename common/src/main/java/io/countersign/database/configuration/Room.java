package io.countersign.database.configuration;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.DatabaseMetaData;
import java.sql.Types;
import java.util.Locale;
import java.util.Optional;

/**
 * What fits into a column.
 *
 * @param length of a text
 * @param bound the largest whole number; empty where there is none
 * @param signed whether the same number below zero fits too
 */
record Room(int length, Optional<BigDecimal> bound, boolean signed) {
    static final Room ANY = new Room(Integer.MAX_VALUE, Optional.empty(), true);

    /** Some drivers give a number of digits for what has no limit; no database counts to a limit as large as that. */
    private static final int NO_LIMIT = 1000;

    private static final long LARGEST_MEDIUMINT = (1L << 23) - 1;

    /**
     * @param jdbcType of {@link Types}
     * @param size and
     * @param scale as {@link DatabaseMetaData#getColumns} tells them
     */
    static Room of(int jdbcType, String typeName, int size, int scale) {
        String type = typeName.toLowerCase(Locale.ROOT);
        Optional<BigDecimal> bound = switch (jdbcType) {
            case Types.TINYINT -> Optional.of(BigDecimal.valueOf(Byte.MAX_VALUE));
            case Types.SMALLINT -> Optional.of(BigDecimal.valueOf(Short.MAX_VALUE));
            case Types.INTEGER, Types.BIGINT -> Optional.of(BigDecimal.valueOf(largest(jdbcType, type)));
            case Types.DECIMAL, Types.NUMERIC -> digits(size - scale);
            default -> Optional.empty();
        };
        return new Room(size > 0 ? size : Integer.MAX_VALUE, bound, !type.contains("unsigned"));
    }

    /** Drivers may call a column by the next larger type. */
    private static long largest(int jdbcType, String type) {
        if (type.startsWith("mediumint")) {
            return LARGEST_MEDIUMINT;
        }
        return jdbcType == Types.INTEGER || type.startsWith("int ") ? Integer.MAX_VALUE : Long.MAX_VALUE;
    }

    private static Optional<BigDecimal> digits(int digits) {
        return digits <= 0 || digits > NO_LIMIT
                ? Optional.empty()
                : Optional.of(new BigDecimal(BigInteger.TEN.pow(digits).subtract(BigInteger.ONE)));
    }

    boolean holds(BigDecimal number) {
        return bound.map(most -> number.abs().compareTo(most) <= 0 && (signed || number.signum() >= 0))
                .orElse(true);
    }
}
