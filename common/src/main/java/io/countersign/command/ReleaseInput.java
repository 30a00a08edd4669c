package io.countersign.command;

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

    SignedRelease signed(Ahead<SealedRelease> opening, Keyrings keyrings, Instant now) {
        return signed(opening.get(), keyrings, now);
    }

    SignedRelease signed(SealedRelease sealed, Keyrings keyrings, Instant now) {
        return SignedRelease.of(sealed, openEvidence(), keyrings, now);
    }
}
