package io.countersign.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A symbolic link that leads to the old or to the new place at every moment, because it is replaced by a rename. */
record AtomicLink(Path path) {

    /**
     * @param destination relative to the link's folder, which exists
     * @throws IOException where the link cannot be made, or the file system has none; it is as it was
     */
    void point(Path destination) throws IOException {
        Path fresh = path.resolveSibling("." + path.getFileName() + "-" + destination.getFileName());
        Files.deleteIfExists(fresh);
        try {
            Files.createSymbolicLink(fresh, destination);
        } catch (UnsupportedOperationException e) {
            throw new IOException("there are no symbolic links on this file system", e);
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
