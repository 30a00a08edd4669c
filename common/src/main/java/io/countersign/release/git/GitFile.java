package io.countersign.release.git;

import java.io.IOException;
import java.io.InputStream;

/**
 * A file as git holds it: line endings and filters undone.
 *
 * @param path relative to the folder that was asked for, with {@code /}
 * @param size in bytes; 0 for what is no file
 */
public record GitFile(String path, Kind kind, long size, Content content) {

    public enum Kind {
        FILE,
        EXECUTABLE,
        LINK,
        SUBMODULE,
        /** What Git LFS keeps in the place of a file: where the file can be fetched, and not the file. */
        LFS_POINTER
    }

    /** Gives the bytes, as often as asked, as long as the repository is open. */
    public interface Content {
        InputStream open() throws IOException;
    }
}
