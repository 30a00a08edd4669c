package io.countersign.environment.masking;

import java.util.HashMap;
import java.util.Map;

/**
 * A keyed permutation of all sequences of digits in mixed radices, such as "two letters of 26, then three digits of 10". No
 * sequence is its own image, and no two have the same.
 *
 * <p>It is a Feistel network E over the even and the odd places, and what is applied is E(1 + E⁻¹(x)): a random permutation
 * alone would leave one value in so many where it is, this one is a single cycle through all of them. Not safe for use by
 * several threads.
 */
final class Permutation {
    private static final int ROUNDS = 10;
    /** A product of radices that is above this gets no further factor, so that it fits into 64 bits. */
    private static final long WORD = 1L << 40;

    private final SipHash function;
    private final DigitSource source;
    private final Map<Long, int[]> cycles = new HashMap<>();

    Permutation(SipHash function) {
        this.function = function;
        this.source = new DigitSource(function);
    }

    /**
     * Replaces the digits.
     *
     * @param radices the size of each place, at least 2
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
        for (int round = ROUNDS - 1; round >= 0; round--) {
            mix(digits, radices, count, tweak, round, -1);
        }
        for (int i = 0; i < count && ++digits[i] == radices[i]; i++) {
            digits[i] = 0;
        }
        for (int round = 0; round < ROUNDS; round++) {
            mix(digits, radices, count, tweak, round, 1);
        }
    }

    /** Adds to every second place what follows from the others, or takes it away again. */
    private void mix(int[] digits, int[] radices, int count, long tweak, int round, int sign) {
        int changed = round & 1;
        gather(digits, radices, count, 1 - changed, tweak, round);
        for (int i = changed; i < count; i += 2) {
            int radix = radices[i];
            int sum = digits[i] + sign * source.next(radix);
            digits[i] = sum < 0 ? sum + radix : sum >= radix ? sum - radix : sum;
        }
    }

    /** The other places as words: tweak, round and counter, then the digits. */
    private void gather(int[] digits, int[] radices, int count, int first, long tweak, int round) {
        source.begin(tweak, ((long) round << 32) | ((long) count << 40));
        long word = 0;
        long size = 1;
        for (int i = first; i < count; i += 2) {
            if (size > WORD) {
                source.put(word);
                word = 0;
                size = 1;
            }
            word = word * radices[i] + digits[i];
            size *= radices[i];
        }
        source.put(word);
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
