package io.countersign.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A goal as it is typed into a shell, with the coordinates of the very version that made the plan. It names where keys and
 * passwords come from and never holds one.
 */
public record GoalLine(String tool, String goal, List<String> options) {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_./:@%+=,-]+");

    public GoalLine {
        options = List.copyOf(options);
    }

    public GoalLine(String tool, String goal) {
        this(tool, goal, List.of());
    }

    /** The same with one more option: {@code -Dcountersign.name=value}, quoted as a POSIX shell wants it. */
    public GoalLine with(String name, Object value) {
        List<String> more = new ArrayList<>(options);
        more.add("-Dcountersign." + name + "=" + quoted(value.toString()));
        return new GoalLine(tool, goal, more);
    }

    /** One command over several lines, an option on each; no value can begin another command. */
    public String text() {
        String start = "mvn io.countersign:countersign-maven-plugin:" + tool + ":" + goal;
        return options.isEmpty() ? start : start + " \\\n    " + String.join(" \\\n    ", options);
    }

    /** A word for a POSIX shell, whatever is in it. */
    public static String quoted(String value) {
        return SAFE.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'";
    }
}
