package io.countersign.environment.masking;

/** A keyed permutation of the numbers below a limit, without one that is its own image. Not safe for use by several threads. */
final class SmallPermutation {
    private final Permutation permutation;
    private final int[] digits = new int[2];
    private final int[] radices = new int[2];

    SmallPermutation(SipHash function) {
        this.permutation = new Permutation(function);
    }

    /**
     * @param size at least 2, below 2⁶⁰
     * @param tweak chooses one of many permutations
     */
    long apply(long number, long size, long tweak) {
        long side = (long) Math.ceil(Math.sqrt((double) size));
        long other = (size + side - 1) / side;
        radices[0] = Math.toIntExact(side);
        radices[1] = Math.toIntExact(other);
        long result = number;
        do {
            digits[0] = (int) (result % side);
            digits[1] = (int) (result / side);
            permutation.apply(digits, radices, other == 1 ? 1 : 2, tweak);
            result = digits[0] + (other == 1 ? 0 : digits[1] * side);
        } while (result >= size); // a cycle leads back into the numbers wanted, and skipping the others keeps it one
        return result;
    }
}
