package io.countersign.signature;

import io.countersign.release.Digest;
import java.util.List;

/**
 * An in-toto Statement v1 (https://in-toto.io/Statement/v1): what is said ({@code predicate}) about what
 * ({@code subject}). The exact bytes of its file are what is signed.
 *
 * @param _type as in-toto calls it: a component's name is its name in the file
 */
public record Statement<P extends Predicate>(String _type, List<Subject> subject, String predicateType, P predicate) {
    public static final String TYPE = "https://in-toto.io/Statement/v1";

    public Statement {
        subject = List.copyOf(subject);
    }

    public static <P extends Predicate> Statement<P> about(String name, Digest digest, P predicate) {
        return new Statement<>(
                TYPE, List.of(new Subject(name, new Subject.Digests(digest))), predicate.type(), predicate);
    }

    /** The one thing spoken about. */
    public record Subject(String name, Digests digest) {
        public record Digests(Digest sha256) {}
    }

    public Digest subjectDigest() {
        return subject.get(0).digest().sha256();
    }
}
