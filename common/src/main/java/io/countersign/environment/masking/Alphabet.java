package io.countersign.environment.masking;

/**
 * Letters or digits that stand for one another: of one script, and of the same size in UTF-8 and in UTF-16, so that lengths
 * stay what they are. Letters with two cases are kept in lower case here.
 */
final class Alphabet {
    /** Of characters that stay as they are. */
    static final Alphabet NONE = new Alphabet(new int[0]);

    private final int[] letters;
    private final int[] places;
    private final double bits;
    private final int first;
    private final int id;

    /** @param letters code points in ascending order, at least two and of one block */
    Alphabet(int[] letters) {
        this.letters = letters.clone();
        this.first = letters.length == 0 ? 0 : letters[0];
        this.places = new int[letters.length == 0 ? 0 : letters[letters.length - 1] - first + 1];
        for (int i = 0; i < letters.length; i++) {
            places[letters[i] - first] = i;
        }
        this.id = first * 31 + letters.length;
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
        return places[letter - first];
    }

    /** For mixing into a tweak. */
    int id() {
        return id;
    }
}
