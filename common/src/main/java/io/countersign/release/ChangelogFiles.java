package io.countersign.release;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The files that a changelog consists of, below one root. Paths are relative to it, with {@code /} and in the one spelling
 * that the file has; every other path leads to nothing.
 */
public interface ChangelogFiles {

    /** Whether a file or a folder is there. */
    boolean exists(String path);

    boolean isFolder(String path);

    /**
     * The files below a folder, sorted.
     *
     * @param folder empty for the root
     * @param depth how many names below the folder at most; 1 for the files that lie in it directly
     */
    List<String> below(String folder, int depth) throws IOException;

    /** A stream that the caller closes. */
    InputStream open(String path) throws IOException;

    /** Where the files are, for messages. */
    String place();
}
