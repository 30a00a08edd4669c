package io.countersign.environment.masking;

import java.util.regex.Pattern;

/**
 * Account numbers of the same country, with check digits that are right where they were right before. Spaces stay. What isn't
 * shaped like an account number is scrambled like any code.
 */
final class IbanMask implements ColumnMask {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z]{2} ?[0-9] ?[0-9](?: ?[A-Za-z0-9]){8,30}");
    private static final int CHECK = 97;

    private final Scrambler scrambler;

    IbanMask(Scrambler scrambler) {
        this.scrambler = scrambler;
    }

    @Override
    public String mask(String value) {
        if (!SHAPE.matcher(value).matches()) {
            return scrambler.scramble(value);
        }
        int first = digit(value, 2);
        int second = digit(value, first + 1);
        String masked = scrambler.scramble(value, second + 1, value.length());
        int given = (value.charAt(first) - '0') * 10 + value.charAt(second) - '0';
        // what was wrong stays wrong by as much, so that two numbers that differ in their check digits alone still do
        int right = check(value);
        int check =
                given < 2 || given > CHECK + 1 ? given : 2 + Math.floorMod(check(masked) + given - right - 2, CHECK);
        StringBuilder result = new StringBuilder(masked);
        result.setCharAt(first, (char) ('0' + check / 10));
        result.setCharAt(second, (char) ('0' + check % 10));
        return result.toString();
    }

    private static int digit(String value, int from) {
        return value.charAt(from) == ' ' ? from + 1 : from;
    }

    /** The check digits that belong to it, by ISO 7064: whatever stands there counts as 00. */
    private static int check(String value) {
        String letters = value.replace(" ", "").toUpperCase(java.util.Locale.ROOT);
        String turned = letters.substring(4) + letters.substring(0, 2) + "00";
        int rest = 0;
        for (int i = 0; i < turned.length(); i++) {
            int number = Character.digit(turned.charAt(i), Character.MAX_RADIX);
            rest = (rest * (number > 9 ? 100 : 10) + number) % CHECK;
        }
        return CHECK + 1 - rest;
    }
}
