package io.countersign.environment.masking;

import java.util.HashMap;
import java.util.Map;

/**
 * A keyed permutation of all sequences of digits in mixed radices, such as "two letters of 26, then three digits of 10". No
 * sequence is its own image, and no two have the same.
 *
 * <p>It is a Feistel network E over two numbers, each made of the digits of about half of the sequence, and what is applied
 * is E(1 + E⁻¹(x)): a random permutation alone would leave one value in so many where it is, this one is a single cycle
 * through all of them. Not safe for use by several threads.
 */
final class Permutation {
    private static final int ROUNDS = 10;
    /** Of 63 bits so many values may be told, so that none is noticeably likelier than another; more take 126 bits. */
    private static final long EVEN = 1L << 44;

    private final SipHash function;
    private final Map<Long, int[]> cycles = new HashMap<>();
    private final long[] message = new long[4];

    private long left;
    private long leftSize;
    private long right;
    private long rightSize;

    Permutation(SipHash function) {
        this.function = function;
    }

    /**
     * Replaces the digits.
     *
     * @param radices the size of each place, at least 2; their product at most 2⁹⁶
     * @param tweak chooses one of many permutations
     */
    void apply(int[] digits, int[] radices, int count, long tweak) {
        if (count == 1 && radices[0] == 2) {
            digits[0] ^= 1;
            return;
        }
        if (count == 1) {
            digits[0] = cycle(radices[0], tweak)[digits[0]];
            return;
        }
        split(digits, radices, count);
        message[0] = tweak;
        message[1] = count;
        for (int round = ROUNDS - 1; round >= 0; round--) {
            mix(round, true);
        }
        if (++left == leftSize) {
            left = 0;
            if (++right == rightSize) {
                right = 0;
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            mix(round, false);
        }
        join(digits, radices, count);
    }

    /** Each digit goes where less is, so that both sides become about the same size and fit into a word. */
    private void split(int[] digits, int[] radices, int count) {
        left = 0;
        leftSize = 1;
        right = 0;
        rightSize = 1;
        for (int i = 0; i < count; i++) {
            if (leftSize <= rightSize) {
                left += digits[i] * leftSize;
                leftSize = Math.multiplyExact(leftSize, (long) radices[i]);
            } else {
                right += digits[i] * rightSize;
                rightSize = Math.multiplyExact(rightSize, (long) radices[i]);
            }
        }
    }

    private void join(int[] digits, int[] radices, int count) {
        long leftDone = 1;
        long rightDone = 1;
        for (int i = 0; i < count; i++) {
            int radix = radices[i];
            if (leftDone <= rightDone) {
                digits[i] = (int) (left % radix);
                left /= radix;
                leftDone *= radix;
            } else {
                digits[i] = (int) (right % radix);
                right /= radix;
                rightDone *= radix;
            }
        }
    }

    /** Adds to one side what follows from the other, or takes it away again. */
    private void mix(int round, boolean back) {
        if ((round & 1) == 0) {
            left = moved(left, below(leftSize, round, right), leftSize, back);
        } else {
            right = moved(right, below(rightSize, round, left), rightSize, back);
        }
    }

    private static long moved(long side, long by, long size, boolean back) {
        long sum = back ? side - by : side + by;
        return sum < 0 ? sum + size : sum >= size ? sum - size : sum;
    }

    /** A number below the size, by multiplication alone: division is what would take the time. */
    private long below(long size, int round, long other) {
        message[2] = round;
        message[3] = other;
        long bits = function.of(message, message.length) >>> 1;
        long low = bits * size;
        long high = (Math.multiplyHigh(bits, size) << 1) | (low >>> 63);
        if (size <= EVEN) {
            return high;
        }
        message[2] = (long) round + ROUNDS;
        long more = function.of(message, message.length) >>> 1;
        long carried = (Math.multiplyHigh(more, size) << 1) | ((more * size) >>> 63);
        long sum = (low & Long.MAX_VALUE) + carried;
        return high + (sum < 0 ? 1 : 0);
    }

    /** A random single cycle, by Sattolo's shuffle: one place leaves a Feistel network nothing to work with. */
    private int[] cycle(int radix, long tweak) {
        return cycles.computeIfAbsent(tweak * 65_537 + radix, any -> {
            int[] cycle = new int[radix];
            for (int i = 0; i < radix; i++) {
                cycle[i] = i;
            }
            for (int i = radix - 1; i > 0; i--) {
                int j = (int) Long.remainderUnsigned(function.of(tweak, radix, i), i);
                int swapped = cycle[i];
                cycle[i] = cycle[j];
                cycle[j] = swapped;
            }
            return cycle;
        });
    }
}
