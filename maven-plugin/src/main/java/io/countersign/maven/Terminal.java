package io.countersign.maven;

import java.util.Map;
import org.apache.maven.execution.MavenSession;

/**
 * What the output can show.
 *
 * @param width in characters, behind Maven's own {@code [INFO]}
 */
record Terminal(int width, boolean colour) {
    private static final int PREFIX = 8;
    private static final int NARROWEST = 60;
    private static final int WIDEST = 160;
    private static final int USUAL = 120;

    static Terminal of(MavenSession session) {
        Map<String, String> environment = System.getenv();
        String style = session.getUserProperties().getProperty("style.color", "auto");
        boolean terminal = environment.containsKey("TERM")
                && session.getRequest().isInteractiveMode()
                && !environment.containsKey("NO_COLOR")
                && !"dumb".equals(environment.get("TERM"));
        boolean colour = style.equals("always") || (style.equals("auto") && terminal);
        return new Terminal(width(environment.getOrDefault("COLUMNS", "")), colour);
    }

    private static int width(String columns) {
        try {
            int number = columns.isEmpty() ? USUAL : Integer.parseInt(columns) - PREFIX;
            return Math.max(NARROWEST, Math.min(WIDEST, number));
        } catch (NumberFormatException e) {
            return USUAL;
        }
    }
}
