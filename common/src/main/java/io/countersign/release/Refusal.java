package io.countersign.release;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;

/** Why a file is not accepted as a release. */
record Refusal(Path file) {

    CountersignException unreadable(String what) {
        return CountersignException.problem(ProblemCode.RELEASE_UNREADABLE)
                .found("%s is not a whole release: %s.", file, what)
                .expected("a file that countersign:seal wrote, complete.")
                .remedy("Fetch the release again from where it was sealed, and compare its size and sha256sum.")
                .build();
    }

    CountersignException hostile(String what) {
        return CountersignException.problem(ProblemCode.RELEASE_HOSTILE)
                .found("%s is refused: %s.", file, what)
                .expected("exactly the form in which countersign:seal writes a zip.")
                .remedy("Do not unpack this file. Find out where it comes from, and fetch the release from where it was"
                        + " sealed.")
                .build();
    }

    CountersignException altered(String what) {
        return CountersignException.problem(ProblemCode.RELEASE_ALTERED)
                .found("%s is not what was sealed: %s.", file, what)
                .expected("the file exactly as countersign:seal wrote it.")
                .remedy(
                        "Fetch the release again from where it was sealed, and compare its sha256sum with the approvals.")
                .build();
    }

    CountersignException formatUnknown(int format) {
        return CountersignException.problem(ProblemCode.RELEASE_FORMAT_UNKNOWN)
                .found("%s was sealed in format %d.", file, format)
                .expected("format %d.", Manifest.FORMAT)
                .remedy("Use the version of Countersign that sealed it, or a newer one.")
                .build();
    }

    CountersignException failed(IOException e) {
        if (e instanceof ClosedByInterruptException) {
            return CountersignException.problem(ProblemCode.INTERRUPTED)
                    .found("Reading %s was interrupted.", file)
                    .remedy("Begin again.")
                    .causedBy(e);
        }
        return CountersignException.problem(ProblemCode.FILE_UNREADABLE)
                .found(
                        "%s cannot be read: %s.",
                        file, e instanceof AccessDeniedException ? "no permission" : e.getMessage())
                .remedy("Check that the file is there and that you may read it.")
                .causedBy(e);
    }
}
