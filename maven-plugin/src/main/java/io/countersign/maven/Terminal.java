package io.countersign.maven;

import java.io.Console;
import java.util.Map;
import org.apache.maven.execution.MavenSession;

/**
 * What the output can show.
 *
 * @param width in characters, behind Maven's own {@code [INFO]}
 * @param drawing whether a line can be drawn over itself: somebody looks at it, and only one module is built at a time
 */
record Terminal(int width, boolean colour, boolean drawing) {
    private static final int PREFIX = 8;
    private static final int NARROWEST = 60;
    private static final int WIDEST = 160;
    private static final int USUAL = 120;

    static Terminal of(MavenSession session) {
        Map<String, String> environment = System.getenv();
        String style = session.getUserProperties().getProperty("style.color", "auto");
        boolean terminal = terminal(environment, session);
        boolean colour =
                style.equals("always") || (style.equals("auto") && terminal && !environment.containsKey("NO_COLOR"));
        boolean drawing = terminal && !session.isParallel() && isShown();
        return new Terminal(width(environment.getOrDefault("COLUMNS", "")), colour, drawing);
    }

    private static boolean terminal(Map<String, String> environment, MavenSession session) {
        return environment.containsKey("TERM")
                && session.getRequest().isInteractiveMode()
                && !"dumb".equals(environment.get("TERM"));
    }

    /** Before Java 22 there is a console only where both input and output are a terminal; since then it has to be asked. */
    @SuppressWarnings("SystemConsoleNull") // newer Javas are asked by isTerminal
    private static boolean isShown() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
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
