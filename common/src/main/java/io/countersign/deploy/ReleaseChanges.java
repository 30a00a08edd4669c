package io.countersign.deploy;

import io.countersign.database.ChangeRunner;
import io.countersign.database.TargetDatabase;
import io.countersign.ledger.ReleaseReference;
import io.countersign.release.Digest;
import io.countersign.release.SealedChanges;
import io.countersign.release.SealedRelease;
import java.util.Optional;

/**
 * The changelogs of a release while something is done with them.
 *
 * @param release whose they are
 * @param files stay open until this is closed
 * @param source empty for a release without database changes
 */
public record ReleaseChanges(Digest release, SealedChanges files, Optional<ChangeRunner.Source> source)
        implements AutoCloseable {

    public static ReleaseChanges of(SealedRelease release) {
        SealedChanges files = SealedChanges.of(release);
        return new ReleaseChanges(
                release.digest(),
                files,
                release.manifest().changelog().map(path -> new ChangeRunner.Source(files, path)));
    }

    /**
     * The changelogs where they are those of the given release, byte for byte: only what was let in may take itself back.
     */
    Optional<ChangeRunner.Source> of(ReleaseReference other) {
        return release.equals(other.digest()) ? source : Optional.empty();
    }

    /** What would run on the target; nothing for a release without database changes. */
    public ChangeRunner.Pending pending(ChangeRunner runner, TargetDatabase database) {
        return source.map(changes -> runner.pending(database, changes)).orElse(ChangeRunner.Pending.NONE);
    }

    @Override
    public void close() {
        files.close();
    }
}
