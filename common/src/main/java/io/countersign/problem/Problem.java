package io.countersign.problem;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * One thing that was refused or failed, in the words a user needs: what was found, what was expected instead, what to
 * do about it, and in what state everything was left.
 *
 * @param code the stable code
 * @param found what was found, a sentence
 * @param expected what was expected instead, a sentence; empty where {@code found} says it all
 * @param remedy what to do, a sentence in the imperative
 * @param state what was left behind, for example {@code PRD is unchanged.}
 */
public record Problem(ProblemCode code, String found, String expected, String remedy, String state)
        implements Serializable {

    private static final Pattern ENDED = Pattern.compile("(?s).*[.!?…:]");

    /** The state of everything that stops before it writes. */
    public static final String NOTHING_CHANGED = "Nothing was changed.";

    /** What a server or a driver says ends with a full stop, or without one, or within brackets. */
    private static String sentence(String text) {
        String once = text.strip().replaceFirst("\\.+(\\)*)\\.+$", "$1.").replaceFirst("([!?…:])\\.$", "$1");
        return ENDED.matcher(once).matches() ? once : once + ".";
    }

    /** One paragraph for people: {@code [release-altered] … Expected: … Remedy: … State: …}. */
    public String text() {
        StringBuilder text =
                new StringBuilder("[").append(code.code()).append("] ").append(sentence(found));
        if (!expected.isEmpty()) {
            text.append(" Expected: ").append(sentence(expected));
        }
        if (!remedy.isEmpty()) {
            text.append(" Remedy: ").append(sentence(remedy));
        }
        return text.append(" State: ").append(state).toString();
    }
}
