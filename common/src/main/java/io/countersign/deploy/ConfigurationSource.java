package io.countersign.deploy;

import io.countersign.database.configuration.ConfigurationFiles;
import io.countersign.release.SealedRelease;
import java.util.Optional;

/** Where a deployment takes the configuration data from that the target is to have. */
@FunctionalInterface
public interface ConfigurationSource {
    /** What the release itself carries. */
    ConfigurationSource RELEASE = (release, change) -> ConfigurationChange.of(release)
            .map(content -> new Wanted(
                    release.manifest().application() + " " + release.manifest().version(), content));

    /**
     * Data for the target.
     *
     * @param origin for the ledger, a few words
     */
    record Wanted(String origin, ConfigurationFiles.Content content) {}

    /**
     * Asked behind the changesets, inside the transaction of the deployment. What is thrown here takes the deployment back.
     *
     * @param change tells differences from the target as it is by then
     */
    Optional<Wanted> wanted(SealedRelease release, ConfigurationChange change);
}
