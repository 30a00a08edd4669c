package io.countersign.maven;

import io.countersign.command.CommandResult;
import io.countersign.json.Json;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;

/** A file of results as JSON: one result alone, or an array of all that one build has written to it. */
record ReportFile(Path file) {

    /** @throws CountersignException FILE_NOT_WRITABLE */
    void add(MavenSession session, CommandResult result) {
        MavenExecutionRequest build = session.getRequest();
        synchronized (build) {
            List<Object> results = new ArrayList<>();
            if (build.getData().get(key()) instanceof List<?> before) {
                results.addAll(before);
            }
            results.add(result);
            build.getData().put(key(), results);
            write(Json.pretty(results.size() == 1 ? result : results));
        }
    }

    private String key() {
        return "io.countersign.report:" + file.toAbsolutePath().normalize();
    }

    private void write(byte[] json) {
        try {
            new ResultFile(file).write(json);
        } catch (IOException e) {
            throw CountersignException.problem(ProblemCode.FILE_NOT_WRITABLE)
                    .found("The report %s cannot be written: %s.", file, e.getMessage())
                    .remedy("Choose another file by -Dcountersign.report.")
                    .state("The goal itself has done its work.")
                    .causedBy(e);
        }
    }
}
