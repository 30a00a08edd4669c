package io.countersign.environment.postgresql;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;

/** Days since the year 2000 in four bytes, or microseconds in eight. */
enum BinaryMoment implements BinaryForm {
    DATE("") {
        @Override
        public String text(byte[] message, int from, int length) {
            int days = ByteBuffer.wrap(message, from, length).getInt();
            return days == Integer.MAX_VALUE ? ENDLESS : days == Integer.MIN_VALUE ? BEGINLESS : written(days, "");
        }

        @Override
        public byte[] bytes(String text) {
            int days = switch (text) {
                case ENDLESS -> Integer.MAX_VALUE;
                case BEGINLESS -> Integer.MIN_VALUE;
                default -> Math.toIntExact(days(text));
            };
            return ByteBuffer.allocate(Integer.BYTES).putInt(days).array();
        }
    },
    TIMESTAMP(""),
    TIMESTAMP_IN_UTC("+00");

    private static final String ENDLESS = "infinity";
    private static final String BEGINLESS = "-infinity";
    private static final String BEFORE_CHRIST = " BC";
    private static final long EPOCH = LocalDate.of(2000, 1, 1).toEpochDay();
    private static final long DAY = 86_400_000_000L;
    private static final int DATE_LENGTH = "2000-01-01".length();

    private final String zone;

    BinaryMoment(String zone) {
        this.zone = zone;
    }

    @Override
    public String text(byte[] message, int from, int length) {
        long micros = ByteBuffer.wrap(message, from, length).getLong();
        if (micros == Long.MAX_VALUE) {
            return ENDLESS;
        }
        if (micros == Long.MIN_VALUE) {
            return BEGINLESS;
        }
        long inDay = Math.floorMod(micros, DAY);
        StringBuilder time = new StringBuilder(" ");
        LocalTime clock = LocalTime.ofNanoOfDay(inDay / 1_000_000 * 1_000_000_000);
        time.append(clock.getHour() < 10 ? "0" : "").append(clock.getHour());
        time.append(clock.getMinute() < 10 ? ":0" : ":").append(clock.getMinute());
        time.append(clock.getSecond() < 10 ? ":0" : ":").append(clock.getSecond());
        long fraction = inDay % 1_000_000;
        if (fraction != 0) {
            time.append('.')
                    .append(String.valueOf(1_000_000 + fraction).substring(1).replaceFirst("0+$", ""));
        }
        return written(Math.floorDiv(micros, DAY), time + zone);
    }

    static String written(long days, String behind) {
        LocalDate date = LocalDate.ofEpochDay(EPOCH + days);
        int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
        String written = String.valueOf(year);
        return "0".repeat(Math.max(0, 4 - written.length()))
                + written
                + date.toString().substring(date.toString().length() - "-01-01".length())
                + behind
                + (date.getYear() > 0 ? "" : BEFORE_CHRIST);
    }

    @Override
    public byte[] bytes(String text) {
        long micros = switch (text) {
            case ENDLESS -> Long.MAX_VALUE;
            case BEGINLESS -> Long.MIN_VALUE;
            default -> micros(text);
        };
        return ByteBuffer.allocate(Long.BYTES).putLong(micros).array();
    }

    private long micros(String text) {
        int space = text.indexOf(' ');
        if (space < 0 || !text.endsWith(zone)) {
            throw new IllegalArgumentException("not a date and a time");
        }
        try {
            LocalTime time = LocalTime.parse(text.substring(space + 1, text.length() - zone.length()));
            return Math.addExact(Math.multiplyExact(days(text.substring(0, space)), DAY), time.toNanoOfDay() / 1_000);
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("not a date and a time", e);
        }
    }

    /** No mask makes one before Christ: it leaves those as they are, or refuses them. */
    static long days(String date) {
        if (date.length() < DATE_LENGTH) {
            throw new IllegalArgumentException("not a date");
        }
        try {
            boolean late = date.length() > DATE_LENGTH && date.charAt(0) != '+' && date.charAt(0) != '-';
            return LocalDate.parse((late ? "+" : "") + date).toEpochDay() - EPOCH;
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a date", e);
        }
    }
}
