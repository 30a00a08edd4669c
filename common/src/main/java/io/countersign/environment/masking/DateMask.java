package io.countersign.environment.masking;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.function.LongUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Moves the date at the head of a date or timestamp. The time of day stays; so do infinity and the dates of the years 0 and 1
 * and of 9999, by which people say that there is no date.
 */
final class DateMask implements ColumnMask {
    private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d\\d)-(\\d\\d)(?!\\d)((?:(?!BC).)*)");
    private static final Pattern ENDLESS = Pattern.compile("-?infinity");
    private static final int LAST_YEAR = 9999;

    private final LongUnaryOperator days;

    private DateMask(LongUnaryOperator days) {
        this.days = days;
    }

    /** All dates by one number of days, so that the time between two of them stays what it is. */
    static DateMask shifting(MaskingKey key, int most) {
        long drawn = ByteBuffer.wrap(key.digest("shift by at most " + most).doFinal())
                        .getLong()
                >>> 1;
        long shift = 1 + drawn % most;
        long signed = (drawn & 1L << 62) == 0 ? shift : -shift;
        return new DateMask(day -> day + signed);
    }

    /** Each date by its own number of days; different dates stay different. */
    static DateMask scattering(MaskingKey key, int most) {
        SmallPermutation places = new SmallPermutation(key.permutation("scatter by at most " + most));
        long size = most + 1L;
        return new DateMask(day -> {
            long block = Math.floorDiv(day, size);
            return block * size + places.apply(day - block * size, size, block);
        });
    }

    @Override
    public String mask(String value) {
        Matcher date = DATE.matcher(value);
        if (!date.matches()) {
            if (ENDLESS.matcher(value).matches()) {
                return value;
            }
            throw Unfit.value("a date");
        }
        int year = Integer.parseInt(date.group(1));
        if (year <= 1 || year == LAST_YEAR) {
            return value;
        }
        try {
            LocalDate old = LocalDate.of(year, Integer.parseInt(date.group(2)), Integer.parseInt(date.group(3)));
            return LocalDate.ofEpochDay(days.applyAsLong(old.toEpochDay())) + date.group(4);
        } catch (DateTimeException e) {
            throw Unfit.value("a date");
        }
    }
}
