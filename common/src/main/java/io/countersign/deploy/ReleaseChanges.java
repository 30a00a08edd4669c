package io.countersign.deploy;

import io.countersign.database.ChangeRunner;
import io.countersign.database.TargetDatabase;
import io.countersign.release.SealedChanges;
import io.countersign.release.SealedRelease;
import java.util.Optional;

/**
 * The changelogs of a release while something is done with them.
 *
 * @param files stay open until this is closed
 * @param source empty for a release without database changes
 */
public record ReleaseChanges(SealedChanges files, Optional<ChangeRunner.Source> source) implements AutoCloseable {

    public static ReleaseChanges of(SealedRelease release) {
        SealedChanges files = SealedChanges.of(release);
        return new ReleaseChanges(
                files, release.manifest().changelog().map(path -> new ChangeRunner.Source(files, path)));
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
