package io.countersign.release;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which paths a release may hold: those that mean the same file on every operating system, and never one outside the folder
 * they are unpacked to. An instance looks at the paths of one release, one after the other, for two that a file system may
 * take for one.
 */
final class PortablePath {
    private static final int LONGEST_PATH = 1024;
    private static final int LONGEST_NAME = 255;
    /** Deeper than any build makes its folders. */
    private static final int DEEPEST = 64;

    private static final int MOST_FOLDERS = 100_000;

    /** Controls, what a shell or Windows reads otherwise, and what cannot be seen or (HFS+) does not count in a name. */
    private static final Pattern FORBIDDEN = Pattern.compile("[\\p{Cntrl}\u0080-\u009F\\\\:*?\"<>|\u00AD\u061C\u180E"
            + "\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\uFFFD\\x{E0000}-\\x{E007F}]");

    private static final Pattern RESERVED =
            Pattern.compile("(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[\\d¹²³])(\\..*)?", Pattern.CASE_INSENSITIVE);
    private static final Set<String> FOLDERS = Set.of("changes", "application", "configuration");

    /** What is in one folder: the name as a careless file system sees it → as it is written. */
    private final Map<String, Place> top = new HashMap<>();

    private int folders;

    private record Place(String spelling, boolean isFile, Map<String, Place> below) {}

    /** Why the path cannot be an entry of a release; empty where it can. */
    Optional<String> objection(String path) {
        Optional<String> name = nameObjection(path);
        if (name.isPresent()) {
            return name;
        }
        List<String> names = List.of(path.split("/", -1));
        if (names.size() < 2 || !FOLDERS.contains(names.get(0))) {
            return Optional.of("it is not below changes/, application/ or configuration/");
        }
        return twin(names);
    }

    /** As {@link #objection}, for a path below any folder, and alone. */
    static Optional<String> nameObjection(String path) {
        if (path.isEmpty() || path.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            return Optional.of("it is empty or longer than " + LONGEST_PATH + " bytes");
        }
        if (FORBIDDEN.matcher(path).find()
                || !StandardCharsets.UTF_8.newEncoder().canEncode(path)) {
            return Optional.of("it has a character that not every system allows in names");
        }
        if (!isAscii(path) && !Normalizer.isNormalized(path, Normalizer.Form.NFC)) {
            return Optional.of("it is not in Unicode's composed form (NFC)");
        }
        String[] names = path.split("/", -1);
        if (names.length > DEEPEST) {
            return Optional.of("it is more than " + DEEPEST + " folders deep");
        }
        for (String name : names) {
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                return Optional.of("it is absolute, or has an empty, \".\" or \"..\" part");
            }
            if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME
                    || isBlank(name.codePointAt(0))
                    || isBlank(name.codePointBefore(name.length()))
                    || name.endsWith(".")
                    || RESERVED.matcher(name).matches()) {
                return Optional.of(Quoted.of(name) + " is a name that not every system allows");
            }
        }
        return Optional.empty();
    }

    private static boolean isBlank(int character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }

    private Optional<String> twin(List<String> names) {
        Map<String, Place> places = top;
        for (int depth = 0; depth < names.size(); depth++) {
            boolean isFile = depth == names.size() - 1;
            String name = names.get(depth);
            Place place = places.get(folded(name));
            if (place == null) {
                if (!isFile && ++folders > MOST_FOLDERS) {
                    return Optional.of("there are more than " + MOST_FOLDERS + " folders");
                }
                place = isFile ? new Place(name, true, Map.of()) : new Place(name, false, new HashMap<>());
                places.put(folded(name), place);
            } else if (isFile || place.isFile() || !place.spelling().equals(name)) {
                // a file and a folder of the same name are twins too
                String earlier = String.join("/", names.subList(0, depth)) + "/" + place.spelling();
                return Optional.of("not every system can tell it from " + Quoted.of(earlier));
            }
            places = place.below();
        }
        return Optional.empty();
    }

    /** Upper case first, because some letters have two lower-case forms (ſ and s, ς and σ). */
    private static String folded(String path) {
        String caseless = path.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return isAscii(path) ? caseless : Normalizer.normalize(caseless, Normalizer.Form.NFKC);
    }

    /** Loading Unicode's tables takes longer than verifying a small release, and most names do not need them. */
    private static boolean isAscii(String path) {
        return path.chars().allMatch(character -> character < 0x80);
    }
}
