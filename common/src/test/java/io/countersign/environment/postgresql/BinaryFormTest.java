package io.countersign.environment.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.database.Targets;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What we make of bytes is what PostgreSQL itself writes for them, and the other way round. */
class BinaryFormTest {
    private static final int MANY = 500;

    static Stream<Arguments> types() {
        Random random = new Random(4);
        return Stream.of(
                Arguments.of(
                        "int2", "int2send", values(List.of("0", "-32768", "32767"), () -> (short) random.nextInt())),
                Arguments.of("int4", "int4send", values(List.of("0", "-2147483648", "2147483647"), random::nextInt)),
                Arguments.of(
                        "int8",
                        "int8send",
                        values(List.of("0", "-9223372036854775808", "9223372036854775807"), random::nextLong)),
                Arguments.of(
                        "numeric",
                        "numeric_send",
                        values(
                                List.of(
                                        "0",
                                        "0.00",
                                        "-0.0001",
                                        "0.00001234",
                                        "9999",
                                        "10000",
                                        "10000.0001",
                                        "100000000",
                                        "-1e40",
                                        "1e-30",
                                        "1.10",
                                        "NaN",
                                        "Infinity",
                                        "-Infinity"),
                                () -> new BigDecimal(
                                                new BigInteger(random.nextInt(120) + 1, random),
                                                random.nextInt(60) - 20)
                                        .multiply(BigDecimal.valueOf(random.nextBoolean() ? 1 : -1))
                                        .toPlainString())),
                Arguments.of(
                        "date",
                        "date_send",
                        values(
                                List.of(
                                        "2000-01-01",
                                        "1999-12-31",
                                        "0001-01-01",
                                        "9999-12-31",
                                        "10000-01-01",
                                        "5874897-12-31",
                                        "0044-03-15 BC",
                                        "4713-01-01 BC",
                                        "infinity",
                                        "-infinity"),
                                () -> "%04d-%02d-%02d"
                                        .formatted(
                                                1 + random.nextInt(9998),
                                                1 + random.nextInt(12),
                                                1 + random.nextInt(28)))),
                Arguments.of("timestamp", "timestamp_send", moments(random, "")),
                Arguments.of("timestamptz", "timestamptz_send", moments(random, "+00")),
                Arguments.of(
                        "uuid", "uuid_send", values(List.of(), () -> new UUID(random.nextLong(), random.nextLong()))),
                Arguments.of("bytea", "byteasend", values(List.of("\\x"), () -> {
                    byte[] bytes = new byte[random.nextInt(20)];
                    random.nextBytes(bytes);
                    return "\\x" + HexFormat.of().formatHex(bytes);
                })),
                Arguments.of(
                        "jsonb",
                        "jsonb_send",
                        values(List.of("{\"a\": [1.50, null, \"ü\\n\"]}", "1"), random::nextInt)),
                Arguments.of("json", "json_send", List.of("{\"a\":  1}", "\"ü\"")),
                Arguments.of("text", "textsend", List.of("", "ü\t\\N", "😀")),
                Arguments.of("varchar", "varcharsend", List.of("x ")),
                Arguments.of("bpchar", "bpcharsend", List.of("x")));
    }

    private static List<String> moments(Random random, String zone) {
        return values(
                List.of(
                        "2000-01-01 00:00:00" + zone,
                        "1999-12-31 23:59:59.999999" + zone,
                        "1969-07-20 20:17:40.1" + zone,
                        "0001-01-01 00:00:00.000001" + zone,
                        "294276-12-31 23:59:59.999999" + zone,
                        "0044-03-15 12:00:00" + zone + " BC",
                        "infinity",
                        "-infinity"),
                () -> "%04d-%02d-%02d %02d:%02d:%02d.%06d%s"
                        .formatted(
                                1 + random.nextInt(9998),
                                1 + random.nextInt(12),
                                1 + random.nextInt(28),
                                random.nextInt(24),
                                random.nextInt(60),
                                random.nextInt(60),
                                random.nextBoolean() ? 0 : random.nextInt(1_000_000) / 100 * 100,
                                zone));
    }

    private static List<String> values(List<String> special, java.util.function.Supplier<Object> drawn) {
        return Stream.concat(special.stream(), IntStream.range(0, MANY).mapToObj(i -> String.valueOf(drawn.get())))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void is_what_the_server_sends(String type, String send, List<String> values) throws SQLException {
        BinaryForm form = BinaryForms.of(type).orElseThrow();
        try (var target = Targets.POSTGRESQL.open()) {
            Connection connection = target.connection();
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TimeZone = 'UTC'; SET DateStyle = 'ISO, MDY'; SET bytea_output = 'hex'");
            }
            String sql = "SELECT v::text, " + send + "(v) FROM (SELECT ?::" + type + ") AS one (v)";
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                for (String value : values) {
                    query.setString(1, value);
                    try (ResultSet row = query.executeQuery()) {
                        row.next();
                        String text = row.getString(1);
                        byte[] bytes = row.getBytes(2);
                        assertThat(form.text(padded(bytes), 3, bytes.length)).isEqualTo(text);
                        if (!text.endsWith(" BC")) {
                            assertThat(form.knows(text)).as(text).isTrue();
                        }
                        if (!text.endsWith(" BC")
                                && !text.endsWith("Infinity")) { // which has decimal places there, of no meaning
                            assertThat(form.bytes(text)).as(text).isEqualTo(bytes);
                        }
                    }
                }
            }
        }
    }

    /** As if it lay inside of a row. */
    private static byte[] padded(byte[] bytes) {
        byte[] padded = new byte[bytes.length + 7];
        System.arraycopy(bytes, 0, padded, 3, bytes.length);
        return padded;
    }

    @Test
    void knows_what_only_the_server_understands() {
        assertThat(BinaryForms.of("date").orElseThrow().knows("yesterday")).isFalse();
        assertThat(BinaryForms.of("date").orElseThrow().knows("01/02/2000")).isFalse();
        assertThat(BinaryForms.of("timestamptz").orElseThrow().knows("2000-01-01 00:00:00+02"))
                .isFalse();
        assertThat(BinaryForms.of("timestamp").orElseThrow().knows("2000-01-01"))
                .isFalse();
        assertThat(BinaryForms.of("numeric").orElseThrow().knows("1e3")).isFalse();
        assertThat(BinaryForms.of("int4").orElseThrow().knows(" 7")).isFalse();
        assertThat(BinaryForms.of("int2").orElseThrow().knows("40000")).isFalse();
        assertThat(BinaryForms.of("uuid").orElseThrow().knows("{6f1c9b2e-37d4-4e58-9a6b-c1d2e3f40516}"))
                .isFalse();
        assertThat(BinaryForms.of("bytea").orElseThrow().knows("x")).isFalse();
        assertThat(BinaryForms.of("float8")).isEmpty();
    }
}
