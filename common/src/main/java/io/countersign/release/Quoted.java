package io.countersign.release;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names out of files that nobody vouches for, made fit to be printed on a terminal. */
final class Quoted {
    private static final int LONGEST = 120;
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[^\\p{L}\\p{N}\\p{P}\\p{S}\\p{M} ]|[\u200B-\u200F\uFFFD]");

    private Quoted() {}

    /** The text in double quotes, control characters and the like as {@code \\uXXXX}, cut where it is long. */
    static String of(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return '"' + UNPRINTABLE.matcher(cut).replaceAll(match -> escaped(match.group())) + '"';
    }

    private static String escaped(String characters) {
        StringBuilder escaped = new StringBuilder();
        characters.chars().forEach(unit -> escaped.append("\\\\u").append(String.format(Locale.ROOT, "%04X", unit)));
        return escaped.toString();
    }
}
