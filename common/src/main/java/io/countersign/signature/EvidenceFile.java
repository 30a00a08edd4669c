package io.countersign.signature;

import io.countersign.release.Digest;
import java.nio.file.Path;
import java.util.List;

/**
 * One file of the evidence with the signatures beside it.
 *
 * @param name the file's name without a folder
 * @param bytes exactly what was signed
 * @param signatures the contents of each signature file
 */
public record EvidenceFile(Path file, String name, byte[] bytes, List<byte[]> signatures) {
    public EvidenceFile {
        signatures = List.copyOf(signatures);
    }

    public Digest digest() {
        return Digest.of(bytes);
    }

    /** What gpg is given to sign, and what sha256sum prints. */
    @Override
    public String toString() {
        return name;
    }
}
