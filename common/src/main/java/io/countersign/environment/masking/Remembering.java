package io.countersign.environment.masking;

import java.util.HashMap;
import java.util.Map;

/**
 * Remembers what the first {@value #MOST} different short values became, because in many columns the same ones come again and
 * again. For one thread.
 */
final class Remembering implements ColumnMask {
    private static final int MOST = 10_000;
    private static final int LONGEST = 40;

    private final ColumnMask mask;
    private final Map<String, String> known = new HashMap<>();

    /** @param mask whose results depend on nothing but the value */
    Remembering(ColumnMask mask) {
        this.mask = mask;
    }

    @Override
    public String mask(String value) {
        if (value.length() > LONGEST) {
            return mask.mask(value);
        }
        String before = known.get(value);
        if (before != null) {
            return before;
        }
        String masked = mask.mask(value);
        if (known.size() < MOST) {
            known.put(value, masked);
        }
        return masked;
    }
}
