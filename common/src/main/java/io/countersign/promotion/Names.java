package io.countersign.promotion;

import java.util.regex.Pattern;

/** What stages, targets, roles, parties and slots may be called. */
public final class Names {
    /** The rule in words. */
    public static final String EXPECTED = "a letter, then letters, digits, _ or -";

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,31}");

    private Names() {}

    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
