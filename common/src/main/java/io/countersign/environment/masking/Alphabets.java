package io.countersign.environment.masking;

import java.lang.Character.UnicodeBlock;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Finds the alphabet of a character: its own among the ASCII ones, elsewhere those of its kind in its Unicode block. */
final class Alphabets {
    /** All letters stand for one another. */
    static final Alphabets PLAIN = new Alphabets(false, false, Optional.empty());
    /** Vowels for vowels and consonants for consonants, so that what comes out can be spoken. */
    static final Alphabets SPEAKABLE = new Alphabets(true, false, Optional.empty());
    /** Punctuation and signs, too: for values that consist of nothing else. */
    static final Alphabets EVERYTHING = new Alphabets(false, true, Optional.empty());

    private static final int ASCII = 128;
    private static final String VOWELS = "aeiouy";

    private final boolean speakable;
    private final boolean signs;
    private final Optional<Charset> charset;
    private final Alphabet[] ascii;
    private final Map<Integer, Alphabet> others = new ConcurrentHashMap<>();
    private final Map<Charset, Alphabets> parts = new ConcurrentHashMap<>();

    private Alphabets(boolean speakable, boolean signs, Optional<Charset> charset) {
        this.speakable = speakable;
        this.signs = signs;
        this.charset = charset;
        this.ascii = IntStream.range(0, ASCII).mapToObj(this::find).toArray(Alphabet[]::new);
    }

    /** The same without what a character set does not have. */
    Alphabets within(Optional<Charset> wanted) {
        return wanted.map(
                        some -> parts.computeIfAbsent(some, any -> new Alphabets(speakable, signs, Optional.of(some))))
                .orElse(this);
    }

    /** The alphabet of a folded character; {@link Alphabet#NONE} where it stays as it is. */
    Alphabet of(int folded) {
        if (folded < ASCII) {
            return ascii[folded];
        }
        Alphabet known = others.get(folded);
        return known != null ? known : learnt(folded);
    }

    /** All letters of an alphabet share it: a block may have tens of thousands. */
    private Alphabet learnt(int folded) {
        Alphabet alphabet = find(folded);
        others.put(folded, alphabet);
        for (int i = 0; i < alphabet.size(); i++) {
            others.put(alphabet.letter(i), alphabet);
        }
        return alphabet;
    }

    /** Lower case, where upper case can be had back from it; otherwise the character itself. */
    static int folded(int character) {
        if (character < ASCII) {
            return character >= 'A' && character <= 'Z' ? character + 'a' - 'A' : character;
        }
        int lower = Character.toLowerCase(character);
        return lower != character && Character.toUpperCase(lower) == character && sameSize(lower, character)
                ? lower
                : character;
    }

    /** Whether the folded character has an upper case that folds to it again. */
    static boolean isCased(int folded) {
        int upper = Character.toUpperCase(folded);
        return upper != folded && Character.toLowerCase(upper) == folded && sameSize(upper, folded);
    }

    private Alphabet find(int folded) {
        if (!takes(folded)) {
            return Alphabet.NONE;
        }
        int[] letters = members(folded);
        return letters.length < 2 ? Alphabet.NONE : new Alphabet(letters);
    }

    private boolean takes(int character) {
        if (signs) {
            return Character.isDefined(character)
                    && !Character.isWhitespace(character)
                    && !Character.isSpaceChar(character)
                    && !Character.isISOControl(character)
                    && !Character.isIdentifierIgnorable(character);
        }
        return Character.isLetter(character) || Character.isDigit(character);
    }

    private int[] members(int folded) {
        if (folded < ASCII) {
            IntPredicate same = Character.isDigit(folded)
                    ? Character::isDigit
                    : Character.isLetter(folded) ? letter -> isLetterLike(folded, letter) : Alphabets::isPunctuation;
            return IntStream.range(0, ASCII).filter(same).toArray();
        }
        UnicodeBlock block = UnicodeBlock.of(folded);
        if (block == null) {
            return new int[0];
        }
        boolean letter = Character.isLetter(folded);
        boolean digit = Character.isDigit(folded);
        boolean cased = isCased(folded);
        IntPredicate held = held();
        if (!held.test(folded)) {
            return new int[0];
        }
        IntPredicate same = other -> takes(other)
                && Character.isLetter(other) == letter
                && Character.isDigit(other) == digit
                && isCased(other) == cased
                && folded(other) == other
                && held.test(other);
        int first = folded;
        while (first > ASCII && block.equals(UnicodeBlock.of(first - 1))) {
            first--;
        }
        int last = folded;
        while (last < Character.MAX_CODE_POINT && block.equals(UnicodeBlock.of(last + 1))) {
            last++;
        }
        return block == null
                ? new int[0]
                : IntStream.rangeClosed(first, last).filter(same).toArray();
    }

    /** Whether the character set has a letter, and its capital. */
    private IntPredicate held() {
        if (charset.isEmpty()) {
            return letter -> true;
        }
        CharsetEncoder encoder = charset.get().newEncoder();
        return letter -> encoder.canEncode(Character.toString(letter))
                && (!isCased(letter) || encoder.canEncode(Character.toString(Character.toUpperCase(letter))));
    }

    private boolean isLetterLike(int folded, int other) {
        return other >= 'a'
                && other <= 'z'
                && (!speakable || VOWELS.indexOf(other) >= 0 == VOWELS.indexOf(folded) >= 0);
    }

    private static boolean isPunctuation(int other) {
        return other > ' ' && other < ASCII - 1 && !Character.isLetterOrDigit(other);
    }

    private static boolean sameSize(int one, int other) {
        return utf8(one) == utf8(other);
    }

    private static int utf8(int character) {
        return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    }
}
