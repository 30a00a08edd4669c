package io.countersign.release;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which paths a release may hold: those that mean the same file on every operating system, and never one outside the folder
 * they are unpacked to.
 */
final class PortablePath {
    private static final int LONGEST_PATH = 1024;
    private static final int LONGEST_NAME = 255;
    private static final Pattern FORBIDDEN =
            Pattern.compile("[\\p{Cntrl}\\\\:*?\"<>|\u202A-\u202E\u2066-\u2069\u200B-\u200F\uFEFF\uFFFD]");
    private static final Pattern RESERVED =
            Pattern.compile("(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?", Pattern.CASE_INSENSITIVE);

    private final Set<String> folded = new HashSet<>();

    /** Why the path cannot be in a release; empty where it can. */
    static Optional<String> objection(String path) {
        if (path.isEmpty() || path.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            return Optional.of("it is empty or longer than " + LONGEST_PATH + " bytes");
        }
        if (FORBIDDEN.matcher(path).find()) {
            return Optional.of("it has a character that not every system allows in names");
        }
        if (!Normalizer.isNormalized(path, Normalizer.Form.NFC)) {
            return Optional.of("it is not in Unicode's composed form (NFC)");
        }
        for (String name : path.split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                return Optional.of("it is absolute, or has an empty, \".\" or \"..\" part");
            }
            if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME
                    || name.startsWith(" ")
                    || name.endsWith(" ")
                    || name.endsWith(".")
                    || RESERVED.matcher(name).matches()) {
                return Optional.of("\"" + name + "\" is a name that not every system allows");
            }
        }
        return Optional.empty();
    }

    /** Whether no path before was the same but for upper and lower case. A file is not a folder of another either. */
    boolean isNew(String path) {
        return folded.add(Normalizer.normalize(path, Normalizer.Form.NFC).toLowerCase(Locale.ROOT));
    }
}
