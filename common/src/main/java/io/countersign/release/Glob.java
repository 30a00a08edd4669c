package io.countersign.release;

import java.util.regex.Pattern;

/**
 * A pattern for paths with {@code /}, the same on every operating system (the platform's own globs differ in case and
 * separators, and theirs do not find {@code a.jar} by {@code **}{@code /*.jar}).
 */
final class Glob {
    private final Pattern pattern;

    Glob(String glob) {
        this.pattern = Pattern.compile(regex(glob), Pattern.DOTALL);
    }

    boolean matches(String path) {
        return pattern.matcher(path).matches();
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        int braces = 0;
        int at = 0;
        while (at < glob.length()) {
            if (glob.startsWith("**/", at) && (at == 0 || glob.charAt(at - 1) == '/')) {
                regex.append("(?:[^/]+/)*");
                at += 3;
                continue;
            }
            if (glob.startsWith("**", at)) {
                regex.append(".*");
                at += 2;
                continue;
            }
            char character = glob.charAt(at++);
            switch (character) {
                case '*' -> regex.append("[^/]*");
                case '?' -> regex.append("[^/]");
                case '{' -> {
                    braces++;
                    regex.append("(?:");
                }
                case '}' -> {
                    regex.append(braces > 0 ? ")" : "\\}");
                    braces = Math.max(0, braces - 1);
                }
                case ',' -> regex.append(braces > 0 ? "|" : ",");
                default -> regex.append(Pattern.quote(String.valueOf(character)));
            }
        }
        return braces > 0 ? Pattern.quote(glob) : regex.toString();
    }
}
