package io.countersign.environment;

import io.countersign.database.configuration.ConfigurationFiles;
import io.countersign.database.configuration.TableChanges;
import io.countersign.deploy.ConfigurationChange;
import io.countersign.deploy.ConfigurationSource;
import io.countersign.release.SealedRelease;
import java.util.List;
import java.util.Optional;

/**
 * Makes a configured pilot production: the release that was tried goes to production by an ordinary deployment, and the
 * configuration that was made in the pilot goes with it, in the same transaction. No record is moved, so none can be lost on
 * the way.
 */
public final class PilotSwitch implements ConfigurationSource {
    private final String pilot;
    private final ConfigurationFiles.Content made;
    private final PilotConfiguration configuration;
    private final boolean leaveBehind;
    private List<TableChanges> carried = List.of();
    private List<TableChanges> leftBehind = List.of();

    /**
     * @param pilot for example {@code PILOT/main}
     * @param made the configuration that was made in it
     * @param leaveBehind consent that what was changed in production's configuration since the last copy is replaced
     */
    public PilotSwitch(
            String pilot, ConfigurationFiles.Content made, PilotConfiguration configuration, boolean leaveBehind) {
        this.pilot = pilot;
        this.made = made;
        this.configuration = configuration;
        this.leaveBehind = leaveBehind;
    }

    /** What the pilot's configuration changed in production; known behind the deployment. */
    public List<TableChanges> carried() {
        return carried;
    }

    /** What was changed in production's configuration since the last copy, and is replaced. */
    public List<TableChanges> leftBehind() {
        return leftBehind;
    }

    @Override
    public Optional<Wanted> wanted(SealedRelease release, ConfigurationChange change) {
        leftBehind = configuration.leftBehind(change, release.manifest().resulting(), leaveBehind);
        carried = change.differences(made);
        return Optional.of(new Wanted("the pilot " + pilot, made));
    }
}
