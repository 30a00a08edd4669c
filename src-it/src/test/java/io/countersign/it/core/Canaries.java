package io.countersign.it.core;

import io.countersign.harness.MariaDbServer;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A table of production whose every column holds a value that occurs nowhere else, and how each of them looks in the files,
 * logs and dumps of a database: as text in several encodings, and as the database's own bytes.
 */
record Canaries(Databases product, List<Column> columns) {
    /** The first of the kept keys, by which a date, which is short, is told from other bytes: it lies beside one. */
    private static final int FIRST = 0x4B414E53;

    private static final int ROWS = 40;
    private static final LocalDate POSTGRES_EPOCH = LocalDate.of(2000, 1, 1);

    /**
     * @param type and literal in the product's SQL
     * @param rule of {@code stages.yml}
     * @param traces what gives the value away
     */
    record Column(String name, String type, String literal, String rule, List<byte[]> traces) {}

    static Canaries of(Databases product) {
        Canaries canaries = new Canaries(product, new ArrayList<>());
        canaries.plant();
        return canaries;
    }

    private void plant() {
        boolean postgres = product == Databases.POSTGRESQL;
        date("born", LocalDate.of(9241, 5, 17), "shift: 90 days");
        text("name", "varchar(60)", "Kanarina Vogelsang", "pseudonym: name", "Kanarina", "Vogelsang");
        text("mail", "varchar(90)", "kanarimail@vogelpost.example", "pseudonym: e-mail", "kanarimail", "vogelpost");
        text("phone", "varchar(40)", "+41 5550112233", "pseudonym: phone", "5550112233");
        text("iban", "varchar(40)", "CH9300762011623852957", "pseudonym: iban", "00762011623852957");
        text("street", "varchar(60)", "Kanaristrasse 12", "pseudonym: address", "Kanaristrasse");
        text("note", "varchar(400)", "the KANARINOTE was here", "pseudonym: text", "kanarinote");
        text("code", "varchar(40)", "KANARICODE-77", "pseudonym: code", "kanaricode");
        text("token", "varchar(64)", "kanaritoken", "hash", "kanaritoken");
        text("gone", "varchar(40)", "kanarigone", "null", "kanarigone");
        text("fixed", "varchar(40)", "kanarifixed", "constant: x", "kanarifixed");
        text("own", "varchar(40)", "kanariown", "sql: \"upper(substr(own, 1, 3))\"", "kanariown");
        text(
                "doc",
                postgres ? "jsonb" : product == Databases.MARIADB ? "json" : "varchar(300)",
                "{\"kept\": 1, \"who\": {\"deep\": [\"kanaridoc\", 5550112244]}, \"since\": \"9247-07-13\"}",
                "json: { \"$.kept\": keep, \"$.who.deep[*]\": { pseudonym: text }, \"$.since\": { shift: 9 days }, otherwise: null }",
                "kanaridoc",
                "5550112244",
                "9247-07-13");
        if (product != Databases.MARIADB) {
            text(
                    "words",
                    postgres ? "text[]" : "varchar(40) array",
                    postgres ? "{kanariword,kanarisecond}" : "kanariword",
                    "each: { pseudonym: text }",
                    "kanariword");
        }
        if (postgres) {
            text("raw", "json", "{\"x\": \"kanariraw\"}", "json: { otherwise: hash }", "kanariraw");
            number("counts", "bigint[]", "{6138274950617283945}", "each: { pseudonym: code }", 6138274950617283945L);
        }
        number("account", "bigint", "7316549281734650923", "pseudonym: code", 7316549281734650923L);
        decimal("amount", new BigDecimal("8361725094.2718"), "noise: 20%");
        real("ratio", 0.7316549281734653, "noise: 20%");
        moment("seen", LocalDateTime.parse("9239-03-21T03:41:27.123457"), "noise: 90 days");
        if (postgres) {
            moment("at", LocalDateTime.parse("9233-11-09T19:23:51.765431"), "shift: 90 days");
        }
        uuid("ticket", UUID.fromString("6f1c9b2e-37d4-4e58-9a6b-c1d2e3f40516"), "hash");
        if (postgres) {
            uuid("badge", UUID.fromString("b8d05e73-1f6a-4c29-8e47-5a9b3c7d2e61"), "pseudonym: code");
        }
        bytes("secret", "kanaribytes\u00FF\u0001".getBytes(StandardCharsets.ISO_8859_1), "hash");
    }

    private void add(String name, String type, String literal, String rule, List<byte[]> traces) {
        columns.add(new Column(name, type, literal, rule, traces));
    }

    private void text(String name, String type, String value, String rule, String... words) {
        List<byte[]> traces = new ArrayList<>();
        for (String word : words) {
            traces.addAll(spellings(word));
        }
        String literal = type.endsWith(" array") ? "array['" + value + "', null]" : "'" + value + "'";
        add(name, type, literal, rule, traces);
    }

    private void number(String name, String type, String literal, String rule, long value) {
        List<byte[]> traces = spellings(String.valueOf(value));
        traces.addAll(both(value));
        traces.add(bigEndian(value ^ Long.MIN_VALUE)); // an index sorts negative numbers first
        traces.add(varying(value));
        add(name, type, "'" + literal + "'", rule, traces);
    }

    /** Digits in groups of four, or of nine, or as a whole number. */
    private void decimal(String name, BigDecimal value, String rule) {
        List<byte[]> traces = spellings(value.toPlainString());
        traces.add(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 83)
                .putShort((short) 6172)
                .putShort((short) 5094)
                .putShort((short) 2718)
                .array());
        traces.add(ByteBuffer.allocate(6)
                .putInt(361_725_094)
                .putShort((short) 2718)
                .array());
        BigInteger unscaled = value.unscaledValue();
        traces.add(varying(unscaled.longValueExact()));
        traces.add(unscaled.toByteArray());
        add(name, "decimal(20,4)", value.toPlainString(), rule, traces);
    }

    private void real(String name, double value, String rule) {
        long bits = Double.doubleToLongBits(value);
        List<byte[]> traces = spellings(String.valueOf(value));
        traces.addAll(both(bits));
        traces.add(varying(Long.reverse(bits)));
        add(name, "double precision", String.valueOf(value), rule, traces);
    }

    private void date(String name, LocalDate value, String rule) {
        List<byte[]> traces = spellings(value.toString());
        int packed = value.getYear() << 9 | value.getMonthValue() << 5 | value.getDayOfMonth();
        if (product == Databases.H2) {
            traces.add(varying(packed));
        }
        int days = (int) ChronoUnit.DAYS.between(POSTGRES_EPOCH, value);
        for (int row = 0; row < ROWS; row++) {
            traces.add(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(FIRST + row)
                    .putInt(days)
                    .array());
            // a row of the binary log, and an entry of an index
            traces.add(ByteBuffer.allocate(7)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(FIRST + row)
                    .put((byte) packed)
                    .put((byte) (packed >> 8))
                    .put((byte) (packed >> 16))
                    .array());
            for (int sign : new int[] {0, 0x80}) {
                traces.add(ByteBuffer.allocate(7)
                        .put((byte) (packed >> 16 ^ sign))
                        .put((byte) (packed >> 8))
                        .put((byte) packed)
                        .putInt((FIRST + row) ^ Integer.MIN_VALUE)
                        .array());
            }
        }
        add(name, "date", "date '" + value + "'", rule, traces);
    }

    private void moment(String name, LocalDateTime value, String rule) {
        List<byte[]> traces = spellings(value.toLocalDate().toString());
        traces.addAll(both(ChronoUnit.MICROS.between(POSTGRES_EPOCH.atStartOfDay(), value)));
        long day = ((long) value.getYear() * 13 + value.getMonthValue()) << 5 | value.getDayOfMonth();
        long time = (long) value.getHour() << 12 | (long) value.getMinute() << 6 | value.getSecond();
        long micros = value.getNano() / 1000;
        traces.add(bigEndian(((day << 17 | time) + 0x8000000000L) << 24 | micros));
        if (product == Databases.H2) {
            traces.add(
                    varying((long) value.getYear() << 9 | (long) value.getMonthValue() << 5 | value.getDayOfMonth()));
        }
        String type = switch (product) {
            case POSTGRESQL -> name.equals("at") ? "timestamptz" : "timestamp";
            case MARIADB -> "datetime(6)";
            case H2 -> "timestamp(6)";
        };
        String zone = type.equals("timestamptz") ? "+00" : "";
        add(name, type, "'" + value.toString().replace('T', ' ') + zone + "'", rule, traces);
    }

    /** MariaDB keeps the parts of a UUID the other way round. */
    private void uuid(String name, UUID value, String rule) {
        List<byte[]> traces = spellings(value.toString());
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits())
                .array();
        traces.add(bytes);
        traces.add(ByteBuffer.allocate(16)
                .put(bytes, 10, 6)
                .put(bytes, 8, 2)
                .put(bytes, 6, 2)
                .put(bytes, 4, 2)
                .put(bytes, 0, 4)
                .array());
        boolean known = product != Databases.MARIADB || !MariaDbServer.shared().isMySql();
        add(name, known ? "uuid" : "char(36)", "'" + value + "'", rule, traces);
    }

    private void bytes(String name, byte[] value, String rule) {
        List<byte[]> traces = spellings("kanaribytes");
        String hex = HexFormat.of().formatHex(value);
        String literal = product == Databases.POSTGRESQL ? "'\\x" + hex + "'" : "x'" + hex + "'";
        add(name, product == Databases.POSTGRESQL ? "bytea" : "varbinary(64)", literal, rule, traces);
    }

    /** UTF-8 and UTF-16, hexadecimal, base64 wherever in its groups of three the text begins, each in small and large letters. */
    private static List<byte[]> spellings(String text) {
        List<byte[]> traces = new ArrayList<>();
        for (String word : List.of(text, text.toLowerCase(Locale.ROOT), text.toUpperCase(Locale.ROOT))) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            traces.add(bytes);
            traces.add(word.getBytes(StandardCharsets.UTF_16BE));
            traces.add(ascii(HexFormat.of().formatHex(bytes)));
            traces.add(ascii(HexFormat.of().withUpperCase().formatHex(bytes)));
            for (int skipped = 0; skipped < 3; skipped++) {
                int whole = (bytes.length - skipped) / 3 * 3;
                traces.add(Base64.getEncoder()
                        .encode(ByteBuffer.wrap(bytes, skipped, whole).slice())
                        .array());
            }
        }
        return traces;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static List<byte[]> both(long value) {
        return List.of(bigEndian(value), bigEndian(Long.reverseBytes(value)));
    }

    private static byte[] bigEndian(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }

    /** Seven bits a byte, the lowest first. */
    private static byte[] varying(long value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return bytes.toByteArray();
    }

    /** Makes the table and fills it. */
    void plantIn(Environments environments, String stage) {
        environments.execute(
                stage,
                columns.stream()
                        .map(column -> column.name() + " " + column.type())
                        .collect(Collectors.joining(", ", "create table person (id int primary key, ", ")")),
                "create index person_name on person (name)",
                "create index person_born on person (born)");
        String values = columns.stream().map(Column::literal).collect(Collectors.joining(", "));
        for (int row = 0; row < ROWS; row++) {
            environments.execute(stage, "insert into person values (" + (FIRST + row) + ", " + values + ")");
        }
    }

    /** As an entry of {@code stages.yml}. */
    String rules() {
        return rules(true);
    }

    /** The same, and nothing is masked. */
    String keepingAll() {
        return rules(false);
    }

    private String rules(boolean masked) {
        return """
                    masking:
                      key: { environment: MASKING_KEY }
                      tables:
                        person:
                          columns:
                            id: keep
                """
                + columns.stream()
                        .map(column -> "            " + column.name() + ": " + (masked ? rule(column) : "keep") + "\n")
                        .collect(Collectors.joining());
    }

    private static String rule(Column column) {
        return column.rule().contains(":") ? "{ " + column.rule() + " }" : column.rule();
    }

    List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    ByteSearch search() {
        Map<String, List<byte[]>> wanted = new LinkedHashMap<>();
        columns.forEach(column -> wanted.put(column.name(), column.traces()));
        return new ByteSearch(wanted);
    }
}
