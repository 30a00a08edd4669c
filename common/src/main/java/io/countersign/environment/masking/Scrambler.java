package io.countersign.environment.masking;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;

/**
 * Replaces the letters and digits of a text by others of their alphabets: lengths, capitals, spaces and punctuation stay,
 * different texts stay different (also for a database that doesn't tell capitals from small letters), and no text is its own
 * image. Short texts go through a permutation; for long ones, where two digests never meet, one digest is enough. Not safe
 * for use by several threads.
 */
final class Scrambler {
    /** From so many bits on a digest decides: among a billion values two meet with a probability of 10⁻¹¹. */
    private static final double LONG_ENOUGH = 96;
    /** Up to here a character stands for itself in UTF-16, and so does every other one of its alphabet. */
    private static final int ASCII = 128;

    private final Alphabets alphabets;
    private final Permutation permutation;
    private final Mac digest;
    private final DigitSource source = new DigitSource();
    private final Optional<Scrambler> fallback;

    private char[] letters = new char[64];
    private Alphabet[] found = new Alphabet[64];
    private int[] places = new int[64];
    private int[] digits = new int[64];
    private int[] radices = new int[64];
    private ByteBuffer told = ByteBuffer.allocate(0);

    private Scrambler(MaskingKey key, String purpose, Alphabets alphabets, Optional<Scrambler> fallback) {
        this.alphabets = alphabets;
        this.permutation = new Permutation(key.permutation(purpose));
        this.digest = key.digest(purpose);
        this.fallback = fallback;
    }

    /** @param charset that has what comes out; empty for all characters */
    static Scrambler of(MaskingKey key, String purpose, Alphabets alphabets, Optional<Charset> charset) {
        Scrambler signs = new Scrambler(key, "signs", Alphabets.EVERYTHING.within(charset), Optional.empty());
        return new Scrambler(key, purpose, alphabets.within(charset), Optional.of(signs));
    }

    String scramble(String text) {
        return scramble(text, 0, text.length());
    }

    /**
     * Replaces what lies between two indexes. Where nothing there can be replaced, the whole text is taken, and where that has
     * neither letters nor digits, its other characters. Only blank texts stay.
     */
    String scramble(String text, int from, int to) {
        int length = text.length();
        read(text);
        if (replace(from, to, Alphabet.NONE) || replace(0, length, Alphabet.NONE)) {
            return new String(letters, 0, length);
        }
        return fallback.map(signs -> signs.scramble(text)).orElse(text);
    }

    /** Replaces what lies from an index on, and the character there by one of the alphabet given, of which it has to be. */
    String scramble(String text, int from, Alphabet first) {
        read(text);
        replace(from, text.length(), first);
        return new String(letters, 0, text.length());
    }

    private void read(String text) {
        if (letters.length < text.length()) {
            letters = new char[text.length() * 2];
        }
        text.getChars(0, text.length(), letters, 0);
    }

    /** @param first of the first character; none where it has its usual one */
    private boolean replace(int from, int to, Alphabet first) {
        int count = 0;
        double bits = 0;
        long shape = 0;
        int next;
        for (int at = from; at < to; at = next) {
            int letter = letters[at];
            next = at + 1;
            if (letter >= ASCII) {
                letter = Character.codePointAt(letters, at, to);
                next = at + Character.charCount(letter);
            }
            letter = Alphabets.folded(letter);
            Alphabet alphabet = at > from || first == Alphabet.NONE ? alphabets.of(letter) : first;
            if (alphabet != Alphabet.NONE) {
                room(count);
                found[count] = alphabet;
                places[count] = at;
                radices[count] = alphabet.size();
                digits[count] = alphabet.indexOf(letter);
                bits += alphabet.bits();
                shape = shape * 1_000_003 + alphabet.id();
                count++;
            }
        }
        if (count == 0) {
            return false;
        }
        if (bits < LONG_ENOUGH) {
            permutation.apply(digits, radices, count, shape);
        } else {
            draw(count, shape);
        }
        for (int i = 0; i < count; i++) {
            put(places[i], found[i].letter(digits[i]));
        }
        return true;
    }

    /** The shape counts in, so that two texts with the same digits in other alphabets have nothing in common. */
    private void draw(int count, long shape) {
        if (told.capacity() < Long.BYTES + count * Integer.BYTES) {
            told = ByteBuffer.allocate(Long.BYTES + places.length * Integer.BYTES);
        }
        byte[] bytes = told.clear().putLong(shape).array();
        int end = Long.BYTES;
        for (int i = 0; i < count; i++) {
            if (radices[i] <= 1 << Byte.SIZE) {
                bytes[end++] = (byte) digits[i];
            } else {
                told.putInt(end, digits[i]);
                end += Integer.BYTES;
            }
        }
        digest.update(bytes, 0, end);
        ByteBuffer seed = ByteBuffer.wrap(digest.doFinal());
        source.seed(seed.getLong(), seed.getLong());
        for (int i = 0; i < count; i++) {
            digits[i] = source.next(radices[i]);
        }
    }

    private void put(int place, int letter) {
        char old = letters[place];
        if (old < ASCII) {
            letters[place] = (char) (old >= 'A' && old <= 'Z' ? letter + 'A' - 'a' : letter);
            return;
        }
        int whole = Character.codePointAt(letters, place);
        int cased = Alphabets.folded(whole) == whole ? letter : Character.toUpperCase(letter);
        Character.toChars(cased, letters, place);
    }

    private void room(int count) {
        if (count == places.length) {
            found = Arrays.copyOf(found, count * 2);
            places = Arrays.copyOf(places, count * 2);
            digits = Arrays.copyOf(digits, count * 2);
            radices = Arrays.copyOf(radices, count * 2);
        }
    }
}
