package io.countersign.promotion.yaml;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.error.Mark;

/** Collects every mistake of one file, so that they can be mended in one go. */
final class Mistakes {
    private final Path file;
    private final List<String> found = new ArrayList<>();

    Mistakes(Path file) {
        this.file = file;
    }

    void add(Optional<Mark> mark, String what, String expected) {
        String place = mark.map(at -> "line " + (at.getLine() + 1) + ", column " + (at.getColumn() + 1) + ": ")
                .orElse("");
        found.add(place + what + (expected.isEmpty() ? "" : " (expected " + expected + ")"));
    }

    void throwIfAny() {
        if (found.isEmpty()) {
            return;
        }
        throw CountersignException.problem(ProblemCode.CONFIGURATION_INVALID)
                .found(
                        "%s",
                        file + (found.size() == 1 ? " has a mistake in " : " has " + found.size() + " mistakes: ")
                                + String.join("; ", found) + ".")
                .remedy("Mend the file; countersign:init writes a commented example.")
                .build();
    }
}
