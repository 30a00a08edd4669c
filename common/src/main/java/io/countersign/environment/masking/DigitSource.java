package io.countersign.environment.masking;

import java.util.Arrays;

/**
 * Digits of any radix, drawn from a keyed function of a message. One number of the function gives several digits, by
 * multiplication alone: division is what would take the time. Not safe for use by several threads.
 */
final class DigitSource {
    /** Of 63 bits so many values may be told before the next number, so that no digit is noticeably likelier than another. */
    private static final double ENOUGH = 1L << 40;

    private final SipHash function;
    private long[] message = new long[8];
    private int words;
    private long fraction;
    private double told;

    DigitSource(SipHash function) {
        this.function = function;
    }

    /** A new message, of which digits are drawn when it is complete. Its second word counts the numbers drawn. */
    void begin(long first, long second) {
        message[0] = first;
        message[1] = second;
        words = 2;
        told = ENOUGH;
    }

    void put(long word) {
        if (words == message.length) {
            message = Arrays.copyOf(message, words * 2);
        }
        message[words++] = word;
    }

    /** A digit below the radix, which is at least 2. */
    int next(int radix) {
        told *= radix;
        if (told > ENOUGH) {
            message[1]++;
            fraction = function.of(message, words) >>> 1;
            told = radix;
        }
        long low = fraction * radix;
        int digit = (int) (Math.multiplyHigh(fraction, radix) << 1 | low >>> 63);
        fraction = low & Long.MAX_VALUE;
        return digit;
    }
}
