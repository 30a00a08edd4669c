package io.countersign.quickstart;

import java.util.regex.Pattern;

/** Prints the story: chapters, commands, and the lines of their output that a reader wants. */
final class Narrator {
    private static final Pattern NOISE = Pattern.compile(
            "\\[INFO\\] (-{3,}.*|Scanning for projects.*|Building .*|  from .*|BUILD .*|Total time:.*|Finished at:.*|skip .*|Nothing to compile.*|"
                    + "Recompiling .*|Compiling .*|Copying .*|Building jar.*|No tests.*|)|\\[INFO\\]\\s*|\\[ERROR\\] (-> |To see|Re-run|For more|\\[Help).*|"
                    + "\\[ERROR\\]\\s*|\\[WARNING\\].*|.*--- .* ---.*");

    private int chapter;

    void chapter(String title) {
        chapter++;
        line("");
        line("=".repeat(100));
        line(chapter + ". " + title);
        line("=".repeat(100));
    }

    void command(String... goals) {
        line("");
        line("$ mvn " + String.join(" ", goals));
    }

    void output(String output) {
        output.lines().filter(text -> !NOISE.matcher(text.strip()).matches()).forEach(text -> line("  " + text));
    }

    static void line(String text) {
        System.out.println(text);
    }
}
