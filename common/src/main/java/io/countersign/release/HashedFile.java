package io.countersign.release;

/**
 * A file to be sealed, and what its bytes were when they were read.
 *
 * @param crc for the zip; by it the writer notices, too, that a file was changed since
 */
record HashedFile(SourceFile file, Digest sha256, int crc) {

    ManifestEntry entry() {
        return new ManifestEntry(file.path(), file.size(), sha256, file.executable());
    }
}
