package io.countersign.ledger;

import io.countersign.database.Fingerprint;
import io.countersign.release.DatabaseVersion;
import io.countersign.signature.Predicate;
import java.util.List;
import java.util.Optional;

/**
 * "This release was tried on a copy of this target, there and back", as a statement about the release. It lets nobody in
 * anywhere: it tells how long things take, and that they work with this target's data.
 *
 * @param target whose copy it was
 * @param startedAt an ISO 8601 instant in UTC
 * @param before the schema of the target, and of the copy at the beginning and at the end
 * @param after the schema of the copy when the release was deployed
 * @param rows how many rows the copy had
 * @param copy how long making the copy took, step by step; a deployment makes none
 * @param deployment how long each step of the deployment took
 * @param wayBack how long each step of the way back took
 * @param way by which it went back: {@code restore}, {@code liquibase} or {@code none}
 */
public record Rehearsal(
        String application,
        String version,
        String stage,
        String target,
        String startedAt,
        String finishedAt,
        String product,
        Optional<DatabaseVersion> from,
        DatabaseVersion to,
        Fingerprint before,
        Fingerprint after,
        List<AppliedChangeset> changesets,
        long rows,
        List<TimedStep> copy,
        List<TimedStep> deployment,
        List<TimedStep> wayBack,
        String way,
        String by,
        String tool)
        implements Predicate {
    public static final String TYPE = "https://countersign.io/rehearsal/v1";

    public Rehearsal {
        changesets = List.copyOf(changesets);
        copy = List.copyOf(copy);
        deployment = List.copyOf(deployment);
        wayBack = List.copyOf(wayBack);
    }

    /** One step and how long it took. */
    public record TimedStep(String what, long millis) {}

    @Override
    public String type() {
        return TYPE;
    }

    /** The changesets' time in milliseconds. */
    public long millis() {
        return changesets.stream().mapToLong(AppliedChangeset::millis).sum();
    }

    public static long millis(List<TimedStep> steps) {
        return steps.stream().mapToLong(TimedStep::millis).sum();
    }
}
