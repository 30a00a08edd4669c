package io.countersign.release;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.release.git.GitFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;

/**
 * A file to be sealed.
 *
 * @param path in the release
 * @param size in bytes; what the content gives must be as long
 */
record SourceFile(String path, long size, boolean executable, GitFile.Content content) {

    SourceFile below(String folder) {
        return new SourceFile(folder + path, size, executable, content);
    }

    /**
     * The bytes, from a stream that tells its own failures apart from those of whatever they are written to.
     *
     * @throws CountersignException FILE_UNREADABLE, also while reading
     */
    InputStream open() throws IOException {
        InputStream in;
        try {
            in = content.open();
        } catch (IOException e) {
            throw unreadable(e);
        }
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                try {
                    return super.read();
                } catch (IOException e) {
                    throw unreadable(e);
                }
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                try {
                    return super.read(bytes, offset, length);
                } catch (IOException e) {
                    throw unreadable(e);
                }
            }
        };
    }

    /** It gave other bytes than before. */
    CountersignException changed() {
        return CountersignException.problem(ProblemCode.SOURCE_INVALID)
                .found("%s was changed while it was being sealed.", Quoted.of(path))
                .expected("a file that stays as it is while it is sealed.")
                .remedy("Wait until nothing writes there any more, and seal again.")
                .build();
    }

    private CountersignException unreadable(IOException e) throws ClosedByInterruptException {
        if (e instanceof ClosedByInterruptException interrupted) {
            throw interrupted;
        }
        return CountersignException.problem(ProblemCode.FILE_UNREADABLE)
                .found("%s cannot be read: %s.", Quoted.of(path), e)
                .expected("a file that stays as it is while it is sealed.")
                .remedy("Check that you may read it and that nothing removes it; for a file in git, run git fsck.")
                .causedBy(e);
    }
}
