package io.countersign.plan;

import io.countersign.ledger.IsoTime;
import io.countersign.ledger.Rehearsal;
import io.countersign.promotion.Stage;
import io.countersign.promotion.Target;
import io.countersign.release.Digest;
import io.countersign.signature.SignedRelease;
import io.countersign.signature.Statements;
import java.util.Comparator;
import java.util.Optional;

/** Finds what the evidence tells about rehearsals of a release. They inform people; the gate does not rest on them. */
public final class Rehearsals {
    private Rehearsals() {}

    /** The latest one of exactly these bytes on a copy of that target. */
    public static Optional<Rehearsal> latest(SignedRelease release, Stage stage, Target target) {
        Digest digest = release.release().digest();
        return release.evidence().files().stream()
                .flatMap(file -> Statements.read(file, Rehearsal.class).stream())
                .filter(statement -> statement.subjectDigest().equals(digest))
                .map(statement -> statement.predicate())
                .filter(rehearsal -> rehearsal.stage().equals(stage.name())
                        && rehearsal.target().equals(target.name()))
                .max(Comparator.comparing(Rehearsal::finishedAt, IsoTime.ORDER));
    }
}
