package io.countersign.environment.masking;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Numbers for numbers, with as many digits before and behind the point. Different numbers stay different: what moves is a
 * number's place among its neighbours, by a permutation, from its first digits on.
 */
final class NumberMask implements ColumnMask {
    private static final Pattern SPECIAL = Pattern.compile("-?(NaN|Infinity|inf)");
    /** So many digits are permuted at once; what a number tells beyond them is of little weight. */
    private static final int HEAD = 15;

    private static final long[] LONG_POWERS = powers();

    private final BigDecimal part;
    private final Optional<BigInteger> largest;
    private final SmallPermutation places;

    private NumberMask(MaskingKey key, String purpose, BigDecimal part, Optional<BigInteger> largest) {
        this.part = part;
        this.largest = largest;
        this.places = new SmallPermutation(key.permutation(purpose));
    }

    private static long[] powers() {
        long[] powers = new long[HEAD + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
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

    /** Numbers of as many digits stand for one another. */
    private BigInteger moved(BigInteger number, boolean negative, int scale) {
        int digits = number.toString().length();
        BigInteger first = digits == 1 ? (negative ? BigInteger.ONE : BigInteger.ZERO) : BigInteger.TEN.pow(digits - 1);
        BigInteger end = BigInteger.TEN.pow(digits);
        if (scale == 0 && largest.isPresent() && largest.get().compareTo(end) < 0) {
            // the smallest whole number of a type is one further from zero than the largest
            end = largest.get().add(negative ? BigInteger.TWO : BigInteger.ONE);
        }
        if (number.compareTo(end) >= 0) {
            throw Unfit.value("a number that its type can hold");
        }
        return digits <= HEAD
                ? placed(number, first, end, width(digits), 0)
                : movedByHead(number, first, end, digits - HEAD);
    }

    /**
     * The first digits change their place, since they tell most, and those behind them are exchanged for any others. Both
     * depend on each other, one after the other, so that what became of a number can come of no other number.
     *
     * @param behind how many digits follow the first ones
     */
    private BigInteger movedByHead(BigInteger number, BigInteger first, BigInteger end, int behind) {
        BigInteger unit = BigInteger.TEN.pow(behind);
        BigInteger firstHead = first.divide(unit);
        BigInteger endOfHeads = end.add(unit).subtract(BigInteger.ONE).divide(unit);
        // one less, because the digits behind may move the number by nearly one more
        BigInteger width = width(HEAD).subtract(BigInteger.ONE).max(BigInteger.TWO);
        BigInteger result = number;
        do {
            BigInteger[] parts = result.divideAndRemainder(unit);
            Tail tail = exchanged(parts[1], behind, parts[0].longValueExact());
            result = placed(parts[0], firstHead, endOfHeads, width, tail.tweak())
                    .multiply(unit)
                    .add(tail.digits());
        } while (result.compareTo(end) >= 0); // a cycle leads back, as for places among few numbers
        return result;
    }

    /** @param tweak what follows from all of the digits */
    private record Tail(BigInteger digits, long tweak) {}

    /** Piece by piece, each by a permutation that the pieces before it choose. */
    private Tail exchanged(BigInteger tail, int digits, long head) {
        BigInteger result = BigInteger.ZERO;
        BigInteger rest = tail;
        long before = mixed(digits, head);
        long after = digits;
        for (int left = digits; left > 0; ) {
            int size = Math.min(HEAD, left);
            left -= size;
            BigInteger[] parts = rest.divideAndRemainder(BigInteger.TEN.pow(left));
            long piece = parts[0].longValueExact();
            long other = places.apply(piece, LONG_POWERS[size], before);
            result = result.add(BigInteger.valueOf(other).multiply(BigInteger.TEN.pow(left)));
            before = mixed(before, piece);
            after = mixed(after, other);
            rest = parts[1];
        }
        return new Tail(result, after);
    }

    private static long mixed(long before, long piece) {
        return (before ^ piece) * 0x9E3779B97F4A7C15L + piece;
    }

    /** How far a number of so many digits may move. */
    private BigInteger width(int digits) {
        return new BigDecimal(BigInteger.TEN.pow(digits - 1))
                .multiply(part)
                .toBigInteger()
                .max(BigInteger.TWO);
    }

    /** The numbers are cut into neighbourhoods, and the number changes its place in its own. */
    private BigInteger placed(BigInteger number, BigInteger first, BigInteger end, BigInteger width, long tweak) {
        BigInteger begin = first.add(number.subtract(first).divide(width).multiply(width));
        BigInteger rest = end.subtract(begin);
        BigInteger size = width.min(rest);
        if (rest.subtract(width).equals(BigInteger.ONE)) {
            size = rest; // nobody is left alone at the end
        } else if (size.equals(BigInteger.ONE)) {
            begin = begin.subtract(width);
            size = width.add(BigInteger.ONE);
        }
        if (size.compareTo(BigInteger.TWO) < 0) {
            throw Unfit.value("a number that its type can hold");
        }
        long place =
                places.apply(number.subtract(begin).longValueExact(), size.longValueExact(), begin.hashCode() + tweak);
        return begin.add(BigInteger.valueOf(place));
    }
}
