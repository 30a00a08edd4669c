package io.countersign.promotion;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A user or a group of a system that attests approvals, as {@code stages.yml} writes it: {@code jenkins/tom},
 * {@code jenkins/group:release-managers}.
 *
 * @param attestor the name under which {@code stages.yml} knows the system's keys
 * @param group whether it stands for all members of a group
 * @param name exactly as the system itself calls the user or the group
 */
public record Account(String attestor, boolean group, String name) {
    private static final Pattern FORM =
            Pattern.compile("([A-Za-z][A-Za-z0-9_-]{0,31})/(group:)?([^\\p{Cntrl}]{1,200})");

    public static Account user(String attestor, String name) {
        return new Account(attestor, false, name);
    }

    /** @throws IllegalArgumentException saying what was expected */
    public static Account parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || !matcher.group(3).strip().equals(matcher.group(3))) {
            throw new IllegalArgumentException("ATTESTOR/USER or ATTESTOR/group:GROUP");
        }
        return new Account(matcher.group(1), matcher.group(2) != null, matcher.group(3));
    }

    public String text() {
        return attestor + "/" + (group ? "group:" : "") + name;
    }
}
