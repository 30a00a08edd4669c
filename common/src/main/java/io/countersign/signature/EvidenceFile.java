package io.countersign.signature;

import io.countersign.release.Digest;
import java.nio.file.Path;
import java.util.List;

/** One file of the evidence with the signatures beside it. */
public final class EvidenceFile {
    private final Path file;
    private final byte[] bytes;
    private final List<byte[]> signatures;

    EvidenceFile(Path file, byte[] bytes, List<byte[]> signatures) {
        this.file = file;
        this.bytes = bytes;
        this.signatures = List.copyOf(signatures);
    }

    public Path file() {
        return file;
    }

    /** The file's name without a folder. */
    public String name() {
        return String.valueOf(file.getFileName());
    }

    /** Exactly what was signed. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The contents of each signature file. */
    List<byte[]> signatures() {
        return signatures;
    }

    public boolean isSigned() {
        return !signatures.isEmpty();
    }

    /** What sha256sum prints for the file. */
    public Digest digest() {
        return Digest.of(bytes);
    }
}
