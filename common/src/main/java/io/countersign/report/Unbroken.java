package io.countersign.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Divides a line where it may be wrapped: between words, but not within a command that somebody will copy. */
final class Unbroken {
    private static final Set<String> PROGRAMS = Set.of("mvn", "gpg", "ln", "sha256sum", "curl", "unzip", "git");
    /** Options, goals, paths, and names in capitals that stand for something. */
    private static final Pattern ARGUMENT = Pattern.compile("-.*|.*[/:=].*|[A-Z][A-Z.-]+");

    private static final Pattern END_OF_SENTENCE = Pattern.compile(".*[.,;:)]");

    private Unbroken() {}

    static List<String> parts(String line) {
        List<String> parts = new ArrayList<>();
        boolean command = false;
        for (String word : line.split(" ", -1)) {
            if (command && ARGUMENT.matcher(word).matches()) {
                int last = parts.size() - 1;
                parts.set(last, parts.get(last) + " " + word);
            } else {
                parts.add(word);
                command = PROGRAMS.contains(word);
            }
            command &= !END_OF_SENTENCE.matcher(word).matches();
        }
        return parts;
    }
}
