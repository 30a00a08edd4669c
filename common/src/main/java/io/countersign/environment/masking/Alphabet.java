package io.countersign.environment.masking;

import java.util.Arrays;

/**
 * Letters or digits that stand for one another: of one script, and of the same size in UTF-8 and in UTF-16, so that lengths
 * stay what they are. Letters with two cases are kept in lower case here.
 */
final class Alphabet {
    private final int[] letters;
    private final double bits;

    /** @param letters code points in ascending order, at least two */
    Alphabet(int[] letters) {
        this.letters = letters.clone();
        this.bits = Math.log(letters.length) / Math.log(2);
    }

    int size() {
        return letters.length;
    }

    /** How much one letter can tell. */
    double bits() {
        return bits;
    }

    int letter(int index) {
        return letters[index];
    }

    /** Where a letter stands; it must be one of this alphabet. */
    int indexOf(int letter) {
        return Arrays.binarySearch(letters, letter);
    }

    /** For mixing into a tweak. */
    int id() {
        return letters[0] * 31 + letters.length;
    }
}
