package io.countersign.command;

import io.countersign.deploy.ReleaseChanges;
import io.countersign.deploy.Site;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.release.SealedRelease;
import io.countersign.signature.Evidence;
import io.countersign.signature.Keyrings;
import io.countersign.signature.SignedRelease;
import java.io.File;
import java.time.Instant;
import java.util.Optional;

/**
 * A release as it is handed over.
 *
 * @param evidence the folder of evidence; empty for the one beside the release
 */
public record ReleaseInput(File release, Optional<File> evidence) {

    SealedRelease open() {
        return SealedRelease.open(release.toPath());
    }

    Evidence openEvidence() {
        return Evidence.open(
                evidence.map(File::toPath).orElseGet(() -> SealedRelease.evidenceFolder(release.toPath())));
    }

    /** Begins to read it: that takes the longer the larger it is, and needs nothing else. */
    Ahead<SealedRelease> opening() {
        return Ahead.of("opening", this::open);
    }

    /**
     * The changelogs to take a deployment back by.
     *
     * @throws CountersignException RELEASE_ALTERED where this is not the release that was deployed last
     */
    ReleaseChanges deployedLast(SealedRelease sealed, Site site) {
        boolean same = site.journal()
                .history()
                .lastDeployment()
                .filter(deployed -> deployed.event().release().digest().equals(sealed.digest()))
                .isPresent();
        if (!same) {
            throw CountersignException.problem(ProblemCode.RELEASE_ALTERED)
                    .found("%s is not the release that was deployed last to %s.", release, site.name())
                    .remedy("Give the release that countersign:status shows, or none.")
                    .build();
        }
        return ReleaseChanges.of(sealed);
    }

    SignedRelease signed(Ahead<SealedRelease> opening, Keyrings keyrings, Instant now) {
        return signed(opening.get(), keyrings, now);
    }

    SignedRelease signed(SealedRelease sealed, Keyrings keyrings, Instant now) {
        return SignedRelease.of(sealed, openEvidence(), keyrings, now);
    }
}
