package io.countersign.maven;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds the release that is meant where none was named.
 *
 * @param folder where Maven was started
 * @param version the project's; empty where there is no project
 */
record SealedFiles(File folder, Optional<String> version) {
    private static final String ENDING = "-release.zip";

    /**
     * The release in {@code target}, or that of the project's version where builds have left several; in the folder itself where
     * {@code target} has none, because that is what releases are handed over in.
     *
     * @throws CountersignException PARAMETER_MISSING where there is none, or more than one
     */
    File only() {
        File target = new File(folder, "target");
        List<File> found = in(target).isEmpty() ? in(folder) : in(target);
        if (found.size() == 1) {
            return found.get(0);
        }
        List<File> current = found.stream()
                .filter(file -> version.filter(one -> file.getName().endsWith("-" + one + ENDING))
                        .isPresent())
                .toList();
        if (current.size() == 1) {
            return current.get(0);
        }
        throw CountersignException.problem(ProblemCode.PARAMETER_MISSING)
                .found(
                        "%s",
                        found.isEmpty()
                                ? "There is no release in " + target + " or " + folder + "."
                                : "There are " + found.size() + " releases in "
                                        + found.get(0).getParent() + ": "
                                        + String.join(
                                                ", ",
                                                found.stream()
                                                        .map(File::getName)
                                                        .toList())
                                        + ".")
                .expected(
                        "one release%s.",
                        version.map(one -> ", or one of the project's version " + one)
                                .orElse(""))
                .remedy(
                        "Name it by -Dcountersign.release=FILE%s.",
                        found.isEmpty() ? ", or seal one by countersign:seal" : "")
                .build();
    }

    private static List<File> in(File folder) {
        File[] found = folder.listFiles((parent, name) -> name.endsWith(ENDING));
        return found == null ? List.of() : Arrays.stream(found).sorted().toList();
    }
}
