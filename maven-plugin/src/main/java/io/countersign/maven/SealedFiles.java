package io.countersign.maven;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.File;

/** Finds the release of a build. */
final class SealedFiles {
    private SealedFiles() {}

    /** @throws CountersignException PARAMETER_MISSING where there is none, or more than one */
    static File only(File folder) {
        File[] found = folder.listFiles((parent, name) -> name.endsWith("-release.zip"));
        if (found != null && found.length == 1) {
            return found[0];
        }
        throw CountersignException.problem(ProblemCode.PARAMETER_MISSING)
                .found(
                        "%s",
                        found == null || found.length == 0
                                ? "There is no release in " + folder + "."
                                : "There are " + found.length + " releases in " + folder + ".")
                .expected("one release.")
                .remedy("Name it by -Dcountersign.release=FILE, or seal one by countersign:seal.")
                .build();
    }
}
