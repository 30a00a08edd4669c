package io.countersign.promotion.yaml;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.error.Mark;

/** Collects every mistake of one file, so that they can be mended in one go. */
final class Mistakes {
    private final Path file;
    private final List<Mistake> found = new ArrayList<>();

    /** @param line counted from 1; 0 where the whole file is meant */
    private record Mistake(int line, int column, String what) {
        String text() {
            return line == 0 ? what : "line " + line + ", column " + column + ": " + what;
        }
    }

    Mistakes(Path file) {
        this.file = file;
    }

    void add(Optional<Mark> mark, String what, String expected) {
        found.add(new Mistake(
                mark.map(at -> at.getLine() + 1).orElse(0),
                mark.map(at -> at.getColumn() + 1).orElse(0),
                what + (expected.isEmpty() ? "" : " (expected " + expected + ")")));
    }

    void throwIfAny() {
        if (found.isEmpty()) {
            return;
        }
        List<Mistake> sorted = found.stream()
                .sorted(Comparator.comparingInt(Mistake::line).thenComparingInt(Mistake::column))
                .toList();
        String begin = " has " + found.size() + " mistakes: ";
        if (found.size() == 1) {
            begin = sorted.get(0).line() == 0 ? " cannot be used: " : " has a mistake in ";
        }
        throw CountersignException.problem(ProblemCode.CONFIGURATION_INVALID)
                .found("%s", file + begin + sorted.stream().map(Mistake::text).collect(Collectors.joining("; ")) + ".")
                .remedy("Mend the file; countersign:init writes a commented example.")
                .build();
    }
}
