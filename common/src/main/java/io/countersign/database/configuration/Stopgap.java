package io.countersign.database.configuration;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.DatabaseMetaData;
import java.sql.Types;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What can stand in a column for a moment, so that the value that stood there is free. */
enum Stopgap {
    /** Nobody minds how many nulls there are. */
    NULL {
        @Override
        Stream<Optional<String>> values(Collection<String> taken, Room room) {
            return Stream.of(Optional.empty());
        }
    },
    /** Compared as a database does that tells neither capitals from small letters nor blanks at the end from nothing. */
    TEXT {
        @Override
        Stream<Optional<String>> values(Collection<String> taken, Room room) {
            Set<String> known = taken.stream()
                    .map(text -> text.toLowerCase(Locale.ROOT).stripTrailing())
                    .collect(Collectors.toSet());
            Stream<String> striking = IntStream.rangeClosed(0, taken.size())
                    .mapToObj(number -> SIGNS.charAt(0) + Integer.toString(number, Character.MAX_RADIX))
                    .filter(text -> text.length() <= room.length());
            return Stream.concat(striking, shortest(Math.min(room.length(), 2), taken.size() + 1))
                    .filter(text -> !known.contains(text))
                    .map(Optional::of);
        }
    },
    NUMBER {
        @Override
        Stream<Optional<String>> values(Collection<String> taken, Room room) {
            Set<BigDecimal> known = taken.stream().map(BigDecimal::new).collect(Collectors.toCollection(TreeSet::new));
            BigDecimal largest = known.stream().reduce(BigDecimal.ZERO, BigDecimal::max);
            return Stream.concat(
                            Stream.of(largest.setScale(0, RoundingMode.FLOOR).add(BigDecimal.ONE)),
                            Stream.iterate(room.bound().orElse(largest), number -> number.subtract(BigDecimal.ONE))
                                    .limit(taken.size() + 1L))
                    .filter(number -> room.holds(number) && !known.contains(number))
                    .map(number -> Optional.of(number.toPlainString()));
        }
    },
    /** So far ahead that nobody means it. */
    DATE {
        @Override
        Stream<Optional<String>> values(Collection<String> taken, Room room) {
            return days(taken.size()).filter(day -> !taken.contains(day)).map(Optional::of);
        }
    },
    TIMESTAMP {
        @Override
        Stream<Optional<String>> values(Collection<String> taken, Room room) {
            return days(taken.size())
                    .map(day -> day + " 00:00:00")
                    .filter(moment -> taken.stream().noneMatch(other -> other.startsWith(moment)))
                    .map(Optional::of);
        }
    },
    UUID_VALUE {
        @Override
        Stream<Optional<String>> values(Collection<String> taken, Room room) {
            return Stream.of(Optional.of(UUID.randomUUID().toString()));
        }
    },
    /** As long as the longest, because some columns take one length only. */
    BYTES {
        @Override
        Stream<Optional<String>> values(Collection<String> taken, Room room) {
            int digits = taken.stream().mapToInt(String::length).max().orElseThrow() - TableRows.BYTES.length();
            return Stream.iterate(
                            BigInteger.ONE.shiftLeft(digits * 4).subtract(BigInteger.ONE),
                            free -> free.signum() > 0,
                            free -> free.subtract(BigInteger.ONE))
                    .map(free -> bytes(free, digits))
                    .filter(free -> !taken.contains(free))
                    .map(Optional::of);
        }
    },
    NONE {
        @Override
        Stream<Optional<String>> values(Collection<String> taken, Room room) {
            return Stream.empty();
        }
    };

    private static final String SIGNS = "~^_+=:;.,!?#$%&*-/<>()[]{}|@0123456789abcdefghijklmnopqrstuvwxyz";

    /** @param taken all values that the column has and is to get */
    abstract Stream<Optional<String>> values(Collection<String> taken, Room room);

    /** The first value that is free and fits; a null is an empty one. Nothing where there is none. */
    final Optional<Optional<String>> value(Collection<String> taken, Room room) {
        return values(taken, room).findFirst();
    }

    /** All texts of one length. */
    private static Stream<String> shortest(int length, int count) {
        return Stream.iterate(0, number -> number + 1)
                .limit((long) Math.min(Math.pow(SIGNS.length(), length), count))
                .map(number -> length == 1
                        ? String.valueOf(SIGNS.charAt(number))
                        : String.valueOf(SIGNS.charAt(number / SIGNS.length() % SIGNS.length()))
                                + SIGNS.charAt(number % SIGNS.length()));
    }

    private static Stream<String> days(int more) {
        return IntStream.rangeClosed(0, more)
                .mapToObj(day -> LocalDate.of(9000, 1, 1).plusDays(day).toString());
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
