package io.countersign.release;

import io.countersign.release.git.GitFile;

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
}
