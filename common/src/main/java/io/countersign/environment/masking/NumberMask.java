package io.countersign.environment.masking;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Numbers for numbers, with as many digits before and behind the point. Different numbers stay different: what moves is a
 * number's place among its neighbours, by a permutation.
 */
final class NumberMask implements ColumnMask {
    private static final Pattern SPECIAL = Pattern.compile("-?(NaN|Infinity|inf)");
    /** Wider neighbourhoods would hide no more. */
    private static final BigInteger WIDEST = BigInteger.TEN.pow(15);

    private final BigDecimal part;
    private final Optional<BigInteger> largest;
    private final SmallPermutation places;

    private NumberMask(MaskingKey key, String purpose, BigDecimal part, Optional<BigInteger> largest) {
        this.part = part;
        this.largest = largest;
        this.places = new SmallPermutation(key.permutation(purpose));
    }

    /** By at most so many per cent; by one unit where that is less. */
    static NumberMask noise(MaskingKey key, BigDecimal percent, Optional<BigInteger> largest) {
        return new NumberMask(
                key, "noise of " + percent.stripTrailingZeros().toPlainString(), percent.movePointLeft(2), largest);
    }

    /** Any number of as many digits. */
    static NumberMask pseudonym(MaskingKey key, Optional<BigInteger> largest) {
        return new NumberMask(key, "number", BigDecimal.TEN, largest);
    }

    @Override
    public String mask(String value) {
        if (SPECIAL.matcher(value).matches()) {
            return value;
        }
        BigDecimal number;
        try {
            number = new BigDecimal(value);
        } catch (NumberFormatException e) {
            throw Unfit.value("a number");
        }
        BigInteger moved = moved(number.unscaledValue().abs(), number.signum() < 0, number.scale());
        BigDecimal result = new BigDecimal(number.signum() < 0 ? moved.negate() : moved, number.scale());
        return value.indexOf('e') < 0 && value.indexOf('E') < 0 ? result.toPlainString() : result.toString();
    }

    /** The numbers of as many digits are cut into neighbourhoods, and the number changes its place in its own. */
    private BigInteger moved(BigInteger number, boolean negative, int scale) {
        int digits = number.toString().length();
        BigInteger first = digits == 1 ? (negative ? BigInteger.ONE : BigInteger.ZERO) : BigInteger.TEN.pow(digits - 1);
        BigInteger end = BigInteger.TEN.pow(digits);
        if (scale == 0 && largest.isPresent() && largest.get().compareTo(end) < 0) {
            // the smallest whole number of a type is one further from zero than the largest
            end = largest.get().add(negative ? BigInteger.TWO : BigInteger.ONE);
        }
        BigInteger width = new BigDecimal(BigInteger.TEN.pow(digits - 1))
                .multiply(part)
                .toBigInteger()
                .min(WIDEST)
                .max(BigInteger.TWO);
        BigInteger begin = first.add(number.subtract(first).divide(width).multiply(width));
        BigInteger rest = end.subtract(begin);
        BigInteger size = width.min(rest);
        if (rest.subtract(width).equals(BigInteger.ONE)) {
            size = rest; // nobody is left alone at the end
        } else if (size.equals(BigInteger.ONE)) {
            begin = begin.subtract(width);
            size = width.add(BigInteger.ONE);
        }
        if (size.compareTo(BigInteger.TWO) < 0 || number.compareTo(end) >= 0) {
            throw Unfit.value("a number that its type can hold");
        }
        long place = places.apply(number.subtract(begin).longValueExact(), size.longValueExact(), begin.hashCode());
        return begin.add(BigInteger.valueOf(place));
    }
}
