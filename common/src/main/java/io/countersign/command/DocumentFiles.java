package io.countersign.command;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.report.HtmlRenderer;
import io.countersign.report.MarkdownRenderer;
import io.countersign.report.Report;
import io.countersign.report.TextRenderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A document in every form: {@code NAME.html}, {@code NAME.md} and {@code NAME.txt}, in UTF-8. */
record DocumentFiles(Path folder, String name) {
    private static final int LINE = 110;

    /**
     * @return the files' paths
     * @throws CountersignException FILE_NOT_WRITABLE
     */
    List<String> write(Report report) {
        return List.of(
                write("html", new HtmlRenderer().render(report)),
                write("md", new MarkdownRenderer().render(report)),
                write("txt", String.join("\n", new TextRenderer(LINE, false).render(report)) + "\n"));
    }

    private String write(String ending, String text) {
        Path file = folder.resolve(name + "." + ending);
        try {
            Files.createDirectories(folder);
            Files.writeString(file, text);
            return file.toString();
        } catch (IOException e) {
            throw CountersignException.problem(ProblemCode.FILE_NOT_WRITABLE)
                    .found("%s cannot be written: %s.", file, e.getMessage())
                    .remedy("Name another folder by -Dcountersign.output.")
                    .causedBy(e);
        }
    }
}
