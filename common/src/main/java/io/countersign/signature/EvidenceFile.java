package io.countersign.signature;

import io.countersign.release.Digest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

    /** Puts the file and its signatures into other evidence as well. */
    public void copyInto(Evidence other) {
        other.addFile(name(), bytes);
        signatures.forEach(signature -> other.addSignature(name(), signature));
    }

    /** Whether a key of the keyring signed it and may, then and now. */
    public boolean isSignedBy(Keyring keyring, Instant now) {
        return judge(keyring, now).stream().anyMatch(SignatureFinding::isGood);
    }

    /**
     * Whether a key of the keyring signed it and was allowed to when it did. For what has happened: a key that has expired since
     * was still there.
     */
    public boolean wasSignedBy(Keyring keyring, Instant now) {
        return judge(keyring, now).stream()
                .anyMatch(finding -> finding.isGood()
                        || finding.created()
                                .filter(created -> created.isBefore(now))
                                .filter(created -> isSignedBy(keyring, created))
                                .isPresent());
    }

    /** What a keyring finds out about each signature beside the file. */
    List<SignatureFinding> judge(Keyring keyring, Instant now) {
        return signatures.stream()
                .flatMap(signature -> keyring.judge(bytes, signature, now).stream())
                .toList();
    }

    /** @param reason why the signature does not count; empty where it does */
    <P extends Predicate> Judged<P> verdict(
            P predicate, String role, PersonKey person, String reason, Optional<Instant> signedAt) {
        return new Judged<>(
                predicate, digest(), name(), role, person, reason.isEmpty(), reason, signedAt.map(Instant::toString));
    }

    <P extends Predicate> Judged<P> unsigned(P predicate, String role) {
        return verdict(predicate, role, new PersonKey("", "nobody"), "it is not signed", Optional.empty());
    }

    /** What sha256sum prints for the file. */
    public Digest digest() {
        return Digest.of(bytes);
    }
}
