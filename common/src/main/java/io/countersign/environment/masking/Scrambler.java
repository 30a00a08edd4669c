package io.countersign.environment.masking;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

    private final Alphabets alphabets;
    private final Permutation permutation;
    private final Mac digest;
    private final Optional<Scrambler> fallback;

    private Alphabet[] found = new Alphabet[64];
    private int[] places = new int[64];
    private int[] digits = new int[64];
    private int[] radices = new int[64];

    private Scrambler(MaskingKey key, String purpose, Alphabets alphabets, Optional<Scrambler> fallback) {
        this.alphabets = alphabets;
        this.permutation = new Permutation(key.permutation(purpose));
        this.digest = key.digest(purpose);
        this.fallback = fallback;
    }

    static Scrambler of(MaskingKey key, String purpose, Alphabets alphabets) {
        Scrambler signs = new Scrambler(key, "signs", Alphabets.EVERYTHING, Optional.empty());
        return new Scrambler(key, purpose, alphabets, Optional.of(signs));
    }

    String scramble(String text) {
        return scramble(text, 0, text.length());
    }

    /**
     * Replaces what lies between two indexes. Where nothing there can be replaced, the whole text is taken, and where that has
     * neither letters nor digits, its other characters. Only blank texts stay.
     */
    String scramble(String text, int from, int to) {
        StringBuilder result = new StringBuilder(text);
        if (!replace(result, from, to) && !replace(result, 0, text.length())) {
            fallback.ifPresent(signs -> signs.replace(result, 0, text.length()));
        }
        return result.toString();
    }

    private boolean replace(StringBuilder text, int from, int to) {
        int count = 0;
        double bits = 0;
        long shape = 0;
        for (int at = from; at < to; at += Character.charCount(text.codePointAt(at))) {
            int letter = Alphabets.folded(text.codePointAt(at));
            Optional<Alphabet> alphabet = alphabets.of(letter);
            if (alphabet.isPresent()) {
                room(count);
                found[count] = alphabet.get();
                places[count] = at;
                radices[count] = alphabet.get().size();
                digits[count] = alphabet.get().indexOf(letter);
                bits += alphabet.get().bits();
                shape = shape * 1_000_003 + alphabet.get().id();
                count++;
            }
        }
        if (count == 0) {
            return false;
        }
        if (bits < LONG_ENOUGH) {
            permutation.apply(digits, radices, count, shape);
        } else {
            draw(text, count);
        }
        for (int i = 0; i < count; i++) {
            put(text, places[i], found[i].letter(digits[i]));
        }
        return true;
    }

    private void draw(StringBuilder text, int count) {
        StringBuilder letters = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            letters.appendCodePoint(Alphabets.folded(text.codePointAt(places[i])));
        }
        ByteBuffer seed = ByteBuffer.wrap(digest.doFinal(letters.toString().getBytes(StandardCharsets.UTF_8)));
        // the digest is the secret; what spreads it over the text need only be even
        SipHash source = new SipHash(seed.getLong(), seed.getLong());
        long salt = seed.getLong();
        long drawn = 0;
        long left = 0;
        for (int i = 0; i < count; i++) {
            left /= radices[i];
            if (left == 0) {
                drawn = source.of(salt, i) >>> 1;
                left = (1L << 40) / radices[i];
            }
            digits[i] = (int) (drawn % radices[i]);
            drawn /= radices[i];
        }
    }

    private static void put(StringBuilder text, int place, int letter) {
        int old = text.codePointAt(place);
        int cased = Alphabets.folded(old) == old ? letter : Character.toUpperCase(letter);
        if (Character.isBmpCodePoint(cased)) {
            text.setCharAt(place, (char) cased);
        } else {
            text.setCharAt(place, Character.highSurrogate(cased));
            text.setCharAt(place + 1, Character.lowSurrogate(cased));
        }
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
