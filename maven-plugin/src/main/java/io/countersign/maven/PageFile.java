package io.countersign.maven;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.report.HtmlRenderer;
import io.countersign.report.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;

/** A page of results: one result alone, or all that one build has written to it, one below the other. */
record PageFile(Path file) {

    /** @throws CountersignException FILE_NOT_WRITABLE */
    void add(MavenSession session, Report page) {
        MavenExecutionRequest build = session.getRequest();
        synchronized (build) {
            List<Report> pages = new ArrayList<>();
            if (build.getData().get(key()) instanceof List<?> before) {
                before.forEach(each -> pages.add((Report) each));
            }
            pages.add(page);
            build.getData().put(key(), pages);
            write(pages.size() == 1 ? page : together(pages));
        }
    }

    private String key() {
        return "io.countersign.html:" + file.toAbsolutePath().normalize();
    }

    private static Report together(List<Report> pages) {
        Report.Builder together = Report.titled("Countersign");
        pages.forEach(together::section);
        return together.build();
    }

    private void write(Report page) {
        try {
            new ResultFile(file).write(new HtmlRenderer().render(page).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw CountersignException.problem(ProblemCode.FILE_NOT_WRITABLE)
                    .found("The page %s cannot be written: %s.", file, e.getMessage())
                    .remedy("Choose another file by -Dcountersign.html.")
                    .state("The goal itself has done its work.")
                    .causedBy(e);
        }
    }
}
