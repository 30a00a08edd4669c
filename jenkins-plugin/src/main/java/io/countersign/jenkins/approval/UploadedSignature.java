package io.countersign.jenkins.approval;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.commons.fileupload2.core.FileItem;
import org.kohsuke.stapler.StaplerRequest2;

/** A detached signature that a form brings along as a file. */
final class UploadedSignature {
    private static final long LARGEST = 64L << 10;

    private UploadedSignature() {}

    /** Empty where the form is of another kind, or no file was chosen. */
    static Optional<String> of(StaplerRequest2 request) throws IOException {
        String type = request.getContentType();
        if (type == null || !type.startsWith("multipart/form-data")) {
            return Optional.empty();
        }
        FileItem<?> file = file(request);
        if (file == null || file.getSize() == 0) {
            return Optional.empty();
        }
        if (file.getSize() > LARGEST) {
            throw CountersignException.problem(ProblemCode.PARAMETER_INVALID)
                    .found("The file has %d bytes.", file.getSize())
                    .expected("a detached signature, which has some hundred.")
                    .remedy("Choose the file .asc that gpg --armor --detach-sign wrote.")
                    .state("Nothing was taken.")
                    .build();
        }
        return Optional.of(new String(file.get(), StandardCharsets.US_ASCII));
    }

    private static FileItem<?> file(StaplerRequest2 request) throws IOException {
        try {
            return request.getFileItem2("file");
        } catch (ServletException e) {
            throw new IOException("the form cannot be read: " + e.getMessage(), e);
        }
    }
}
