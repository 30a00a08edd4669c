package io.countersign.environment.masking;

import java.util.stream.IntStream;

/**
 * Phone numbers: the first digits, which tell the country or that an area code follows, stay. So do zeros at the beginning,
 * and no others come there, because numbers of which one has a zero more are different.
 */
final class PhoneMask implements ColumnMask {
    private static final int COUNTRY = 3;
    private static final Alphabet FIRST =
            new Alphabet(IntStream.rangeClosed('1', '9').toArray());

    private final Scrambler scrambler;

    PhoneMask(Scrambler scrambler) {
        this.scrambler = scrambler;
    }

    @Override
    public String mask(String value) {
        if (value.startsWith("+")) {
            return scrambler.scramble(value, Math.min(COUNTRY, value.length()), value.length());
        }
        int from = behindZeros(value);
        if (from == value.length()) {
            return value.indexOf('0') < 0 ? scrambler.scramble(value) : value;
        }
        char first = value.charAt(from);
        return first >= '1' && first <= '9'
                ? scrambler.scramble(value, from, FIRST)
                : scrambler.scramble(value, from, value.length());
    }

    /** Where the first letter or digit stands that is no zero. */
    private static int behindZeros(String value) {
        int at = 0;
        while (at < value.length()) {
            int letter = value.codePointAt(at);
            if (letter != '0' && Character.isLetterOrDigit(letter)) {
                break;
            }
            at += Character.charCount(letter);
        }
        return at;
    }
}
