package io.countersign.environment.masking;

/** Phone numbers: the first digits, which tell the country or that an area code follows, stay. */
final class PhoneMask implements ColumnMask {
    private static final int COUNTRY = 3;

    private final Scrambler scrambler;

    PhoneMask(Scrambler scrambler) {
        this.scrambler = scrambler;
    }

    @Override
    public String mask(String value) {
        int from = 0;
        if (value.startsWith("+")) {
            from = Math.min(COUNTRY, value.length());
        } else {
            while (from < value.length() && value.charAt(from) == '0') {
                from++;
            }
        }
        return scrambler.scramble(value, from, value.length());
    }
}
