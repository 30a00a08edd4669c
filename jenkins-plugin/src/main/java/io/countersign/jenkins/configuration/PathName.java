package io.countersign.jenkins.configuration;

import io.countersign.jenkins.agent.PathFiles;
import java.util.regex.Pattern;

/** What a promotion path and its files may be called: names that mean the same on every agent. */
final class PathName {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
    private static final int LONGEST = 200;

    private PathName() {}

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** A relative path of such names; not that of stages.yml itself. */
    static boolean isFile(String text) {
        if (text.length() > LONGEST || text.equals(PathFiles.STAGES)) {
            return false;
        }
        for (String part : text.split("/", -1)) {
            if (!isName(part)) {
                return false;
            }
        }
        return true;
    }
}
