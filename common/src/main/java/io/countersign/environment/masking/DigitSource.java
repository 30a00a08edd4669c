package io.countersign.environment.masking;

/**
 * Digits of any radix, spread evenly from a seed by the generator xoroshiro128++ of Blackman and Vigna. One number gives
 * several digits, by multiplication alone: division is what would take the time. What is secret about them is the seed. Not
 * safe for use by several threads.
 */
final class DigitSource {
    /** Of 63 bits so many values may be told before the next number, so that no digit is noticeably likelier than another. */
    private static final long ENOUGH = 1L << 40;

    private long one;
    private long two;
    private long fraction;
    private long told;

    /** Begins anew; all 128 bits of the seed count. */
    void seed(long first, long second) {
        one = first;
        // the generator stands still at nothing but zeros
        two = first == 0 && second == 0 ? 1 : second;
        told = ENOUGH;
    }

    /** A digit below the radix, which is at least 2. */
    int next(int radix) {
        told *= radix;
        if (told > ENOUGH) {
            fraction = number() >>> 1;
            told = radix;
        }
        long low = fraction * radix;
        int digit = (int) ((Math.multiplyHigh(fraction, radix) << 1) | (low >>> 63));
        fraction = low & Long.MAX_VALUE;
        return digit;
    }

    private long number() {
        long result = Long.rotateLeft(one + two, 17) + one;
        two ^= one;
        one = Long.rotateLeft(one, 49) ^ two ^ (two << 21);
        two = Long.rotateLeft(two, 28);
        return result;
    }
}
