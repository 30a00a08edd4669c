package io.countersign.database.configuration;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.DatabaseMetaData;
import java.sql.Types;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** What can stand in a column for a moment, so that the value that stood there is free. */
enum Stopgap {
    /** Nobody minds how many nulls there are. */
    NULL {
        @Override
        Optional<String> value(Collection<String> taken, int number) {
            return Optional.empty();
        }
    },
    TEXT {
        @Override
        Optional<String> value(Collection<String> taken, int number) {
            int at = number;
            while (taken.contains(text(at))) {
                at += taken.size();
            }
            return Optional.of(text(at));
        }
    },
    NUMBER {
        @Override
        Optional<String> value(Collection<String> taken, int number) {
            BigDecimal largest = taken.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::max);
            return Optional.of(largest.add(BigDecimal.valueOf(number + 1L)).toPlainString());
        }
    },
    /** So far ahead that nobody means it. */
    DATE {
        @Override
        Optional<String> value(Collection<String> taken, int number) {
            return Optional.of(LocalDate.of(9000, 1, 1).plusDays(number).toString());
        }
    },
    TIMESTAMP {
        @Override
        Optional<String> value(Collection<String> taken, int number) {
            return DATE.value(taken, number).map(date -> date + " 00:00:00");
        }
    },
    UUID_VALUE {
        @Override
        Optional<String> value(Collection<String> taken, int number) {
            return Optional.of(UUID.randomUUID().toString());
        }
    },
    /** As long as the longest, because some columns take one length only. */
    BYTES {
        @Override
        Optional<String> value(Collection<String> taken, int number) {
            int digits = taken.stream().mapToInt(String::length).max().orElseThrow() - TableRows.BYTES.length();
            return Stream.iterate(
                            BigInteger.ONE.shiftLeft(digits * 4).subtract(BigInteger.ONE),
                            free -> free.signum() > 0,
                            free -> free.subtract(BigInteger.ONE))
                    .map(free -> bytes(free, digits))
                    .filter(free -> !taken.contains(free))
                    .skip(number)
                    .findFirst();
        }
    },
    NONE {
        @Override
        Optional<String> value(Collection<String> taken, int number) {
            throw new IllegalStateException("asked before whether there is one");
        }
    };

    /**
     * @param taken all values of the column
     * @param number another one for each value that is needed at the same time
     */
    abstract Optional<String> value(Collection<String> taken, int number);

    private static String text(int number) {
        return "~" + Integer.toString(number, Character.MAX_RADIX);
    }

    private static String bytes(BigInteger number, int digits) {
        String hex = number.toString(16);
        return TableRows.BYTES + "0".repeat(digits - hex.length()) + hex;
    }

    /**
     * @param jdbcType of {@link Types}
     * @param nullability as {@link DatabaseMetaData#getColumns} tells it
     */
    static Stopgap of(int jdbcType, String typeName, int nullability) {
        if (nullability == DatabaseMetaData.columnNullable) {
            return NULL;
        }
        if (typeName.toLowerCase(Locale.ROOT).equals("uuid")) {
            return UUID_VALUE;
        }
        return switch (jdbcType) {
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NCHAR, Types.NVARCHAR, Types.LONGNVARCHAR -> TEXT;
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.DECIMAL, Types.NUMERIC -> NUMBER;
            case Types.DATE -> DATE;
            case Types.TIMESTAMP -> TIMESTAMP;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> BYTES;
            default -> NONE;
        };
    }
}
